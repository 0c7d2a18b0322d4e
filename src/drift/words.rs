//! Settings as a reader of the policy knows them.

use crate::resolved::Policy;
use crate::resources::{BackupRule, KeyRef, Lifecycle, Tags, VaultKind, VaultLock, VaultRef};
use crate::schedule::{Schedule, Zone};
use crate::units::Duration;

/// `35d`
pub(super) fn days(days: u32) -> String {
    format!("{days}d")
}

/// How long something is kept: `35d` or `forever`.
pub(super) fn kept(days: Option<u32>) -> String {
    days.map_or_else(|| "forever".to_owned(), self::days)
}

/// `8h`
pub(super) fn minutes(minutes: u64) -> String {
    Duration::minutes(minutes).as_text()
}

/// `on` or `off`
pub(super) fn switch(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

/// `every day at 03:00 UTC`; what is no cron of AWS stays as it is.
pub(super) fn schedule(expression: &str, zone: &str) -> String {
    let parsed = Zone::parse(zone).ok();
    let name = match &parsed {
        Some(zone) if zone.is_utc() => "UTC",
        Some(zone) => zone.name(),
        None => zone,
    };
    Schedule::parse(expression)
        .map_or_else(|_| format!("{expression} {name}"), |schedule| format!("{schedule} {name}"))
}

/// `compliance, 7d to 3653d`
pub(super) fn lock(lock: &VaultLock, compliance: bool) -> String {
    let mode = if compliance { "compliance" } else { "governance" };
    let VaultLock { min_retention_days, max_retention_days, changeable_for_days: _ } = lock;
    match (min_retention_days, max_retention_days) {
        (Some(min), Some(max)) => format!("{mode}, {min}d to {max}d"),
        (Some(min), None) => format!("{mode}, at least {min}d"),
        (None, Some(max)) => format!("{mode}, at most {max}d"),
        (None, None) => format!("{mode}, without bounds"),
    }
}

/// `ordinary` or `air-gapped, 7d to 366d`
pub(super) fn vault_kind(kind: VaultKind) -> String {
    match kind {
        VaultKind::Standard => "ordinary".to_owned(),
        VaultKind::AirGapped { min_retention_days, max_retention_days } => {
            format!("air-gapped, {min_retention_days}d to {max_retention_days}d")
        }
    }
}

/// The policy's name of a vault, else AWS's with its place.
pub(super) fn vault(policy: &Policy, vault: &VaultRef) -> String {
    vault_key(policy, vault)
        .map_or_else(|| format!("{} in {}", vault.name, vault.place), str::to_owned)
}

/// The key under `vaults` of a vault in AWS.
pub(super) fn vault_key<'p>(policy: &'p Policy, vault: &VaultRef) -> Option<&'p str> {
    let found = policy
        .vaults
        .values()
        .find(|own| own.aws_name.value == vault.name && own.place.as_ref() == Some(&vault.place));
    found.map(|own| own.at.key.as_str())
}

/// A key as the policy or AWS names it.
pub(super) fn key(key: &KeyRef) -> String {
    match key {
        KeyRef::Existing(arn) => arn.clone(),
        KeyRef::Created { place: _, alias } => format!("alias/{alias}"),
    }
}

/// `35d, cold after 10d`
pub(super) fn lifecycle(lifecycle: &Lifecycle) -> String {
    let kept = kept(lifecycle.delete_after_days);
    match lifecycle.move_to_cold_storage_after_days {
        Some(cold) => format!("{kept}, cold after {cold}d"),
        None => kept,
    }
}

/// `every day at 03:00 UTC, kept 35d`
pub(super) fn rule(rule: &BackupRule) -> String {
    let when = schedule(&rule.schedule_expression, &rule.schedule_expression_timezone);
    format!("{when}, kept {}", lifecycle(&rule.lifecycle))
}

/// `a, b`
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> Option<String> {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    (!items.is_empty()).then(|| items.join(", "))
}

/// `team=orders`
pub(super) fn tags(tags: &Tags) -> Option<String> {
    let pairs: Vec<String> = tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    list(&pairs)
}
