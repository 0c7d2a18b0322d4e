//! Rules as pages of the documentation.

use crate::check::Rule;

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
    if rule.kind.is_certain() && rule.level == crate::diagnostic::Level::Error {
        return "It cannot be allowed.".to_owned();
    }
    format!(
        "On the line of the value or above it: `# policy: allow[{name}] reason`; until a day: \
         `# policy: allow[{name}] until=2027-01-31 reason`; in the whole file: \
         `lint: {{ allow: {{ {name}: reason }} }}`; in one run: `--allow {name}`."
    )
}

/// The catalogue as a table in Markdown, each rule a link into `folder`.
pub fn rules_table(rules: &[&Rule], folder: &str) -> String {
    let mut out = "| rule | level | what happens | what it finds |\n|---|---|---|---|\n".to_owned();
    for rule in rules {
        let Rule { name, kind, level, summary, explanation: _, cites: _ } = rule;
        let words = consequence(*kind, *level);
        let summary = summary.replace('|', "\\|");
        out.push_str(&format!(
            "| [`{name}`]({folder}/{name}.md) | {} | {words} | {summary} |\n",
            level.word()
        ));
    }
    out
}
