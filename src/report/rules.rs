//! The catalogue of rules.

use serde::Serialize;

use crate::check::Rule;
use crate::diagnostic::Kind;

use super::{Style, columns::columns, json::visible, wrap};

/// The rules by what happens if nobody changes anything: level, name, summary.
pub fn rules_text(rules: &[&Rule], style: Style) -> String {
    let names = rules.iter().map(|rule| columns(rule.name)).max().unwrap_or_default();
    let mut kinds: Vec<Kind> = rules.iter().map(|rule| rule.kind).collect();
    kinds.sort();
    kinds.dedup();
    let mut out = String::new();
    for kind in kinds {
        out.push_str(&format!("{}\n", style.paint("1", kind.words())));
        for rule in rules.iter().filter(|rule| rule.kind == kind) {
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
