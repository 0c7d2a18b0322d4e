//! What the rules about backups outside AWS Backup walk over.
//!
//! What is `planned` is walked as if it were on. Nothing here judges.

use crate::resolved::Points;
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

/// How long points are kept, if the policy says so.
pub(super) const fn retention(points: &Points) -> Option<&Spanned<Retention>> {
    match points {
        Points::Scheduled(points) => points.retention.as_ref(),
        Points::Continuous { retention, .. } | Points::OnChange { retention, .. } => {
            retention.as_ref()
        }
        Points::Replica { .. } => None,
    }
}

/// A promise to keep something, to be compared with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Promise<'a> {
    /// For so many days, of which the most count.
    For(&'a CalendarDays),
    /// For ever.
    Forever,
}

impl<'a> Promise<'a> {
    /// The promise of a retention; none for a count of copies, whose days
    /// depend on the schedule.
    pub(super) const fn of(retention: &'a Retention) -> Option<Self> {
        match retention {
            Retention::For(days) => Some(Self::For(days)),
            Retention::Forever => Some(Self::Forever),
            Retention::Copies(_) => None,
        }
    }

    /// The days it lasts at its longest.
    pub(super) const fn days(&self) -> u32 {
        match self {
            Self::For(days) => days.most,
            Self::Forever => u32::MAX,
        }
    }

    /// As messages write it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::For(days) => days.longest(),
            Self::Forever => "`forever`".to_owned(),
        }
    }
}
