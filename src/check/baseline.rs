//! What is known already: findings that count only when they are new.
//!
//! An entry is a rule at a logical path of a policy, so that it holds while
//! lines move; what has no path is known by its message. An entry covers as
//! many findings as there were, in the environments there were, and no more.
//! What AWS would refuse, and jobs that would fail, are never set aside.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::run_rules::STALE_BASELINE_ENTRY;
use super::suppress::{is_certain, stops_the_rules};
use crate::diagnostic::{Finding, Judged, Suppression};
use crate::source::written_at;
use crate::source::{self, Span};

/// The only version of the format.
const VERSION: u8 = 1;
/// More stale entries than this are counted, not listed.
const LISTED: usize = 20;

/// What makes a finding the same as one before, whatever its lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// The policy's name, or the file's if it has none.
    policy: String,
    rule: String,
    /// Logical path, or the message of what has none.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    path: String,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    message: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(flatten)]
    known: Known,
    environments: Vec<String>,
    count: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Written {
    version: u8,
    findings: Vec<Entry>,
}

/// Findings that are known, and how many of each are left to meet.
#[derive(Debug, Default)]
pub struct Baseline {
    entries: BTreeMap<Known, Vec<Left>>,
}

#[derive(Debug)]
struct Left {
    environments: Vec<String>,
    count: usize,
    met: bool,
}

impl Baseline {
    /// Reads a baseline; `None` if the text is none of this version.
    pub fn read(text: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(text).ok()?;
        if written.version != VERSION {
            return None;
        }
        let mut baseline = Self::default();
        for Entry { known, environments, count } in written.findings {
            let left = Left { environments, count, met: false };
            baseline.entries.entry(known).or_default().push(left);
        }
        Some(baseline)
    }

    /// Sets aside the findings of a file that are known.
    pub fn apply(&mut self, judged: &mut Judged, policy: Option<&str>) {
        let policy = policy.unwrap_or(&judged.input.name).to_owned();
        for finding in judged.findings.iter_mut().filter(|finding| finding.counts()) {
            let Some(left) = self.entries.get_mut(&known(finding, &policy)) else { continue };
            let covers = |left: &&mut Left| {
                left.count > 0
                    && finding.environments.iter().all(|name| left.environments.contains(name))
            };
            let Some(left) = left.iter_mut().find(covers) else { continue };
            left.met = true;
            if !is_certain(finding) {
                left.count -= 1;
                let reason = "known before".to_owned();
                finding.suppressed = Some(Suppression { by: "baseline", reason });
            }
        }
    }

    /// What is listed for a policy and was not met; nothing while mistakes of
    /// the document keep rules from looking.
    pub fn stale(&self, judged: &Judged, policy: Option<&str>, file: &str) -> Vec<Finding> {
        if judged.findings.iter().any(stops_the_rules) {
            return Vec::new();
        }
        let policy = policy.unwrap_or(&judged.input.name);
        let gone: Vec<&Known> = self
            .entries
            .iter()
            .filter(|(known, left)| known.policy == policy && left.iter().any(|left| !left.met))
            .map(|(known, _)| known)
            .collect();
        if gone.is_empty() {
            return Vec::new();
        }
        let root = source::parse(&judged.input.text).root;
        let span = root.map_or(Span::new(0, 0), |root| written_at(&root, "name"));
        let mut findings: Vec<Finding> =
            gone.iter().take(LISTED).map(|known| stale(known, span, file)).collect();
        if gone.len() > LISTED {
            let message = match gone.len() - LISTED {
                1 => format!("1 more entry of `{file}` occurs no more"),
                more => format!("{more} more entries of `{file}` occur no more"),
            };
            findings.push(STALE_BASELINE_ENTRY.finding(span, message));
        }
        findings
    }
}

fn stale(known: &Known, span: Span, file: &str) -> Finding {
    let Known { policy: _, rule, path, message } = known;
    let at = if path.is_empty() { message } else { path };
    STALE_BASELINE_ENTRY
        .finding(span, format!("`{file}` lists `{rule}` at `{at}`, which occurs no more"))
        .path(path.clone())
        .help(format!("list what is left: `policy check --write-baseline {file}`"))
}

fn known(finding: &Finding, policy: &str) -> Known {
    let has_path = !finding.path.is_empty();
    Known {
        policy: policy.to_owned(),
        rule: finding.rule.to_owned(),
        path: finding.path.clone(),
        message: if has_path { String::new() } else { finding.message.clone() },
    }
}

/// The text of a baseline of everything that counts and may be set aside, and
/// how many findings may not.
pub fn baseline<'a>(
    files: impl Iterator<Item = (&'a Judged, Option<&'a str>)>,
) -> (String, usize, usize) {
    let mut counts: BTreeMap<(Known, Vec<String>), usize> = BTreeMap::new();
    let mut refused = 0;
    for (judged, policy) in files {
        let policy = policy.unwrap_or(&judged.input.name);
        for finding in judged.findings.iter().filter(|finding| finding.counts()) {
            if is_certain(finding) {
                refused += 1;
                continue;
            }
            let key = (known(finding, policy), finding.environments.clone());
            *counts.entry(key).or_default() += 1;
        }
    }
    let listed = counts.values().sum();
    let entry = |((known, environments), count)| Entry { known, environments, count };
    let written = Written { version: VERSION, findings: counts.into_iter().map(entry).collect() };
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&written).unwrap_or_default() + "\n";
    (text, listed, refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Input, Kind, Level};

    const TEXT: &str = "version: 1\nname: orders\n";

    fn finding(path: &str, environments: &[&str]) -> Finding {
        let mut finding =
            Finding::new("odd", Kind::Cost, Level::Error, Span::new(0, 1), "dear").path(path);
        finding.environments = environments.iter().map(|name| (*name).to_owned()).collect();
        finding
    }

    fn judged(findings: Vec<Finding>) -> Judged {
        let input = Input::new("orders.yaml", TEXT);
        Judged { input, findings, rendered: 0, asserted: 0, stated: 0, unproven: 0 }
    }

    fn of(findings: Vec<Finding>) -> Baseline {
        let (text, ..) = baseline(std::iter::once((&judged(findings), Some("orders"))));
        Baseline::read(&text).unwrap()
    }

    /// How many findings still count, and what is stale.
    fn left(mut before: Baseline, findings: Vec<Finding>) -> (usize, Vec<String>) {
        let mut judged = judged(findings);
        before.apply(&mut judged, Some("orders"));
        let stale = before.stale(&judged, Some("orders"), "known.json");
        (judged.count(Level::Error), stale.into_iter().map(|f| f.message).collect())
    }

    #[test]
    fn what_is_known_is_set_aside_wherever_its_lines_are() {
        let before = of(vec![finding("vaults.dr", &["production"])]);
        let mut moved = finding("vaults.dr", &["production"]);
        moved.primary.span = Span::new(9, 12);
        moved.message = "dearer".to_owned();
        assert_eq!(left(before, vec![moved]), (0, vec![]));
    }

    #[test]
    fn what_is_new_counts() {
        let before = || of(vec![finding("vaults.dr", &["production"])]);
        let again = || finding("vaults.dr", &["production"]);
        assert_eq!(left(before(), vec![again(), again()]).0, 1, "a second one of its kind");
        let wider = finding("vaults.dr", &["production", "staging"]);
        assert_eq!(left(before(), vec![wider]).0, 1, "one environment more");
        assert_eq!(left(before(), vec![finding("vaults.main", &["production"])]).0, 1);
    }

    #[test]
    fn fewer_environments_are_known_too() {
        let before = of(vec![finding("vaults.dr", &["production", "staging"])]);
        assert_eq!(left(before, vec![finding("vaults.dr", &["staging"])]), (0, vec![]));
    }

    #[test]
    fn what_occurs_no_more_is_said() {
        let before = of(vec![finding("vaults.dr", &[]), finding("", &[])]);
        let stale = [
            "`known.json` lists `odd` at `dear`, which occurs no more".to_owned(),
            "`known.json` lists `odd` at `vaults.dr`, which occurs no more".to_owned(),
        ];
        assert_eq!(left(before, vec![]), (0, stale.into()));
        let mut unread = judged(vec![]);
        let broken = Finding::new("x", Kind::Document, Level::Error, Span::new(0, 1), "broken");
        unread.findings.push(broken);
        let before = of(vec![finding("vaults.dr", &[])]);
        assert_eq!(before.stale(&unread, Some("orders"), "known.json"), []);
    }

    #[test]
    fn what_aws_refuses_is_never_set_aside() {
        let refused = || {
            let mut refused = finding("vaults.dr", &[]);
            refused.kind = Kind::Rejected;
            refused
        };
        let judged = judged(vec![refused()]);
        let (text, listed, left_out) = baseline(std::iter::once((&judged, Some("orders"))));
        assert_eq!((listed, left_out), (0, 1));
        assert!(!text.contains("vaults.dr"), "{text}");
        let forged = of(vec![finding("vaults.dr", &[])]);
        assert_eq!(left(forged, vec![refused()]), (1, vec![]));
    }

    #[test]
    fn another_version_is_no_baseline() {
        assert!(Baseline::read(r#"{ "version": 2, "findings": [] }"#).is_none());
        assert!(Baseline::read("{}").is_none());
        assert!(Baseline::read(r#"{ "version": 1, "findings": [] }"#).is_some());
    }
}
