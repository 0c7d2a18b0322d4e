//! Whether points still exist when a disruption is noticed.

use crate::resolved::{Mechanism, Points};
use crate::schedule::shortest_span;
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
    kept_so_long(length(mechanism, retention), mechanism, retention, gap, found_within)
}

/// The same, where the length is known.
pub(super) fn kept_so_long(
    length: Length,
    mechanism: &Mechanism,
    retention: Option<&Retention>,
    gap: Duration,
    found_within: Option<Duration>,
) -> Kept {
    let needed = found_within.unwrap_or_default().plus(gap);
    let enough = match (retention, length) {
        (_, Length::Unsaid) => return Kept::Unsaid,
        // The newest of several copies is always there.
        (Some(Retention::Copies(_)), _)
            if found_within.is_none() && mechanism.limits.is_empty() =>
        {
            true
        }
        (_, Length::Forever) => true,
        (_, Length::For(length)) => length >= needed,
    };
    if enough { Kept::LongEnough } else { Kept::TooShort }
}

/// The age up to which the newest point is certainly there; none if it stays
/// until a newer one is.
pub(super) fn lasts(
    length: Length,
    mechanism: &Mechanism,
    retention: Option<&Retention>,
    found_within: Option<Duration>,
) -> Option<Duration> {
    let by_count = matches!(retention, Some(Retention::Copies(_)));
    if by_count && found_within.is_none() && mechanism.limits.is_empty() {
        return None;
    }
    match length {
        Length::For(length) => Some(length),
        Length::Forever | Length::Unsaid => None,
    }
}

/// How long points are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So long.
    For(Duration),
    /// They are never deleted.
    Forever,
    /// Nobody says.
    Unsaid,
}

/// The retention, or what deletes points earlier. A count of copies is worth
/// the shortest time that so many gaps between runs span.
pub(super) fn length(mechanism: &Mechanism, retention: Option<&Retention>) -> Length {
    let days = |days: u32| Duration::days(u64::from(days));
    let own = match retention {
        None if mechanism.limits.is_empty() => return Length::Unsaid,
        // A limit alone says how long.
        None | Some(Retention::Forever) => None,
        Some(Retention::For(kept)) if mechanism.vault.is_some() => Some(days(kept.most)),
        Some(Retention::For(kept)) => Some(days(kept.least)),
        Some(Retention::Copies(count)) => match spanned(mechanism, *count) {
            Some(span) => Some(span),
            None => return Length::Unsaid,
        },
    };
    let limits = mechanism.limits.iter().map(|limit| days(limit.after.least));
    own.into_iter().chain(limits).min().map_or(Length::Forever, Length::For)
}

fn spanned(mechanism: &Mechanism, count: u32) -> Option<Duration> {
    let Points::Scheduled(points) = &mechanism.points else { return None };
    let cron = points.schedule.as_ref()?.value.cron()?;
    shortest_span(cron, &points.zone, usize::try_from(count).ok()?)
}
