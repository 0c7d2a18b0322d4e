//! Keys: those that vaults use, and those that a policy creates.

mod key;

use aws_sdk_kms::Client;
use aws_sdk_kms::types::KeyMetadata;

use super::refusal::Refusal;
use super::session::{Session, all};
use crate::observe::operations::{KMS_DESCRIBE_KEY, KMS_GET_KEY_POLICY, KMS_LIST_RESOURCE_TAGS};
use crate::observe::{KeyState, Observation, Subject, Wanted};
use crate::resources::{ResourceKind, Tags};

/// Reads the wanted keys.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let client = session.kms();
    let used: Vec<_> = wanted.keys.iter().map(|arn| used(session, &client, arn)).collect();
    for part in all(used).await {
        seen.absorb(part);
    }
    let Some(names) = wanted.names.get(&ResourceKind::Key) else { return };
    let created: Vec<_> = names.iter().map(|alias| created(session, &client, alias)).collect();
    for part in all(created).await {
        seen.absorb(part);
    }
}

/// The name of the one policy that a key has.
const ONLY_POLICY: &str = "default";

/// The code by which KMS says that there is no such key or alias.
const GONE: &str = "NotFoundException";

/// The key with this ARN, or behind this alias; none if there is none.
async fn describe(
    session: &Session,
    client: &Client,
    key: &str,
) -> Result<Option<KeyMetadata>, Refusal> {
    match session.call(&KMS_DESCRIBE_KEY, client.describe_key().key_id(key).send()).await {
        Ok(answer) => Ok(answer.key_metadata),
        Err(refusal) if refusal.is(GONE) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// The state of a key that vaults use.
async fn used(session: &Session, client: &Client, arn: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    match describe(session, client, arn).await {
        Ok(found) => {
            let state = found.as_ref().map_or_else(|| "NotFound".to_owned(), key::state);
            // AWS returns the key itself where a policy may name it by its alias.
            let key = found.as_ref().and_then(KeyMetadata::arn);
            if let (Some((_, alias)), Some(key)) = (arn.split_once(":alias/"), key) {
                seen.answers.aliases.insert(alias.to_owned(), key.to_owned());
                seen.answers.keys.insert(key.to_owned(), KeyState { state: state.clone() });
            }
            seen.answers.keys.insert(arn.to_owned(), KeyState { state });
        }
        Err(refusal) => seen.refused(Subject::Answer("key_usable"), refusal),
    }
    seen
}

/// A key that the policy creates, found by its alias.
async fn created(session: &Session, client: &Client, alias: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let kind = ResourceKind::Key;
    let found = match describe(session, client, &format!("alias/{alias}")).await {
        Ok(Some(found)) => found,
        Ok(None) => return seen.without(kind, alias),
        Err(refusal) => {
            seen.refused(Subject::Resource(kind, alias.to_owned()), refusal);
            return seen;
        }
    };
    let place = &session.place;
    let arn = match found.arn() {
        Some(arn) => arn.to_owned(),
        None => place.arn("kms", &format!("key/{}", found.key_id())),
    };
    let mut settings = key::key(alias, &found, &mut seen.beyond);
    // The policy's alias and its key are one to whoever asks about either.
    seen.answers.keys.insert(arn.clone(), KeyState { state: key::state(&found) });
    let policy = client.get_key_policy().key_id(&arn).policy_name(ONLY_POLICY).send();
    let (policy, tags) =
        tokio::join!(session.call(&KMS_GET_KEY_POLICY, policy), tags(session, client, &arn),);
    match policy {
        Ok(answer) => {
            let text = answer.policy().unwrap_or_default();
            settings.used_by_accounts = key::users(place, alias, text, &mut seen.beyond);
        }
        Err(refusal) => {
            seen.refused(Subject::Setting(kind, alias.to_owned(), "used_by_accounts"), refusal);
        }
    }
    match tags {
        Ok(tags) => settings.tags = tags,
        Err(refusal) => {
            seen.refused(Subject::Setting(kind, alias.to_owned(), "tags"), refusal);
        }
    }
    seen.answers.aliases.insert(alias.to_owned(), arn);
    seen.settings.keys.insert(alias.to_owned(), settings);
    seen
}

async fn tags(session: &Session, client: &Client, arn: &str) -> Result<Tags, Refusal> {
    let mut tags = Tags::new();
    let page =
        |marker: Option<String>| client.list_resource_tags().key_id(arn).set_marker(marker).send();
    session
        .pages(&KMS_LIST_RESOURCE_TAGS, page, |answer| {
            tags.extend(key::tags(answer.tags()));
            answer.next_marker.filter(|_| answer.truncated)
        })
        .await?;
    Ok(tags)
}
