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
    let first = items(&document["Statement"]).first().map(|s| &s["Principal"]["Service"]);
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
