//! Points that wait for a copy job with a schedule of its own.

use crate::schedule::{Cron, Run, Zone, instants};
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
    let ready = i64::try_from(ready.as_seconds()).ok()?.max(1);
    let mut points = instants(made.0, made.1, CYCLE_START, CYCLE_END).peekable();
    let (mut newest, mut older): (Option<i64>, Option<i64>) = (None, None);
    // What the last copy job took, what it would have taken without the newest
    // point, and what the one before it took.
    let (mut taken, mut without_newest, mut taken_before) = (None, None, None);
    let (mut best, mut worst) = (Longest::default(), Longest::default());
    for copy in instants(copied.0, copied.1, CYCLE_START, CYCLE_END) {
        best.consider(taken, copy);
        for start in [taken, without_newest, taken_before] {
            worst.consider(start, copy);
        }
        while let Some(point) = points.next_if(|point| point.saturating_add(ready) <= copy) {
            older = newest;
            newest = Some(point);
        }
        taken_before = taken;
        taken = newest;
        without_newest = older;
    }
    let wait = |found: Longest| {
        let (from, to) = found.0?;
        let length = Duration::seconds(u64::try_from(to - from).unwrap_or_default());
        Some(Wait { length, from: Run::in_zone(made.1, from), to: Run::in_zone(copied.1, to) })
    };
    Some((wait(best)?, wait(worst)?))
}

/// The first of the longest times between two instants.
#[derive(Default)]
struct Longest(Option<(i64, i64)>);

impl Longest {
    fn consider(&mut self, from: Option<i64>, to: i64) {
        let Some(from) = from else { return };
        if self.0.is_none_or(|(known_from, known_to)| known_to - known_from < to - from) {
            self.0 = Some((from, to));
        }
    }
}
