//! Points that wait for a copy job with a schedule of its own.

use std::collections::BTreeMap;

use crate::resolved::{Mechanism, Scheduled};
use crate::schedule::{Cron, Run, occurrences};

use crate::recoverability::evidence::CYCLE_START;
use crate::recoverability::jobs::Delay;

use super::happened::{Copied, Keep, Made, existing};
use super::outcome::Why;
use super::{Moment, instant, seconds};

/// The points that copy jobs brought and that still exist, oldest first.
///
/// A copy job takes the newest point that is ready when it is due; at its own
/// due time no point is. On schedule a point is ready at once; at worst it is
/// the copy after it was made that has it.
pub(super) fn copied(
    cron: &Cron,
    points: &Scheduled,
    mechanism: &Mechanism,
    keep: &Keep,
    moment: Moment,
) -> Result<Vec<Made>, Why> {
    let job = points.copied.as_ref();
    let schedule = job.and_then(|job| Some((&job.schedule.as_ref()?.value, &job.zone)));
    let Some((copies, zone)) = schedule.and_then(|(schedule, zone)| Some((schedule.cron()?, zone)))
    else {
        return Err(Why::Unproven("when its copies are made is not proven".to_owned()));
    };
    let first = match cron.leaves_out_years(0) || copies.leaves_out_years(0) {
        true => CYCLE_START,
        false => i64::MIN / 2,
    };
    let first = first.max(moment.since.map_or(first, |since| since.as_second()));
    let ready = Delay::of(mechanism, points).map_or(1, |delay| seconds(delay.until_made()).max(1));
    let runs = |from: i64, until: i64| {
        let from = from.max(first);
        let mut all: BTreeMap<i64, (Run, Copied)> = BTreeMap::new();
        for copy in occurrences(copies, zone, instant(from), instant(until)) {
            let taken = |ready: i64| newest_before(cron, points, copy, ready, from);
            if let Some(run) = taken(1) {
                let known =
                    &mut all.entry(run.at.as_second()).or_insert((run, Copied::default())).1;
                known.on_time = known.on_time.or(Some(copy));
            }
            if let Some(run) = taken(ready) {
                let known =
                    &mut all.entry(run.at.as_second()).or_insert((run, Copied::default())).1;
                known.certain = known.certain.or(Some(copy));
            }
        }
        let made = |(run, copied)| Made { run, tier: 0, copied: Some(copied) };
        all.into_values().map(made).collect()
    };
    existing(&runs, keep, moment).map_err(|gone| {
        Why::NoPoint(gone.unwrap_or_else(|| "no copy job brought a point before".to_owned()))
    })
}

/// The newest run that was due at least so long before a copy job.
fn newest_before(
    cron: &Cron,
    points: &Scheduled,
    copy: Run,
    ready: i64,
    first: i64,
) -> Option<Run> {
    const DAY: i64 = 86_400;
    let until = copy.at.as_second().saturating_sub(ready).saturating_add(1);
    for back in [2 * DAY, 40 * DAY, 800 * DAY, 10_227 * DAY] {
        let from = until.saturating_sub(back).max(first);
        let runs = occurrences(cron, &points.zone, instant(from), instant(until));
        if let Some(newest) = runs.last() {
            return Some(newest);
        }
    }
    None
}
