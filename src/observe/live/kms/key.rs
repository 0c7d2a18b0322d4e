//! A key that the policy creates, as KMS returns it.

use aws_sdk_kms::types::{KeyMetadata, KeyState as SdkState, Tag};

use crate::observe::Beyond;
use crate::resources::iam::{PolicyDocument, Principal, Texts, key_policy, key_users};
use crate::resources::{KmsKey, Place, ResourceKind, Tags};

/// The state of a key, in KMS's words.
pub(super) fn state(seen: &KeyMetadata) -> String {
    seen.key_state().map_or("", SdkState::as_str).to_owned()
}

/// The key without its users and tags, which take further calls, and a state in
/// which nothing can be encrypted.
pub(super) fn key(alias: &str, seen: &KeyMetadata, beyond: &mut Vec<Beyond>) -> KmsKey {
    if seen.key_state().is_some_and(|state| *state != SdkState::Enabled) {
        beyond.push(on(alias, "KeyState", state(seen)));
    }
    KmsKey {
        description: seen.description().unwrap_or_default().to_owned(),
        used_by_accounts: Vec::new(),
        tags: Tags::new(),
    }
}

/// The accounts that the key policy lets use the key; in `beyond` that it says
/// anything else.
pub(super) fn users(
    place: &Place,
    alias: &str,
    policy: &str,
    beyond: &mut Vec<Beyond>,
) -> Vec<String> {
    let document: Option<PolicyDocument> = serde_json::from_str(policy).ok();
    let users = document.as_ref().map(key_users).unwrap_or_default();
    let key =
        KmsKey { description: String::new(), used_by_accounts: users.clone(), tags: Tags::new() };
    if document.map(unordered) != Some(unordered(key_policy(place, &key))) {
        beyond.push(on(alias, "KeyPolicy", "another policy".to_owned()));
    }
    users
}

pub(super) fn tags(list: &[Tag]) -> Tags {
    list.iter().map(|tag| (tag.tag_key().to_owned(), tag.tag_value().to_owned())).collect()
}

fn on(alias: &str, field: &str, value: String) -> Beyond {
    Beyond { kind: ResourceKind::Key, name: alias.to_owned(), field: field.to_owned(), value }
}

/// The order of accounts and actions means nothing.
fn unordered(mut policy: PolicyDocument) -> PolicyDocument {
    let sort = |texts: &mut Texts| {
        let mut sorted = texts.as_slice().to_vec();
        sorted.sort();
        *texts = Texts::of(sorted);
    };
    for statement in &mut policy.statement {
        sort(&mut statement.action);
        if let Some(Principal::Accounts(accounts)) = &mut statement.principal {
            sort(accounts);
        }
        statement.resource.iter_mut().for_each(sort);
    }
    policy
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Place {
        Place {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
        }
    }

    fn metadata(state: SdkState) -> KeyMetadata {
        KeyMetadata::builder().key_id("1").description("Vaults").key_state(state).build().unwrap()
    }

    fn said(beyond: &[Beyond]) -> Vec<String> {
        beyond.iter().map(|b| format!("{}: {} = {}", b.name, b.field, b.value)).collect()
    }

    #[test]
    fn a_key_that_cannot_encrypt_is_said() {
        let read = |state| {
            let mut beyond = Vec::new();
            let key = key("dr", &metadata(state), &mut beyond);
            assert_eq!(key.description, "Vaults");
            said(&beyond)
        };
        assert_eq!(read(SdkState::Enabled), [""; 0]);
        assert_eq!(read(SdkState::PendingDeletion), ["dr: KeyState = PendingDeletion"]);
        assert_eq!(read(SdkState::Disabled), ["dr: KeyState = Disabled"]);
    }

    fn users_of(policy: &str) -> (Vec<String>, Vec<String>) {
        let mut beyond = Vec::new();
        let users = users(&home(), "dr", policy, &mut beyond);
        (users, said(&beyond))
    }

    fn ours(accounts: &[&str]) -> serde_json::Value {
        let key = KmsKey {
            description: String::new(),
            used_by_accounts: accounts.iter().map(|&account| account.to_owned()).collect(),
            tags: Tags::new(),
        };
        key_policy(&home(), &key).to_json()
    }

    #[test]
    fn the_accounts_are_read_from_a_policy_of_ours() {
        let none = Vec::<String>::new();
        assert_eq!(users_of(&ours(&[]).to_string()), (none.clone(), none.clone()));
        let two = ours(&["444455556666", "999900001111"]);
        let accounts = vec!["444455556666".to_owned(), "999900001111".to_owned()];
        assert_eq!(users_of(&two.to_string()), (accounts, none.clone()));
        let turned = ours(&["999900001111", "444455556666"]);
        assert_eq!(users_of(&turned.to_string()).1, none, "KMS may keep another order");
    }

    #[test]
    fn whatever_else_a_policy_says_is_said() {
        let another = vec!["dr: KeyPolicy = another policy".to_owned()];
        let mut wider = ours(&["999900001111"]);
        wider["Statement"][1]["Action"] = "kms:*".into();
        assert_eq!(
            users_of(&wider.to_string()),
            (vec!["999900001111".to_owned()], another.clone())
        );
        assert_eq!(users_of(""), (Vec::new(), another));
    }
}
