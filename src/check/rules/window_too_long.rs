//! A start or completion window above 100 years.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "window-too-long",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a start or completion window above 100 years",
    explanation: include_str!("window-too-long.md"),
    cites: &[
        limits::cite(&backup_plan::START_WINDOW_MINUTES.source),
        limits::cite(&backup_plan::COMPLETION_WINDOW_MOST_MINUTES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let start = backup_plan::START_WINDOW_MINUTES.value.most;
    let completion = backup_plan::COMPLETION_WINDOW_MOST_MINUTES.value;
    for (_, tier) in walk::tiers(policy) {
        for (window, most) in [(tier.start_window, start), (tier.completion_window, completion)] {
            let Some(window) =
                window.stated.filter(|window| window.value.minutes_up() > u64::from(most))
            else {
                continue;
            };
            findings.push(
                RULE.finding(
                    window.span,
                    format!("a window of {} is above AWS's most of {most} minutes", window.value),
                )
                .help("write for example `4h`")
                .path(&tier.at.path),
            );
        }
    }
}
