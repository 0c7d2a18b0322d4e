//! Runs that AWS previews, against our own calendar.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::observe::PlannedRun;
use crate::resources::{BackupPlan, BackupRule, Place};
use crate::schedule::{Cron, Zone, occurrences};

use super::Disagreement;
use super::comparing::Comparing;

/// The first disagreement of each rule that is there. The rules are those of the
/// account: another schedule than the policy's is a difference of its own.
pub(super) fn disagreements(comparing: &Comparing<'_>) -> Vec<Disagreement> {
    let mut all = Vec::new();
    for place in comparing.own.lowered.resources.places.keys() {
        let activity = comparing.observation(place).and_then(|seen| seen.activity.as_ref());
        let settings = comparing.seen.get(place);
        let (Some(activity), Some(settings)) = (activity, settings) else { continue };
        for (name, previews) in &activity.planned_runs {
            let ours = comparing.expected.places.get(place);
            let is_ours = ours.is_some_and(|ours| ours.plans.contains_key(name));
            let Some(plan) = settings.plans.get(name).filter(|_| is_ours) else { continue };
            all.extend(of_plan(comparing, place, name, plan, previews));
        }
    }
    all
}

fn of_plan(
    comparing: &Comparing<'_>,
    place: &Place,
    name: &str,
    plan: &BackupPlan,
    previews: &[PlannedRun],
) -> Vec<Disagreement> {
    let parsed = |run: &PlannedRun| run.at.parse::<Timestamp>().ok();
    let (Some(from), Some(until)) =
        (comparing.moment(place), previews.iter().filter_map(parsed).max())
    else {
        return Vec::new();
    };
    let calendar: Vec<(&BackupRule, BTreeSet<i64>)> =
        plan.rules.iter().filter_map(|rule| Some((rule, runs(rule, from, until)?))).collect();
    let mut all = Vec::new();
    for (rule, own) in &calendar {
        let here = |run: &&PlannedRun| run.rule == rule.rule_name || run.rule.is_empty();
        let previewed: BTreeSet<i64> =
            previews.iter().filter(here).filter_map(parsed).map(minute).collect();
        let of_rule = |run: &&PlannedRun| run.rule == rule.rule_name;
        let named: BTreeSet<i64> =
            previews.iter().filter(of_rule).filter_map(parsed).map(minute).collect();
        let only_aws = named.iter().find(|at| !own.contains(at)).map(|at| (*at, true));
        // AWS may leave out what another rule takes over, and stops somewhere.
        let last = named.last().copied();
        let taken = |at: i64| {
            calendar.iter().any(|(other, runs)| {
                other.rule_name != rule.rule_name && near(runs, at, rule, other)
            })
        };
        let only_ours = own
            .iter()
            .find(|at| {
                last.is_some_and(|last| **at <= last) && !previewed.contains(at) && !taken(**at)
            })
            .map(|at| (*at, false));
        let first = [only_aws, only_ours].into_iter().flatten().min();
        let at = first.and_then(|(at, aws)| Some((Timestamp::from_second(at).ok()?, aws)));
        all.extend(at.map(|(at, only_aws)| Disagreement {
            plan: name.to_owned(),
            rule: rule.rule_name.clone(),
            at: at.to_string(),
            only_aws,
        }));
    }
    all
}

/// The runs of a rule after `from`, up to and with `until`, to the minute.
fn runs(rule: &BackupRule, from: Timestamp, until: Timestamp) -> Option<BTreeSet<i64>> {
    let cron = Cron::parse(&rule.schedule_expression).ok()?;
    let zone = Zone::parse(&rule.schedule_expression_timezone).ok()?;
    let end = Timestamp::from_second(until.as_second().saturating_add(60)).ok()?;
    Some(occurrences(&cron, &zone, from, end).map(|run| minute(run.at)).collect())
}

fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60).saturating_mul(60)
}

/// True if a run of another rule overlaps this one's.
fn near(runs: &BTreeSet<i64>, at: i64, rule: &BackupRule, other: &BackupRule) -> bool {
    let window = |rule: &BackupRule| {
        i64::try_from(rule.start_window_minutes).unwrap_or(i64::MAX).saturating_mul(60)
    };
    let (before, after) = (at.saturating_sub(window(other)), at.saturating_add(window(rule)));
    runs.range(before..=after).next().is_some()
}
