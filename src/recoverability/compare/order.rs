//! One edit, one line: what is the same of several disruptions, resources or
//! environments is said once; and what weighs most comes first.

use super::Change;

/// Changes that several environments share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The environments, in their order; one without a name in a policy that has
    /// none.
    pub environments: Vec<String>,
    /// What differs in all of them.
    pub changes: Vec<Change>,
}

/// Joins and sorts the changes of one environment.
pub(super) fn ordered(changes: Vec<Change>) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::new();
    for change in changes {
        let same = |known: &&mut Change| known.subjects == change.subjects && alike(known, &change);
        match joined.iter_mut().find(same) {
            Some(known) => {
                known.disruptions.extend(change.disruptions);
                known.disruptions.sort_unstable();
                known.disruptions.dedup();
                known.judged.extend(change.judged);
                known.weight = known.weight.min(change.weight);
            }
            None => joined.push(change),
        }
    }
    let mut found: Vec<Change> = Vec::new();
    for change in joined {
        let same = |known: &&mut Change| {
            known.disruptions == change.disruptions
                && known.judged == change.judged
                && known.weight == change.weight
                && alike(known, &change)
        };
        match found.iter_mut().find(same) {
            Some(known) => known.subjects.extend(change.subjects),
            None => found.push(change),
        }
    }
    sort(&mut found);
    found
}

fn sort(changes: &mut [Change]) {
    changes.sort_by(|a, b| {
        let key = |change: &Change| (change.weight, change.kind);
        let text = |change: &Change| (change.subjects.clone(), change.what.clone());
        key(a).cmp(&key(b)).then_with(|| text(a).cmp(&text(b)))
    });
}

/// Everything but of what and after what, and what that means for objectives.
fn alike(a: &Change, b: &Change) -> bool {
    let Change {
        direction,
        irreversible,
        weight: _,
        kind,
        subjects: _,
        disruptions: _,
        what,
        before,
        now,
        causes,
        judged: _,
        notes,
        complete,
    } = a;
    (direction, irreversible, kind) == (&b.direction, &b.irreversible, &b.kind)
        && (what, before, now) == (&b.what, &b.before, &b.now)
        && (causes, notes, complete) == (&b.causes, &b.notes, &b.complete)
}

/// The changes of several environments, each said once with the environments
/// that have it. The sections are in the order of what weighs most in them.
#[must_use]
pub fn sections(of_environments: Vec<(String, Vec<Change>)>) -> Vec<Section> {
    let mut all: Vec<(Change, Vec<String>)> = Vec::new();
    for (environment, changes) in of_environments {
        for change in changes {
            match all.iter_mut().find(|(known, _)| *known == change) {
                Some((_, environments)) => environments.push(environment.clone()),
                None => all.push((change, vec![environment.clone()])),
            }
        }
    }
    let mut sections: Vec<Section> = Vec::new();
    for (change, environments) in all {
        match sections.iter_mut().find(|section| section.environments == environments) {
            Some(section) => section.changes.push(change),
            None => sections.push(Section { environments, changes: vec![change] }),
        }
    }
    for section in &mut sections {
        sort(&mut section.changes);
    }
    sections.sort_by_key(|section| {
        let weight = section.changes.iter().map(|change| change.weight).min();
        (weight, std::cmp::Reverse(section.environments.len()))
    });
    sections
}
