//! What is promised for years where one administrator can delete it.

use crate::check::classes::{BucketClass, bucket_classes};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::resolved::{Objective, Plan, Policy, Resource, Tier, Vault};
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "kept-for-years-without-lock",
    kind: Kind::DataAtRisk,
    level: Level::Advice,
    summary: "what is promised for years where one administrator can delete it",
    explanation: include_str!("kept-for-years-without-lock.md"),
    cites: &[],
};

/// What is kept longer than this is kept for somebody else than operations.
const LONGEST_YEAR: u32 = 366;

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for plan in policy.plans.values().filter(|plan| !plan.planned) {
        let mut users = plan.users.iter().filter_map(|name| policy.resources.get(name));
        if users.any(undecided) {
            findings.extend(of_plan(policy, plan));
        }
    }
    let mut longest: Vec<(BucketClass<'_>, Spanned<&CalendarDays>)> = Vec::new();
    for class in bucket_classes(policy) {
        let Some(kept) = promise(policy, &class) else { continue };
        match longest.last_mut().filter(|(last, _)| last.resource.at == class.resource.at) {
            Some(last) if last.1.value.most < kept.value.most => *last = (class, kept),
            Some(_) => {}
            None => longest.push((class, kept)),
        }
    }
    findings.extend(longest.iter().map(|(class, kept)| of_class(class, kept)));
}

/// True if the policy does not say what may become of the resource in the hands
/// of a hostile administrator: an objective is proven, `none` is an answer.
fn undecided(resource: &Resource) -> bool {
    let after = resource.objectives.after(Disruption::Account);
    after.is_some_and(|after| matches!(after.rpo, Objective::Absent))
}

/// The length, if it is a number of years.
const fn years(retention: &Retention) -> Option<&CalendarDays> {
    match retention {
        Retention::For(days) if days.most > LONGEST_YEAR => Some(days),
        Retention::For(_) | Retention::Forever | Retention::Copies(_) => None,
    }
}

/// The longest of what a plan keeps for years and anybody can delete.
fn of_plan(policy: &Policy, plan: &Plan) -> Option<Finding> {
    let tiers = plan.tiers.values().filter(|tier| !tier.planned);
    let open = tiers.filter_map(|tier| {
        let retention = tier.retention.as_ref()?;
        let kept = years(&retention.value)?;
        let vault = open_vault(policy, tier)?;
        Some((tier, retention.span, kept, vault))
    });
    let (tier, span, kept, vault) = open.max_by_key(|(_, _, kept, _)| kept.most)?;
    let message = format!(
        "`{}` keeps points for {}, and any administrator of the account can delete them",
        tier.at.key,
        kept.longest()
    );
    Some(
        RULE.finding(span, message)
            .path(&tier.at.path)
            .label(vault.at.span, "no lock, and in the account of what it protects")
            .help("give the vault a `lock`, copy them for as long to a vault of another account, or state `account: none` under `objectives`"),
    )
}

/// The vault of a tier, if neither it nor one that holds copies for years keeps
/// an administrator of the account from deleting them.
fn open_vault<'a>(policy: &'a Policy, tier: &Tier) -> Option<&'a Vault> {
    let own = policy.vaults.get(&tier.vault.as_ref()?.value)?;
    let copies = tier.active_copies().filter(|copy| {
        tier.copy_retention(copy)
            .is_some_and(|kept| kept.value == Retention::Forever || years(&kept.value).is_some())
    });
    let mut vaults = copies.filter_map(|copy| policy.vaults.get(&copy.to.value));
    (is_open(policy, own) && vaults.all(|vault| is_open(policy, vault))).then_some(own)
}

fn is_open(policy: &Policy, vault: &Vault) -> bool {
    let locked = vault.lock.as_ref().is_some_and(|lock| !lock.planned);
    let home = policy.environment.place.as_ref().map(|place| &place.account);
    let elsewhere = vault.place.as_ref().map(|place| &place.account) != home;
    vault.air_gapped.is_none() && !locked && !elsewhere
}

/// What is promised for years of a class whose bucket has no lock and no other
/// place that has one.
fn promise<'a>(policy: &Policy, class: &BucketClass<'a>) -> Option<Spanned<&'a CalendarDays>> {
    // A class that is said to be immutable has a rule of its own.
    if class.class.immutable.is_some() || !undecided(class.resource) {
        return None;
    }
    let retention = class.retention()?;
    let kept = years(retention.value)?;
    let locked = class.settings.object_lock.as_ref().is_some_and(|lock| !lock.planned);
    let safe = locked || is_replicated_safely(policy, class) || is_backed_up_safely(policy, class);
    (!safe).then(|| retention.with(kept))
}

fn is_replicated_safely(policy: &Policy, class: &BucketClass<'_>) -> bool {
    let home = policy.environment.account.as_ref().map(|account| &account.value);
    let replicas = class.settings.replication.iter().filter(|replica| !replica.planned);
    let mut to = replicas.filter_map(|replica| policy.repositories.get(&replica.to.value));
    to.any(|to| {
        let locked = to.settings.object_lock.as_ref().is_some_and(|lock| !lock.planned);
        let account = to.account.as_ref().map(|account| &account.value);
        locked || account.is_some_and(|account| Some(account) != home)
    })
}

fn is_backed_up_safely(policy: &Policy, class: &BucketClass<'_>) -> bool {
    let plans = class.resource.plans.iter().filter_map(|plan| policy.plans.get(&plan.value));
    let mut tiers = plans.flat_map(|plan| plan.tiers.values()).filter(|tier| !tier.planned);
    tiers.any(|tier| open_vault(policy, tier).is_none())
}

fn of_class(class: &BucketClass<'_>, kept: &Spanned<&CalendarDays>) -> Finding {
    let (name, bucket) = (&class.class.at.key, &class.resource.at.key);
    let message = format!(
        "`{name}` of `{bucket}` is promised for {}, and any administrator of the account can delete it",
        kept.value.longest()
    );
    RULE.finding(kept.span, message)
        .path(&class.class.at.path)
        .label(class.resource.at.span, "no `object_lock`, and no copy in another account")
        .help("give the bucket an `object_lock`, replicate it to another account, or state `account: none` under `objectives`")
}
