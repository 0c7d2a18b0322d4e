//! Roles: those that AWS Backup is to assume, and those that a policy creates.

mod role;
mod trust;

use aws_sdk_iam::Client;
use aws_sdk_iam::types::Role;

use super::refusal::Refusal;
use super::session::{Session, all};
use crate::observe::operations::{
    IAM_GET_ROLE, IAM_GET_ROLE_POLICY, IAM_LIST_ATTACHED_ROLE_POLICIES, IAM_LIST_ROLE_POLICIES,
};
use crate::observe::{Observation, Reason, RoleState, Subject, Wanted};
use crate::resources::{InlinePolicy, Place, ResourceKind};

/// Reads the wanted roles.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let client = session.iam();
    let assumed = wanted.roles.iter().map(|arn| assumed(session, &client, arn));
    let assumed: Vec<_> = assumed.collect();
    for part in all(assumed).await {
        seen.absorb(part);
    }
    let Some(names) = wanted.names.get(&ResourceKind::Role) else { return };
    let created: Vec<_> = names.iter().map(|name| created(session, &client, name)).collect();
    for part in all(created).await {
        seen.absorb(part);
    }
}

/// The code by which IAM says that there is nothing of the name.
const GONE: &str = "NoSuchEntity";

/// The role; none if there is none of this name.
async fn get(session: &Session, client: &Client, name: &str) -> Result<Option<Role>, Refusal> {
    match session.call(&IAM_GET_ROLE, client.get_role().role_name(name).send()).await {
        Ok(answer) => Ok(answer.role),
        Err(refusal) if refusal.is(GONE) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Whether AWS Backup finds a role of this ARN and may assume it.
async fn assumed(session: &Session, client: &Client, arn: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let subject = Subject::Answer("role_may");
    let name = arn.rsplit('/').next().unwrap_or(arn);
    let state = match get(session, client, name).await {
        Ok(found) => state(&session.place, arn, found.as_ref()),
        Err(refusal) => {
            seen.refused(subject, refusal);
            return seen;
        }
    };
    match state {
        Some(state) => _ = seen.answers.roles.insert(arn.to_owned(), state),
        None => {
            seen.refused(subject, Refusal::without_answer(&IAM_GET_ROLE, Reason::Malformed));
        }
    }
    seen
}

/// How AWS Backup would find the role; none if only AWS can judge that.
///
/// A role of the same name under another path has another ARN: a selection that
/// names this one has none.
fn state(place: &Place, arn: &str, found: Option<&Role>) -> Option<RoleState> {
    let Some(role) = found.filter(|role| role.arn() == arn) else {
        return Some(RoleState { exists: false, trusts_backup: false });
    };
    let document = role.assume_role_policy_document().and_then(trust::decoded)?;
    let trusts_backup = trust::trusts_backup(place, &document)?;
    Some(RoleState { exists: true, trusts_backup })
}

/// A role that the policy creates, with its policies.
async fn created(session: &Session, client: &Client, name: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let kind = ResourceKind::Role;
    let found = match get(session, client, name).await {
        Ok(Some(found)) => found,
        Ok(None) => return seen.without(kind, name),
        Err(refusal) => {
            seen.refused(Subject::Resource(kind, name.to_owned()), refusal);
            return seen;
        }
    };
    let mut settings = role::role(&found, &mut seen.beyond);
    let (managed, inline) =
        tokio::join!(managed(session, client, name), inline(session, client, name));
    match managed {
        Ok(arns) => settings.managed_policies = arns,
        Err(refusal) => {
            seen.refused(Subject::Setting(kind, name.to_owned(), "managed_policies"), refusal);
        }
    }
    match inline {
        Ok(policies) => settings.inline_policies = policies,
        Err(refusal) => {
            seen.refused(Subject::Setting(kind, name.to_owned(), "inline_policies"), refusal);
        }
    }
    seen.settings.roles.insert(name.to_owned(), settings);
    seen
}

/// ARNs of the managed policies, sorted.
async fn managed(session: &Session, client: &Client, name: &str) -> Result<Vec<String>, Refusal> {
    let mut arns = Vec::new();
    let page = |marker: Option<String>| {
        client.list_attached_role_policies().role_name(name).set_marker(marker).send()
    };
    session
        .pages(&IAM_LIST_ATTACHED_ROLE_POLICIES, page, |answer| {
            let policies = answer.attached_policies().iter();
            arns.extend(policies.filter_map(|policy| policy.policy_arn().map(str::to_owned)));
            answer.marker.filter(|_| answer.is_truncated)
        })
        .await?;
    arns.sort();
    Ok(arns)
}

/// The inline policies, sorted by name.
async fn inline(
    session: &Session,
    client: &Client,
    name: &str,
) -> Result<Vec<InlinePolicy>, Refusal> {
    let mut names = Vec::new();
    let page = |marker: Option<String>| {
        client.list_role_policies().role_name(name).set_marker(marker).send()
    };
    session
        .pages(&IAM_LIST_ROLE_POLICIES, page, |answer| {
            names.extend_from_slice(answer.policy_names());
            answer.marker.filter(|_| answer.is_truncated)
        })
        .await?;
    names.sort();
    let documents = names.iter().map(|policy| async move {
        let request = client.get_role_policy().role_name(name).policy_name(policy);
        let answer = session.call(&IAM_GET_ROLE_POLICY, request.send()).await?;
        role::inline_policy(policy, answer.policy_document())
            .ok_or_else(|| Refusal::without_answer(&IAM_GET_ROLE_POLICY, Reason::Malformed))
    });
    let documents: Vec<_> = documents.collect();
    all(documents).await.into_iter().collect()
}
