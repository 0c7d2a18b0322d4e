//! What a difference does to what can be recovered.

use std::cell::Cell;

use crate::recoverability::compare::{Change, Direction, Kind, Side, Weight as Of, compare};
use crate::recoverability::{Evidence, Options, proof};
use crate::resources::lower;
use crate::units::Date;

use super::found::Raw;
use super::{Difference, Ours, Weight};

/// Proofs of one comparison: with more differences than these a reader has
/// another problem than their order.
const MOST_PROOFS: usize = 200;

/// Proves differences one by one.
pub(super) struct Proving<'a> {
    own: Ours<'a>,
    as_of: Date,
    left: Cell<usize>,
}

impl<'a> Proving<'a> {
    pub(super) fn new(own: Ours<'a>, as_of: Date) -> Self {
        Self { own, as_of, left: Cell::new(MOST_PROOFS) }
    }

    /// The difference with what it does, alone.
    pub(super) fn difference(&self, raw: Raw) -> Difference {
        let mut doubted = raw.doubted;
        let mut notes = raw.notes;
        let mut effect = Vec::new();
        if !raw.acts.is_empty() {
            match self.left.get().checked_sub(1) {
                None => {
                    doubted = true;
                    notes.push(format!(
                        "what it does was not proven: more than {MOST_PROOFS} differences act on recovery"
                    ));
                }
                Some(left) => {
                    self.left.set(left);
                    match self.changes(&raw.acts) {
                        Some(changes) => effect = changes,
                        None => doubted = true,
                    }
                }
            }
        }
        effect.sort_by_key(weight);
        let weight = effect.iter().map(weight).min();
        Difference {
            what: raw.what,
            field: raw.field,
            span: raw.stated.span,
            path: raw.stated.path,
            expected: raw.expected,
            actual: raw.actual,
            weight: match (weight, doubted) {
                (Some(weight), true) => weight.min(Weight::Doubted),
                (Some(weight), false) => weight,
                (None, true) => Weight::Doubted,
                (None, false) => Weight::Different,
            },
            effect,
            notes,
        }
    }

    /// What changes if the policy asked for what was found; none if it cannot.
    fn changes(&self, acts: &[super::act::Act]) -> Option<Vec<Change>> {
        let mut found = self.own.policy.clone();
        for act in acts {
            if !act.apply(&mut found) {
                return None;
            }
        }
        let (lowered, _) = lower(&found);
        let options = Options { as_of: Some(self.as_of) };
        let proof = proof::with(&Evidence::new(&found), &options);
        let Ours { policy, lowered: own, proof: stated } = self.own;
        let old = Side { policy, proof: stated, lowered: own };
        let new = Side { policy: &found, proof: &proof, lowered: &lowered };
        Some(compare(old, new, self.as_of))
    }
}

/// How much a change of the proof weighs as drift.
fn weight(change: &Change) -> Weight {
    let nothing_left = change.kind == Kind::Left && change.direction == Direction::Worse;
    match (change.weight, change.direction) {
        _ if nothing_left => Weight::Missed,
        (Of::Missed, _) => Weight::Missed,
        (Of::Loosened, _) | (Of::Irreversible, Direction::Worse) => Weight::Loosened,
        (Of::Promise | Of::Worse, _) => Weight::Worse,
        (Of::Doubted, _) => Weight::Doubted,
        (Of::Irreversible, Direction::Neither) | (Of::Different, _) => Weight::Different,
        (Of::Irreversible, Direction::Better) | (Of::Better, _) => Weight::Better,
    }
}
