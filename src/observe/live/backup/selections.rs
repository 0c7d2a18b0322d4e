//! Asks for the selections of one plan.

use std::collections::BTreeSet;

use aws_sdk_backup::Client;
use aws_sdk_backup::operation::list_backup_selections::ListBackupSelectionsOutput;
use aws_sdk_backup::types::BackupSelectionsListMember;

use super::super::refusal::Refusal;
use super::super::session::{Session, all};
use super::beyond::Notes;
use super::plans::Listed;
use super::{NOT_FOUND, selection};
use crate::observe::operations::{BACKUP_GET_BACKUP_SELECTION, BACKUP_LIST_BACKUP_SELECTIONS};
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::ResourceKind;

/// Every selection of a plan; false if the plan is not there any more.
pub(super) async fn read(
    session: &Session,
    client: &Client,
    wanted: &Wanted,
    plan: &Listed,
    seen: &mut Observation,
) -> bool {
    let mut members = Vec::new();
    let mut whole = true;
    let request = |token| {
        client.list_backup_selections().backup_plan_id(&plan.id).set_next_token(token).send()
    };
    let take = |page: ListBackupSelectionsOutput| {
        // AWS writes an empty list where there are none: without one nothing is known.
        whole &= page.backup_selections_list.is_some();
        members.extend(page.backup_selections_list.unwrap_or_default());
        page.next_token
    };
    let read = session.pages(&BACKUP_LIST_BACKUP_SELECTIONS, request, take).await;
    let empty = || Refusal::empty(&BACKUP_LIST_BACKUP_SELECTIONS);
    match read.and_then(|()| if whole { Ok(()) } else { Err(empty()) }) {
        Ok(()) => {}
        Err(refusal) if refusal.is(NOT_FOUND) => return false,
        Err(refusal) => {
            unknown(wanted, plan, &refusal, seen);
            return true;
        }
    }
    let members = named(members);
    let parts = all(members.iter().map(|(id, name)| one(session, client, plan, id, name))).await;
    parts.into_iter().for_each(|part| seen.absorb(part));
    true
}

/// The selections of a plan remain unknown: those that are wanted, and whether
/// others act on what is ours.
pub(super) fn unknown(wanted: &Wanted, plan: &Listed, refusal: &Refusal, seen: &mut Observation) {
    let names = wanted.names.get(&ResourceKind::Selection).into_iter().flatten();
    let before = format!("{}/", plan.name);
    for name in names.filter(|name| name.starts_with(&before)) {
        let subject = Subject::Resource(ResourceKind::Selection, name.clone());
        seen.refused(subject, refusal.clone());
    }
    let subject = Subject::Setting(ResourceKind::Plan, plan.name.clone(), "selections");
    seen.refused(subject, refusal.clone());
}

/// Ids of selections with a name of their own each, the oldest of a name first.
fn named(mut members: Vec<BackupSelectionsListMember>) -> Vec<(String, String)> {
    let born =
        |member: &BackupSelectionsListMember| member.creation_date.map(|date| date.as_nanos());
    members.sort_by(|a, b| (born(a), &a.selection_id).cmp(&(born(b), &b.selection_id)));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut named = Vec::new();
    for member in members {
        let (Some(id), Some(name)) = (member.selection_id, member.selection_name) else { continue };
        let name = if taken.insert(name.clone()) { name } else { format!("{name} [{id}]") };
        named.push((id, name));
    }
    named
}

/// One selection; nothing if it was deleted since it was listed.
async fn one(
    session: &Session,
    client: &Client,
    plan: &Listed,
    id: &str,
    name: &str,
) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let full = format!("{}/{name}", plan.name);
    let request = client.get_backup_selection().backup_plan_id(&plan.id).selection_id(id);
    let answer = match session.call(&BACKUP_GET_BACKUP_SELECTION, request.send()).await {
        Ok(answer) => answer.backup_selection,
        Err(refusal) if refusal.is(NOT_FOUND) => return seen,
        Err(refusal) => {
            seen.refused(Subject::Resource(ResourceKind::Selection, full), refusal);
            return seen;
        }
    };
    let Some(answer) = answer else {
        let subject = Subject::Resource(ResourceKind::Selection, full);
        seen.refused(subject, Refusal::empty(&BACKUP_GET_BACKUP_SELECTION));
        return seen;
    };
    let mut notes = Notes::of(ResourceKind::Selection, &full, &mut seen.beyond);
    let selection = selection::selection(&answer, &mut notes);
    seen.settings.selections.insert((plan.name.clone(), name.to_owned()), selection);
    seen
}
