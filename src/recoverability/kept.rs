//! Whether points still exist when a disruption is noticed.

use crate::resolved::Mechanism;
use crate::units::{Duration, Retention};

/// How the retention of a mechanism compares with what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// The point from before the disruption still exists.
    LongEnough,
    /// It may be gone.
    TooShort,
    /// Nobody says how long points are kept.
    Unsaid,
}

/// Whether the last point from before a disruption that is noticed so much
/// later still exists. `gap` is how far apart points are.
///
/// What AWS Backup keeps is rendered at its longest; what other code keeps
/// counts at its shortest, like everything that deletes.
pub(super) fn kept(
    mechanism: &Mechanism,
    retention: Option<&Retention>,
    gap: Duration,
    found_within: Option<Duration>,
) -> Kept {
    let needed = found_within.unwrap_or_default().plus(gap);
    let days = |days: u32| Duration::days(u64::from(days));
    if mechanism.limits.iter().any(|limit| days(limit.after.least) < needed) {
        return Kept::TooShort;
    }
    let enough = match retention {
        // A limit alone says how long, since the worst of it was judged above.
        None if mechanism.limits.is_empty() => return Kept::Unsaid,
        None | Some(Retention::Forever) => true,
        Some(Retention::For(length)) if mechanism.vault.is_some() => days(length.most) >= needed,
        Some(Retention::For(length)) => days(length.least) >= needed,
        Some(Retention::Copies(_)) if found_within.is_none() => true,
        Some(Retention::Copies(count)) => gap.times(u64::from(count.saturating_sub(1))) >= needed,
    };
    if enough { Kept::LongEnough } else { Kept::TooShort }
}
