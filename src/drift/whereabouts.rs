//! Where in the policy a setting of AWS is stated.

use crate::resolved::{Copy, Tier, Vault};
use crate::source::Span;

use super::found::Stated;

/// The setting of an entry at `path`: at its own place, else at the entry's. Its
/// path is where it would be stated; without a key it is the entry itself.
pub(super) fn of(path: &str, entry: Span, key: &str, own: Option<Span>) -> Stated {
    let path = if key.is_empty() { path.to_owned() } else { format!("{path}.{key}") };
    Stated::at(path, own.unwrap_or(entry))
}

/// A setting of a vault.
pub(super) fn vault(vault: &Vault, key: &str, own: Option<Span>) -> Stated {
    of(&vault.at.path, vault.at.span, key, own)
}

/// A setting of a tier.
pub(super) fn tier(tier: &Tier, key: &str, own: Option<Span>) -> Stated {
    of(&tier.at.path, tier.at.span, key, own)
}

/// A setting of a copy.
pub(super) fn copy(copy: &Copy, key: &str, own: Option<Span>) -> Stated {
    of(&copy.path, copy.span, key, own)
}

/// Plan and tier of a plan of AWS, by its label: `core`, or `core/odd` for the
/// plan that a tier has for itself.
pub(super) fn part(key: &str) -> (&str, Option<&str>) {
    match key.split_once('/') {
        Some((plan, tier)) => (plan, Some(tier)),
        None => (key, None),
    }
}
