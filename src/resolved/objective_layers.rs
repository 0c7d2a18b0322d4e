//! How objectives are inherited: key by key, the nearest wins.
//!
//! A ladder of ranks from the nearest (data class) to the farthest (document);
//! the plans of a resource share one rank, in which the stricter figure wins.
//! A figure under a disruption beats an unqualified one, also a nearer one,
//! since both are keys of their own. A whole `none` or `{ accepted: … }` ends
//! the search: nothing farther away is inherited through it.

use std::collections::BTreeMap;

use crate::document::Disruption;
use crate::units::{Availability, Duration};

use super::objectives::{
    DISRUPTIONS, DisruptionObjectives, History, Objective, Objectives, Origin,
};

/// The objectives written at one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Layer {
    /// `none` or accepted loss as a whole.
    pub(super) whole: Option<Refusal>,
    /// Figures without a disruption.
    pub(super) unqualified: Figures,
    /// Figures under a disruption.
    pub(super) qualified: BTreeMap<Disruption, Qualified>,
    /// Share of time.
    pub(super) availability: Said<Availability>,
}

/// What is written under a disruption.
#[derive(Debug, Clone, Default)]
pub(super) struct Qualified {
    pub(super) whole: Option<Refusal>,
    pub(super) figures: Figures,
}

/// The four figures, as far as they are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    pub(super) rpo: Said<Duration>,
    pub(super) rto: Said<Duration>,
    pub(super) history: Said<History>,
    pub(super) found_within: Said<Duration>,
}

/// A figure, if one is written.
pub(super) type Said<T> = Option<Objective<T>>;

/// A stated absence.
#[derive(Debug, Clone)]
pub(super) enum Refusal {
    /// `none`
    NoObjective(Origin),
    /// `{ accepted: … }`
    Accepted(crate::source::Text, Origin),
}

impl Refusal {
    fn as_figure<T>(&self) -> Objective<T> {
        match self {
            Self::NoObjective(origin) => Objective::NoObjective(origin.clone()),
            Self::Accepted(reason, origin) => Objective::Accepted(reason.clone(), origin.clone()),
        }
    }
}

/// Layers from the nearest to the farthest; those of one rank are equals.
pub(super) type Ranks<'a> = Vec<Vec<&'a Layer>>;

/// The objectives that the ranks leave.
pub(super) fn inherit(ranks: &Ranks<'_>) -> Objectives {
    let disruptions = DISRUPTIONS.into_iter().map(|disruption| {
        let search = Search { ranks, disruption };
        let noticed_late = matches!(disruption, Disruption::Corruption | Disruption::Deletion);
        let figures = DisruptionObjectives {
            rpo: search.figure(|figures| &figures.rpo, shorter, true),
            rto: search.figure(|figures| &figures.rto, shorter, true),
            history: search.figure(|figures| &figures.history, longer_history, true),
            // A lost machine, zone or Region is noticed at once.
            found_within: search.figure(|figures| &figures.found_within, longer, noticed_late),
        };
        (disruption, figures)
    });
    let disruptions = disruptions.collect();
    let availability = ranks.iter().find_map(|rank| {
        let said = rank.iter().filter_map(|layer| layer.availability.clone());
        said.reduce(|a, b| stricter(a, b, more_available))
    });
    Objectives { disruptions, availability: availability.unwrap_or(Objective::Absent) }
}

/// The figures of one scenario: what is unqualified there is about its
/// disruption.
pub(super) fn of_scenario(layer: &Layer, disruption: Disruption) -> DisruptionObjectives {
    let own = layer.qualified.get(&disruption);
    let whole = own.and_then(|own| own.whole.as_ref()).or(layer.whole.as_ref());
    DisruptionObjectives {
        rpo: pick(own, layer, whole, |figures| &figures.rpo),
        rto: pick(own, layer, whole, |figures| &figures.rto),
        history: pick(own, layer, whole, |figures| &figures.history),
        found_within: pick(own, layer, whole, |figures| &figures.found_within),
    }
}

fn pick<T: Clone>(
    own: Option<&Qualified>,
    layer: &Layer,
    whole: Option<&Refusal>,
    get: impl Fn(&Figures) -> &Said<T>,
) -> Objective<T> {
    let qualified = own.and_then(|own| get(&own.figures).clone());
    let unqualified = || get(&layer.unqualified).clone();
    let refusal = || whole.map(Refusal::as_figure);
    qualified.or_else(unqualified).or_else(refusal).unwrap_or(Objective::Absent)
}

/// Looks for the figures of one disruption.
struct Search<'a> {
    ranks: &'a Ranks<'a>,
    disruption: Disruption,
}

impl Search<'_> {
    fn figure<T: Clone>(
        &self,
        get: impl Fn(&Figures) -> &Said<T>,
        compare: impl Fn(&T, &T) -> Stricter<T>,
        unqualified_counts: bool,
    ) -> Objective<T> {
        let by_itself = matches!(self.disruption, Disruption::Region | Disruption::Account);
        let mut unqualified: Said<T> = None;
        for rank in self.ranks {
            let qualified = rank.iter().filter_map(|layer| self.qualified(layer, &get));
            if let Some(found) = qualified.reduce(|a, b| stricter(a, b, &compare)) {
                return found;
            }
            if unqualified.is_none() && unqualified_counts && !by_itself {
                let said = rank.iter().filter_map(|layer| get(&layer.unqualified).clone());
                unqualified = said.reduce(|a, b| stricter(a, b, &compare));
            }
            // Of several plans one that refuses leaves the others their say.
            let mut refusals = rank.iter().map(|layer| layer.whole.as_ref());
            let refusal = refusals.next().flatten();
            if let Some(refusal) = refusal.filter(|_| refusals.all(|whole| whole.is_some())) {
                return unqualified.unwrap_or_else(|| refusal.as_figure());
            }
        }
        unqualified.unwrap_or(Objective::Absent)
    }

    fn qualified<T: Clone>(
        &self,
        layer: &Layer,
        get: impl Fn(&Figures) -> &Said<T>,
    ) -> Option<Objective<T>> {
        let own = layer.qualified.get(&self.disruption)?;
        let whole = || own.whole.as_ref().map(Refusal::as_figure);
        get(&own.figures).clone().or_else(whole)
    }
}

/// Which of two equal figures asks for more.
enum Stricter<T> {
    First,
    Second,
    /// Neither alone: both together.
    Both(T),
}

/// Of two equals the one that asks for more; a figure asks for more than a
/// refusal.
fn stricter<T>(
    a: Objective<T>,
    b: Objective<T>,
    compare: impl Fn(&T, &T) -> Stricter<T>,
) -> Objective<T> {
    match (a, b) {
        (Objective::Stated(a, from_a), Objective::Stated(b, from_b)) => match compare(&a, &b) {
            Stricter::First => Objective::Stated(a, from_a),
            Stricter::Second => Objective::Stated(b, from_b),
            Stricter::Both(both) => Objective::Stated(both, from_a),
        },
        (stated @ Objective::Stated(..), _) | (_, stated @ Objective::Stated(..)) => stated,
        (first, _) => first,
    }
}

fn shorter(a: &Duration, b: &Duration) -> Stricter<Duration> {
    if a <= b { Stricter::First } else { Stricter::Second }
}

fn longer(a: &Duration, b: &Duration) -> Stricter<Duration> {
    if a >= b { Stricter::First } else { Stricter::Second }
}

/// Both must be met: the longer of each part.
fn longer_history(a: &History, b: &History) -> Stricter<History> {
    let mut both = a.clone();
    both.reach = match (&a.reach, &b.reach) {
        (Some(x), Some(y)) if x.value.longest() < y.value.longest() => b.reach.clone(),
        (None, Some(_)) => b.reach.clone(),
        (Some(_) | None, _) => both.reach,
    };
    for (rung, length) in &b.rungs {
        let longer = both.rungs.get(rung).is_none_or(|known| known.value.most < length.value.most);
        if longer {
            both.rungs.insert(*rung, length.clone());
        }
    }
    match (&both == a, &both == b) {
        (true, _) => Stricter::First,
        (false, true) => Stricter::Second,
        (false, false) => Stricter::Both(both),
    }
}

fn more_available(a: &Availability, b: &Availability) -> Stricter<Availability> {
    if a >= b { Stricter::First } else { Stricter::Second }
}
