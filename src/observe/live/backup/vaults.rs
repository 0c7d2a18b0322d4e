//! Asks for vaults: which there are, then each of them with all that is set on it.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_backup::Client;
use aws_sdk_backup::operation::describe_backup_vault::DescribeBackupVaultOutput;
use aws_sdk_backup::operation::list_backup_vaults::ListBackupVaultsOutput;
use aws_sdk_backup::types::VaultType;

use super::super::refusal::Refusal;
use super::super::session::{Session, all};
use super::beyond::Notes;
use super::{NOT_FOUND, tags, vault};
use crate::facts::vault::AWS_MADE;
use crate::observe::operations::{
    BACKUP_DESCRIBE_BACKUP_VAULT, BACKUP_GET_BACKUP_VAULT_ACCESS_POLICY,
    BACKUP_GET_BACKUP_VAULT_NOTIFICATIONS, BACKUP_LIST_BACKUP_VAULTS,
};
use crate::observe::vault_policy::vault_policy;
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::{BackupVault, ResourceKind};

/// Every vault of the place but those that AWS makes.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let client = session.backup();
    let names = match list(session, &client, wanted).await {
        Ok(names) => names,
        Err(refusal) => {
            seen.refused(Subject::Answer("lock_in_force"), refusal.clone());
            seen.refused(Subject::Kind(ResourceKind::Vault), refusal);
            return;
        }
    };
    let parts = all(names.iter().map(|(name, arn)| one(session, &client, name, arn))).await;
    seen.listed.insert(ResourceKind::Vault);
    parts.into_iter().for_each(|part| seen.absorb(part));
}

/// Names and ARNs of vaults. A vault is known to be missing from the list alone:
/// describing one that is not there is denied like one that may not be read.
async fn list(
    session: &Session,
    client: &Client,
    wanted: &Wanted,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut names = list_of(session, client, None).await?;
    let missing = |wanted: &BTreeSet<String>| wanted.iter().any(|name| !names.contains_key(name));
    // AWS does not say whether air-gapped vaults are in the list of all.
    if wanted.names.get(&ResourceKind::Vault).is_some_and(missing) {
        match list_of(session, client, Some(VaultType::LogicallyAirGappedBackupVault)).await {
            Ok(more) => names.extend(more),
            // A Region without air-gapped vaults does not know their type.
            Err(refusal) if refusal.status == Some(400) && refusal.is_about_the_request() => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(names)
}

async fn list_of(
    session: &Session,
    client: &Client,
    kind: Option<VaultType>,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut names = BTreeMap::new();
    let mut whole = true;
    let request = |token| {
        let request = client.list_backup_vaults().set_by_vault_type(kind.clone());
        request.set_next_token(token).send()
    };
    let take = |page: ListBackupVaultsOutput| {
        // AWS writes an empty list where there are none: without one nothing is known.
        whole &= page.backup_vault_list.is_some();
        for member in page.backup_vault_list.unwrap_or_default() {
            let Some(name) = member.backup_vault_name else { continue };
            if !AWS_MADE.value.contains(&name.as_str()) {
                names.insert(name, member.backup_vault_arn.unwrap_or_default());
            }
        }
        page.next_token
    };
    session.pages(&BACKUP_LIST_BACKUP_VAULTS, request, take).await?;
    if whole { Ok(names) } else { Err(Refusal::empty(&BACKUP_LIST_BACKUP_VAULTS)) }
}

/// One vault; nothing if it was deleted since it was listed.
async fn one(session: &Session, client: &Client, name: &str, arn: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let request = client.describe_backup_vault().backup_vault_name(name).send();
    let answer = match session.call(&BACKUP_DESCRIBE_BACKUP_VAULT, request).await {
        Ok(answer) => answer,
        Err(refusal) => {
            if !refusal.is(NOT_FOUND) {
                seen.refused(Subject::Answer("lock_in_force"), refusal.clone());
                let subject = Subject::Resource(ResourceKind::Vault, name.to_owned());
                seen.refused(subject, refusal);
            }
            return seen;
        }
    };
    let arn = answer.backup_vault_arn.clone().unwrap_or_else(|| arn.to_owned());
    let mut vault = described(name, &answer, &mut seen);
    let mut parts = [(); 3].map(|()| Observation::nothing(&session.place));
    let [in_tags, in_access, in_notifications] = &mut parts;
    let (tags, access, notifications) = tokio::join!(
        tags_of(session, client, name, &arn, in_tags),
        access(session, client, name, &arn, in_access),
        notifications(session, client, name, in_notifications),
    );
    vault.tags = tags;
    vault.access = access;
    vault.notifications = notifications;
    parts.into_iter().for_each(|part| seen.absorb(part));
    seen.settings.vaults.insert(name.to_owned(), vault);
    seen
}

fn described(
    name: &str,
    answer: &DescribeBackupVaultOutput,
    seen: &mut Observation,
) -> BackupVault {
    let mut notes = Notes::of(ResourceKind::Vault, name, &mut seen.beyond);
    let (vault, lock) = vault::vault(answer, &mut notes);
    seen.answers.locks.extend(lock.map(|lock| (name.to_owned(), lock)));
    vault
}

async fn tags_of(
    session: &Session,
    client: &Client,
    name: &str,
    arn: &str,
    seen: &mut Observation,
) -> crate::resources::Tags {
    match tags(session, client, arn).await {
        Ok(tags) => tags,
        Err(refusal) => {
            seen.refused(setting(name, "tags"), refusal);
            crate::resources::Tags::new()
        }
    }
}

/// Who may copy in; what else the policy says is noted.
async fn access(
    session: &Session,
    client: &Client,
    name: &str,
    arn: &str,
    seen: &mut Observation,
) -> Option<crate::resources::VaultAccess> {
    let operation = &BACKUP_GET_BACKUP_VAULT_ACCESS_POLICY;
    let request = client.get_backup_vault_access_policy().backup_vault_name(name).send();
    let text = match session.call(operation, request).await {
        Ok(answer) => answer.policy.filter(|text| !text.is_empty())?,
        Err(refusal) if refusal.is(NOT_FOUND) => return None,
        Err(refusal) => {
            seen.refused(setting(name, "access"), refusal);
            return None;
        }
    };
    let Some(policy) = vault_policy(&session.place, arn, &text) else {
        seen.refused(setting(name, "access"), Refusal::empty(operation));
        return None;
    };
    let mut notes = Notes::of(ResourceKind::Vault, name, &mut seen.beyond);
    for (statement, value) in policy.others {
        notes.note(&format!("AccessPolicy.Statement[{statement}]"), &value);
    }
    policy.access
}

async fn notifications(
    session: &Session,
    client: &Client,
    name: &str,
    seen: &mut Observation,
) -> Option<crate::resources::Notifications> {
    let request = client.get_backup_vault_notifications().backup_vault_name(name).send();
    match session.call(&BACKUP_GET_BACKUP_VAULT_NOTIFICATIONS, request).await {
        Ok(answer) => vault::notifications(answer),
        Err(refusal) if refusal.is(NOT_FOUND) => None,
        Err(refusal) => {
            seen.refused(setting(name, "notifications"), refusal);
            None
        }
    }
}

fn setting(vault: &str, field: &'static str) -> Subject {
    Subject::Setting(ResourceKind::Vault, vault.to_owned(), field)
}
