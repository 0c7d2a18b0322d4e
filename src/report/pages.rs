//! Rules as pages of the documentation.

use std::collections::BTreeSet;

use crate::check::Rule;
use crate::diagnostic::Kind;

use super::consequence;

/// The page of one rule in Markdown: what it is, its own page, how to allow it,
/// and who says so.
pub fn rule_page(rule: &Rule) -> String {
    let Rule { name, kind, level, summary, explanation, cites } = rule;
    let title = format!("# {name}");
    let body = explanation.strip_prefix(&title).unwrap_or(explanation).trim();
    let words = consequence(*kind, *level);
    let mut out = format!("{title}\n\n*{} · {words}* · {summary}\n\n{body}\n", level.word());
    out.push_str(&format!("\n## How to allow it\n\n{}\n", allowing(rule)));
    if !cites.is_empty() {
        out.push_str("\n## Who says so\n\n");
    }
    for cite in *cites {
        out.push_str(&format!("- [{}]({}), read {}\n", cite.title, cite.url, cite.read));
    }
    out
}

fn allowing(rule: &Rule) -> String {
    let name = rule.name;
    match (rule.kind, name) {
        (Kind::Drift, "changed-in-aws" | "missing-in-aws") => {
            return "A difference that is wanted is left out with `ignore_drift`, by its path in \
                    the policy: `ignore_drift: [ { what: vaults.main.tags, reason: \"…\", \
                    until: 2027-01-31 } ]`."
                .to_owned();
        }
        (Kind::Drift, _) => return "It cannot be allowed.".to_owned(),
        _ => {}
    }
    if rule.kind.is_certain() && rule.level == crate::diagnostic::Level::Error {
        return "It cannot be allowed.".to_owned();
    }
    format!(
        "On the line of the value or above it: `# policy: allow[{name}] reason`; until a day: \
         `# policy: allow[{name}] until=2027-01-31 reason`; in the whole file: \
         `lint: {{ allow: {{ {name}: reason }} }}`; in one run: `--allow {name}`."
    )
}

/// The catalogue in Markdown: a table for each thing that happens if nobody
/// changes anything, each rule a link into `folder`.
pub fn rules_table(rules: &[&Rule], folder: &str) -> String {
    let mut out = String::new();
    for (_, words) in groups(rules) {
        out.push_str(&format!("## {}\n\n", capital(words)));
        out.push_str("| rule | level | what it finds |\n|---|---|---|\n");
        for rule in rules.iter().filter(|rule| consequence(rule.kind, rule.level) == words) {
            let Rule { name, kind: _, level, summary, explanation: _, cites: _ } = rule;
            let summary = summary.replace('|', "\\|");
            out.push_str(&format!(
                "| [`{name}`]({folder}/{name}.md) | {} | {summary} |\n",
                level.word()
            ));
        }
        out.push('\n');
    }
    out
}

/// How many rules there are of each kind, a line each, with a link to its
/// table in the catalogue.
pub fn rules_summary(rules: &[&Rule], catalogue: &str) -> String {
    let mut out = "| if nobody changes anything | rules | such as |\n|---|---|---|\n".to_owned();
    for (_, words) in groups(rules) {
        let group: Vec<&Rule> = rules
            .iter()
            .filter(|rule| consequence(rule.kind, rule.level) == words)
            .copied()
            .collect();
        let anchor = words.replace(' ', "-").to_lowercase();
        // The shortest summary says what the kind is about without a second line.
        let example = group.iter().map(|rule| rule.summary).min_by_key(|summary| summary.len());
        out.push_str(&format!(
            "| [{words}]({catalogue}#{anchor}) | {} | {} |\n",
            group.len(),
            example.unwrap_or_default().replace('|', "\\|")
        ));
    }
    out
}

/// What happens, in the order of the kinds.
fn groups(rules: &[&Rule]) -> BTreeSet<(Kind, &'static str)> {
    rules.iter().map(|rule| (rule.kind, consequence(rule.kind, rule.level))).collect()
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
