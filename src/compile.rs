//! The pipeline in one function: from the text of a file to its findings and
//! the settings of each environment.

use std::collections::BTreeMap;

use crate::check;
use crate::check::suppress::{PolicyChoice, written};
use crate::diagnostic::{Finding, Input, Judged};
use crate::document;
use crate::resolved::{self, Policy};
use crate::resources::{Lowered, count, lower};
use crate::source::Span;

/// What a run asks of the compiler.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only this environment; all of them if absent.
    pub environment: Option<String>,
}

/// One file, compiled as far as it could be.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// Name of the policy, once the document could be read.
    pub policy: Option<String>,
    /// The file with its findings.
    pub judged: Judged,
    /// The choices that the policy states under `lint`.
    pub choices: Vec<PolicyChoice>,
    /// The settings of each environment; empty when the document is no policy.
    pub environments: Vec<Lowered>,
    /// The names of all environments of the policy, whichever were asked for.
    pub known_environments: Vec<String>,
}

/// Compiles one file.
pub fn compile(input: &Input, options: &Options) -> Compiled {
    let read = document::read(&input.text);
    let mut compiled = Compiled {
        policy: read.policy.as_ref().map(|policy| policy.name.value.clone()),
        judged: Judged {
            input: input.clone(),
            findings: read.findings,
            rendered: 0,
            asserted: 0,
            stated: 0,
        },
        choices: Vec::new(),
        environments: Vec::new(),
        known_environments: Vec::new(),
    };
    let (Some(root), Some(policy)) = (&read.root, &read.policy) else { return compiled };
    compiled.judged.stated = document::stated(root);
    compiled.choices = policy.lint.as_ref().map(written).unwrap_or_default();
    compiled.known_environments = resolved::environment_names(policy);
    let mut places = Places::default();
    for name in compiled.known_environments.clone() {
        if options.environment.as_ref().is_some_and(|wanted| *wanted != name) {
            continue;
        }
        let resolved = resolved::resolve(&input.text, root, policy, &name);
        let mut found = resolved.findings;
        if let Some(policy) = &resolved.policy {
            compiled.environment(policy, &mut found);
        }
        merge(&mut compiled.judged.findings, &mut places, found, &name);
    }
    compiled.judged.findings.sort_by(|a, b| {
        (a.primary.span, a.rule, &a.message).cmp(&(b.primary.span, b.rule, &b.message))
    });
    compiled
}

impl Compiled {
    /// Checks and lowers one environment.
    fn environment(&mut self, policy: &Policy, found: &mut Vec<Finding>) {
        found.extend(check::run(policy));
        let (lowered, findings) = lower(policy);
        found.extend(findings);
        let counts = count(&lowered);
        self.judged.rendered += counts.rendered;
        self.judged.asserted += counts.asserted;
        self.environments.push(lowered);
    }
}

/// Findings by place and rule, as indices into their list.
type Places = BTreeMap<(Span, &'static str), Vec<usize>>;

/// Adds the findings of one environment; what several environments share is
/// said once, with their names.
fn merge(findings: &mut Vec<Finding>, places: &mut Places, found: Vec<Finding>, environment: &str) {
    for mut finding in found {
        let here = places.entry((finding.primary.span, finding.rule)).or_default();
        let mut same = here.iter().copied();
        let same = same.find(|index| {
            findings.get(*index).is_some_and(|known| known.message == finding.message)
        });
        let name = || environment.to_owned();
        match same.and_then(|index| findings.get_mut(index)) {
            Some(known) if known.environments.last().is_some_and(|last| last == environment) => {}
            Some(known) => known.environments.push(name()),
            None => {
                finding.environments.push(name());
                here.push(findings.len());
                findings.push(finding);
            }
        }
    }
}
