//! Whether what is set also happens: recovery points, jobs, and AWS's own
//! preview of the next runs. Only where it is asked for.

use aws_sdk_backup::operation::get_backup_plan::GetBackupPlanOutput;
use aws_sdk_backup::primitives::DateTime;

use super::super::session::Session;
use super::{jobs, points, time};
use crate::observe::{Activity, Observation, PlannedRun, Wanted};
use crate::resources::ResourceKind;

/// Runs of a plan that are previewed: as many as AWS shows.
const PREVIEWED: i32 = 10;

/// Recovery points and jobs of the resources that are asked for.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let Some(resources) = &wanted.activity else { return };
    seen.activity = Some(Activity { asked: resources.clone(), ..Activity::default() });
    let part = || Observation::nothing(&session.place);
    let mut parts = [part(), part()];
    let [in_points, in_jobs] = &mut parts;
    tokio::join!(
        points::read(session, wanted, resources, in_points),
        jobs::read(session, resources, in_jobs),
    );
    parts.into_iter().for_each(|part| seen.absorb(part));
}

/// How many runs of a plan to ask for; none where nobody wants to know.
pub(super) fn previewed_runs(wanted: &Wanted, plan: &str) -> Option<i32> {
    let ours = wanted.names.get(&ResourceKind::Plan).is_some_and(|names| names.contains(plan));
    (ours && wanted.activity.is_some()).then_some(PREVIEWED)
}

/// Notes since when a plan is there, and the runs that AWS previews of it.
pub(super) fn planned(
    plan: &str,
    since: Option<&DateTime>,
    answer: &GetBackupPlanOutput,
    seen: &mut Observation,
) {
    let rules = answer.backup_plan.as_ref().map(|plan| plan.rules.as_slice()).unwrap_or_default();
    let name = |id: Option<&str>| {
        let rule = rules.iter().find(|rule| id.is_some() && rule.rule_id.as_deref() == id);
        rule.map(|rule| rule.rule_name.clone()).unwrap_or_default()
    };
    let runs = answer.scheduled_runs_preview().iter().filter_map(|run| {
        let at = time::rfc3339(run.execution_time.as_ref()?);
        Some(PlannedRun { rule: name(run.rule_id.as_deref()), at })
    });
    let mut runs: Vec<PlannedRun> = runs.collect();
    runs.sort_by(|a, b| (&a.at, &a.rule).cmp(&(&b.at, &b.rule)));
    let activity = seen.activity.get_or_insert_default();
    activity.planned_runs.insert(plan.to_owned(), runs);
    activity.plans_since.extend(since.map(|since| (plan.to_owned(), time::rfc3339(since))));
}
