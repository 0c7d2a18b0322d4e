//! What would be met if what is planned were on.

use std::collections::{BTreeMap, BTreeSet};

use crate::resolved::{Mechanism, Scenario, switched_on};

use super::evidence::Evidence;
use super::figure::Counted;
use super::proof::{AfterDisruption, Options, Proof, Subject, subjects};
use super::runbook;
use super::verdict::Verdict;

/// Says of everything that is not met what would have to be switched on.
pub(super) fn consider(evidence: &Evidence<'_>, options: &Options, proof: &mut Proof) {
    let not_met = |after: &AfterDisruption| after.verdict().rank() < Verdict::Met.rank();
    let open: BTreeSet<&str> = proof
        .subjects
        .iter()
        .filter(|subject| subject.after.iter().any(not_met))
        .map(|subject| subject.resource.as_str())
        .collect();
    if open.is_empty() {
        return;
    }
    let Some((on, switches)) = switched_on(evidence.policy) else { return };
    let switches = Switches::of(&switches);
    let is_touched = |resource: &&str| {
        evidence.of_resource(resource).any(|(_, one)| !switches.numbers(one).is_empty())
    };
    // What no switch is about stays as it is.
    let touched: BTreeSet<String> =
        open.into_iter().filter(is_touched).map(str::to_owned).collect();
    let evidence = evidence.like(&on);
    let asked = |resource: &str| touched.contains(resource);
    let restores = |scenario: &Scenario| scenario.restores.keys().any(|name| asked(name));
    let scenarios = runbook::scenarios(&evidence, options, restores);
    let if_on = subjects(&evidence, options, &scenarios, asked);
    let name = |subject: &Subject| (subject.resource.clone(), subject.class.clone());
    let if_on: BTreeMap<_, &Subject> =
        if_on.iter().map(|subject| (name(subject), subject)).collect();
    for subject in &mut proof.subjects {
        let Some(better) = if_on.get(&name(subject)) else { continue };
        let mechanisms: Vec<&Mechanism> =
            evidence.of_resource(&subject.resource).map(|(_, mechanism)| mechanism).collect();
        for (after, better) in subject.after.iter_mut().zip(&better.after) {
            if not_met(after) && better.verdict().rank() >= Verdict::Met.rank() {
                after.if_on = used(better, &mechanisms, &switches);
            }
        }
    }
}

/// The switches of what the figures rest on.
fn used(
    after: &AfterDisruption,
    mechanisms: &[&Mechanism],
    switches: &Switches<'_>,
) -> Vec<String> {
    let figures = &after.rpo.figures;
    let of_figures = [&figures.nominal, &figures.guaranteed];
    let counted: BTreeSet<&str> = of_figures
        .into_iter()
        .flat_map(|figure| figure.trace.mechanisms.iter())
        .chain(&after.history.by)
        .chain(after.recoveries.first().map(|recovery| &recovery.rto.by))
        .map(|Counted { reference, span: _ }| reference.as_str())
        .collect();
    let used = mechanisms.iter().filter(|used| counted.contains(used.reference.as_str()));
    let found: BTreeSet<usize> = used.flat_map(|mechanism| switches.numbers(mechanism)).collect();
    found.into_iter().filter_map(|number| switches.paths.get(number)).cloned().collect()
}

/// What was switched on, found by what it is about.
struct Switches<'s> {
    paths: &'s [String],
    numbers: BTreeMap<&'s str, Vec<usize>>,
}

impl<'s> Switches<'s> {
    fn of(paths: &'s [String]) -> Self {
        let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, path) in paths.iter().enumerate() {
            numbers.entry(path).or_default().push(number);
        }
        Self { paths, numbers }
    }

    /// The numbers of the switches of a mechanism, or of what holds it.
    fn numbers(&self, mechanism: &Mechanism) -> Vec<usize> {
        let lock_of = |section: &str, name: Option<&String>, setting: &str| {
            name.map(|name| format!("{section}.{name}.{setting}"))
        };
        let locks = [
            lock_of("vaults", mechanism.vault.as_ref(), "lock"),
            lock_of("repositories", mechanism.repository.as_ref(), "object_lock"),
            Some(format!("{}.object_lock", mechanism.resource)),
        ];
        let references = [Some(&mechanism.reference), mechanism.made_from.as_ref()];
        let around = references.into_iter().flatten().flat_map(|path| around(path));
        let locks = locks.iter().flatten().map(String::as_str);
        let found = around.chain(locks).filter_map(|path| self.numbers.get(path));
        found.flatten().copied().collect()
    }
}

/// A path and everything that it lies in.
fn around(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(['.', '[']).map(|(end, _)| end);
    ends.chain([path.len()]).filter_map(|end| path.get(..end))
}
