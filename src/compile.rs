//! The pipeline in one function: from the text of a file to its findings and
//! the settings of each environment. [`across`] adds what only the files of a
//! run together show.

mod across;
mod merge;
mod opened;

use std::rc::Rc;
use std::sync::Arc;

use crate::check;
use crate::check::suppress::{PolicyChoice, commented, written};
use crate::diagnostic::{Finding, Input, Judged};
use crate::document;
use crate::recoverability::{self, Calendars, Evidence, Proof, prove_from};
use crate::resolved::{self, Base, Policy};
use crate::resources::{Lowered, count, lower};
use crate::units::Date;

pub use across::across;
pub use opened::{One, Opened};

use merge::Merged;

/// What a run asks of the compiler.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only this environment; all of them if absent.
    pub environment: Option<String>,
    /// The day that counts as today; without it nothing is stale.
    pub as_of: Option<Date>,
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
    /// The policy of each of these environments.
    pub policies: Vec<Policy>,
    /// What is recoverable in each of them.
    pub proofs: Vec<Proof>,
    /// The names of all environments of the policy, whichever were asked for.
    pub known_environments: Vec<String>,
    /// What the file itself makes of rules: its allow-comments and its `lint`.
    pub choices: Vec<PolicyChoice>,
}

/// Compiles one file.
pub fn compile(input: &Input, options: &Options) -> Compiled {
    let read = document::read(&input.text);
    let mut compiled = Compiled::unread(input.clone());
    compiled.policy = read.policy.as_ref().map(|policy| policy.name.value.clone());
    compiled.choices = commented(&input.text, read.root.as_ref(), &input.lines);
    let (Some(root), Some(policy)) = (read.root, read.policy) else {
        compiled.judged.findings = read.findings;
        return compiled;
    };
    compiled.choices.extend(policy.lint.as_ref().map(written).unwrap_or_default());
    compiled.judged.stated = document::stated(&root);
    let base = Base::new(Arc::clone(&input.text), root, policy);
    compiled.known_environments = base.names().map(str::to_owned).collect();
    let calendars = Rc::default();
    let mut merged = Merged::new(read.findings);
    for name in compiled.known_environments.clone() {
        if options.environment.as_ref().is_some_and(|wanted| *wanted != name) {
            continue;
        }
        let resolved = base.resolve(&name);
        let mut found = resolved.findings;
        if let Some(policy) = resolved.policy {
            compiled.environment(policy, options, &calendars, &mut found);
        }
        merged.add(found, &name);
    }
    for (name, finding) in check::between(&compiled.policies) {
        merged.add(vec![finding], &name);
    }
    compiled.judged.findings = merged.into_findings();
    compiled
}

impl Compiled {
    /// A file of which nothing is known yet.
    pub const fn unread(input: Input) -> Self {
        let judged = Judged {
            input,
            findings: Vec::new(),
            rendered: 0,
            asserted: 0,
            stated: 0,
            unproven: 0,
        };
        Self {
            policy: None,
            judged,
            environments: Vec::new(),
            policies: Vec::new(),
            proofs: Vec::new(),
            known_environments: Vec::new(),
            choices: Vec::new(),
        }
    }

    /// Checks, proves and lowers one environment.
    fn environment(
        &mut self,
        policy: Policy,
        options: &Options,
        calendars: &Rc<Calendars>,
        found: &mut Vec<Finding>,
    ) {
        let (lowered, lowering) = lower(&policy);
        let evidence = Evidence::sharing(&policy, &lowered, calendars);
        let proof = prove_from(&evidence, &recoverability::Options { as_of: options.as_of });
        found.extend(check::run(&policy, evidence.mechanisms()));
        found.extend(check::run_proven(&policy, &proof));
        found.extend(lowering);
        resolved::label_replaced(found, &policy.replaced);
        let counts = count(&lowered);
        self.judged.rendered += counts.rendered;
        self.judged.asserted += counts.asserted;
        self.judged.unproven += proof.unproven();
        self.environments.push(lowered);
        self.proofs.push(proof);
        self.policies.push(policy);
    }
}
