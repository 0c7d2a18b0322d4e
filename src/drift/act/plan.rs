//! Changes of vaults, plans and selections.

use std::collections::BTreeMap;

use super::{Act, FoundLock};
use crate::document::LockMode;
use crate::resolved::{Copy, Lock, Plan, Policy, Tier, TierName, Vault, Window};
use crate::resources::BackupRule;
use crate::schedule::{Schedule, Zone};
use crate::source::{Span, Spanned};
use crate::units::{CalendarDays, Duration, Retention};

impl Act {
    /// Some if it is about these, and was done.
    pub(super) fn on_plans(&self, policy: &mut Policy) -> Option<()> {
        match self {
            Self::VaultGone(vault) => vaults_gone(policy, std::slice::from_ref(vault)),
            Self::KeyGone(key) => {
                let of_key = |vault: &&Vault| vault.key.as_ref().is_some_and(|k| k.value == *key);
                let vaults = policy.vaults.values().filter(of_key);
                let vaults: Vec<String> = vaults.map(|vault| vault.at.key.clone()).collect();
                vaults_gone(policy, &vaults)
            }
            Self::Lock(vault, lock) => {
                lock_found(policy.vaults.get_mut(vault)?, *lock)?;
                refused(policy, vault, *lock);
                Some(())
            }
            Self::Access(vault, accounts) => access(policy, vault, accounts),
            Self::RoleGone(role) => {
                let of_role = |plan: &&Plan| plan.role.as_ref().is_some_and(|r| r.value == *role);
                let plans = policy.plans.values().filter(of_role);
                let plans: Vec<String> = plans.map(|plan| plan.at.key.clone()).collect();
                let gone = plans.iter().filter_map(|plan| plan_gone(policy, plan, None)).count();
                (gone > 0).then_some(())
            }
            Self::PlanGone(plan, tier) => plan_gone(policy, plan, tier.as_deref()),
            Self::Unselected { resource, plan, tier } => {
                unselected(policy, resource, plan, tier.as_deref())
            }
            Self::NoCrossAccountCopies => no_cross_account_copies(policy),
            _ => self.on_tier(policy),
        }
    }

    fn on_tier(&self, policy: &mut Policy) -> Option<()> {
        match self {
            Self::TierGone(TierName { plan, tier }) => {
                policy.plans.get_mut(plan)?.tiers.remove(tier).map(|_| ())
            }
            Self::TierAdded(name, rule, vault) => added(policy, name, rule, vault),
            Self::Schedule(name, expression, zone) => {
                let tier = tier(policy, name)?;
                let schedule = Schedule::parse(expression).ok()?;
                let span = tier.schedule.as_ref().map_or(tier.at.span, |stated| stated.span);
                tier.schedule = Some(Spanned::new(schedule, span));
                tier.zone = tier.zone.with(Zone::parse(zone).ok()?);
                Some(())
            }
            Self::StartWindow(name, minutes) => {
                let tier = tier(policy, name)?;
                tier.start_window = window(tier.start_window, tier.at.span, *minutes);
                Some(())
            }
            Self::CompletionWindow(name, minutes) => {
                let tier = tier(policy, name)?;
                tier.completion_window = window(tier.completion_window, tier.at.span, *minutes);
                Some(())
            }
            Self::Retention(name, days) => retention(tier(policy, name)?, *days),
            Self::Cold(name, days) => cold(tier(policy, name)?, *days),
            Self::Archive(name, on) => {
                let tier = tier(policy, name)?;
                let span = tier.archive_ebs.map_or(tier.at.span, |flag| flag.span);
                tier.archive_ebs = Some(Spanned::new(*on, span));
                Some(())
            }
            Self::Continuous(name, on) => {
                let tier = tier(policy, name)?;
                tier.continuous = on.then_some(tier.continuous.unwrap_or(tier.at.span));
                Some(())
            }
            Self::Target(name, vault) => {
                let tier = tier(policy, name)?;
                let span = tier.vault.as_ref().map_or(tier.at.span, |stated| stated.span);
                tier.vault = Some(Spanned::new(vault.clone(), span));
                Some(())
            }
            _ => self.on_copy(policy),
        }
    }

    fn on_copy(&self, policy: &mut Policy) -> Option<()> {
        match self {
            Self::CopyGone(name, vault) => {
                let tier = tier(policy, name)?;
                let before = tier.copies.len();
                tier.copies.retain(|copy| copy.planned || copy.to.value != *vault);
                (tier.copies.len() < before).then_some(())
            }
            Self::CopyRetention(name, vault, days) => {
                let tier = tier(policy, name)?;
                let cold = tier.cold_storage_after.clone();
                let stated = tier.retention.as_ref().map(|stated| stated.span);
                let copy = copy(tier, vault)?;
                // Without a retention of its own the cold storage was the tier's.
                if copy.retention.is_none() && copy.cold_storage_after.is_none() {
                    copy.cold_storage_after = cold;
                }
                let span = copy.retention.as_ref().map(|stated| stated.span).or(stated);
                copy.retention = Some(Spanned::new(kept(*days), span.unwrap_or(copy.span)));
                Some(())
            }
            Self::CopyCold(name, vault, days) => {
                let tier = tier(policy, name)?;
                let retention = tier.retention.clone();
                let copy = copy(tier, vault)?;
                if copy.retention.is_none() {
                    copy.retention = retention;
                }
                let span = copy.cold_storage_after.as_ref().map_or(copy.span, |s| s.span);
                copy.cold_storage_after =
                    days.map(|days| Spanned::new(CalendarDays::days(days), span));
                Some(())
            }
            _ => None,
        }
    }
}

fn tier<'p>(policy: &'p mut Policy, name: &TierName) -> Option<&'p mut Tier> {
    policy.plans.get_mut(&name.plan)?.tiers.get_mut(&name.tier)
}

fn copy<'t>(tier: &'t mut Tier, vault: &str) -> Option<&'t mut Copy> {
    tier.copies.iter_mut().find(|copy| !copy.planned && copy.to.value == vault)
}

fn kept(days: Option<u32>) -> Retention {
    days.map_or(Retention::Forever, |days| Retention::For(CalendarDays::days(days)))
}

fn window(stated: Window, nearest: Span, minutes: u64) -> Window {
    let span = stated.stated.map_or(nearest, |stated| stated.span);
    Window { stated: Some(Spanned::new(Duration::minutes(minutes), span)) }
}

fn retention(tier: &mut Tier, days: Option<u32>) -> Option<()> {
    // What copies inherited stays theirs: each has a setting of its own.
    let inherited = tier.retention.clone();
    let cold = tier.cold_storage_after.clone();
    for copy in tier.copies.iter_mut().filter(|copy| copy.retention.is_none()) {
        copy.retention.clone_from(&inherited);
        if copy.cold_storage_after.is_none() {
            copy.cold_storage_after.clone_from(&cold);
        }
    }
    let span = tier.retention.as_ref().map_or(tier.at.span, |stated| stated.span);
    tier.retention = Some(Spanned::new(kept(days), span));
    Some(())
}

fn cold(tier: &mut Tier, days: Option<u32>) -> Option<()> {
    let inherited = tier.cold_storage_after.clone();
    let own = |copy: &&mut Copy| copy.retention.is_none() && copy.cold_storage_after.is_none();
    for copy in tier.copies.iter_mut().filter(own) {
        copy.cold_storage_after.clone_from(&inherited);
    }
    let span = tier.cold_storage_after.as_ref().map_or(tier.at.span, |stated| stated.span);
    tier.cold_storage_after = days.map(|days| Spanned::new(CalendarDays::days(days), span));
    Some(())
}

/// Without the rules that write to these vaults and the copies that go there.
fn vaults_gone(policy: &mut Policy, vaults: &[String]) -> Option<()> {
    let gone = |name: &String| vaults.contains(name);
    let mut any = false;
    for plan in policy.plans.values_mut() {
        let before = plan.tiers.len();
        plan.tiers.retain(|_, tier| !tier.vault.as_ref().is_some_and(|v| gone(&v.value)));
        any |= plan.tiers.len() < before;
        for tier in plan.tiers.values_mut() {
            let before = tier.copies.len();
            tier.copies.retain(|copy| !gone(&copy.to.value));
            any |= tier.copies.len() < before;
        }
    }
    any.then_some(())
}

fn lock_found(vault: &mut Vault, found: Option<FoundLock>) -> Option<()> {
    let before = vault.lock.take();
    let Some(FoundLock { compliance, min, max }) = found else { return Some(()) };
    let span = before.as_ref().map_or(vault.at.span, |lock| lock.span);
    let mode = if compliance { LockMode::Compliance } else { LockMode::Governance };
    // What is as stated keeps the words of the policy.
    let bound = |days: Option<u32>, stated: Option<&Spanned<CalendarDays>>| {
        let same = stated.filter(|own| Some(own.value.most) == days);
        let found = || days.map(|days| Spanned::new(CalendarDays::days(days), span));
        same.cloned().or_else(found)
    };
    let stated = before.as_ref();
    let min = bound(min, stated.and_then(|lock| lock.min_retention.as_ref()));
    let max = bound(max, stated.and_then(|lock| lock.max_retention.as_ref()));
    // The cooling-off period is over, or is the policy's: AWS does not return it.
    let cooling_off = before.as_ref().and_then(|lock| lock.changeable_for.clone());
    vault.lock = Some(Lock {
        span,
        mode: Some(Spanned::new(mode, span)),
        min_retention: min,
        max_retention: max,
        changeable_for: cooling_off.filter(|_| compliance),
        irreversible: before.and_then(|lock| lock.irreversible),
        planned: false,
    });
    Some(())
}

/// Jobs whose points a lock would keep too briefly or too long fail.
fn refused(policy: &mut Policy, vault: &str, lock: Option<FoundLock>) {
    let Some(FoundLock { compliance: _, min, max }) = lock else { return };
    let fits = |kept: Option<&Spanned<Retention>>| match kept.map(|kept| &kept.value) {
        Some(Retention::For(days)) => {
            min.is_none_or(|min| days.most >= min) && max.is_none_or(|max| days.most <= max)
        }
        Some(Retention::Forever) => max.is_none(),
        Some(Retention::Copies(_)) | None => true,
    };
    for plan in policy.plans.values_mut() {
        plan.tiers.retain(|_, tier| {
            let here = tier.vault.as_ref().is_some_and(|own| own.value == vault);
            !here || fits(tier.retention.as_ref())
        });
        for tier in plan.tiers.values_mut() {
            let inherited = tier.retention.clone();
            tier.copies.retain(|copy| {
                copy.to.value != vault || fits(copy.retention.as_ref().or(inherited.as_ref()))
            });
        }
    }
}

/// Copies from an account that may not copy into the vault do not happen.
fn access(policy: &mut Policy, vault: &str, accounts: &[String]) -> Option<()> {
    let home = policy.environment.account.as_ref()?.value.clone();
    let own = policy.vaults.get(vault)?.place.as_ref()?.account == home;
    if own || accounts.contains(&home) {
        return Some(());
    }
    for tier in policy.plans.values_mut().flat_map(|plan| plan.tiers.values_mut()) {
        tier.copies.retain(|copy| copy.to.value != vault);
    }
    Some(())
}

fn no_cross_account_copies(policy: &mut Policy) -> Option<()> {
    let home = policy.environment.account.as_ref()?.value.clone();
    let elsewhere = |vault: &&Vault| vault.place.as_ref().is_some_and(|p| p.account != home);
    let vaults: Vec<String> =
        policy.vaults.values().filter(elsewhere).map(|vault| vault.at.key.clone()).collect();
    for tier in policy.plans.values_mut().flat_map(|plan| plan.tiers.values_mut()) {
        tier.copies.retain(|copy| !vaults.contains(&copy.to.value));
    }
    Some(())
}

/// Without the tiers of one plan of AWS: those that share it, or one alone.
fn plan_gone(policy: &mut Policy, plan: &str, alone: Option<&str>) -> Option<()> {
    let tiers = &mut policy.plans.get_mut(plan)?.tiers;
    let before = tiers.len();
    tiers.retain(|name, tier| !is_of(name, tier, alone));
    (tiers.len() < before).then_some(())
}

/// True if the tier belongs to the plan of AWS that a tier has for itself, or
/// to the one that all others share.
fn is_of(name: &str, tier: &Tier, alone: Option<&str>) -> bool {
    match alone {
        Some(alone) => name == alone,
        None => !tier.separate_plan,
    }
}

fn unselected(policy: &mut Policy, resource: &str, plan: &str, alone: Option<&str>) -> Option<()> {
    let mut rest = policy.plans.get(plan)?.clone();
    rest.tiers.retain(|name, tier| !is_of(name, tier, alone));
    let of = policy.resources.get_mut(resource)?;
    if rest.tiers.is_empty() {
        let before = of.plans.len();
        of.plans.retain(|name| name.value != plan);
        return (of.plans.len() < before).then_some(());
    }
    // The same plan without the tiers: a blank stands in no name of a policy, and
    // whatever is printed of a plan is printed from its own key.
    let twin = format!("{plan} without {}", alone.unwrap_or("the others"));
    for name in of.plans.iter_mut().filter(|name| name.value == plan) {
        name.value.clone_from(&twin);
    }
    policy.plans.insert(twin, rest);
    Some(())
}

/// A rule that nobody asked for, as a tier.
fn added(policy: &mut Policy, name: &TierName, rule: &BackupRule, vault: &str) -> Option<()> {
    let plan = policy.plans.get_mut(&name.plan)?;
    let mut tier = plan.tiers.values().find(|tier| !tier.separate_plan && !tier.planned)?.clone();
    let span = plan.at.span;
    let stated = |days: Option<u32>| days.map(|days| Spanned::new(CalendarDays::days(days), span));
    tier.at.key.clone_from(&name.tier);
    tier.at.path = format!("{}.tiers.{}", plan.at.path, name.tier);
    tier.at.was = Vec::new();
    tier.at.span = span;
    tier.schedule = Some(Spanned::new(Schedule::parse(&rule.schedule_expression).ok()?, span));
    tier.zone = Spanned::new(Zone::parse(&rule.schedule_expression_timezone).ok()?, span);
    tier.retention = Some(Spanned::new(kept(rule.lifecycle.delete_after_days), span));
    tier.cold_storage_after = stated(rule.lifecycle.move_to_cold_storage_after_days);
    tier.continuous = rule.enable_continuous_backup.then_some(span);
    tier.vault = Some(Spanned::new(vault.to_owned(), span));
    tier.start_window = window(tier.start_window, span, rule.start_window_minutes);
    tier.completion_window = window(tier.completion_window, span, rule.completion_window_minutes);
    tier.copies = Vec::new();
    tier.recovery_point_tags = BTreeMap::new();
    plan.tiers.insert(name.tier.clone(), tier);
    Some(())
}
