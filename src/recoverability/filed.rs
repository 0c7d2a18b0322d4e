//! What of a mechanism does not depend on what is asked: its runs, how far
//! apart they are, how late its points are, how long they are kept.

use std::collections::BTreeMap;

use crate::resolved::{Mechanism, MechanismKind, Points};
use crate::source::Span;
use crate::units::Duration;

use super::evidence::Evidence;
use super::jobs::{Delay, JobTimes};
use super::kept::{Length, length};
use super::series::Series;
use super::survival::Reason;

/// AWS Backup guide, "Point-in-time recovery", of RDS.
const ONE_A_DAY: &str = "beside a continuous backup AWS takes one snapshot a day, and does not say \
                         which run makes it";

/// What is worked out once of a mechanism.
#[derive(Debug)]
pub(super) struct Filed {
    /// The runs that make its points.
    pub(super) runs: Option<Filing>,
    /// How long its points are kept.
    pub(super) length: Length,
    /// Why its points may not be made after all.
    pub(super) crowded_out: Option<Reason>,
}

/// The runs of a mechanism.
#[derive(Debug, Clone)]
pub(super) struct Filing {
    pub(super) series: Series,
    /// The longest time between them, if they follow each other.
    pub(super) apart: Option<Duration>,
    /// The longest times of their jobs.
    pub(super) slowest: JobTimes,
    /// How long it may take until a point is usable, or what is missing for that.
    pub(super) delay: Result<Delay, &'static str>,
    /// Mechanisms of one number are alike in name and runs: those of several
    /// resources with one plan.
    pub(super) kin: usize,
}

/// A delay with the number of those that have it.
type Numbered = (Result<Delay, &'static str>, usize);

/// Numbers for mechanisms that are alike.
#[derive(Debug, Default)]
pub(super) struct Kin<'m> {
    known: BTreeMap<(&'m str, Span, usize), Vec<Numbered>>,
    count: usize,
}

impl<'m> Kin<'m> {
    fn number(
        &mut self,
        mechanism: &'m Mechanism,
        series: &Series,
        delay: Result<Delay, &'static str>,
    ) -> usize {
        let key = (mechanism.reference.as_str(), mechanism.span, series.number);
        let alike = self.known.entry(key).or_default();
        if let Some((_, number)) = alike.iter().find(|(known, _)| *known == delay) {
            return *number;
        }
        let number = self.count;
        alike.push((delay, number));
        self.count += 1;
        number
    }
}

impl Filed {
    /// What there is to know of a mechanism with these runs.
    pub(super) fn of<'m>(
        evidence: &Evidence<'_>,
        mechanism: &'m Mechanism,
        series: Option<Series>,
        kin: &mut Kin<'m>,
    ) -> Self {
        let runs = match (&mechanism.points, series) {
            (Points::Scheduled(points), Some(series)) => {
                let gap = evidence.gap(std::slice::from_ref(&series), 0);
                let slowest = evidence.slowest(&series);
                let delay = Delay::of(mechanism, points).map(|delay| delay.at_least(slowest));
                let kin = kin.number(mechanism, &series, delay);
                let apart = gap.map(|found| found.gap.length);
                Some(Filing { series, apart, slowest, delay, kin })
            }
            _ => None,
        };
        let crowded_out = runs.as_ref().and_then(|runs| crowded_out(evidence, mechanism, runs));
        Self { runs, length: length_of(mechanism), crowded_out }
    }
}

fn length_of(mechanism: &Mechanism) -> Length {
    let retention = match &mechanism.points {
        Points::Scheduled(points) => points.retention.as_ref(),
        Points::Continuous { retention, lag: _ }
        | Points::OnChange { retention, keep_newest: _ } => retention.as_ref(),
        Points::Replica { .. } => None,
    };
    length(mechanism, retention.map(|retention| &retention.value))
}

/// Why snapshots of a database may not be made: beside a continuous backup AWS
/// takes one a day.
fn crowded_out(evidence: &Evidence<'_>, mechanism: &Mechanism, runs: &Filing) -> Option<Reason> {
    let snapshots = matches!(mechanism.kind, MechanismKind::RecoveryPoints | MechanismKind::Copy);
    // A daily run in a zone with summer time has 23 hours once a year.
    let often = runs.apart.is_some_and(|apart| apart < Duration::hours(23));
    let of_rds = || {
        let resource = evidence.policy.resources.get(&mechanism.resource);
        resource.is_some_and(|r| r.types.iter().any(|row| row.value.name == "rds_instance"))
    };
    let continuous = |(_, other): (usize, &Mechanism)| {
        other.kind == MechanismKind::ContinuousBackup && !other.planned
    };
    let crowded =
        snapshots && often && of_rds() && evidence.of_resource(&mechanism.resource).any(continuous);
    crowded.then(|| Reason::new(ONE_A_DAY))
}
