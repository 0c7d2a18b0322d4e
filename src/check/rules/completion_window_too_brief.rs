//! A completion window shorter than the start window.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "completion-window-too-brief",
    kind: Kind::JobFails,
    level: Level::Warning,
    summary: "a completion window shorter than the start window",
    explanation: include_str!("completion-window-too-brief.md"),
    cites: &[limits::cite(&backup_plan::COMPLETION_WINDOW_CLOCK_UNCLEAR.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        let default = |minutes: u32| Duration::minutes(u64::from(minutes));
        let start = tier.start_window.stated;
        let start_is = start
            .map_or(default(backup_plan::START_WINDOW_DEFAULT_MINUTES.value), |window| {
                window.value
            });
        let completion = tier.completion_window.stated;
        let completion_is = completion
            .map_or(default(backup_plan::COMPLETION_WINDOW_DEFAULT_MINUTES.value), |window| {
                window.value
            });
        let Some(stated) = completion.or(start) else { continue };
        if completion_is >= start_is {
            continue;
        }
        let mut finding = RULE
            .finding(stated.span, format!("a job must be complete after {completion_is}, but may start after {start_is}"))
            .help("write a `completion_window` of the start window and the time the job takes")
            .note("AWS's pages disagree whether the completion window counts from the scheduled time or from the start of the job; this is the worse reading")
            .path(&tier.at.path);
        if let (Some(start), Some(_)) = (start, completion) {
            finding = finding.label(start.span, "the start window");
        } else {
            finding = finding.note(format!(
                "the window that is not stated is AWS's own: {}",
                if start.is_none() { start_is } else { completion_is }
            ));
        }
        findings.push(finding);
    }
}
