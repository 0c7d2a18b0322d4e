//! How long the points of a mechanism are kept, by all that ends them.

use crate::resolved::{Mechanism, Points};
use crate::source::Span;
use crate::units::Retention;

/// How long a point exists at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// For so many days, said at the place.
    Days(u32, Span),
    /// For ever, said at the place.
    Forever(Span),
    /// Nobody says, or a tool counts.
    Unknown,
}

impl Kept {
    /// The days; what is not known, and `forever`, are longer than any.
    pub(crate) const fn days(self) -> Option<u32> {
        match self {
            Self::Days(days, _) => Some(days),
            Self::Forever(_) | Self::Unknown => None,
        }
    }

    /// Where it is said.
    pub(crate) const fn said(self) -> Option<Span> {
        match self {
            Self::Days(_, span) | Self::Forever(span) => Some(span),
            Self::Unknown => None,
        }
    }
}

/// How long points of a mechanism are kept: its retention at its longest, or
/// what deletes them earlier; nothing for a mechanism without older points.
pub(crate) fn kept(mechanism: &Mechanism) -> Option<Kept> {
    let retention = match &mechanism.points {
        Points::Scheduled(points) => points.retention.as_ref(),
        Points::Continuous { retention, lag: _ } => retention.as_ref(),
        Points::OnChange { retention, keep_newest: _ } => retention.as_ref(),
        Points::Replica { lag: _ } => return None,
    };
    let limit = mechanism.limits.iter().min_by_key(|limit| limit.after.most);
    let limit = limit.map(|limit| Kept::Days(limit.after.most, limit.span));
    let own = match retention.map(|retention| (&retention.value, retention.span)) {
        Some((Retention::For(length), span)) => Kept::Days(length.most, span),
        Some((Retention::Forever, span)) => Kept::Forever(span),
        Some((Retention::Copies(_), _)) | None => Kept::Unknown,
    };
    let ended_by = |limit: &Kept| match (limit.days(), own.days()) {
        (Some(limit), Some(own)) => limit < own,
        (Some(_), None) => true,
        (None, _) => false,
    };
    Some(limit.filter(ended_by).unwrap_or(own))
}
