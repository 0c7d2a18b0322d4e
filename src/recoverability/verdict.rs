//! Whether an RPO is met.

use crate::units::Duration;

use super::figure::{Figure, FigureKind};
use super::rpo::Rpo;

/// What became of one objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Even the schedule alone does not meet it.
    Missed,
    /// The schedule meets it, what may delay a point does not.
    NotGuaranteed,
    /// It is met as far as the assumptions hold.
    Met,
    /// It may be met, and this is what is missing to prove it.
    Unproven(String),
    /// There is nothing to judge.
    NoObjective,
}

impl Rpo {
    /// Judges the figures against an objective; equal is met.
    #[must_use]
    pub fn verdict(&self, objective: Option<Duration>) -> Verdict {
        let Some(objective) = objective else { return Verdict::NoObjective };
        let meets = |figure: &Figure| figure.value.is_some_and(|value| value <= objective);
        if self.guaranteed().is_some_and(meets) {
            return Verdict::Met;
        }
        let mut reasons = Vec::new();
        let mut slow = false;
        for way in
            self.ways.iter().filter(|way| way.unsure.is_none() && meets(&way.figures.nominal))
        {
            // AWS bounds no such lag: its usual one is all there is to judge.
            if way.figures.nominal.kind == FigureKind::Typical {
                return Verdict::Met;
            }
            match way.figures.guaranteed.kind {
                FigureKind::Unproven(reason) => reasons.push(reason.to_owned()),
                _ => slow = true,
            }
        }
        if slow {
            return Verdict::NotGuaranteed;
        }
        reasons.extend(self.possible(objective));
        match reasons.into_iter().next() {
            Some(reason) => Verdict::Unproven(reason),
            None => Verdict::Missed,
        }
    }

    /// Why a way that proves nothing might still meet the objective.
    fn possible(&self, objective: Duration) -> Option<String> {
        self.ways.iter().find_map(|way| {
            let nominal = &way.figures.nominal;
            match (&way.unsure, nominal.kind) {
                (None, FigureKind::Unproven(reason)) => Some(reason.to_owned()),
                (Some(reason), FigureKind::Unproven(_)) => Some(reason.to_string()),
                (Some(reason), _) if nominal.value.is_some_and(|value| value <= objective) => {
                    Some(reason.to_string())
                }
                _ => None,
            }
        })
    }
}
