//! A window of restore testing that AWS does not take.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::restore_testing;
use crate::resolved::Policy;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "restore-test-out-of-range",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a window of restore testing that AWS does not take",
    explanation: include_str!("restore-test-out-of-range.md"),
    cites: &[
        limits::cite(&restore_testing::START_WINDOW_HOURS.source),
        limits::cite(&restore_testing::SELECTION_WINDOW_DAYS.source),
        limits::cite(&restore_testing::VALIDATION_WINDOW_HOURS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for testing in policy.plans.values().filter_map(|plan| plan.restore_testing.as_ref()) {
        let windows = [
            ("start window", testing.start_window, restore_testing::START_WINDOW_HOURS.value),
            (
                "time that restored resources are kept",
                testing.keep_restored_for,
                restore_testing::VALIDATION_WINDOW_HOURS.value,
            ),
        ];
        for (what, window, bounds) in windows {
            let Some(window) = window else { continue };
            let hours = whole_hours(window.value);
            if hours.is_none_or(|hours| {
                !(u64::from(bounds.least)..=u64::from(bounds.most)).contains(&hours)
            }) {
                findings.push(
                    RULE.finding(
                        window.span,
                        format!(
                            "the {what} is {} to {} whole hours, not {}",
                            bounds.least, bounds.most, window.value
                        ),
                    )
                    .help("write for example `4h`")
                    .path(&testing.path),
                );
            }
        }
        let bounds = restore_testing::SELECTION_WINDOW_DAYS.value;
        let Some(from_last) =
            testing.from_last.as_ref().filter(|days| !bounds.contains(&days.value.most))
        else {
            continue;
        };
        let nearest = from_last.value.most.clamp(bounds.least, bounds.most);
        findings.push(
            RULE.finding(
                from_last.span,
                format!(
                    "a test takes points of the last {} to {} days, not {}",
                    bounds.least,
                    bounds.most,
                    from_last.value.longest()
                ),
            )
            .help(format!("write `{nearest}d`"))
            .fix(from_last.span, format!("{nearest}d"))
            .path(&testing.path),
        );
    }
}

fn whole_hours(window: Duration) -> Option<u64> {
    let minutes = window.whole_minutes()?;
    let hours = Duration::minutes(minutes).as_seconds() / Duration::hours(1).as_seconds();
    (Duration::hours(hours) == window).then_some(hours)
}
