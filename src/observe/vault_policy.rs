//! What the access policy of a vault says, as far as a policy of ours can say it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::facts::iam::COPY_ACTION;
use crate::resources::{Place, VaultAccess};

/// Who may copy into a vault, and the statements that say anything else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct VaultPolicy {
    /// Accounts that may copy in, if any may.
    pub(crate) access: Option<VaultAccess>,
    /// Other statements: their names or numbers, and what they do in short.
    pub(crate) others: Vec<(String, String)>,
}

/// Reads the access policy of a vault of `place`; none if it is no JSON object.
///
/// A statement that lets the roots of accounts copy in and nothing else is ours,
/// whatever its name and however IAM spells it: a list of one or the one, an
/// account's id or the ARN of its root, the vault or `*`.
pub(crate) fn vault_policy(place: &Place, vault_arn: &str, text: &str) -> Option<VaultPolicy> {
    let document: Value = serde_json::from_str(text).ok()?;
    let statements = match document.as_object()?.get("Statement")? {
        Value::Array(statements) => statements.iter().collect(),
        one => vec![one],
    };
    let mut accounts: BTreeSet<String> = BTreeSet::new();
    let mut others = Vec::new();
    for (at, statement) in statements.into_iter().enumerate() {
        match copiers(place, vault_arn, statement) {
            Some(copiers) => accounts.extend(copiers),
            None => others.push((name(at, statement), in_short(statement))),
        }
    }
    let access = VaultAccess { copy_from_accounts: accounts.into_iter().collect() };
    let access = (!access.copy_from_accounts.is_empty()).then_some(access);
    Some(VaultPolicy { access, others })
}

/// The accounts that a statement lets copy in, if it says only that.
fn copiers(place: &Place, vault_arn: &str, statement: &Value) -> Option<BTreeSet<String>> {
    let members = statement.as_object()?;
    let known = ["Sid", "Effect", "Principal", "Action", "Resource"];
    let only_known = members.keys().all(|key| known.contains(&key.as_str()));
    let allows = members.get("Effect")? == "Allow";
    let action = texts(members.get("Action")?)?;
    let copies = action.iter().all(|action| action.eq_ignore_ascii_case(COPY_ACTION.value));
    let here = texts(members.get("Resource")?)?;
    let here = here.iter().all(|resource| *resource == "*" || *resource == vault_arn);
    if !(only_known && allows && copies && here) {
        return None;
    }
    let principal = members.get("Principal")?.as_object()?;
    let only_accounts = principal.len() == 1;
    let accounts = texts(principal.get("AWS").filter(|_| only_accounts)?)?;
    accounts.into_iter().map(|principal| root(place, principal)).collect()
}

/// The account that a principal stands for.
fn root(place: &Place, principal: &str) -> Option<String> {
    let before = format!("arn:{}:iam::", place.partition);
    let id = match principal.strip_prefix(&before) {
        Some(rest) => rest.strip_suffix(":root")?,
        None => principal,
    };
    (!id.is_empty() && id.chars().all(|c| c.is_ascii_digit())).then(|| id.to_owned())
}

/// One string or a list of strings, at least one.
fn texts(value: &Value) -> Option<Vec<&str>> {
    let texts: Vec<&str> = match value {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().map(Value::as_str).collect::<Option<_>>()?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
    };
    (!texts.is_empty()).then_some(texts)
}

fn name(at: usize, statement: &Value) -> String {
    let sid = statement.get("Sid").and_then(Value::as_str).filter(|sid| !sid.is_empty());
    sid.map_or_else(|| at.to_string(), str::to_owned)
}

/// Longest value that is kept of a statement nobody can state, in characters.
const IN_SHORT: usize = 200;

/// Effect, actions and principals of a statement.
fn in_short(statement: &Value) -> String {
    let effect = statement.get("Effect").and_then(Value::as_str).unwrap_or("?");
    let of = |key: &str| match statement.get(key) {
        None => None,
        Some(Value::String(one)) => Some(one.clone()),
        Some(other) => Some(other.to_string()),
    };
    let actions = of("Action").or_else(|| of("NotAction").map(|not| format!("all but {not}")));
    let principals =
        of("Principal").or_else(|| of("NotPrincipal").map(|not| format!("all but {not}")));
    let (actions, principals) = (actions.unwrap_or_default(), principals.unwrap_or_default());
    let condition = if statement.get("Condition").is_some() { " if …" } else { "" };
    let all = format!("{effect} {actions} to {principals}{condition}");
    all.chars().take(IN_SHORT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::iam::vault_access_policy;

    const ARN: &str = "arn:aws:backup:eu-west-1:111122223333:backup-vault:dr";

    fn place() -> Place {
        Place {
            account: "111122223333".to_owned(),
            region: "eu-west-1".to_owned(),
            partition: "aws".to_owned(),
        }
    }

    fn read(text: &str) -> VaultPolicy {
        vault_policy(&place(), ARN, text).unwrap()
    }

    fn accounts(policy: &VaultPolicy) -> &[String] {
        policy.access.as_ref().map_or(&[], |access| &access.copy_from_accounts)
    }

    #[test]
    fn the_policy_that_is_rendered_says_what_it_was_rendered_from() {
        for ids in [vec!["444455556666"], vec!["222233334444", "444455556666"]] {
            let ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
            let access = VaultAccess { copy_from_accounts: ids };
            let text = vault_access_policy(&place(), &access).to_json().to_string();
            assert_eq!(read(&text), VaultPolicy { access: Some(access), others: vec![] });
        }
    }

    #[test]
    fn iam_may_spell_it_otherwise() {
        let text = r#"{"Version":"2012-10-17","Id":"x","Statement":{"Resource":["arn:aws:backup:eu-west-1:111122223333:backup-vault:dr"],
            "Principal":{"AWS":["444455556666","arn:aws:iam::222233334444:root"]},"Action":["BACKUP:copyintobackupvault"],"Effect":"Allow"}}"#;
        let policy = read(text);
        assert_eq!(accounts(&policy), ["222233334444", "444455556666"]);
        assert_eq!(policy.others, []);
    }

    #[test]
    fn whatever_says_more_is_no_access_of_ours() {
        let ours = r#""Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"backup:CopyIntoBackupVault","Resource":"*""#;
        assert_eq!(accounts(&read(&format!(r#"{{"Statement":[{{{ours}}}]}}"#))), ["444455556666"]);
        for (from, to) in [
            ("Allow", "Deny"),
            ("444455556666", "*"),
            ("444455556666", "arn:aws:iam::444455556666:role/x"),
            ("444455556666", "arn:aws-cn:iam::444455556666:root"),
            ("backup:CopyIntoBackupVault", "backup:*"),
            (r#""Resource":"*""#, r#""Resource":"*","Condition":{"Bool":{"a":"b"}}"#),
            (r#""Resource":"*""#, r#""Resource":"arn:aws:s3:::b""#),
            (r#"{"AWS":"444455556666"}"#, r#"{"AWS":"444455556666","Service":"x"}"#),
            (r#"{"AWS":"444455556666"}"#, r#""*""#),
        ] {
            let statement = ours.replace(from, to);
            assert_ne!(statement, ours, "{from}");
            let policy = read(&format!(r#"{{"Statement":[{{"Sid":"Other",{statement}}}]}}"#));
            assert_eq!(policy.access, None, "{statement}");
            assert_eq!(policy.others[0].0, "Other");
        }
    }

    #[test]
    fn a_denial_beside_it_is_kept_in_short() {
        let text = r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":["backup:DeleteRecoveryPoint","backup:UpdateRecoveryPointLifecycle"],"Resource":"*"}]}"#;
        let said =
            r#"Deny ["backup:DeleteRecoveryPoint","backup:UpdateRecoveryPointLifecycle"] to *"#;
        assert_eq!(read(text).others, [("0".to_owned(), said.to_owned())]);
    }

    #[test]
    fn a_text_that_is_no_policy_says_nothing() {
        for text in ["", "[]", "{}", "null", "{\"Statement\":"] {
            assert_eq!(vault_policy(&place(), ARN, text), None, "{text}");
        }
    }
}
