//! What a difference does to what can be recovered.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::recoverability::compare::{Change, Direction, Kind, Side, Weight as Of, compare};
use crate::recoverability::{Evidence, Options, proof};
use crate::resolved::Policy;
use crate::resources::lower;
use crate::units::Date;

use super::act::Act;
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
    /// What was proven before: many tables may differ in the same way.
    known: RefCell<BTreeMap<String, Option<Vec<Change>>>>,
}

impl<'a> Proving<'a> {
    pub(super) fn new(own: Ours<'a>, as_of: Date) -> Self {
        Self { own, as_of, left: Cell::new(MOST_PROOFS), known: RefCell::default() }
    }

    /// The difference with what it does, alone.
    pub(super) fn difference(&self, raw: Raw) -> Difference {
        let mut doubted = raw.doubted;
        let mut notes = raw.notes;
        let mut effect = Vec::new();
        if !raw.acts.is_empty() {
            match self.proven(&raw.acts) {
                Some(Some(changes)) => effect = changes,
                Some(None) => doubted = true,
                None => {
                    doubted = true;
                    notes.push(format!(
                        "what it does was not proven: more than {MOST_PROOFS} differences act on recovery"
                    ));
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

    /// What changes; none if too much was proven already, and in it none if the
    /// policy cannot ask for what was found.
    fn proven(&self, acts: &[Act]) -> Option<Option<Vec<Change>>> {
        let key = format!("{acts:?}");
        if let Some(known) = self.known.borrow().get(&key) {
            return Some(known.clone());
        }
        self.left.set(self.left.get().checked_sub(1)?);
        let changes = self.changes(acts);
        self.known.borrow_mut().insert(key, changes.clone());
        Some(changes)
    }

    /// What changes if the policy asked for what was found.
    fn changes(&self, acts: &[Act]) -> Option<Vec<Change>> {
        let Ours { policy, lowered, proof } = self.own;
        let options = Options { as_of: Some(self.as_of) };
        let alone = match acts {
            [act] if policy.recovery.is_empty() => {
                act.resource().and_then(|name| without_others(policy, name))
            }
            _ => None,
        };
        let Some(old) = alone else {
            let old = Side { policy, proof, lowered };
            return self.compared(policy, old, acts, &options);
        };
        // Without scenarios nothing of one resource depends on another.
        let lowered = lower(&old).0;
        let proof = proof::with(&Evidence::new(&old), &options);
        self.compared(&old, Side { policy: &old, proof: &proof, lowered: &lowered }, acts, &options)
    }

    fn compared(
        &self,
        policy: &Policy,
        old: Side<'_>,
        acts: &[Act],
        options: &Options,
    ) -> Option<Vec<Change>> {
        let mut found = policy.clone();
        if !acts.iter().all(|act| act.apply(&mut found)) {
            return None;
        }
        let lowered = lower(&found).0;
        let proof = proof::with(&Evidence::new(&found), options);
        let new = Side { policy: &found, proof: &proof, lowered: &lowered };
        Some(compare(old, new, self.as_of))
    }
}

/// The policy with one resource alone.
fn without_others(policy: &Policy, resource: &str) -> Option<Policy> {
    let own = policy.resources.get(resource)?.clone();
    let mut alone =
        Policy { resources: BTreeMap::from([(resource.to_owned(), own)]), ..policy.clone() };
    for plan in alone.plans.values_mut() {
        plan.users.retain(|user| user == resource);
    }
    Some(alone)
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
