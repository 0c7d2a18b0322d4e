//! What is left of a resource's mechanisms after a disruption.

use std::fmt;

use crate::document::Disruption;
use crate::resolved::{Lag, Mechanism, MechanismKind, Native, Points, Resource, Scheduled};
use crate::source::SharedText;
use crate::units::Duration;

use super::assumptions::Question;
use super::evidence::Evidence;
use super::figure::Counted;
use super::filed::Filed;
use super::jobs::Delay;
use super::kept::{Kept, kept_so_long, lasts};
use super::own_figures;
use super::rpo::Figures;
use super::series::Series;
use super::survival::{Reason, Survival, survival};

/// What a disruption leaves of a resource's mechanisms.
#[derive(Debug)]
pub(super) struct Left<'a> {
    /// What may bring the data back.
    pub(super) ways: Vec<Way<'a>>,
    /// The mechanisms that cannot, each with its reason.
    pub(super) out: Vec<LeftOut>,
}

/// A mechanism that is left.
#[derive(Debug)]
pub(super) struct Way<'a> {
    /// Its number in the evidence.
    pub(super) number: usize,
    pub(super) mechanism: &'a Mechanism,
    /// Why it may be lost after all: then it proves nothing.
    pub(super) unsure: Option<Reason>,
    pub(super) points: LeftPoints,
}

/// What is left of its points.
#[derive(Debug)]
pub(super) enum LeftPoints {
    /// One for each of these runs.
    Of(Runs),
    /// All others, with their figures.
    Other(Box<Figures>),
    /// The one that the deletion of the resource leaves.
    One(Box<Figures>),
}

/// Points of runs.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    pub(super) series: Series,
    /// Points of several resources are alike if these are.
    pub(super) kin: usize,
    /// How long it may take until a point is usable, or what is missing for that.
    pub(super) delay: Result<Delay, &'static str>,
    /// The age up to which the newest point is certainly there.
    pub(super) lasts: Option<Duration>,
}

/// A mechanism that is no way to get the data back.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// The mechanism.
    pub mechanism: Counted,
    /// What it is.
    pub kind: MechanismKind,
    /// Why.
    pub why: WhyNot,
}

const NO_BASE: &str = "no base backup is certainly left that it can be replayed on";

/// Why a mechanism does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// It is switched off.
    Planned,
    /// The disruption takes it away.
    Lost(Reason),
    /// Its points may be gone when the disruption is noticed.
    GoneWhenNoticed,
}

/// Prints the reason.
impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Planned => f.write_str("it is planned, and switched off"),
            Self::Lost(reason) => reason.fmt(f),
            Self::GoneWhenNoticed => {
                f.write_str("its points may be gone when the disruption is noticed")
            }
        }
    }
}

const UNSAID: &str = "nobody says how long its points are kept";

impl Evidence<'_> {
    /// What is left of a resource after a disruption.
    pub(super) fn left(&self, resource: &Resource, question: &Question<'_>) -> Left<'_> {
        let mut left = Left { ways: Vec::new(), out: Vec::new() };
        let own = self.of_resource(&resource.at.key);
        let all = || own.clone().map(|(_, mechanism)| mechanism);
        for (number, mechanism) in own.clone() {
            if mechanism.planned {
                left.leave(mechanism, WhyNot::Planned);
                continue;
            }
            match survival(mechanism, all(), &question.home, question.disruption) {
                Survival::Lost(reason) => left.leave(mechanism, WhyNot::Lost(reason)),
                Survival::LeavesOnePoint { days } => {
                    left.one_point((number, mechanism), days, question);
                }
                Survival::Survives => {
                    self.file(number, mechanism, None, question, &mut left);
                    if question.disruption == Disruption::Deletion
                        && final_snapshot(resource, mechanism)
                    {
                        left.one_point((number, mechanism), None, question);
                    }
                }
                Survival::Unknown(reason) => {
                    self.file(number, mechanism, Some(reason), question, &mut left);
                }
            }
        }
        left
    }

    fn file<'a>(
        &'a self,
        number: usize,
        mechanism: &'a Mechanism,
        unsure: Option<Reason>,
        question: &Question<'_>,
        left: &mut Left<'a>,
    ) {
        let Some(filed) = self.filed(number) else { return };
        let points = match (&mechanism.points, &filed.runs) {
            (Points::Scheduled(points), Some(runs)) => {
                let retention = points.retention.as_ref().map(|retention| &retention.value);
                let overwritten = points.is_overwritten();
                let lasts = lasts(filed.length, mechanism, retention, question.found_within);
                let lasts = lasts.filter(|_| !overwritten);
                let (series, kin) = (runs.series.clone(), runs.kin);
                let of = |delay| LeftPoints::Of(Runs { series, kin, delay, lasts });
                match exists(mechanism, points, filed, question) {
                    Kept::LongEnough => Some(of(runs.delay)),
                    Kept::Unsaid if question.found_within.is_none() => Some(of(Err(UNSAID))),
                    Kept::Unsaid | Kept::TooShort => None,
                }
            }
            _ => self
                .figures(mechanism, question.found_within)
                .filter(|_| self.has_base(mechanism, question))
                .map(|figures| LeftPoints::Other(Box::new(figures))),
        };
        let unsure = unsure.or_else(|| filed.crowded_out.clone());
        match points {
            Some(points) => left.ways.push(Way { number, mechanism, unsure, points }),
            None if !self.has_base(mechanism, question) => {
                left.leave(mechanism, WhyNot::Lost(Reason::new(NO_BASE)));
            }
            None => left.leave(mechanism, WhyNot::GoneWhenNoticed),
        }
    }

    /// The figures of what no runs make.
    fn figures(&self, mechanism: &Mechanism, found_within: Option<Duration>) -> Option<Figures> {
        let replica = |(_, other): &(usize, &Mechanism)| {
            other.kind == MechanismKind::Replication && other.reference == mechanism.reference
        };
        if mechanism.kind != MechanismKind::ReplicaVersions {
            return own_figures::figures(&self.calendars, mechanism, found_within);
        }
        let found = self.of_resource(&mechanism.resource).find(replica);
        let lag = match found.map(|(_, replica)| &replica.points) {
            Some(Points::Replica { lag }) => *lag,
            _ => Lag::default(),
        };
        own_figures::of_replica_versions(mechanism, lag, found_within)
    }

    /// True unless it needs a base backup and none is left from before a
    /// disruption that is noticed late.
    fn has_base(&self, archive: &Mechanism, question: &Question<'_>) -> bool {
        let named = |reference: &SharedText| archive.rests_on.contains(reference);
        archive.rests_on.is_empty()
            || self.of_resource(&archive.resource).any(|(number, base)| {
                let is_base = named(&base.reference) || base.made_from.as_ref().is_some_and(named);
                is_base && !base.planned && self.is_left(number, base, question)
            })
    }

    fn is_left(&self, number: usize, base: &Mechanism, question: &Question<'_>) -> bool {
        if !survival(base, &[], &question.home, question.disruption).leaves_something() {
            return false;
        }
        match (&base.points, self.filed(number).filter(|filed| filed.runs.is_some())) {
            (Points::Scheduled(points), Some(filed)) => {
                match exists(base, points, filed, question) {
                    Kept::LongEnough => true,
                    Kept::TooShort => false,
                    Kept::Unsaid => question.found_within.is_none(),
                }
            }
            _ => own_figures::figures(&self.calendars, base, question.found_within).is_some_and(
                |figures| question.found_within.is_none() || figures.nominal.value.is_some(),
            ),
        }
    }
}

/// Whether points from before the disruption are left when it is noticed.
/// One that the next overwrites is gone once it is noticed later.
fn exists(
    mechanism: &Mechanism,
    points: &Scheduled,
    filed: &Filed,
    question: &Question<'_>,
) -> Kept {
    let Some(apart) = filed.runs.as_ref().and_then(|runs| runs.apart) else {
        return Kept::TooShort;
    };
    let late = question.found_within.is_some_and(|late| !late.is_zero());
    match (points.is_overwritten(), late) {
        (true, true) => Kept::TooShort,
        (true, false) if mechanism.limits.is_empty() => Kept::LongEnough,
        (true | false, _) => {
            let retention = points.retention.as_ref().map(|retention| &retention.value);
            kept_so_long(filed.length, mechanism, retention, apart, question.found_within)
        }
    }
}

/// True if a final snapshot is taken of the database whose backups these are:
/// one that keeps its backups takes it all the same.
fn final_snapshot(resource: &Resource, mechanism: &Mechanism) -> bool {
    let Native::Database(database) = &resource.native else { return false };
    let taken = database.on_delete.final_snapshot.is_some_and(|taken| taken.value);
    taken && mechanism.kind == MechanismKind::AutomatedBackups
}

impl Left<'_> {
    fn leave(&mut self, mechanism: &Mechanism, why: WhyNot) {
        self.out.push(LeftOut { mechanism: Counted::of(mechanism), kind: mechanism.kind, why });
    }
}

impl<'a> Left<'a> {
    /// The one point that a deletion leaves is of its very moment.
    fn one_point(
        &mut self,
        (number, mechanism): (usize, &'a Mechanism),
        days: Option<u32>,
        question: &Question<'_>,
    ) {
        let late = question.found_within.unwrap_or_default();
        if days.is_some_and(|days| Duration::days(u64::from(days)) < late) {
            self.leave(mechanism, WhyNot::GoneWhenNoticed);
            return;
        }
        let figures = own_figures::stated_zero(mechanism);
        let points = LeftPoints::One(Box::new(figures));
        self.ways.push(Way { number, mechanism, unsure: None, points });
    }

    /// What is certainly left.
    pub(super) fn certain(&self) -> Vec<&Way<'a>> {
        self.ways.iter().filter(|way| way.unsure.is_none()).collect()
    }

    /// What may be left.
    pub(super) fn possible(&self) -> Vec<&Way<'a>> {
        self.ways.iter().collect()
    }
}
