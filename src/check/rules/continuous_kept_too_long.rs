//! A continuous tier kept for more than 35 days.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "continuous-kept-too-long",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a continuous tier kept for more than 35 days",
    explanation: include_str!("continuous-kept-too-long.md"),
    cites: &[limits::cite(&backup_plan::CONTINUOUS_RETENTION_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let most = backup_plan::CONTINUOUS_RETENTION_DAYS.value.most;
    for (_, tier) in walk::tiers(policy) {
        let (Some(continuous), Some(retention)) = (tier.continuous, tier.retention.as_ref()) else {
            continue;
        };
        let kept = match &retention.value {
            Retention::For(days) if days.most > most => days.longest(),
            Retention::Forever => "`forever`".to_owned(),
            Retention::For(_) | Retention::Copies(_) => continue,
        };
        findings.push(
            RULE.finding(retention.span, format!("continuous backups are kept at most {most} days, not {kept}"))
                .label(continuous, "continuous backup")
                .help(format!("write `retention: {most}d` here, and keep older points by a tier without `continuous`"))
                .path(&tier.at.path),
        );
    }
}
