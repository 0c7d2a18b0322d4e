//! What must hold for a figure to be true.

use std::collections::BTreeSet;

use crate::document::Disruption;
use crate::resolved::{
    DeletableBy, DisruptionObjectives, Mechanism, MechanismKey, MechanismKind, Objective, Points,
    Policy, Resource,
};
use crate::units::Duration;

use super::figure::{Assumption, Figure, FigureKind};
use super::left::Left;
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
        Self {
            resource,
            home: Home::of(policy, resource),
            disruption,
            found_within: found_within.filter(|_| may_be_overlooked(disruption)),
        }
    }
}

impl Question<'_> {
    /// The same, if the disruption is noticed when it happens.
    pub(super) fn noticed_at_once(&self) -> Self {
        Self {
            resource: self.resource,
            home: self.home.clone(),
            disruption: self.disruption,
            found_within: None,
        }
    }
}

const fn may_be_overlooked(disruption: Disruption) -> bool {
    matches!(disruption, Disruption::Corruption | Disruption::Deletion | Disruption::Account)
}

/// Adds the assumptions of every mechanism that was counted. A figure without
/// a length assumes nothing.
pub(super) fn assume(figure: Figure, mechanisms: &[&Mechanism], question: &Question<'_>) -> Figure {
    let mut figure = figure;
    if figure.value.is_none() {
        return figure;
    }
    // A figure that says which mechanisms it used rests on those alone.
    let used = |mechanism: &&&Mechanism| {
        figure.trace.mechanisms.iter().any(|used| used.reference == mechanism.reference)
    };
    let all: Vec<&Mechanism> = mechanisms.iter().filter(used).copied().collect();
    for mechanism in all {
        figure.assumptions.extend(of_mechanism(mechanism, question));
    }
    let of_figure = [
        (figure.kind == FigureKind::Typical, Assumption::TypicalLag),
        (figure.kind == FigureKind::AsStated, Assumption::AsStated),
        (
            question.found_within.is_none() && may_be_overlooked(question.disruption),
            Assumption::NoticedAtOnce,
        ),
    ];
    figure.assumptions.extend(chosen(&of_figure));
    figure
}

/// What must hold for any of the figures of what is left.
pub(super) fn of_ways(rpo: &Rpo, left: &Left<'_>, question: &Question<'_>) -> BTreeSet<Assumption> {
    let figures = &rpo.figures;
    let mut all: BTreeSet<Assumption> = [&figures.nominal, &figures.guaranteed]
        .into_iter()
        .flat_map(|figure| figure.assumptions.iter().copied())
        .collect();
    for way in left.certain() {
        all.extend(of_mechanism(way.mechanism, question));
    }
    all
}

fn of_mechanism(mechanism: &Mechanism, question: &Question<'_>) -> Vec<Assumption> {
    let by_aws_backup = matches!(
        mechanism.kind,
        MechanismKind::RecoveryPoints | MechanismKind::ContinuousBackup | MechanismKind::Copy
    );
    let selection = question.resource.selection.as_ref().map(|selection| &selection.value);
    let by_tags = selection.is_some_and(|selection| {
        let any_of = selection.any_of.as_ref();
        !selection.all_of.is_empty() || any_of.is_some_and(|any| !any.value.tags.is_empty())
    });
    let dynamodb = question.resource.types.iter().any(|row| row.value.name == "dynamodb");
    let locked = matches!(mechanism.deletable_by, DeletableBy::Nobody { .. });
    let elsewhere = mechanism.place.account != question.home.place.account;
    let dated = !matches!(mechanism.points, Points::Replica { .. });
    chosen(&[
        (by_aws_backup && by_tags, Assumption::Selected),
        (by_aws_backup, Assumption::OptedIn),
        (by_aws_backup && dynamodb, Assumption::AdvancedDynamodb),
        (by_aws_backup, Assumption::RoleMay),
        (mechanism.key != MechanismKey::InPlace, Assumption::KeyUsable),
        (mechanism.kind == MechanismKind::Copy && elsewhere, Assumption::DestinationAccepts),
        (matches!(mechanism.points, Points::Scheduled(_)), Assumption::JobsSucceed),
        (dated, Assumption::SteadyState),
        (locked && question.disruption == Disruption::Account, Assumption::LockInForce),
        (dated && !locked, Assumption::DeletersComplete),
        (is_stated(mechanism.kind), Assumption::AsStated),
    ])
}

/// What other code does, which neither this program nor AWS's settings show.
const fn is_stated(kind: MechanismKind) -> bool {
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

fn chosen(all: &[(bool, Assumption)]) -> Vec<Assumption> {
    all.iter().filter(|(holds, _)| *holds).map(|(_, assumption)| *assumption).collect()
}
