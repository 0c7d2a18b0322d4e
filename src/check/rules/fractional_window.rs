//! A window that is not a whole number of minutes.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "fractional-window",
    kind: Kind::Target,
    level: Level::Error,
    summary: "a window that is not a whole number of minutes",
    explanation: include_str!("fractional-window.md"),
    cites: &[limits::cite(&backup_plan::START_WINDOW_MINUTES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        for window in [tier.start_window, tier.completion_window] {
            let Some(window) =
                window.stated.filter(|window| window.value.whole_minutes().is_none())
            else {
                continue;
            };
            let minutes = window.value.minutes_up();
            findings.push(
                RULE.finding(
                    window.span,
                    format!("AWS counts windows in whole minutes, and {} is none", window.value),
                )
                .help(format!("write `{minutes}m`"))
                .fix(window.span, format!("{minutes}m"))
                .path(&tier.at.path),
            );
        }
    }
}
