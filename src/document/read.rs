//! Text to document: serde decides, the schema explains.

use crate::diagnostic::{Finding, Label};
use crate::source::{self, Node, SourceProblem, Spanned};

use super::{Policy, explain, rules};

/// A file read as far as it could be.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The tree, if the text is YAML.
    pub root: Option<Node>,
    /// The policy, if the tree is one.
    pub policy: Option<Policy>,
    /// What is wrong with the file.
    pub findings: Vec<Finding>,
}

/// Reads a policy file.
///
/// A file that decodes pays nothing for the schema; one that does not is
/// checked against it, so that every structural mistake is reported in one run.
pub fn read(text: &str) -> Read {
    let parsed = source::parse(text);
    let findings: Vec<Finding> = parsed.problems.iter().map(finding).collect();
    let Some(root) = parsed.root else { return Read { findings, ..Read::default() } };
    let mut read = decode(&root);
    read.findings.splice(0..0, findings);
    Read { root: Some(root), ..read }
}

/// Decodes a tree, which may be a merged one.
pub fn decode(root: &Node) -> Read {
    match source::decode::<Spanned<Policy>>(root) {
        Ok(policy) => Read { policy: Some(policy.value), ..Read::default() },
        Err(error) => Read { findings: explain::explain(root, &error), ..Read::default() },
    }
}

/// A problem of YAML itself as a finding.
fn finding(problem: &SourceProblem) -> Finding {
    let SourceProblem { rule, message, span, label, other, help } = problem;
    let known = rules::ALL.iter().copied().find(|known| known.name == *rule);
    let rule = known.unwrap_or(&rules::SYNTAX_ERROR);
    let mut finding = rule.finding(*span, message.clone()).marking(label.clone());
    finding
        .labels
        .extend(other.iter().map(|(span, text)| Label { span: *span, text: text.clone() }));
    finding.help.clone_from(help);
    finding
}

/// What an environment changes, as a tree.
pub fn policy_patch<'a>(root: &'a Node, environment: &str) -> Option<&'a Node> {
    root.get("environments")?.get(environment)?.get("override")
}
