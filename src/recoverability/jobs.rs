//! How long jobs may take, and what a long one costs.

use crate::resolved::{Mechanism, Scheduled, Tier, Time};
use crate::units::Duration;

use super::figure::{TimeSource, Trace, Used};

/// A part of a guarantee that nobody gives, as a sentence.
pub(super) const NO_BACKUP_TIME: &str = "nothing bounds how long a backup takes";
/// AWS bounds no copy job.
pub(super) const NO_COPY_TIME: &str = "AWS bounds no copy job, and no `copy_time` is measured";

/// How long it may take from the due time of a run until its point is usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Delay {
    pub(super) window: Duration,
    pub(super) backup: Used,
    pub(super) copy: Option<Used>,
}

impl Delay {
    /// The delay of a mechanism with a schedule, or what is missing for it.
    pub(super) fn of(mechanism: &Mechanism, points: &Scheduled) -> Result<Self, &'static str> {
        let completion =
            points.completion_window.map(|time| Used { time, from: TimeSource::CompletionWindow });
        let backup = measured(mechanism.times.backup.as_ref()).or(completion);
        let copy = match mechanism.made_from {
            None => None,
            Some(_) => Some(measured(mechanism.times.copy.as_ref()).ok_or(NO_COPY_TIME)?),
        };
        let backup = backup.ok_or(NO_BACKUP_TIME)?;
        Ok(Self { window: points.start_window, backup, copy })
    }

    /// The same, if the jobs of other tiers make these points too.
    pub(super) fn at_least(self, slowest: JobTimes) -> Self {
        let Self { window, backup, copy } = self;
        let slower = Used { time: slowest.backup, from: TimeSource::CompletionWindow };
        Self {
            window: window.max(slowest.window),
            backup: if slower.time > backup.time { slower } else { backup },
            copy,
        }
    }

    pub(super) fn total(&self) -> Duration {
        self.until_made().plus(self.copying())
    }

    /// Until the backup that is copied is done.
    pub(super) fn until_made(&self) -> Duration {
        self.window.plus(self.backup.time)
    }

    pub(super) fn copying(&self) -> Duration {
        self.copy.map_or(Duration::ZERO, |copy| copy.time)
    }

    pub(super) fn traced(&self, trace: Trace) -> Trace {
        let Self { window, backup, copy } = *self;
        Trace { start_window: Some(window), backup: Some(backup), copy, ..trace }
    }
}

/// How long a job may wait and take, whatever becomes of its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct JobTimes {
    pub(super) window: Duration,
    /// Zero where nothing says how long it takes: then its points prove nothing.
    pub(super) backup: Duration,
}

impl JobTimes {
    /// The times of a job that no plan of AWS makes.
    pub(super) fn of(mechanism: &Mechanism, points: &Scheduled) -> Self {
        let measured = measured(mechanism.times.backup.as_ref()).map(|used| used.time);
        let backup = measured.or(points.completion_window).unwrap_or_default();
        Self { window: points.start_window, backup }
    }
}

/// The times of the jobs of a tier.
pub(super) fn of_tier(tier: &Tier) -> JobTimes {
    let backup = measured(tier.times.backup.as_ref()).map(|used| used.time);
    JobTimes {
        window: tier.starts_within(),
        backup: backup.unwrap_or_else(|| tier.completes_within()),
    }
}

/// A measured time at its worse end; none if it grows with the data.
fn measured(time: Option<&Time>) -> Option<Used> {
    let time = time.filter(|time| time.takes_per.is_none())?;
    let range = time.measured()?;
    Some(Used { time: range.value.worse(), from: TimeSource::Measured(range.span) })
}
