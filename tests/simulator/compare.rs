//! The program's answers beside the simulator's: the one place that calls the
//! program.

use jiff::Timestamp;
use policy::schedule as program;
use policy::units::{Duration, Retention};

use super::cron::When;
use super::plan::{Fate, Tier};
use super::zones::Zone;

pub(super) fn timestamp(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60).unwrap()
}

pub(super) fn minute(at: Timestamp) -> i64 {
    let seconds = at.as_second();
    assert_eq!(seconds % 60, 0, "runs are due at whole minutes");
    seconds / 60
}

/// Minutes of a length; one that is no whole number of them is wrong.
pub(super) fn minutes(length: Duration) -> i64 {
    i64::try_from(length.whole_minutes().unwrap()).unwrap()
}

pub(super) fn cron(when: &When) -> program::Cron {
    program::Cron::parse(&when.to_string()).unwrap()
}

pub(super) fn zone(zone: &Zone) -> program::Zone {
    program::Zone::parse(zone.name).unwrap()
}

/// Instants of the runs and what the program says their local times are.
pub(super) fn occurrences(when: &When, of: &Zone, from: i64, until: i64) -> Vec<i64> {
    let (cron, zone) = (cron(when), zone(of));
    let found = program::occurrences(&cron, &zone, timestamp(from), timestamp(until));
    found.map(|run| minute(run.at)).collect()
}

pub(super) fn longest_gap(when: &When, of: &Zone, failed: usize) -> Option<i64> {
    let schedule = program::Schedule::parse(&when.to_string()).unwrap();
    let found = program::longest_gap_with_failures(&schedule, &zone(of), failed)?;
    assert_eq!(minute(found.to.at) - minute(found.from.at), minutes(found.length));
    Some(minutes(found.length))
}

/// A plan as the program sees it.
pub(super) fn plan_runs(tiers: &[Tier]) -> program::PlanRuns {
    let crons: Vec<program::Cron> = tiers.iter().map(|tier| cron(&tier.when)).collect();
    let zones: Vec<program::Zone> = tiers.iter().map(|tier| zone(&tier.zone)).collect();
    let kept: Vec<Retention> = tiers
        .iter()
        .map(|tier| {
            let text = tier.kept.map_or("forever".to_owned(), |days| format!("{days}d"));
            Retention::parse(&text).unwrap()
        })
        .collect();
    let runs: Vec<program::TierRuns<'_>> = tiers
        .iter()
        .enumerate()
        .map(|(id, tier)| program::TierRuns {
            id,
            cron: &crons[id],
            zone: &zones[id],
            start_window: Duration::minutes(tier.window.unsigned_abs()),
            retention: &kept[id],
        })
        .collect();
    program::plan_runs(&runs)
}

/// Instant, tier and fate of each run, with the tier it yields to or ties with.
pub(super) fn fates(
    plan: &program::PlanRuns,
    from: i64,
    until: i64,
) -> Vec<(i64, usize, Fate, Option<usize>)> {
    let all = plan.between(timestamp(from), timestamp(until));
    all.map(|run| {
        let (fate, other) = match run.fate {
            program::Fate::Kept => (Fate::Kept, None),
            program::Fate::Displaced { by } => (Fate::Displaced, Some(by)),
            program::Fate::Tied { with } => (Fate::Tied, Some(with)),
        };
        (minute(run.run.at), run.tier, fate, other)
    })
    .collect()
}

pub(super) fn plan_gap(plan: &program::PlanRuns, wanted: &[usize], failed: usize) -> Option<i64> {
    plan.longest_gap(wanted, failed).map(|found| minutes(found.gap.length))
}
