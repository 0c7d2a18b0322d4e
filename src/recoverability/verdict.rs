//! Whether an RPO is met.

use crate::units::Duration;

use super::figure::{Figure, FigureKind};
use super::own_figures::NO_SCHEDULE;
use super::rpo::Rpo;

/// What became of one objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Even at its best it is not met.
    Missed,
    /// The schedule meets it, what may delay a point does not.
    NotGuaranteed,
    /// It may be met, and this is what is missing to prove it.
    Unproven(String),
    /// It is met as far as the assumptions hold.
    Met,
    /// There is nothing to judge.
    NoObjective,
}

impl Verdict {
    /// The word of reports and of JSON.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::NotGuaranteed => "not_guaranteed",
            Self::Unproven(_) => "unproven",
            Self::Met => "met",
            Self::NoObjective => "no_objective",
        }
    }

    /// How bad it is; the worst is the least.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Missed => 0,
            Self::NotGuaranteed => 1,
            Self::Unproven(_) => 2,
            Self::Met => 3,
            Self::NoObjective => 4,
        }
    }

    /// The worse of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }
}

impl Rpo {
    /// Judges the figures against an objective; equal is met.
    #[must_use]
    pub fn verdict(&self, objective: Option<Duration>) -> Verdict {
        let Some(objective) = objective else { return Verdict::NoObjective };
        let meets = |figure: &Figure| figure.value.is_some_and(|value| value <= objective);
        // AWS bounds no such lag: its usual one is all there is to judge.
        let usual = self.basis.typical.is_some_and(|typical| typical <= objective);
        if meets(&self.figures.guaranteed) || usual {
            return Verdict::Met;
        }
        if meets(&self.figures.nominal) {
            return match self.basis.bounded.is_some_and(|nominal| nominal <= objective) {
                true => Verdict::NotGuaranteed,
                false => Verdict::Unproven(self.missing().to_owned()),
            };
        }
        match self.possible(objective) {
            Some(reason) => Verdict::Unproven(reason),
            None => Verdict::Missed,
        }
    }

    fn missing(&self) -> &'static str {
        let kind = self.figures.guaranteed.kind;
        match (self.basis.missing, kind) {
            (Some(reason), _) | (None, FigureKind::Unproven(reason)) => reason,
            (None, _) => "nothing bounds how long it takes",
        }
    }

    /// Why what proves nothing might still meet the objective.
    fn possible(&self, objective: Duration) -> Option<String> {
        let unsure = || self.ways.iter().find_map(|way| way.unsure.as_ref());
        let better = self.possible.as_ref().map(|figures| &figures.nominal);
        match better {
            Some(figure) if figure.value.is_some_and(|value| value <= objective) => {
                unsure().map(ToString::to_string)
            }
            // What has no schedule may never run: beside what is known it adds nothing.
            _ if self.basis.unknown == Some(NO_SCHEDULE) && self.nominal().is_some() => None,
            _ => self.basis.unknown.map(|unknown| match unsure() {
                Some(reason) if self.basis.unknown_is_unsure => reason.to_string(),
                _ => unknown.to_owned(),
            }),
        }
    }
}
