//! Asks for plans: which there are, then each of them with its tags.

use std::collections::BTreeSet;

use aws_sdk_backup::Client;
use aws_sdk_backup::operation::get_backup_plan::GetBackupPlanOutput;
use aws_sdk_backup::operation::list_backup_plans::ListBackupPlansOutput;
use aws_sdk_backup::primitives::DateTime;
use aws_sdk_backup::types::BackupPlansListMember;

use super::super::refusal::Refusal;
use super::super::session::{Session, all};
use super::beyond::Notes;
use super::{NOT_FOUND, activity, plan, selections, tags};
use crate::facts::backup_plan::FOREIGN_PLAN_IDS;
use crate::observe::operations::{BACKUP_GET_BACKUP_PLAN, BACKUP_LIST_BACKUP_PLANS};
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::ResourceKind;

/// A plan that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// AWS's id.
    pub(super) id: String,
    /// Its ARN; empty if AWS did not say.
    pub(super) arn: String,
    /// Its name in the settings: of two with one name the later one's has its id.
    pub(super) name: String,
    /// When it was made, as far as AWS says.
    pub(super) since: Option<DateTime>,
}

/// Every plan of the place with its selections.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let client = session.backup();
    let plans = match list(session, &client).await {
        Ok(plans) => plans,
        Err(refusal) => {
            seen.refused(Subject::Kind(ResourceKind::Selection), refusal.clone());
            seen.refused(Subject::Kind(ResourceKind::Plan), refusal);
            return;
        }
    };
    let parts = all(plans.iter().map(|plan| one(session, &client, wanted, plan))).await;
    seen.listed.extend([ResourceKind::Plan, ResourceKind::Selection]);
    parts.into_iter().for_each(|part| seen.absorb(part));
}

/// The plans that somebody of the account made.
async fn list(session: &Session, client: &Client) -> Result<Vec<Listed>, Refusal> {
    let mut members = Vec::new();
    let mut whole = true;
    let request = |token| client.list_backup_plans().set_next_token(token).send();
    let take = |page: ListBackupPlansOutput| {
        // AWS writes an empty list where there are none: without one nothing is known.
        whole &= page.backup_plans_list.is_some();
        members.extend(page.backup_plans_list.unwrap_or_default());
        page.next_token
    };
    session.pages(&BACKUP_LIST_BACKUP_PLANS, request, take).await?;
    if whole { Ok(named(members)) } else { Err(Refusal::empty(&BACKUP_LIST_BACKUP_PLANS)) }
}

/// Plans with a name of their own each, the oldest of a name first.
pub(super) fn named(mut members: Vec<BackupPlansListMember>) -> Vec<Listed> {
    let born = |member: &BackupPlansListMember| member.creation_date.map(|date| date.as_nanos());
    members.sort_by(|a, b| (born(a), &a.backup_plan_id).cmp(&(born(b), &b.backup_plan_id)));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut listed = Vec::new();
    for member in members.into_iter().filter(|member| member.deletion_date.is_none()) {
        let (Some(id), Some(name)) = (member.backup_plan_id, member.backup_plan_name) else {
            continue;
        };
        if FOREIGN_PLAN_IDS.value.iter().any(|made_by_aws| id.starts_with(made_by_aws)) {
            continue;
        }
        let arn = member.backup_plan_arn.unwrap_or_default();
        let name = if taken.insert(name.clone()) { name } else { format!("{name} [{id}]") };
        listed.push(Listed { id, arn, name, since: member.creation_date });
    }
    listed
}

/// One plan; nothing if it was deleted since it was listed.
async fn one(session: &Session, client: &Client, wanted: &Wanted, listed: &Listed) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let previewed = activity::previewed_runs(wanted, &listed.name);
    let request = client.get_backup_plan().backup_plan_id(&listed.id);
    let request = request.set_max_scheduled_runs_preview(previewed);
    let answer = match session.call(&BACKUP_GET_BACKUP_PLAN, request.send()).await {
        Ok(answer) => answer,
        Err(refusal) => {
            if !refusal.is(NOT_FOUND) {
                let subject = Subject::Resource(ResourceKind::Plan, listed.name.clone());
                selections::unknown(wanted, listed, &refusal, &mut seen);
                seen.refused(subject, refusal);
            }
            return seen;
        }
    };
    if answer.deletion_date.is_some() {
        return seen;
    }
    add(session, client, listed, &answer, &mut seen).await;
    if previewed.is_some() {
        activity::planned(&listed.name, listed.since.as_ref(), &answer, &mut seen);
    }
    if !selections::read(session, client, wanted, listed, &mut seen).await {
        return Observation::nothing(&session.place);
    }
    seen
}

async fn add(
    session: &Session,
    client: &Client,
    listed: &Listed,
    answer: &GetBackupPlanOutput,
    seen: &mut Observation,
) {
    let mut notes = Notes::of(ResourceKind::Plan, &listed.name, &mut seen.beyond);
    let Some(mut plan) = plan::plan(&session.place, answer, &mut notes) else {
        let subject = Subject::Resource(ResourceKind::Plan, listed.name.clone());
        seen.refused(subject, Refusal::empty(&BACKUP_GET_BACKUP_PLAN));
        return;
    };
    let arn = answer.backup_plan_arn.as_deref().unwrap_or(&listed.arn);
    match tags(session, client, arn).await {
        Ok(tags) => plan.tags = tags,
        Err(refusal) => {
            let name = listed.name.clone();
            seen.refused(Subject::Setting(ResourceKind::Plan, name, "tags"), refusal);
        }
    }
    seen.settings.plans.insert(listed.name.clone(), plan);
}
