//! What rules about the proof share: disruptions in words, and findings that
//! would say the same of several disruptions as one.

use std::collections::BTreeMap;

use crate::diagnostic::{Finding, Rule};
use crate::document::Disruption;
use crate::recoverability::{AfterDisruption, Proof, Subject};
use crate::resolved::{Origin, disruption_key, disruption_noun};

/// Disruptions after which the same is true of one objective.
pub(super) struct Alike<'p> {
    pub(super) subject: &'p Subject,
    /// The first of them, which stands for all.
    pub(super) after: &'p AfterDisruption,
    pub(super) disruptions: Vec<Disruption>,
}

/// Gathers what `said` says the same of, objective by objective, in the order
/// of the proof.
pub(super) fn alike<'p, K: Ord>(
    proof: &'p Proof,
    said: impl Fn(&'p AfterDisruption) -> Option<(&'p Origin, K)>,
) -> Vec<Alike<'p>> {
    let mut all = Vec::new();
    for subject in &proof.subjects {
        let mut places: BTreeMap<(&str, K), usize> = BTreeMap::new();
        for after in &subject.after {
            let Some((origin, key)) = said(after) else { continue };
            let place = *places.entry((origin.path.as_str(), key)).or_insert(all.len());
            if place == all.len() {
                all.push(Alike { subject, after, disruptions: Vec::new() });
            }
            if let Some(alike) = all.get_mut(place) {
                alike.disruptions.push(after.disruption);
            }
        }
    }
    all
}

impl Alike<'_> {
    /// `after corruption, deletion and the loss of us-east-1`.
    pub(super) fn when(&self, proof: &Proof) -> String {
        format!("after {}", listed(&self.disruptions, proof))
    }

    /// A finding at the subject, with the objective beside it, why others do
    /// not count, and what to ask next.
    pub(super) fn finding(
        &self,
        rule: &Rule,
        message: String,
        objective: &Origin,
        figure: &str,
    ) -> Finding {
        let mut finding = rule
            .finding(self.subject.span, message)
            .path(format!("{}.{figure}", self.question()))
            .label(objective.span, "the objective");
        for out in self.after.rpo.left_out.iter().take(MOST_NOTES) {
            finding = finding.note(format!(
                "`{}` ({}) does not count: {}",
                out.mechanism.reference,
                out.kind.words(),
                out.why
            ));
        }
        if !self.after.if_on.is_empty() {
            let on: Vec<String> = self.after.if_on.iter().map(|path| format!("`{path}`")).collect();
            finding = finding.note(format!("met only if {} were on", on.join(" and ")));
        }
        finding.note(format!(
            "`policy prove --why {}.{figure}` shows how it comes about",
            self.question()
        ))
    }

    /// What `policy prove --why` is asked: `orders.region`.
    fn question(&self) -> String {
        format!("{}.{}", self.subject.name(), disruption_key(self.after.disruption))
    }
}

/// Reasons that one finding lists.
const MOST_NOTES: usize = 3;

/// `corruption, deletion and the loss of us-east-1`.
pub(super) fn listed(disruptions: &[Disruption], proof: &Proof) -> String {
    let words: Vec<String> = disruptions.iter().map(|one| words(*one, proof)).collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// A disruption as a noun: `the loss of us-east-1`.
pub(super) fn words(disruption: Disruption, proof: &Proof) -> String {
    disruption_noun(disruption, proof.region.as_deref())
}
