//! Text to document: serde decides, the schema explains.

use crate::diagnostic::{Finding, Label};
use crate::source::{self, DecodeError, Node, NodeKind, SourceProblem, Span, Spanned};

use super::{Policy, explain, names, rules};

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
    let mut read = decode_around(&root, &parsed.unread);
    read.findings.splice(0..0, findings);
    Read { root: Some(root), ..read }
}

/// Decodes a tree, which may be a merged one.
pub fn decode(root: &Node) -> Read {
    decode_around(root, &[])
}

/// The version of the language.
const VERSION: u32 = 1;

/// Decodes a tree with holes whose problems are reported already.
fn decode_around(root: &Node, unread: &[Span]) -> Read {
    let decoded = source::decode::<Spanned<Policy>>(root).and_then(|policy| {
        overrides_are_mappings(root)?;
        if policy.value.version.value != VERSION {
            return Err(DecodeError::new(policy.value.version.span, "another version"));
        }
        match names::malformed(root) {
            Some(span) => Err(DecodeError::new(span, "a name of another form")),
            None => Ok(policy.value),
        }
    });
    match decoded {
        Ok(policy) => Read { policy: Some(policy), ..Read::default() },
        Err(error) => Read { findings: explain::explain(root, &error, unread), ..Read::default() },
    }
}

/// What an override holds is decoded where it is laid over the policy; that it
/// is a mapping is known before.
fn overrides_are_mappings(root: &Node) -> Result<(), DecodeError> {
    let environments = root.get("environments").map(Node::entries).unwrap_or_default();
    let overrides = environments.iter().filter_map(|entry| entry.value.get("override"));
    for patch in overrides {
        if !matches!(patch.kind, NodeKind::Mapping(_)) {
            return Err(DecodeError::new(patch.span, "expected a mapping"));
        }
    }
    Ok(())
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
