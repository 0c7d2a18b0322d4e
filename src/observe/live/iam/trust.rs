//! Who may assume a role, as its trust policy says.

use serde_json::Value;

use crate::facts::iam::SERVICE_PRINCIPAL;
use crate::resources::Place;
use crate::resources::iam::{PolicyDocument, trust_policy};

/// A document as IAM returns it: percent-encoded JSON.
///
/// None if it is none.
pub(super) fn decoded(text: &str) -> Option<Value> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    serde_json::from_slice(&bytes).ok()
}

/// Whether AWS Backup may assume the role.
///
/// None where that rests on a condition which only AWS can judge. Conditions on
/// who AWS Backup works for are judged: it works for the account itself.
pub(super) fn trusts_backup(place: &Place, document: &Value) -> Option<bool> {
    let mut answer = Some(false);
    for statement in items(&document["Statement"]) {
        // Everybody but some, everything but some: AWS knows whom and what that leaves.
        if !statement["NotPrincipal"].is_null() || !statement["NotAction"].is_null() {
            return None;
        }
        if !may_assume(statement) || !names_backup(statement) {
            continue;
        }
        let holds = conditions_hold(place, statement);
        match (statement["Effect"].as_str(), holds) {
            // A refusal wins over whatever else is said.
            (Some("Deny"), Some(true)) => return Some(false),
            (Some("Deny"), None) => return None,
            (Some("Allow"), Some(true)) => answer = Some(true),
            (Some("Allow"), None) if answer != Some(true) => answer = None,
            _ => {}
        }
    }
    answer
}

/// The service that the document lets assume the role, and whether it says
/// nothing else, as a policy of ours does.
pub(super) fn service(document: &Value) -> (String, bool) {
    let statements = document.get("Statement").unwrap_or(&Value::Null);
    let first = items(statements).first().and_then(|s| s.get("Principal")?.get("Service"));
    let service = first.and_then(|services| items(services).first()?.as_str());
    let service = service.unwrap_or_default().to_owned();
    let typed: Option<PolicyDocument> = serde_json::from_value(document.clone()).ok();
    let ours = typed.is_some_and(|typed| typed == trust_policy(&service));
    (service, ours)
}

/// A list, or the one thing that IAM lets stand for it.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    items(value).iter().filter_map(Value::as_str)
}

fn may_assume(statement: &Value) -> bool {
    texts(&statement["Action"])
        .any(|action| ["*", "sts:*", "sts:assumerole"].contains(&&*action.to_ascii_lowercase()))
}

fn names_backup(statement: &Value) -> bool {
    let principal = &statement["Principal"];
    let named = texts(&principal["Service"]).any(|name| name == SERVICE_PRINCIPAL.value);
    named || principal.as_str() == Some("*")
}

/// None if any condition cannot be judged, else whether all hold.
fn conditions_hold(place: &Place, statement: &Value) -> Option<bool> {
    let Value::Object(operators) = &statement["Condition"] else { return Some(true) };
    let mut all = true;
    for (operator, keys) in operators {
        for (key, values) in keys.as_object()? {
            all &= condition_holds(place, operator, key, values)?;
        }
    }
    Some(all)
}

/// Calls of AWS Backup come from the account itself, for one of its resources.
fn condition_holds(place: &Place, operator: &str, key: &str, values: &Value) -> Option<bool> {
    let exact = matches!(operator, "StringEquals" | "ArnEquals");
    let like = matches!(operator, "StringLike" | "ArnLike" | "ArnEquals");
    match key.to_ascii_lowercase().as_str() {
        "aws:sourceaccount" if exact || like => Some(texts(values).any(|id| id == place.account)),
        "aws:sourcearn" if like => {
            let whole = place.arn("backup", "*");
            let everywhere = format!("arn:{}:backup:*:{}:*", place.partition, place.account);
            let judged = texts(values).any(|arn| arn == whole || arn == everywhere || arn == "*");
            judged.then_some(true)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn home() -> Place {
        Place {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
        }
    }

    fn trusts(statements: &Value) -> Option<bool> {
        trusts_backup(&home(), &json!({ "Version": "2012-10-17", "Statement": statements }))
    }

    fn allow(principal: &Value) -> Value {
        json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal })
    }

    #[test]
    fn documents_arrive_percent_encoded() {
        let written = "%7B%22Version%22%3A%20%222012-10-17%22%2C%22Id%22%3A%22%C3%A9%22%7D";
        assert_eq!(decoded(written), Some(json!({ "Version": "2012-10-17", "Id": "é" })));
        assert_eq!(decoded(r#"{"Id":"a+b"}"#), Some(json!({ "Id": "a+b" })), "a plus is no blank");
        for broken in ["", "%7", "%zz", "%7B"] {
            assert_eq!(decoded(broken), None, "{broken}");
        }
    }

    #[test]
    fn one_service_or_several_may_be_named() {
        let backup = "backup.amazonaws.com";
        assert_eq!(trusts(&json!([allow(&json!({ "Service": backup }))])), Some(true));
        let several = allow(&json!({ "Service": ["ec2.amazonaws.com", backup] }));
        assert_eq!(trusts(&several), Some(true), "one statement may stand without a list");
        assert_eq!(trusts(&json!([allow(&json!("*"))])), Some(true));
    }

    #[test]
    fn other_principals_and_other_actions_are_no_trust() {
        assert_eq!(
            trusts(&json!([allow(&json!({ "Service": "ec2.amazonaws.com" }))])),
            Some(false)
        );
        assert_eq!(trusts(&json!([allow(&json!({ "AWS": "arn:aws:iam::1:root" }))])), Some(false));
        let mut tagging = allow(&json!({ "Service": "backup.amazonaws.com" }));
        tagging["Action"] = json!("sts:TagSession");
        assert_eq!(trusts(&json!([tagging])), Some(false));
        assert_eq!(trusts(&json!([])), Some(false));
    }

    #[test]
    fn a_refusal_wins() {
        let allowed = allow(&json!({ "Service": "backup.amazonaws.com" }));
        let mut denied = allowed.clone();
        denied["Effect"] = json!("Deny");
        assert_eq!(trusts(&json!([allowed, denied])), Some(false));
    }

    #[test]
    fn conditions_on_the_account_itself_are_judged_and_others_are_not() {
        let under = |condition: Value| {
            let mut statement = allow(&json!({ "Service": "backup.amazonaws.com" }));
            statement["Condition"] = condition;
            trusts(&json!([statement]))
        };
        let account = |id: &str| json!({ "StringEquals": { "aws:SourceAccount": id } });
        assert_eq!(under(account("111122223333")), Some(true));
        assert_eq!(under(account("999900001111")), Some(false));
        let arn = "arn:aws:backup:*:111122223333:*";
        assert_eq!(under(json!({ "ArnLike": { "aws:SourceArn": arn } })), Some(true));
        let one_plan = "arn:aws:backup:us-east-1:111122223333:backup-plan:1";
        assert_eq!(under(json!({ "ArnLike": { "aws:SourceArn": one_plan } })), None);
        assert_eq!(under(json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } })), None);
    }

    #[test]
    fn everything_but_something_is_left_to_aws() {
        let but = json!({ "Effect": "Deny", "Action": "*", "NotPrincipal": { "AWS": "x" } });
        assert_eq!(trusts(&json!([allow(&json!("*")), but])), None);
    }

    #[test]
    fn only_a_policy_as_we_write_it_is_ours() {
        let ours = trust_policy("backup.amazonaws.com").to_json();
        assert_eq!(service(&ours), ("backup.amazonaws.com".to_owned(), true));
        let mut wider = ours;
        wider["Statement"][0]["Principal"] =
            json!({ "Service": ["backup.amazonaws.com", "ec2.amazonaws.com"] });
        assert_eq!(service(&wider), ("backup.amazonaws.com".to_owned(), false));
        assert_eq!(service(&Value::Null), (String::new(), false));
    }
}
