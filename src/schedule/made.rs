//! The runs around a moment that AWS makes backups of, and what clocks do to them.

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan as _};

use super::clock::{DAY, Run};
use super::cron::Cron;
use super::gap::{CYCLE_DAYS, FIRST_DAY};
use super::plan_runs::{PlanRuns, PlannedRun, survives};
use super::zone::Zone;

/// What a change of clocks does to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// Its local time does not exist on that day: it fires as much later as the
    /// clock jumps.
    Skipped {
        /// The time of day that the schedule names.
        named: civil::Time,
    },
    /// Its local time comes twice: it fires the first time only.
    Repeated,
}

impl PlanRuns {
    /// The runs from `from` on, before `until`, of which AWS certainly makes a
    /// point of one of these tiers, in order.
    ///
    /// Before 2026 the runs are those of 28 years later, after which dates and
    /// weekdays pair as before: as if the plan had always been there.
    #[must_use]
    pub fn made(&self, tiers: &[usize], from: Timestamp, until: Timestamp) -> Vec<PlannedRun> {
        let wanted = self.wanted(tiers);
        let (from, until) = (from.as_second(), until.as_second());
        let begin = FIRST_DAY * DAY;
        let cycle = CYCLE_DAYS * DAY;
        let mut found = Vec::new();
        if from < begin {
            let earlier = self.made_within(&wanted, (from + cycle, until.min(begin) + cycle));
            found.extend(earlier.map(|(planned, at)| before(planned, at - cycle)));
        }
        let later = self.made_within(&wanted, (from.max(begin), until));
        found.extend(later.map(|(planned, _)| planned));
        found
    }

    fn made_within<'a>(
        &'a self,
        wanted: &'a [bool],
        (from, until): (i64, i64),
    ) -> impl Iterator<Item = (PlannedRun, i64)> + 'a {
        let (first, last) =
            (from.div_euclid(DAY) - FIRST_DAY, until.div_euclid(DAY) - FIRST_DAY + 1);
        let stretches =
            self.days().of_days.iter_from(first).take_while(move |stretch| stretch.from < last);
        let days = stretches.flat_map(move |stretch| {
            (stretch.from.max(first)..stretch.until.min(last)).map(move |day| (day, stretch.number))
        });
        let all = days.flat_map(|(day, kind)| {
            let start = (FIRST_DAY + day) * DAY;
            self.days().kinds.get(kind).into_iter().flatten().map(move |fate| (start, fate))
        });
        all.filter(|(_, fate)| survives(fate, wanted))
            .filter(move |(start, fate)| (from..until).contains(&(start + fate.run.at)))
            .filter_map(|(start, fate)| Some((self.planned(start, fate)?, start + fate.run.at)))
    }
}

/// The same run 28 years earlier.
fn before(planned: PlannedRun, at: i64) -> PlannedRun {
    let local = planned.run.local.checked_sub(CYCLE_DAYS.days()).unwrap_or(planned.run.local);
    let run = Run { at: Timestamp::from_second(at).unwrap_or_default(), local };
    PlannedRun { run, ..planned }
}

/// What the clocks of its zone do to a run of a schedule, if anything.
#[must_use]
pub fn clock_change(cron: &Cron, zone: &Zone, run: Run) -> Option<ClockChange> {
    let rules: &TimeZone = zone.rules();
    match rules.to_ambiguous_zoned(run.local).offset() {
        AmbiguousOffset::Fold { .. } => return Some(ClockChange::Repeated),
        AmbiguousOffset::Gap { .. } | AmbiguousOffset::Unambiguous { .. } => {}
    }
    let named = |time: civil::Time| {
        cron.times().any(|t| {
            (i16::try_from(t.hour()), i16::try_from(t.minute()))
                == (Ok(i16::from(time.hour())), Ok(i16::from(time.minute())))
        })
    };
    if named(run.local.time()) {
        return None;
    }
    // The clock jumped over what the schedule names: of its times the one that
    // lies in the jump before this one.
    let skipped = |time: &civil::Time| {
        let at = civil::DateTime::from_parts(run.local.date(), *time);
        matches!(rules.to_ambiguous_zoned(at).offset(), AmbiguousOffset::Gap { .. })
    };
    let times = cron.times().filter_map(|time| {
        civil::Time::new(i8::try_from(time.hour()).ok()?, i8::try_from(time.minute()).ok()?, 0, 0)
            .ok()
    });
    let named = times.filter(skipped).find(|time| {
        let at = civil::DateTime::from_parts(run.local.date(), *time);
        let zoned = rules.to_ambiguous_zoned(at).compatible();
        zoned.is_ok_and(|zoned| zoned.timestamp() == run.at)
    })?;
    Some(ClockChange::Skipped { named })
}
