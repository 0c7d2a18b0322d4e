//! How much of the newest data a disruption costs.
//!
//! A point holds the data of its job's start and is usable at its end. The
//! figures of the tiers of one plan of AWS are taken together, since AWS makes
//! their runs together; every other mechanism stands for itself.

use std::collections::BTreeMap;

use crate::document::Disruption;
use crate::resolved::{Mechanism, MechanismKind, Resource};
use crate::units::Duration;

use super::assumptions::{Question, assume};
use super::evidence::Evidence;
use super::figure::{Counted, Figure};
use super::survival::{Home, Reason, Survival, survival};
use super::{own_figures, plan_figures};

/// What is lost of one resource after one disruption.
#[derive(Debug, Clone)]
pub struct Rpo {
    /// The ways to get the data back, each with its own figures.
    pub ways: Vec<Way>,
    /// The mechanisms that are no way, each with its reason.
    pub left_out: Vec<LeftOut>,
}

/// One way to get the data back.
#[derive(Debug, Clone)]
pub struct Way {
    /// The mechanisms whose points count.
    pub mechanisms: Vec<Counted>,
    /// What is lost with it.
    pub figures: Figures,
    /// Why it may be lost itself: then it proves nothing.
    pub unsure: Option<Reason>,
}

/// The three figures of an RPO.
#[derive(Debug, Clone)]
pub struct Figures {
    /// By the schedule.
    pub nominal: Figure,
    /// By the schedule, if any one run fails.
    pub after_one_failure: Figure,
    /// With everything that may delay a point.
    pub guaranteed: Figure,
}

/// A mechanism that is no way to get the data back.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// The mechanism.
    pub mechanism: Counted,
    /// Why.
    pub why: WhyNot,
}

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

impl Figures {
    /// The same figure three times.
    pub(super) fn all(figure: Figure) -> Self {
        Self { nominal: figure.clone(), after_one_failure: figure.clone(), guaranteed: figure }
    }
}

impl Rpo {
    /// The least nominal figure of what is certainly left.
    #[must_use]
    pub fn nominal(&self) -> Option<&Figure> {
        self.least(|figures| &figures.nominal)
    }

    /// The least figure after one failed run of what is certainly left.
    #[must_use]
    pub fn after_one_failure(&self) -> Option<&Figure> {
        self.least(|figures| &figures.after_one_failure)
    }

    /// The least guaranteed figure of what is certainly left.
    #[must_use]
    pub fn guaranteed(&self) -> Option<&Figure> {
        self.least(|figures| &figures.guaranteed)
    }

    fn least(&self, which: impl Fn(&Figures) -> &Figure) -> Option<&Figure> {
        let certain = self.ways.iter().filter(|way| way.unsure.is_none());
        let figures = certain.map(|way| which(&way.figures));
        figures.filter(|figure| figure.value.is_some()).min_by_key(|figure| figure.value)
    }
}

/// Computes what a disruption costs a resource.
#[must_use]
pub fn rpo(evidence: &Evidence<'_>, resource: &Resource, disruption: Disruption) -> Rpo {
    let question = Question::new(evidence.policy, resource, disruption);
    let home = Home::of(evidence.policy, resource);
    let mut out = Rpo { ways: Vec::new(), left_out: Vec::new() };
    let mut of_plans: BTreeMap<(usize, bool), PlanGroup<'_>> = BTreeMap::new();
    for mechanism in evidence.mechanisms.iter().filter(|m| m.resource == resource.at.key) {
        if mechanism.planned {
            out.leave(mechanism, WhyNot::Planned);
            continue;
        }
        match survival(mechanism, &evidence.mechanisms, &home, disruption) {
            Survival::Lost(reason) => out.leave(mechanism, WhyNot::Lost(reason)),
            Survival::LeavesOnePoint { days } => out.one_point(mechanism, days, &question),
            left @ (Survival::Survives | Survival::Unknown(_)) => {
                let unsure = match left {
                    Survival::Unknown(reason) => Some(reason),
                    _ => None,
                };
                match evidence.made_by(mechanism) {
                    Some((part, tier)) => {
                        let group = of_plans.entry((part, unsure.is_some())).or_default();
                        group.points.push((mechanism, tier));
                        group.unsure = unsure;
                    }
                    None => out.own(evidence, mechanism, unsure, &question),
                }
            }
        }
    }
    for ((part, _), group) in of_plans {
        out.plan(evidence, part, group, &question);
    }
    out
}

/// Points that one plan of AWS makes, as certain as each other.
#[derive(Default)]
struct PlanGroup<'a> {
    points: Vec<(&'a Mechanism, usize)>,
    unsure: Option<Reason>,
}

impl Rpo {
    fn leave(&mut self, mechanism: &Mechanism, why: WhyNot) {
        self.left_out.push(LeftOut { mechanism: counted(mechanism), why });
    }

    /// The one point that a deletion leaves is of its very moment.
    fn one_point(&mut self, mechanism: &Mechanism, days: Option<u32>, question: &Question<'_>) {
        let late = question.found_within.unwrap_or_default();
        if days.is_some_and(|days| Duration::days(u64::from(days)) < late) {
            self.leave(mechanism, WhyNot::GoneWhenNoticed);
            return;
        }
        self.way(&[mechanism], own_figures::stated_zero(mechanism), None, question);
    }

    fn own(
        &mut self,
        evidence: &Evidence<'_>,
        mechanism: &Mechanism,
        unsure: Option<Reason>,
        question: &Question<'_>,
    ) {
        let on_something = mechanism.rests_on.is_empty()
            || evidence.mechanisms.iter().any(|base| is_usable_base(mechanism, base, question));
        match own_figures::figures(mechanism, question.found_within).filter(|_| on_something) {
            Some(figures) => self.way(&[mechanism], figures, unsure, question),
            None => self.leave(mechanism, WhyNot::GoneWhenNoticed),
        }
    }

    fn plan(
        &mut self,
        evidence: &Evidence<'_>,
        number: usize,
        group: PlanGroup<'_>,
        question: &Question<'_>,
    ) {
        let Some(part) = evidence.part_of(number) else { return };
        let made = evidence.mechanisms.iter().filter(|mechanism| {
            mechanism.kind == MechanismKind::RecoveryPoints
                && mechanism.resource == question.resource.at.key
                && !mechanism.planned
        });
        let here =
            made.filter(|made| evidence.made_by(made).is_some_and(|(part, _)| part == number));
        let blocked = plan_figures::blocked(here);
        let (left, gone) = plan_figures::left(part, &group.points, question.found_within);
        for mechanism in gone {
            self.leave(mechanism, WhyNot::GoneWhenNoticed);
        }
        if left.is_empty() {
            return;
        }
        let mechanisms: Vec<&Mechanism> = left.iter().map(|points| points.mechanism).collect();
        self.way(&mechanisms, plan_figures::figures(part, &left, blocked), group.unsure, question);
    }

    fn way(
        &mut self,
        mechanisms: &[&Mechanism],
        figures: Figures,
        unsure: Option<Reason>,
        question: &Question<'_>,
    ) {
        let Figures { nominal, after_one_failure, guaranteed } = figures;
        let figures = Figures {
            nominal: assume(nominal, mechanisms, question),
            after_one_failure: assume(after_one_failure, mechanisms, question),
            guaranteed: assume(guaranteed, mechanisms, question),
        };
        let mechanisms = mechanisms.iter().map(|mechanism| counted(mechanism)).collect();
        self.ways.push(Way { mechanisms, figures, unsure });
    }
}

/// True if a base backup that the archive rests on, or a copy of one, is left
/// from before a disruption that is noticed late.
fn is_usable_base(archive: &Mechanism, base: &Mechanism, question: &Question<'_>) -> bool {
    let named = |reference: &String| archive.rests_on.contains(reference);
    let is_base = base.resource == archive.resource
        && !base.planned
        && (named(&base.reference) || base.made_from.as_ref().is_some_and(named));
    is_base
        && survival(base, &[], &question.home, question.disruption).leaves_something()
        && own_figures::figures(base, question.found_within).is_some_and(|figures| {
            question.found_within.is_none() || figures.nominal.value.is_some()
        })
}

pub(super) fn counted(mechanism: &Mechanism) -> Counted {
    Counted { reference: mechanism.reference.clone(), span: mechanism.span }
}
