//! The days looked at, as stretches of days that are alike.

use super::gap::ALL_DAYS;

/// Days counted from the first one looked at, in stretches with one number each.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretches {
    /// The first day and the number of each stretch, ascending.
    starts: Vec<(i64, usize)>,
}

/// Some days in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// The first day.
    pub from: i64,
    /// The first day after it.
    pub until: i64,
    /// What the days have in common.
    pub number: usize,
}

impl Stretches {
    /// Says the number of the days from `from` on; days come in order.
    pub(super) fn push(&mut self, from: i64, number: usize) {
        if self.starts.last().is_none_or(|(_, newest)| *newest != number) {
            self.starts.push((from, number));
        }
    }

    /// The first day and the number of each stretch, ascending.
    pub(super) fn starts(&self) -> &[(i64, usize)] {
        &self.starts
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Stretch> + '_ {
        self.iter_from(i64::MIN)
    }

    /// The stretches from the one of a day on.
    pub(super) fn iter_from(&self, day: i64) -> impl Iterator<Item = Stretch> + '_ {
        let first = self.starts.partition_point(|(from, _)| *from <= day).saturating_sub(1);
        let starts = self.starts.get(first..).unwrap_or_default();
        let ends = starts.iter().skip(1).map(|(from, _)| *from).chain([ALL_DAYS]);
        starts.iter().zip(ends).map(|((from, number), until)| Stretch {
            from: *from,
            until,
            number: *number,
        })
    }
}
