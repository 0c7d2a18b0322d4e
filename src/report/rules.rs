//! The catalogue of rules.

use serde::Serialize;

use crate::check::Rule;

use super::{Style, columns::columns, json::visible, wrap};

/// One line per rule: level, name, kind and what it finds.
pub fn rules_text(rules: &[&Rule], style: Style) -> String {
    let widest = |text: fn(&Rule) -> &str| {
        rules.iter().map(|rule| columns(text(rule))).max().unwrap_or_default()
    };
    let (names, kinds) = (widest(|rule| rule.name), widest(|rule| rule.kind.words()));
    let mut out = String::new();
    for rule in rules {
        let name = style.paint("1", &format!("{:names$}", rule.name));
        let kind = format!("{:kinds$}", rule.kind.words());
        let before = 7 + 2 + names + 2 + kinds + 2;
        let lines = wrap::lines(rule.summary, style.width.saturating_sub(before).max(24));
        for (index, line) in lines.iter().enumerate() {
            if index == 0 {
                out.push_str(&format!("{:7}  {name}  {kind}  {line}\n", rule.level.word()));
            } else {
                out.push_str(&format!("{:before$}{line}\n", ""));
            }
        }
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
