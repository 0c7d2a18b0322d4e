//! A continuous tier that runs more rarely than its points live.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::longest_gap;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "continuous-run-too-rare",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a continuous tier that runs more rarely than its points live",
    explanation: include_str!("continuous-run-too-rare.md"),
    cites: &[limits::cite(&backup_plan::CONTINUOUS_RETENTION_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy).filter(|(_, tier)| tier.continuous.is_some()) {
        let (Some(schedule), Some(retention)) = (tier.schedule.as_ref(), tier.retention.as_ref())
        else {
            continue;
        };
        let (Some(days), Some(gap)) =
            (retention.value.most_days(), longest_gap(&schedule.value, &tier.zone.value))
        else {
            continue;
        };
        let kept = Duration::days(u64::from(days));
        // A retention of 0 days has a rule of its own.
        if gap.length < kept || days == 0 {
            continue;
        }
        let level = if gap.length == kept { Level::Warning } else { Level::Error };
        findings.push(
            RULE.finding(
                schedule.span,
                format!(
                    "runs are up to {} apart, but continuous points live only {kept}",
                    gap.length
                ),
            )
            .level(level)
            .label(retention.span, "the point expires before the next run")
            .help("run it every day")
            .path(&tier.at.path),
        );
    }
}
