//! A start window below 60 minutes.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "start-window-too-short",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a start window below 60 minutes",
    explanation: include_str!("start-window-too-short.md"),
    cites: &[limits::cite(&backup_plan::START_WINDOW_MINUTES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let least = u64::from(backup_plan::START_WINDOW_MINUTES.value.least);
    for (_, tier) in walk::tiers(policy) {
        let Some(window) = tier.start_window.stated else { continue };
        if window.value.minutes_down() < least {
            findings.push(
                RULE.finding(
                    window.span,
                    format!(
                        "a start window of {} is below AWS's least of {least} minutes",
                        window.value
                    ),
                )
                .help("write `1h`, and count it into the RPO")
                .fix(window.span, format!("{least}m"))
                .path(&tier.at.path),
            );
        }
    }
}
