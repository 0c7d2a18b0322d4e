//! A recovery point would leave cold storage before its least stay ends.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "cold-storage-too-brief",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a recovery point would leave cold storage before its least stay ends",
    explanation: include_str!("cold-storage-too-brief.md"),
    cites: &[
        limits::cite(&backup_plan::COLD_LEAST_DAYS.source),
        limits::cite(&backup_plan::COLD_CHECK_IS_TYPE_BLIND.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let least = backup_plan::COLD_LEAST_DAYS.value;
    // Cold storage of a continuous tier is refused whatever its length.
    let judged = |kept: &walk::Kept<'_>| !kept.is_inherited() && !kept.is_continuous();
    for kept in walk::kept(policy).filter(judged) {
        let (Some(cold), Some(retention)) = (kept.cold_storage(), kept.retention()) else {
            continue;
        };
        let Retention::For(kept_for) = &retention.value else { continue };
        let earliest = cold.value.most.saturating_add(least);
        if kept_for.most >= earliest {
            continue;
        }
        let message = format!(
            "a recovery point would leave cold storage too early: kept {}, cold after {}",
            kept_for.longest(),
            cold.value.longest(),
        );
        let stay = match kept_for.most.checked_sub(cold.value.most) {
            Some(days) => format!(
                "ends {} after cold storage begins",
                limits::count(days as usize, "day", "days")
            ),
            None => "ends before cold storage begins".to_owned(),
        };
        findings.push(
            RULE.finding(retention.span, message)
                .marking(stay)
                .label(cold.span, "enters cold storage here")
                .help(format!(
                    "AWS keeps a point in cold storage for at least {least} days: write `retention: {earliest}d`, or drop `cold_storage_after`"
                ))
                .fix(retention.span, format!("{earliest}d"))
                .path(kept.path()),
        );
    }
}
