//! The runs that make the points of a mechanism, and the times between them.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::rc::Rc;

use crate::resolved::{Mechanism, MechanismKind, Points};
use crate::schedule::UnionGap;
use crate::units::Duration;

use super::copied::CopyMade;
use super::evidence::{Evidence, Lane};
use super::jobs::JobTimes;

/// The runs that make the points of a mechanism; copies share them.
#[derive(Debug, Clone)]
pub(super) struct Series(Rc<Made>);

/// What a series is.
#[derive(Debug)]
pub(super) struct Made {
    /// Equal series of one evidence have equal numbers.
    pub(super) number: usize,
    pub(super) lane: usize,
    /// Numbers of tiers in the lane, ascending.
    pub(super) tiers: Vec<usize>,
}

impl Deref for Series {
    type Target = Made;

    fn deref(&self) -> &Made {
        &self.0
    }
}

impl Evidence<'_> {
    /// The runs that make the points of a mechanism: for a copy also those of
    /// rules that took it over. None where points are made otherwise.
    pub(super) fn series(&self, number: usize, mechanism: &Mechanism) -> Option<Series> {
        let Some((lane, tier)) = self.made_by(mechanism) else {
            return self.own.get(&number).map(|lane| self.one_series(*lane, vec![0]));
        };
        let mut tiers = vec![tier];
        if let Some(vault) =
            mechanism.vault.as_ref().filter(|_| mechanism.kind == MechanismKind::Copy)
        {
            // Copies that go sooner are none of these.
            let copies = self.lane(lane).and_then(|lane| lane.copies.get(vault));
            let own = match &mechanism.points {
                Points::Scheduled(points) => points.retention.as_ref(),
                _ => None,
            };
            let own = own.and_then(|retention| retention.value.most_days());
            let as_long = |copy: &&CopyMade| match (copy.days, own) {
                (None, _) => true,
                (Some(days), Some(own)) => days >= own,
                (Some(_), None) => false,
            };
            tiers.extend(copies.into_iter().flatten().filter(as_long).map(|copy| copy.tier));
        }
        tiers.sort_unstable();
        tiers.dedup();
        Some(self.one_series(lane, tiers))
    }

    /// The series of these tiers, which every mechanism that has it shares.
    fn one_series(&self, lane: usize, tiers: Vec<usize>) -> Series {
        let known = &mut self.memo.borrow_mut().series;
        let number = known.len();
        let made = |key: &(usize, Vec<usize>)| {
            Series(Rc::new(Made { number, lane: key.0, tiers: key.1.clone() }))
        };
        known.entry((lane, tiers)).or_insert_with_key(made).clone()
    }

    /// The runs of a mechanism that is one of this evidence, or a changed one.
    pub(super) fn series_of(&self, mechanism: &Mechanism) -> Option<Series> {
        let same = |(_, other): &(usize, &Mechanism)| {
            other.reference == mechanism.reference && other.made_from == mechanism.made_from
        };
        let number = self.of_resource(&mechanism.resource).find(same)?.0;
        self.series(number, mechanism)
    }

    /// The runs of the rule that makes the points of a mechanism, without those
    /// of rules that took its copies over; otherwise as [`Evidence::series`].
    pub(super) fn own_series(&self, number: usize, mechanism: &Mechanism) -> Option<Series> {
        match self.made_by(mechanism) {
            Some((lane, tier)) => Some(self.one_series(lane, vec![tier])),
            None => self.series(number, mechanism),
        }
    }

    /// The longest times of the jobs of a series.
    pub(super) fn slowest(&self, series: &Series) -> JobTimes {
        let lane = self.lane(series.lane);
        let times = series.tiers.iter().filter_map(|tier| lane?.times.get(*tier));
        let none = JobTimes { window: Duration::ZERO, backup: Duration::ZERO };
        times.fold(none, |sum, times| JobTimes {
            window: sum.window.max(times.window),
            backup: sum.backup.max(times.backup),
        })
    }

    /// The longest time between runs of all these series together, if so many
    /// in a row fail.
    pub(super) fn gap(&self, series: &[Series], failed: usize) -> Option<UnionGap> {
        let mut numbers: Vec<usize> = series.iter().map(|series| series.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let key = (numbers, failed);
        if let Some(known) = self.memo.borrow().gaps.get(&key) {
            return *known;
        }
        let joined = joined(series);
        let sets: Vec<(&Lane, &[usize])> = joined
            .iter()
            .filter_map(|(lane, tiers)| Some((self.lane(*lane)?, tiers.as_slice())))
            .collect();
        let found = self.calendars.gap(&sets, failed);
        self.memo.borrow_mut().gaps.insert(key, found);
        found
    }
}

/// The same runs with one entry for each lane, in the order of lanes: the lane
/// and its tiers.
pub(super) fn joined(series: &[Series]) -> Vec<(usize, Vec<usize>)> {
    let mut lanes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for series in series {
        lanes.entry(series.lane).or_default().extend(&series.tiers);
    }
    let sorted = lanes.into_iter().map(|(lane, mut tiers)| {
        tiers.sort_unstable();
        tiers.dedup();
        (lane, tiers)
    });
    sorted.collect()
}
