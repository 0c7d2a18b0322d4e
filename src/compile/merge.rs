//! The findings of several environments, each said once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostic::Finding;
use crate::source::Span;

/// What makes two findings one: the rule, the place and the words.
type Identity = (&'static str, Span, String);

/// Findings so far, with the environments that each holds in.
#[derive(Debug)]
pub(super) struct Merged {
    findings: Vec<Finding>,
    known: BTreeMap<Identity, usize>,
}

impl Merged {
    /// Begins with the findings about the file as a whole.
    pub(super) fn new(findings: Vec<Finding>) -> Self {
        Self { findings, known: BTreeMap::new() }
    }

    /// Adds the findings of one environment; what several environments share
    /// is said once, with their names.
    pub(super) fn add(&mut self, found: Vec<Finding>, environment: &str) {
        for mut finding in found {
            let plain = finding.message.replace(&format!(" in `{environment}`"), "");
            let identity = (finding.rule, finding.primary.span, plain.clone());
            match self.known.entry(identity) {
                Entry::Vacant(entry) => {
                    entry.insert(self.findings.len());
                    finding.environments = vec![environment.to_owned()];
                    self.findings.push(finding);
                }
                Entry::Occupied(entry) => {
                    let Some(known) = self.findings.get_mut(*entry.get()) else { continue };
                    if known.environments.last().is_none_or(|last| last != environment) {
                        known.environments.push(environment.to_owned());
                        // One that is found elsewhere too is about no environment.
                        known.message = plain;
                    }
                }
            }
        }
    }

    /// The findings in the order of the file.
    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by(|a, b| {
            (a.primary.span, a.rule, &a.message).cmp(&(b.primary.span, b.rule, &b.message))
        });
        self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Kind, Level};

    fn finding(at: usize, message: &str) -> Finding {
        Finding::new("odd", Kind::Advice, Level::Warning, Span::new(at, at + 1), message)
    }

    #[test]
    fn what_environments_share_is_said_once_with_their_names() {
        let mut merged = Merged::new(vec![finding(0, "of the file")]);
        merged.add(vec![finding(9, "shared"), finding(9, "shared"), finding(5, "own")], "a");
        merged.add(vec![finding(9, "shared"), finding(9, "other words")], "b");
        let shown: Vec<_> = merged
            .into_findings()
            .into_iter()
            .map(|f| (f.message, f.environments.join(" ")))
            .collect();
        let expected = [("of the file", ""), ("own", "a"), ("other words", "b"), ("shared", "a b")];
        assert_eq!(shown, expected.map(|(m, e)| (m.to_owned(), e.to_owned())));
    }

    #[test]
    fn what_is_found_in_several_environments_is_about_none_of_them() {
        let mut merged = Merged::new(Vec::new());
        for name in ["a", "b"] {
            merged.add(vec![finding(9, &format!("there is no `x` in `{name}`"))], name);
        }
        merged.add(vec![finding(5, "there is no `y` in `b`")], "b");
        let shown: Vec<_> = merged
            .into_findings()
            .into_iter()
            .map(|f| (f.message, f.environments.join(" ")))
            .collect();
        let expected = [("there is no `y` in `b`", "b"), ("there is no `x`", "a b")];
        assert_eq!(shown, expected.map(|(m, e)| (m.to_owned(), e.to_owned())));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test measures itself")]
    fn many_findings_cost_no_more_than_their_number() {
        let begin = std::time::Instant::now();
        let mut merged = Merged::new(Vec::new());
        for environment in ["a", "b", "c"] {
            merged.add((0..30_000).map(|at| finding(at, "one of many")).collect(), environment);
        }
        assert_eq!(merged.into_findings().len(), 30_000);
        assert!(begin.elapsed().as_secs() < 10, "comparing each with each takes minutes");
    }
}
