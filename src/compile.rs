//! The pipeline in one function: from the text of a file to its findings and
//! the settings of each environment.

use crate::check;
use crate::diagnostic::{Finding, Input, Judged};
use crate::document;
use crate::resolved::{self, Policy};
use crate::resources::{Lowered, count, lower};

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
        environments: Vec::new(),
        known_environments: Vec::new(),
    };
    let (Some(root), Some(policy)) = (&read.root, &read.policy) else { return compiled };
    compiled.judged.stated = document::stated(root);
    compiled.known_environments = resolved::environment_names(policy);
    for name in compiled.known_environments.clone() {
        if options.environment.as_ref().is_some_and(|wanted| *wanted != name) {
            continue;
        }
        let resolved = resolved::resolve(&input.text, root, policy, &name);
        let mut found = resolved.findings;
        if let Some(policy) = &resolved.policy {
            compiled.environment(policy, &mut found);
        }
        merge(&mut compiled.judged.findings, found, &name);
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

/// Adds the findings of one environment; what several environments share is
/// said once, with their names.
fn merge(findings: &mut Vec<Finding>, found: Vec<Finding>, environment: &str) {
    for mut finding in found {
        let same = findings.iter_mut().find(|known| {
            known.rule == finding.rule
                && known.primary.span == finding.primary.span
                && known.message == finding.message
        });
        let name = || environment.to_owned();
        match same {
            Some(known) if known.environments.last().is_some_and(|last| last == environment) => {}
            Some(known) => known.environments.push(name()),
            None => {
                finding.environments.push(name());
                findings.push(finding);
            }
        }
    }
}
