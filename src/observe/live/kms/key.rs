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
