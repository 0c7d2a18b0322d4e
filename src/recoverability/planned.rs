//! What would be met if what is planned were on.

use std::collections::BTreeSet;

use crate::resolved::{Mechanism, Policy, switched_on};

use super::evidence::Evidence;
use super::figure::Counted;
use super::proof::{AfterDisruption, Options, Proof, with};
use super::verdict::Verdict;

/// Says of everything that is not met what would have to be switched on.
pub(super) fn consider(policy: &Policy, options: &Options, proof: &mut Proof) {
    let not_met = |after: &AfterDisruption| after.verdict().rank() < Verdict::Met.rank();
    if !proof.subjects.iter().flat_map(|subject| &subject.after).any(not_met) {
        return;
    }
    let (on, switches) = switched_on(policy);
    if switches.is_empty() {
        return;
    }
    let evidence = Evidence::new(&on);
    let if_on = with(&evidence, options);
    for (subject, better) in proof.subjects.iter_mut().zip(&if_on.subjects) {
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
fn used(after: &AfterDisruption, mechanisms: &[&Mechanism], switches: &[String]) -> Vec<String> {
    let figures = &after.rpo.figures;
    let of_figures = [&figures.nominal, &figures.guaranteed];
    let counted: BTreeSet<&str> = of_figures
        .into_iter()
        .flat_map(|figure| &figure.trace.mechanisms)
        .chain(&after.history.by)
        .chain(after.recoveries.first().map(|recovery| &recovery.rto.by))
        .map(|Counted { reference, span: _ }| reference.as_str())
        .collect();
    let rests_on = |switch: &&String| {
        let used = mechanisms.iter().filter(|used| counted.contains(used.reference.as_str()));
        used.into_iter().any(|mechanism| is_of(switch, mechanism))
    };
    switches.iter().filter(rests_on).cloned().collect()
}

/// True if the switch is that of the mechanism, or of what holds it.
fn is_of(switch: &str, mechanism: &Mechanism) -> bool {
    let inside = |reference: &str| {
        reference
            .strip_prefix(switch)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let lock_of = |section: &str, name: Option<&String>, setting: &str| {
        name.is_some_and(|name| *switch == format!("{section}.{name}.{setting}"))
    };
    inside(&mechanism.reference)
        || mechanism.made_from.as_deref().is_some_and(inside)
        || lock_of("vaults", mechanism.vault.as_ref(), "lock")
        || lock_of("repositories", mechanism.repository.as_ref(), "object_lock")
        || *switch == format!("{}.object_lock", mechanism.resource)
}
