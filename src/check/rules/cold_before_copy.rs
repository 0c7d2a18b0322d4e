//! Points that may be in cold storage before they are copied.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{backup_plan, copies};
use crate::resolved::{Policy, Tier};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "cold-before-copy",
    kind: Kind::JobFails,
    level: Level::Warning,
    summary: "points that may be in cold storage before they are copied",
    explanation: include_str!("cold-before-copy.md"),
    cites: &[limits::cite(&copies::COLD_POINTS_COPY.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (plan, tier) in walk::tiers(policy) {
        let (Some(cold), Some(copy)) = (&tier.cold_storage_after, tier.copies.first()) else {
            continue;
        };
        // The age counts from the start of the job, and so does its window.
        let complete = completion(tier);
        let goes_cold = Duration::days(u64::from(cold.value.least));
        let able = walk::types_where(policy, plan, |row| row.features.cold_storage.possible());
        if goes_cold > complete || able.is_empty() {
            continue;
        }
        let message = format!(
            "a point may go cold after {goes_cold}, and its backup may take {complete} before it is copied"
        );
        let mut finding = RULE
            .finding(cold.span, message)
            .label(copy.to.span, "cannot be made of a cold point")
            .help("keep points warm for longer than the `completion_window`")
            .path(&tier.at.path);
        finding = match tier.completion_window.stated {
            Some(window) => finding.label(window.span, "how long the backup may take"),
            None => {
                finding.note(format!("without a `completion_window` it is AWS's own of {complete}"))
            }
        };
        findings.push(finding);
    }
}

fn completion(tier: &Tier) -> Duration {
    let default = u64::from(backup_plan::COMPLETION_WINDOW_DEFAULT_MINUTES.value);
    tier.completion_window.stated.map_or(Duration::minutes(default), |window| window.value)
}
