//! Shared walks over a policy, so that every rule looks at the same things.
//!
//! What is `planned` is walked as if it were on.

use crate::facts::ResourceTypeRow;
use crate::resolved::{Copy, Plan, Policy, Resource, Tier, Vault};
use crate::schedule::{Schedule, Zone};
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

/// The name of a resource whose identifiers are ARNs.
const LISTED: &str = "listed";

/// Every tier with its plan.
pub(super) fn tiers(policy: &Policy) -> impl Iterator<Item = (&Plan, &Tier)> {
    policy.plans.values().flat_map(|plan| plan.tiers.values().map(move |tier| (plan, tier)))
}

/// Where points of a tier are kept: its own vault or that of a copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a> {
    pub(super) plan: &'a Plan,
    pub(super) tier: &'a Tier,
    /// The copy; nothing for the tier itself.
    pub(super) copy: Option<&'a Copy>,
    /// The vault, as far as it is known.
    pub(super) vault: Option<&'a Vault>,
}

impl<'a> Kept<'a> {
    /// The logical path.
    pub(super) fn path(&self) -> &'a str {
        self.copy.map_or(&self.tier.at.path, |copy| &copy.path)
    }

    /// How long the points are kept.
    pub(super) fn retention(&self) -> Option<&'a Spanned<Retention>> {
        match self.copy {
            Some(copy) => self.tier.copy_retention(copy),
            None => self.tier.retention.as_ref(),
        }
    }

    /// When they go cold.
    pub(super) fn cold_storage(&self) -> Option<&'a Spanned<CalendarDays>> {
        match self.copy {
            Some(copy) => self.tier.copy_cold_storage(copy),
            None => self.tier.cold_storage_after.as_ref(),
        }
    }

    /// True for the continuous point itself: copies of it are snapshots.
    pub(super) const fn is_continuous(&self) -> bool {
        self.tier.continuous.is_some() && self.copy.is_none()
    }

    /// True for a copy that states no lifecycle: its tier is looked at anyway.
    pub(super) fn is_inherited(&self) -> bool {
        self.copy.is_some_and(|copy| copy.retention.is_none() && copy.cold_storage_after.is_none())
    }
}

/// Every lifecycle: of each tier, and of each of its copies.
pub(super) fn kept(policy: &Policy) -> impl Iterator<Item = Kept<'_>> {
    tiers(policy).flat_map(move |(plan, tier)| {
        let own = Kept { plan, tier, copy: None, vault: vault(policy, tier.vault.as_ref()) };
        let copies = tier.copies.iter().map(move |copy| Kept {
            plan,
            tier,
            copy: Some(copy),
            vault: vault(policy, Some(&copy.to)),
        });
        std::iter::once(own).chain(copies)
    })
}

/// A copy with both of its vaults.
#[derive(Debug, Clone, Copy)]
pub(super) struct Copied<'a> {
    pub(super) plan: &'a Plan,
    pub(super) tier: &'a Tier,
    pub(super) copy: &'a Copy,
    /// The tier's own vault, as far as it is known.
    pub(super) from: Option<&'a Vault>,
    pub(super) to: &'a Vault,
}

/// Every copy to a vault that is known.
pub(super) fn copies(policy: &Policy) -> impl Iterator<Item = Copied<'_>> {
    tiers(policy).flat_map(move |(plan, tier)| {
        tier.copies.iter().filter_map(move |copy| {
            let to = vault(policy, Some(&copy.to))?;
            let from = vault(policy, tier.vault.as_ref());
            Some(Copied { plan, tier, copy, from, to })
        })
    })
}

impl Copied<'_> {
    /// True if source and destination are known to be in different accounts.
    pub(super) fn leaves_account(&self) -> bool {
        self.places().is_some_and(|(from, to)| from.account != to.account)
    }

    /// True if source and destination are known to be in different Regions.
    pub(super) fn leaves_region(&self) -> bool {
        self.places().is_some_and(|(from, to)| from.region != to.region)
    }

    /// The places of both vaults, if both are known.
    pub(super) fn places(&self) -> Option<(&crate::resources::Place, &crate::resources::Place)> {
        Some((self.from?.place.as_ref()?, self.to.place.as_ref()?))
    }
}

/// A schedule that AWS Backup runs: of a tier or of restore testing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scheduled<'a> {
    pub(super) path: &'a str,
    pub(super) schedule: &'a Spanned<Schedule>,
    pub(super) zone: &'a Zone,
    /// True for a tier.
    pub(super) makes_backups: bool,
}

/// Every schedule that AWS Backup runs.
pub(super) fn schedules(policy: &Policy) -> impl Iterator<Item = Scheduled<'_>> {
    policy.plans.values().flat_map(|plan| {
        let tiers = plan.tiers.values().filter_map(|tier| {
            Some(Scheduled {
                path: &tier.at.path,
                schedule: tier.schedule.as_ref()?,
                zone: &tier.zone.value,
                makes_backups: true,
            })
        });
        let tests = plan.restore_testing.iter().filter_map(|testing| {
            Some(Scheduled {
                path: &testing.path,
                schedule: testing.schedule.as_ref()?,
                zone: &testing.zone.value,
                makes_backups: false,
            })
        });
        tiers.chain(tests)
    })
}

/// The vault with this name.
pub(super) fn vault<'a>(policy: &'a Policy, name: Option<&Spanned<String>>) -> Option<&'a Vault> {
    policy.vaults.get(&name?.value)
}

/// The resources that a plan protects.
pub(super) fn users<'a>(policy: &'a Policy, plan: &Plan) -> impl Iterator<Item = &'a Resource> {
    plan.users.iter().filter_map(|name| policy.resources.get(name))
}

/// The resources of a plan with each type that AWS Backup knows of them.
pub(super) fn protected<'a>(
    policy: &'a Policy,
    plan: &Plan,
) -> impl Iterator<Item = (&'a Resource, &'static ResourceTypeRow)> {
    users(policy, plan)
        .flat_map(|resource| resource.types.iter().map(move |row| (resource, row.value)))
}

/// The names of the types of a plan's resources that a test is true of, once
/// each, with the first such resource.
pub(super) fn types_where<'a>(
    policy: &'a Policy,
    plan: &Plan,
    test: impl Fn(&ResourceTypeRow) -> bool,
) -> Vec<(&'a Resource, &'static ResourceTypeRow)> {
    let mut found: Vec<(&Resource, &'static ResourceTypeRow)> = Vec::new();
    for (resource, row) in protected(policy, plan) {
        if test(row) && found.iter().all(|(_, known)| known.name != row.name) {
            found.push((resource, row));
        }
    }
    found
}

/// `dynamodb_advanced_features`, if the policy states it.
pub(super) fn advanced_dynamodb(policy: &Policy) -> Option<&Spanned<bool>> {
    policy.account_settings.as_ref()?.dynamodb_advanced_features.as_ref()
}

/// The ARNs by which a resource is selected or left out; names in AWS are none.
pub(super) fn arns(resource: &Resource) -> impl Iterator<Item = &Spanned<String>> {
    let listed = resource.type_name.value == LISTED;
    let own = resource.identifiers.iter().filter(move |_| listed);
    let selection = resource.selection.as_ref().map(|selection| &selection.value);
    let any_of = selection.and_then(|selection| selection.any_of.as_ref());
    let taken = any_of.into_iter().flat_map(|any_of| &any_of.value.arns);
    let left_out = selection.into_iter().flat_map(|selection| &selection.except);
    own.chain(taken).chain(left_out)
}

/// True for a resource that AWS Backup selects by a tag, whatever its ARN.
pub(super) fn selects_by_tag(resource: &Resource) -> bool {
    let selection = resource.selection.as_ref();
    let any_of = selection.and_then(|selection| selection.value.any_of.as_ref());
    any_of.is_some_and(|any_of| !any_of.value.tags.is_empty())
}
