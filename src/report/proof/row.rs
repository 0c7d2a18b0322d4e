//! One row of a subject's matrix: what is wanted, what is, and the verdict.

use crate::recoverability::{AfterDisruption, Subject};
use crate::resolved::{Mechanism, disruption_key, mechanisms};

use super::Environment;
use super::verdict::Tone;
use super::words::{code, figure};
use super::words::{guaranteed, list, nominal, reach, rto, wanted, wanted_length};

/// The cells of one disruption.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) disruption: &'static str,
    /// RPO: wanted, nominal, guaranteed, if one run fails.
    pub(super) rpo: [String; 4],
    /// RTO: wanted, what it is.
    pub(super) rto: [String; 2],
    /// History: wanted, reach.
    pub(super) history: [String; 2],
    pub(super) verdict: String,
    pub(super) tone: Tone,
}

impl Environment<'_> {
    /// The matrix of a subject: always all six disruptions.
    pub(super) fn rows(&self, subject: &Subject) -> Vec<Row> {
        let mechanisms: Vec<Mechanism> = mechanisms(self.policy)
            .into_iter()
            .filter(|mechanism| mechanism.resource == subject.resource)
            .collect();
        subject.after.iter().map(|after| self.row(subject, after, &mechanisms)).collect()
    }

    fn row(&self, subject: &Subject, after: &AfterDisruption, mechanisms: &[Mechanism]) -> Row {
        let figures = &after.rpo.figures;
        Row {
            disruption: disruption_key(after.disruption),
            rpo: [
                wanted(&after.wanted.rpo, ToString::to_string),
                nominal(&figures.nominal),
                guaranteed(figures),
                figure(&figures.after_one_failure),
            ],
            rto: [wanted(&after.wanted.rto, ToString::to_string), rto(after.recovery())],
            history: [wanted(&after.wanted.history, wanted_length), reach(after.history.reach)],
            verdict: self.verdict(subject, after, mechanisms),
            tone: Tone::of(&after.verdict()),
        }
    }

    /// `orders (dynamodb, plan core, production, us-east-1)`, in its two parts.
    pub(super) fn head(&self, subject: &Subject) -> (String, String) {
        let plans = match subject.plans.as_slice() {
            [] => None,
            [one] => Some(format!("plan {one}")),
            several => Some(format!("plans {}", list(several))),
        };
        let environment = Some(self.proof.environment.clone()).filter(|name| !name.is_empty());
        let about = [
            Some(self.types(subject)).filter(|name| !name.is_empty()),
            plans,
            environment,
            self.proof.region.clone(),
        ];
        (subject.name(), about.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// Its type, or all of a list.
    fn types(&self, subject: &Subject) -> String {
        let resource = self.policy.resources.get(&subject.resource);
        let types = resource.map(|resource| resource.types.as_slice()).unwrap_or_default();
        match types {
            [] | [_] => subject.type_name.clone(),
            several => {
                let names: Vec<&str> = several.iter().map(|row| row.value.name).collect();
                list(&names)
            }
        }
    }

    /// What is written of a subject and switched off, if anything is.
    pub(super) fn planned(&self, subject: &Subject) -> Option<String> {
        let mut planned: Vec<String> = mechanisms(self.policy)
            .into_iter()
            .filter(|mechanism| mechanism.planned && mechanism.resource == subject.resource)
            .map(|mechanism| code(&mechanism.reference))
            .collect();
        planned.sort();
        planned.dedup();
        (!planned.is_empty()).then(|| format!("{}: switched off, so not counted", list(&planned)))
    }
}
