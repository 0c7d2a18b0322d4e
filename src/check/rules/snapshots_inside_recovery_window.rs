//! Snapshots of moments that can be had back anyway.

use crate::check::storage::days;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::{Plan, Policy, ProtectionKind, Resource, Tier};
use crate::source::Span;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "snapshots-inside-recovery-window",
    kind: Kind::Cost,
    level: Level::Advice,
    summary: "snapshots of moments that can be had back anyway",
    explanation: include_str!("snapshots-inside-recovery-window.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let Some(window) = Window::of(resource) else { continue };
        let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(&plan.value));
        for plan in plans.filter(|plan| !plan.planned) {
            let tiers = plan.tiers.values();
            findings.extend(tiers.filter_map(|tier| judge(policy, resource, plan, tier, &window)));
        }
    }
}

/// How far back any moment can be restored.
struct Window {
    days: u32,
    span: Span,
    key: &'static str,
}

impl Window {
    /// The service's own recovery to a moment; nothing if there is none.
    fn of(resource: &Resource) -> Option<Self> {
        resource.protections.iter().filter(|protection| !protection.planned).find_map(
            |protection| {
                let (days, key) = match &protection.kind {
                    ProtectionKind::PointInTimeRecovery { retention } => (
                        retention
                            .as_ref()
                            .map_or(native::DYNAMODB_PITR_DEFAULT_DAYS.value, |r| r.value.least),
                        "point_in_time_recovery",
                    ),
                    ProtectionKind::AutomatedBackups { retention, replica: None, region: _ } => {
                        (retention.as_ref()?.value.least, "automated_backups")
                    }
                    _ => return None,
                };
                Some(Self { days, span: protection.span, key })
            },
        )
    }
}

fn judge(
    policy: &Policy,
    resource: &Resource,
    plan: &Plan,
    tier: &Tier,
    window: &Window,
) -> Option<Finding> {
    let retention = tier.retention.as_ref()?;
    let Retention::For(length) = &retention.value else { return None };
    if tier.planned || tier.continuous.is_some() || days(length) > window.days {
        return None;
    }
    // What lies elsewhere, or cannot be deleted, is there for another disruption.
    let vault = policy.vaults.get(&tier.vault.as_ref()?.value)?;
    let elsewhere = vault.place.is_some() && vault.place != policy.environment.place;
    let kept_safe =
        vault.air_gapped.is_some() || vault.lock.as_ref().is_some_and(|lock| !lock.planned);
    if elsewhere || kept_safe || tier.active_copies().next().is_some() {
        return None;
    }
    let (name, key) = (&tier.at.key, &resource.at.key);
    let message = format!(
        "`{name}` keeps snapshots of `{key}` for {}, and `{}` restores any moment of the last {} days",
        length.longest(),
        window.key,
        window.days
    );
    Some(
        RULE.finding(retention.span, message)
            .path(format!("plans.{}.tiers.{name}", plan.at.key))
            .label(window.span, "reaches as far")
            .help("keep them longer, copy them to another account or Region, or leave them out")
            .note(format!(
                "they are of use only if `{key}` is deleted, or its own recovery is switched off"
            )),
    )
}
