//! A native retention or window that AWS Backup owns.

use crate::check::storage::{cite, databases, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::Feature;
use crate::facts::native;
use crate::resolved::{Policy, Resource, Tier};

pub(super) static RULE: Rule = Rule {
    name: "native-retention-beside-continuous",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a native retention or window that AWS Backup owns",
    explanation: include_str!("native-retention-beside-continuous.md"),
    cites: &[cite(native::AWS_BACKUP_OWNS_WINDOW.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let (Some(tier), Some(own)) = (owner(policy, resource), &database.automated_backups) else {
            continue;
        };
        let ours = tier.retention.as_ref().and_then(|kept| kept.value.most_days());
        let other = own.retention.as_ref().filter(|kept| Some(days(&kept.value)) != ours);
        let retention =
            other.map(|kept| (kept.span, format!("retention of {}", kept.value.longest())));
        let window =
            own.window.as_ref().map(|window| (window.span, format!("window {}", window.value)));
        for (span, what) in retention.into_iter().chain(window) {
            let message = format!(
                "the {what} is not in force: the continuous tier `{}` owns it",
                tier.at.key
            );
            findings.push(
                RULE.finding(span, message)
                    .path(format!("{}.automated_backups", resource.at.path))
                    .label(
                        tier.continuous.unwrap_or(tier.at.span),
                        "AWS Backup sets retention and window",
                    )
                    .help(
                        "remove it here; the tier says how far back the database can be restored",
                    ),
            );
        }
    }
}

/// The continuous tier that sets retention and window of a database.
pub(super) fn owner<'a>(policy: &'a Policy, resource: &Resource) -> Option<&'a Tier> {
    let able =
        resource.types.iter().any(|row| row.value.features.of(Feature::PointInTime).possible());
    let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(plan.as_str()));
    let mut tiers = plans.flat_map(|plan| plan.tiers.values());
    tiers.find(|tier| able && tier.continuous.is_some())
}
