//! The runs of one tier, sorted into kinds of days.
//!
//! Over decades a schedule has few different days, so runs are held once per
//! kind of UTC day, and each day only names its kind.

use std::collections::BTreeMap;

use super::clock::{Clock, DAY};
use super::cron::{Cron, Days};
use super::gap::{ALL_DAYS, FIRST_DAY, FIRST_YEAR};
use super::occurrences::MatchingDays;
use super::stretches::{Stretch, Stretches};
use super::zone::Zone;

/// The runs of one tier in the years looked at.
#[derive(Clone, Debug)]
pub(super) struct TierDays {
    /// The runs of each kind of day, ascending, in seconds after its start.
    kinds: Vec<Vec<i64>>,
    /// The kind of each day.
    of_days: Stretches,
}

impl TierDays {
    pub(super) fn new(cron: &Cron, zone: &Zone) -> Self {
        // Days between two changes of clocks are all alike then.
        let daily = cron.days() == Days::Every && cron.every_month_from(FIRST_YEAR);
        let mut builder = Builder {
            clock: zone.horizon(),
            times: cron.seconds_of_day(),
            named: named_days(cron, daily),
            known: BTreeMap::new(),
        };
        let mut of_days = Stretches::default();
        let mut steady: Option<Steady> = None;
        let mut day = FIRST_DAY;
        while day < FIRST_DAY + ALL_DAYS {
            if steady.as_ref().is_none_or(|steady| (day + 3) * DAY > steady.until) {
                let found = builder.clock.steady((day - 2) * DAY, (day + 3) * DAY);
                steady = found.map(|(offset, until)| Steady { offset, until, kinds: [None; 8] });
            }
            let around = builder.around(day);
            let known =
                steady.as_ref().and_then(|steady| steady.kinds.get(around).copied().flatten());
            let kind = known.unwrap_or_else(|| match &mut steady {
                Some(steady) => builder.steady_kind(day, around, steady),
                None => builder.unsteady_kind(day),
            });
            of_days.push(day - FIRST_DAY, kind);
            let next = match &steady {
                Some(steady) if daily => steady.until.div_euclid(DAY) - 2,
                Some(steady) if around == 0 => {
                    builder.next_near(day).min(steady.until.div_euclid(DAY) - 2)
                }
                _ => day + 1,
            };
            day = next.max(day + 1);
        }
        let mut kinds = vec![Vec::new(); builder.known.len()];
        for (runs, index) in builder.known {
            if let Some(kind) = kinds.get_mut(index) {
                *kind = runs;
            }
        }
        TierDays { kinds, of_days }
    }

    /// How many kinds of days there are.
    pub(super) fn kinds(&self) -> usize {
        self.kinds.len()
    }

    /// The kind of each day.
    pub(super) const fn of_days(&self) -> &Stretches {
        &self.of_days
    }

    /// The kinds of the days.
    pub(super) fn stretches(&self) -> impl Iterator<Item = Stretch> + '_ {
        self.of_days.iter()
    }

    /// The runs of a kind of day, ascending, in seconds after its start.
    pub(super) fn runs(&self, kind: usize) -> &[i64] {
        self.kinds.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// A time without change of clocks, with the kinds of its days by which of the
/// three local days around a UTC day are named.
struct Steady {
    offset: i64,
    until: i64,
    kinds: [Option<usize>; 8],
}

struct Builder<'a> {
    clock: &'a Clock,
    times: Vec<i64>,
    /// Whether a local day is named, from two days before the first.
    named: Vec<bool>,
    known: BTreeMap<Vec<i64>, usize>,
}

impl Builder<'_> {
    fn is_named(&self, day: i64) -> bool {
        let index = usize::try_from(day - FIRST_DAY + 2);
        index.is_ok_and(|index| self.named.get(index).copied().unwrap_or_default())
    }

    /// The next day that has a named day around it.
    fn next_near(&self, day: i64) -> i64 {
        let after = usize::try_from(day - FIRST_DAY + 4).unwrap_or_default();
        let found = self.named.iter().skip(after).position(|named| *named);
        found
            .and_then(|skipped| i64::try_from(skipped).ok())
            .map_or(i64::MAX, |skipped| day + 1 + skipped)
    }

    /// Which of the three local days around a UTC day are named, as bits.
    fn around(&self, day: i64) -> usize {
        let before = usize::try_from(day - FIRST_DAY + 1).unwrap_or_default();
        let three = self.named.get(before..before + 3).unwrap_or_default();
        three.iter().fold(0, |bits, named| bits << 1 | usize::from(*named))
    }

    fn steady_kind(&mut self, day: i64, around: usize, steady: &mut Steady) -> usize {
        let offset = steady.offset;
        let kind = self.kind_of(day, &[day - 1, day, day + 1], |local| local - offset);
        if let Some(slot) = steady.kinds.get_mut(around) {
            *slot = Some(kind);
        }
        kind
    }

    fn unsteady_kind(&mut self, day: i64) -> usize {
        let clock = self.clock;
        self.kind_of(day, &[day - 2, day - 1, day, day + 1, day + 2], |local| clock.instant(local))
    }

    /// The kind of a UTC day with the runs of those local days that are named.
    fn kind_of(&mut self, day: i64, local_days: &[i64], instant: impl Fn(i64) -> i64) -> usize {
        let named = local_days.iter().filter(|local| self.is_named(**local));
        let all = named.flat_map(|local| self.times.iter().map(move |time| local * DAY + time));
        let mut runs: Vec<i64> = all
            .map(|local| instant(local) - day * DAY)
            .filter(|run| (0..DAY).contains(run))
            .collect();
        runs.sort_unstable();
        runs.dedup();
        let next = self.known.len();
        *self.known.entry(runs).or_insert(next)
    }
}

fn named_days(cron: &Cron, daily: bool) -> Vec<bool> {
    let first = FIRST_DAY - 2;
    if daily {
        return vec![true; usize::try_from(ALL_DAYS + 4).unwrap_or_default()];
    }
    let mut named = vec![false; usize::try_from(ALL_DAYS + 4).unwrap_or_default()];
    for day in MatchingDays::new(cron, first, FIRST_DAY + ALL_DAYS + 1) {
        let slot = usize::try_from(day - first).ok().and_then(|index| named.get_mut(index));
        if let Some(slot) = slot {
            *slot = true;
        }
    }
    named
}
