//! What must hold for a figure to be true.

use std::collections::BTreeSet;

use crate::document::Disruption;
use crate::resolved::{
    DeletableBy, DisruptionObjectives, Mechanism, MechanismKey, MechanismKind, Objective, Points,
    Policy, Resource,
};
use crate::units::Duration;

use super::figure::{ASSUMPTIONS, Assumption, Figure, FigureKind};
use super::left::{Left, Way};
use super::rpo::Rpo;
use super::survival::Home;

/// What is asked: one resource after one disruption.
pub(super) struct Question<'a> {
    pub(super) resource: &'a Resource,
    pub(super) home: Home,
    pub(super) disruption: Disruption,
    /// How late the disruption may be noticed; none if that is not stated, or
    /// if the disruption is of a kind that nobody overlooks.
    pub(super) found_within: Option<Duration>,
    /// The resource is selected by its tags.
    by_tags: bool,
    dynamodb: bool,
}

impl<'a> Question<'a> {
    /// `objectives` are those of the resource, or of a class of its data.
    pub(super) fn new(
        policy: &Policy,
        resource: &'a Resource,
        objectives: Option<&DisruptionObjectives>,
        disruption: Disruption,
    ) -> Self {
        let stated = objectives.map(|after| &after.found_within);
        let found_within = stated.and_then(Objective::stated).copied();
        let by_tags = resource.selection.as_ref().is_some_and(|selection| {
            let any_of = selection.value.any_of.as_ref();
            !selection.value.all_of.is_empty()
                || any_of.is_some_and(|any| !any.value.tags.is_empty())
        });
        Self {
            resource,
            home: Home::of(policy, resource),
            disruption,
            found_within: found_within.filter(|_| may_be_overlooked(disruption)),
            by_tags,
            dynamodb: resource.types.iter().any(|row| row.value.name == "dynamodb"),
        }
    }
}

impl Question<'_> {
    /// True of a copy that AWS Backup makes into a vault of another account.
    pub(super) fn crosses_accounts(&self, mechanism: &Mechanism) -> bool {
        mechanism.kind == MechanismKind::Copy && mechanism.place.account != self.home.place.account
    }

    /// The same, if the disruption is noticed when it happens.
    pub(super) fn noticed_at_once(&self) -> Self {
        Self {
            resource: self.resource,
            home: self.home.clone(),
            disruption: self.disruption,
            found_within: None,
            by_tags: self.by_tags,
            dynamodb: self.dynamodb,
        }
    }
}

const fn may_be_overlooked(disruption: Disruption) -> bool {
    matches!(disruption, Disruption::Corruption | Disruption::Deletion | Disruption::Account)
}

/// Adds the assumptions of every mechanism that was counted. A figure without
/// a length assumes nothing.
pub(super) fn assume(figure: Figure, ways: &[&Way<'_>], question: &Question<'_>) -> Figure {
    let mut figure = figure;
    if figure.value.is_none() {
        return figure;
    }
    // A figure that says which mechanisms it used rests on those alone.
    let used = |way: &&&Way<'_>| {
        let mut used = figure.trace.mechanisms.iter();
        used.any(|used| used.reference == way.mechanism.reference)
    };
    let mut all = Assumptions::default();
    for way in ways.iter().filter(used) {
        all.add(of_mechanism(way.mechanism, question));
    }
    all.add(chosen(&[
        (figure.kind == FigureKind::Typical, Assumption::TypicalLag),
        (figure.kind == FigureKind::AsStated, Assumption::AsStated),
        (
            question.found_within.is_none() && may_be_overlooked(question.disruption),
            Assumption::NoticedAtOnce,
        ),
    ]));
    figure.assumptions.extend(all.iter());
    figure
}

/// What must hold for any of the figures of what is left.
pub(super) fn of_ways(rpo: &Rpo, left: &Left<'_>, question: &Question<'_>) -> BTreeSet<Assumption> {
    let figures = &rpo.figures;
    let mut all = Assumptions::default();
    for way in left.certain() {
        all.add(of_mechanism(way.mechanism, question));
    }
    let mut found: BTreeSet<Assumption> = all.iter().collect();
    for figure in [&figures.nominal, &figures.guaranteed] {
        found.extend(&figure.assumptions);
    }
    found
}

/// Some of the assumptions there are: one bit for each.
#[derive(Debug, Clone, Copy, Default)]
struct Assumptions(u16);

impl Assumptions {
    const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn iter(self) -> impl Iterator<Item = Assumption> {
        ASSUMPTIONS.into_iter().filter(move |one| self.0 & bit(*one) != 0)
    }
}

const fn bit(assumption: Assumption) -> u16 {
    1 << assumption as u16
}

fn chosen(all: &[(bool, Assumption)]) -> Assumptions {
    let held = all.iter().filter(|(holds, _)| *holds);
    Assumptions(held.fold(0, |bits, (_, assumption)| bits | bit(*assumption)))
}

fn of_mechanism(mechanism: &Mechanism, question: &Question<'_>) -> Assumptions {
    let by_aws_backup = matches!(
        mechanism.kind,
        MechanismKind::RecoveryPoints | MechanismKind::ContinuousBackup | MechanismKind::Copy
    );
    let locked = matches!(mechanism.deletable_by, DeletableBy::Nobody { .. });
    let dated = !matches!(mechanism.points, Points::Replica { .. });
    chosen(&[
        (by_aws_backup && question.by_tags, Assumption::Selected),
        (by_aws_backup, Assumption::OptedIn),
        (by_aws_backup && question.dynamodb, Assumption::AdvancedDynamodb),
        (by_aws_backup, Assumption::RoleMay),
        (mechanism.key != MechanismKey::InPlace, Assumption::KeyUsable),
        (question.crosses_accounts(mechanism), Assumption::DestinationAccepts),
        (matches!(mechanism.points, Points::Scheduled(_)), Assumption::JobsSucceed),
        (dated, Assumption::SteadyState),
        (locked && question.disruption == Disruption::Account, Assumption::LockInForce),
        (dated && !locked, Assumption::DeletersComplete),
        (is_stated(mechanism.kind), Assumption::AsStated),
    ])
}

/// What other code does, which neither this program nor AWS's settings show.
pub(super) const fn is_stated(kind: MechanismKind) -> bool {
    matches!(
        kind,
        MechanismKind::ManualSnapshots
            | MechanismKind::Export
            | MechanismKind::Dump
            | MechanismKind::BaseBackup
            | MechanismKind::WalArchive
            | MechanismKind::Standby
            | MechanismKind::RepositoryCopy
            | MechanismKind::External
    )
}
