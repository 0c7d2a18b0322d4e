//! `--why`: which part of the proof is asked for.

use std::collections::BTreeSet;

use crate::resolved::disruption_key;
use crate::source::nearest;

use super::trace::{Asked, Page};
use super::{Environment, Proofs};
use crate::report::Style;

/// There is nothing of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// What may have been meant.
    pub nearest: Option<String>,
    /// What can be asked of all: the names of subjects and scenarios.
    pub known: Vec<String>,
}

/// The figures that a subject has after a disruption.
const FIGURES: [Asked; 3] = [Asked::Rpo, Asked::Rto, Asked::History];

/// How a part of the proof comes about: `orders`, `orders.region`,
/// `orders.region.rpo`, `recovery.region-loss`.
///
/// # Errors
/// No environment has anything of this name.
pub fn why(proofs: &Proofs<'_>, reference: &str, style: Style) -> Result<String, Unanswered> {
    let wanted = reference.strip_prefix("resources.").unwrap_or(reference);
    let mut page = Page::new(style);
    for environment in proofs.environments() {
        answer(&mut page, &environment, wanted);
    }
    if page.is_empty() {
        return Err(unanswered(proofs, wanted));
    }
    Ok(page.finish(proofs.as_of))
}

fn answer(page: &mut Page, environment: &Environment<'_>, wanted: &str) {
    for subject in &environment.proof.subjects {
        let name = subject.name();
        for after in &subject.after {
            let of_disruption = format!("{name}.{}", disruption_key(after.disruption));
            let whole = wanted == name || wanted == of_disruption;
            let asked: Vec<Asked> = FIGURES
                .into_iter()
                .filter(|asked| whole || wanted == format!("{of_disruption}.{}", asked.key()))
                .collect();
            if !asked.is_empty() {
                page.after(environment, subject, after, &asked);
            }
        }
    }
    for scenario in &environment.proof.scenarios {
        if wanted == scenario.path {
            page.scenario(environment, scenario);
        }
    }
}

fn unanswered(proofs: &Proofs<'_>, wanted: &str) -> Unanswered {
    let (mut names, mut all) = (BTreeSet::new(), BTreeSet::new());
    for environment in proofs.environments() {
        for subject in &environment.proof.subjects {
            let name = subject.name();
            for after in &subject.after {
                let of_disruption = format!("{name}.{}", disruption_key(after.disruption));
                all.extend(FIGURES.map(|asked| format!("{of_disruption}.{}", asked.key())));
                all.insert(of_disruption);
            }
            all.insert(name.clone());
            names.insert(name);
        }
        names.extend(environment.proof.scenarios.iter().map(|scenario| scenario.path.clone()));
    }
    all.extend(names.iter().cloned());
    Unanswered {
        nearest: nearest(wanted, all.iter().map(String::as_str)).map(str::to_owned),
        known: names.into_iter().collect(),
    }
}
