//! How far back a mechanism reaches: at every moment a usable point at least
//! this old exists.
//!
//! Reach is never the retention itself: just before a new point is made the
//! oldest one may already be deleted, and the next oldest is a gap younger.

use crate::resolved::{Mechanism, Points, Scheduled};
use crate::schedule::{Schedule, longest_gap};
use crate::units::{Duration, Retention};

use super::evidence::Evidence;

/// How far back a mechanism reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This far, rounded down; zero if points are deleted before the next.
    Back(Duration),
    /// As far as its oldest point, which is never deleted.
    Forever,
    /// Not at all: there is only the newest state, or nothing runs by itself.
    None,
    /// The policy does not say enough, for this reason.
    Unproven(&'static str),
}

/// How far back the points of a mechanism reach by themselves.
#[must_use]
pub fn reach(evidence: &Evidence<'_>, mechanism: &Mechanism) -> Reach {
    match &mechanism.points {
        Points::Replica { .. } => Reach::None,
        Points::Continuous { retention, lag: _ }
        | Points::OnChange { retention, keep_newest: _ } => {
            let retention = retention.as_ref().map(|retention| &retention.value);
            back(mechanism, retention, Duration::ZERO)
        }
        Points::Scheduled(points) => scheduled(evidence, mechanism, points),
    }
}

fn scheduled(evidence: &Evidence<'_>, mechanism: &Mechanism, points: &Scheduled) -> Reach {
    let Some(schedule) = points.schedule.as_ref().map(|schedule| &schedule.value) else {
        return Reach::Unproven("nobody says when it runs");
    };
    if points.copied.is_some() {
        return Reach::Unproven("its points wait for a copy job with a schedule of its own");
    }
    if points.overwrites_last.is_some() {
        return Reach::None;
    }
    let retention = points.retention.as_ref().map(|retention| &retention.value);
    let runs = evidence.series_of(mechanism);
    let gap = match (runs, schedule) {
        (Some(series), _) => evidence.gap(&[series], 0).map(|found| found.gap.length),
        (None, Schedule::OnChange) => Some(Duration::ZERO),
        (None, _) => longest_gap(schedule, &points.zone).map(|found| found.length),
    };
    match gap {
        Some(gap) => back(mechanism, retention, gap.plus(points.start_window)),
        None => Reach::None,
    }
}

/// The retention, or what deletes points earlier, less what may be missing.
fn back(mechanism: &Mechanism, retention: Option<&Retention>, missing: Duration) -> Reach {
    let days = |days: u32| Duration::days(u64::from(days));
    let own = match retention {
        None if mechanism.limits.is_empty() => {
            return Reach::Unproven("nobody says how long its points are kept");
        }
        None | Some(Retention::Forever) => None,
        // What AWS Backup keeps is rendered at its longest.
        Some(Retention::For(kept)) if mechanism.vault.is_some() => Some(days(kept.most)),
        Some(Retention::For(kept)) => Some(days(kept.least)),
        Some(Retention::Copies(_)) => {
            return Reach::Unproven("a count of copies is no length of time");
        }
    };
    let limits = mechanism.limits.iter().map(|limit| days(limit.after.least));
    match own.into_iter().chain(limits).min() {
        Some(shortest) => Reach::Back(shortest.minus(missing).rounded_down()),
        None => Reach::Forever,
    }
}
