//! The catalogue of rules.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::check::Rule;
use crate::diagnostic::Kind;

use super::{Style, columns::columns, consequence, json::visible, wrap};

/// The rules by what happens if nobody changes anything: level, name, summary.
pub fn rules_text(rules: &[&Rule], style: Style) -> String {
    let names = rules.iter().map(|rule| columns(rule.name)).max().unwrap_or_default();
    let words = |rule: &Rule| (rule.kind, consequence(rule.kind, rule.level));
    let groups: BTreeSet<(Kind, &str)> = rules.iter().map(|rule| words(rule)).collect();
    let mut out = String::new();
    for group in groups {
        out.push_str(&format!("{}\n", style.paint("1", group.1)));
        for rule in rules.iter().filter(|rule| words(rule) == group) {
            let first = format!("  {:7}  {:names$}  ", rule.level.word(), rule.name);
            out.push_str(&wrap::hanging(&first, rule.summary, style.width));
        }
        out.push('\n');
    }
    out.push_str(&format!("{} rules · policy explain NAME\n", rules.len()));
    out
}

/// The catalogue for programs.
pub fn rules_json(rules: &[&Rule]) -> String {
    #[derive(Serialize)]
    struct Row<'a> {
        name: &'a str,
        kind: &'a str,
        level: &'a str,
        summary: &'a str,
    }
    #[derive(Serialize)]
    struct Catalogue<'a> {
        version: u8,
        rules: Vec<Row<'a>>,
    }
    let rules = rules
        .iter()
        .map(|rule| Row {
            name: rule.name,
            kind: rule.kind.word(),
            level: rule.level.word(),
            summary: rule.summary,
        })
        .collect();
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&Catalogue { version: 1, rules }).unwrap_or_default();
    visible(&text) + "\n"
}
