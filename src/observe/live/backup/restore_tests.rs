//! Asks for restore testing plans, where a policy has any.

use aws_sdk_backup::Client;
use aws_sdk_backup::operation::list_restore_testing_plans::ListRestoreTestingPlansOutput;
use aws_sdk_backup::operation::list_restore_testing_selections::ListRestoreTestingSelectionsOutput;

use super::super::refusal::Refusal;
use super::super::session::{Session, all};
use super::beyond::Notes;
use super::{NOT_FOUND, tags, testing};
use crate::observe::operations::{
    BACKUP_GET_RESTORE_TESTING_PLAN, BACKUP_GET_RESTORE_TESTING_SELECTION,
    BACKUP_LIST_RESTORE_TESTING_PLANS, BACKUP_LIST_RESTORE_TESTING_SELECTIONS,
};
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::{ResourceKind, RestoreTestingPlan};

/// Every restore testing plan of the place, if any is wanted.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    if !wanted.names.contains_key(&ResourceKind::RestoreTestingPlan) {
        return;
    }
    let client = session.backup();
    let mut names = Vec::new();
    let request = |token| client.list_restore_testing_plans().set_next_token(token).send();
    let take = |page: ListRestoreTestingPlansOutput| {
        let plans = page.restore_testing_plans.into_iter();
        names.extend(plans.map(|plan| plan.restore_testing_plan_name));
        page.next_token
    };
    if let Err(refusal) = session.pages(&BACKUP_LIST_RESTORE_TESTING_PLANS, request, take).await {
        seen.refused(Subject::Kind(ResourceKind::RestoreTestingPlan), refusal);
        return;
    }
    let parts = all(names.iter().map(|name| one(session, &client, name))).await;
    seen.listed.insert(ResourceKind::RestoreTestingPlan);
    parts.into_iter().for_each(|part| seen.absorb(part));
}

/// One plan; nothing if it was deleted since it was listed.
async fn one(session: &Session, client: &Client, name: &str) -> Observation {
    let mut seen = Observation::nothing(&session.place);
    let operation = &BACKUP_GET_RESTORE_TESTING_PLAN;
    let request = client.get_restore_testing_plan().restore_testing_plan_name(name).send();
    let subject = Subject::Resource(ResourceKind::RestoreTestingPlan, name.to_owned());
    let answer = match session.call(operation, request).await {
        Ok(answer) => answer.restore_testing_plan,
        Err(refusal) if refusal.is(NOT_FOUND) => return seen,
        Err(refusal) => {
            seen.refused(subject, refusal);
            return seen;
        }
    };
    let Some(answer) = answer else {
        seen.refused(subject, Refusal::empty(operation));
        return seen;
    };
    let mut notes = Notes::of(ResourceKind::RestoreTestingPlan, name, &mut seen.beyond);
    let mut plan = testing::plan(&answer, &mut notes);
    match tags(session, client, &answer.restore_testing_plan_arn).await {
        Ok(tags) => plan.tags = tags,
        Err(refusal) => seen.refused(setting(name, "tags"), refusal),
    }
    if let Err(refusal) = selections(session, client, name, &mut plan, &mut seen).await {
        seen.refused(setting(name, "selections"), refusal);
    }
    seen.settings.restore_testing_plans.insert(name.to_owned(), plan);
    seen
}

async fn selections(
    session: &Session,
    client: &Client,
    name: &str,
    plan: &mut RestoreTestingPlan,
    seen: &mut Observation,
) -> Result<(), Refusal> {
    let mut names = Vec::new();
    let request = |token| {
        let request = client.list_restore_testing_selections().restore_testing_plan_name(name);
        request.set_next_token(token).send()
    };
    let take = |page: ListRestoreTestingSelectionsOutput| {
        let selections = page.restore_testing_selections.into_iter();
        names.extend(selections.map(|selection| selection.restore_testing_selection_name));
        page.next_token
    };
    session.pages(&BACKUP_LIST_RESTORE_TESTING_SELECTIONS, request, take).await?;
    for selection in names {
        let request = client.get_restore_testing_selection().restore_testing_plan_name(name);
        let request = request.restore_testing_selection_name(&selection).send();
        match session.call(&BACKUP_GET_RESTORE_TESTING_SELECTION, request).await {
            Ok(answer) => {
                let Some(answer) = answer.restore_testing_selection else { continue };
                let kind = ResourceKind::RestoreTestingPlan;
                let mut notes = Notes::of(kind, name, &mut seen.beyond);
                let converted = testing::selection(&answer, &mut notes);
                plan.selections.insert(selection, converted);
            }
            Err(refusal) if refusal.is(NOT_FOUND) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(())
}

fn setting(plan: &str, field: &'static str) -> Subject {
    Subject::Setting(ResourceKind::RestoreTestingPlan, plan.to_owned(), field)
}
