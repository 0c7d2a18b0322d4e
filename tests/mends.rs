//! What every edit that a rule suggests does to the examples of its page: the
//! finding is gone, no other one is new, and the rest of the text is as it was.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use policy::check::fix::fix;
use policy::check::rules::RULES;
use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input, Kind, Rule};

/// Rules whose pages show an example that is mended. A rule that loses its edit
/// is missed here.
const MENDING: [&str; 20] = [
    "cold-storage-too-brief",
    "delete-marker-cleanup-not-alone",
    "expiration-beats-retention",
    "fractional-window",
    "lock-out-of-range",
    "native-retention-out-of-bounds",
    "prefixed-tag-key",
    "restore-test-finds-nothing",
    "restore-test-out-of-range",
    "retention-outside-lock",
    "start-window-too-short",
    "storage-class-left-too-soon",
    "unknown-environment",
    "unknown-key",
    "unknown-opt-in",
    "unknown-storage-class",
    "unknown-vault-event",
    "wrong-type",
    "years-counted-as-days",
    "zero-day-lifecycle-action",
];

fn findings(text: &str) -> Vec<Finding> {
    compile(&Input::new("example.yaml", text), &Options::default()).judged.findings
}

/// The fenced YAML below *Fails*.
fn fails(rule: &Rule) -> impl Iterator<Item = &'static str> {
    let section = rule.explanation.split("\n## ").find(|section| section.starts_with("Fails"));
    let blocks = section.into_iter().flat_map(|section| section.split("```yaml\n").skip(1));
    blocks.filter_map(|block| block.split("```").next())
}

/// How often each rule finds something.
fn counted(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

/// The examples of all pages whose rule suggests an edit, with its findings.
fn mendable() -> Vec<(&'static Rule, &'static str, Vec<Finding>)> {
    let examples = RULES.iter().flat_map(|rule| fails(rule).map(move |text| (*rule, text)));
    let own = |rule: &Rule, text: &str| {
        let mut found = findings(text);
        found.retain(|finding| finding.rule == rule.name && finding.fix.is_some());
        found
    };
    let examples = examples.map(|(rule, text)| (rule, text, own(rule, text)));
    examples.filter(|(_, _, found)| !found.is_empty()).collect()
}

#[test]
fn an_edit_mends_its_finding_and_nothing_else() {
    for (rule, text, own) in mendable() {
        let name = rule.name;
        let fixed = fix(text, &own);
        assert_eq!(fixed.skipped, [], "{name}: left out in\n{text}");
        let (before, after) = (findings(text), findings(&fixed.text));
        let still = after.iter().filter(|finding| finding.rule == name).count();
        let unmendable =
            before.iter().filter(|found| found.rule == name && found.fix.is_none()).count();
        assert_eq!(still, unmendable, "{name}: is still found in\n{}", fixed.text);
        // A document that could not be read hides what is to be found in it.
        if rule.kind == Kind::Document {
            continue;
        }
        let (before, after) = (counted(&before), counted(&after));
        for (other, count) in after {
            let had = before.get(other).copied().unwrap_or_default();
            assert!(count <= had, "{name}: its edit leads to {other} in\n{}", fixed.text);
        }
    }
}

#[test]
fn an_edit_leaves_the_rest_of_the_text() {
    for (rule, text, own) in mendable() {
        let fixed = fix(text, &own);
        let mut edits: Vec<_> = own.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        let (mut old, mut new) = (0, fixed.text.as_str());
        for edit in edits {
            let kept = text.get(old..edit.span.start).unwrap();
            new = new.strip_prefix(kept).unwrap_or_else(|| panic!("{}: {kept:?}", rule.name));
            let by = edit.replacement.as_str();
            new = new.strip_prefix(by).unwrap_or_else(|| panic!("{}: {by:?}", rule.name));
            old = edit.span.end;
        }
        assert_eq!(Some(new), text.get(old..), "{}", rule.name);
        assert_eq!(text.lines().count(), fixed.text.lines().count(), "{}", rule.name);
    }
}

#[test]
fn a_second_mending_changes_nothing() {
    for (rule, text, own) in mendable() {
        let once = fix(text, &own).text;
        let again = fix(&once, &findings(&once));
        assert!(!again.applied.contains(&rule.name), "{}: {}", rule.name, again.text);
    }
}

#[test]
fn rules_that_mend_are_listed() {
    let mending: BTreeSet<&str> = mendable().iter().map(|(rule, _, _)| rule.name).collect();
    assert_eq!(mending, BTreeSet::from(MENDING));
}
