//! What each rule says of the examples of its page: where, in which words, and
//! what to do about it.

#![cfg(test)]

use std::fmt::Write as _;

use policy::check::rules::{PROVEN, RULES};
use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input, Rule};
use policy::source::{Path, Span, Step, parse};

/// The examples under *Fails* of a rule's page. Those that repeat a letter some
/// thousand times are left out.
fn examples(rule: &'static Rule) -> impl Iterator<Item = &'static str> {
    let section = rule.explanation.split("\n## ").find(|section| section.starts_with("Fails"));
    let blocks = section.unwrap_or_default().split("```yaml\n").skip(1);
    blocks.filter_map(|block| block.split("```").next()).filter(|text| !text.contains("x{"))
}

fn findings(rule: &Rule, text: &str) -> Vec<Finding> {
    let mut found = compile(&Input::new("example.yaml", text), &Options::default()).judged.findings;
    found.retain(|finding| finding.rule == rule.name);
    found
}

/// Reads `plans.core.tiers.daily.copies[0]`.
fn path(written: &str) -> Path {
    let steps = written.split('.').flat_map(|part| {
        let mut parts = part.split(['[', ']']).filter(|part| !part.is_empty());
        let key = parts.next().map(|key| Step::Key(key.to_owned()));
        key.into_iter().chain(parts.map(|index| Step::Index(index.parse().unwrap())))
    });
    Path(steps.collect())
}

/// Rules of the proof are asked by `resource.disruption.figure`; a name that is
/// none leads nowhere.
fn leads_elsewhere(rule: &Rule) -> bool {
    PROVEN.iter().any(|row| row.rule.name == rule.name) || rule.name == "bad-name"
}

#[test]
fn a_path_leads_into_the_file() {
    for rule in RULES.iter().filter(|rule| !leads_elsewhere(rule)) {
        for text in examples(rule) {
            let Some(root) = parse(text).root else { continue };
            for finding in findings(rule, text) {
                // What is missing has its place where it would stand.
                let path = path(&finding.path);
                let found = path.find(&root).or_else(|| path.parent().find(&root));
                assert!(found.is_some(), "{}: {:?} leads nowhere", rule.name, finding.path);
            }
        }
    }
}

#[test]
fn each_rule_says_what_is_wrong_where_and_what_to_do() {
    let mut said = String::new();
    for rule in RULES.iter() {
        for (number, text) in examples(rule).enumerate() {
            writeln!(said, "# {}, example {}", rule.name, number + 1).unwrap();
            for finding in findings(rule, text) {
                let at = |span: Span| span.slice(text).lines().next().unwrap_or_default();
                let Finding {
                    level, message, path, primary, labels, help, notes, fix, url, ..
                } = &finding;
                writeln!(said, "{}: {message}", level.word()).unwrap();
                let place = format!("  at {path}: `{}` {}", at(primary.span), primary.text);
                writeln!(said, "{}", place.trim_end()).unwrap();
                for label in labels {
                    writeln!(said, "  beside `{}`: {}", at(label.span), label.text).unwrap();
                }
                for note in notes {
                    writeln!(said, "  note: {note}").unwrap();
                }
                if let Some(url) = url {
                    writeln!(said, "  see: {url}").unwrap();
                }
                if let Some(help) = help {
                    writeln!(said, "  help: {help}").unwrap();
                }
                if let Some(edit) = fix {
                    writeln!(said, "  mend: `{}` by `{}`", at(edit.span), edit.replacement)
                        .unwrap();
                }
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("what-rules-say", said));
}
