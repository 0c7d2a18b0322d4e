//! Points that wait for a copy job with a schedule of its own.

use jiff::Timestamp;

use crate::schedule::{Cron, Run, Zone, occurrences};
use crate::units::Duration;

use super::evidence::{CYCLE_END, CYCLE_START};

/// The longest time from a point that was copied to the copy job that brings a
/// newer one, with the runs that bound it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wait {
    pub(super) length: Duration,
    pub(super) from: Run,
    pub(super) to: Run,
}

/// The longest wait if every run is done, and if any one of them is not.
///
/// A copy job takes the newest point that is `ready` so long after its due
/// time; at the due time itself no point is usable.
pub(super) fn longest_waits(
    made: (&Cron, &Zone),
    copied: (&Cron, &Zone),
    ready: Duration,
) -> Option<(Wait, Wait)> {
    let from = Timestamp::from_second(CYCLE_START).ok()?;
    let until = Timestamp::from_second(CYCLE_END).ok()?;
    let ready = i64::try_from(ready.as_seconds()).ok()?.max(1);
    let mut points = occurrences(made.0, made.1, from, until).peekable();
    let (mut newest, mut older): (Option<Run>, Option<Run>) = (None, None);
    // What the last copy job took, what it would have taken without the newest
    // point, and what the one before it took.
    let (mut taken, mut without_newest, mut taken_before) = (None, None, None);
    let (mut best, mut worst): (Option<Wait>, Option<Wait>) = (None, None);
    for copy in occurrences(copied.0, copied.1, from, until) {
        longer(&mut best, taken, copy);
        for start in [taken, without_newest, taken_before] {
            longer(&mut worst, start, copy);
        }
        while let Some(point) = points
            .next_if(|point| point.at.as_second().saturating_add(ready) <= copy.at.as_second())
        {
            older = newest;
            newest = Some(point);
        }
        taken_before = taken;
        taken = newest;
        without_newest = older;
    }
    Some((best?, worst?))
}

fn longer(known: &mut Option<Wait>, from: Option<Run>, to: Run) {
    let Some(from) = from else { return };
    let seconds = to.at.as_second().saturating_sub(from.at.as_second());
    let length = Duration::seconds(u64::try_from(seconds).unwrap_or_default());
    if known.is_none_or(|known| known.length < length) {
        *known = Some(Wait { length, from, to });
    }
}
