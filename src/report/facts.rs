//! What is true of AWS, for people and programs.

use serde::Serialize;

use crate::facts::{AnyFact, Confidence, Table};

use super::{Style, json::visible, wrap};

/// Facts under the title of their table: value, sentence, source and day.
pub fn facts_text(tables: &[(&Table, Vec<&dyn AnyFact>)], style: Style) -> String {
    let mut out = String::new();
    for (table, facts) in tables {
        out.push_str(&format!(
            "{}\n",
            style.paint("1", &format!("{} · {}", table.title, table.name))
        ));
        for fact in facts {
            push_fact(&mut out, *fact, style);
        }
        out.push('\n');
    }
    let count: usize = tables.iter().map(|(_, facts)| facts.len()).sum();
    let s = if count == 1 { "" } else { "s" };
    out + &format!("{count} fact{s} · policy facts NAME shows one table or one fact\n")
}

fn push_fact(out: &mut String, fact: &dyn AnyFact, style: Style) {
    let lines = fact.lines();
    let name = style.paint("36", fact.name());
    match lines.as_slice() {
        [value] => out.push_str(&format!("\n  {name} = {value}\n")),
        _ => out.push_str(&format!("\n  {name}, {} rows\n", lines.len())),
    }
    out.push_str(&wrap::hanging("    ", fact.statement(), style.width));
    if lines.len() > 1 {
        lines.iter().for_each(|line| out.push_str(&wrap::hanging("      ", line, style.width)));
    }
    let source = fact.source();
    let since = source.since.map(|day| format!(", so since {day}")).unwrap_or_default();
    let sure = sure(fact.confidence());
    let who = format!("{}, read {}{since}, confidence {sure}", source.title, source.read);
    out.push_str(&wrap::hanging("    ", &who, style.width));
    out.push_str(&format!("    {}\n", source.url));
}

const fn sure(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// The same for programs.
pub fn facts_json(tables: &[(&Table, Vec<&dyn AnyFact>)]) -> String {
    #[derive(Serialize)]
    struct Catalogue<'a> {
        version: u8,
        tables: Vec<TableRow<'a>>,
    }
    let tables = tables
        .iter()
        .map(|(table, facts)| TableRow {
            name: table.name,
            title: table.title,
            facts: facts.iter().map(|fact| row(*fact)).collect(),
        })
        .collect();
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&Catalogue { version: 1, tables }).unwrap_or_default();
    visible(&text) + "\n"
}

#[derive(Serialize)]
struct TableRow<'a> {
    name: &'a str,
    title: &'a str,
    facts: Vec<FactRow>,
}

#[derive(Serialize)]
struct FactRow {
    name: &'static str,
    /// One line for each row of a table.
    value: Vec<String>,
    statement: &'static str,
    confidence: &'static str,
    source: SourceRow,
}

#[derive(Serialize)]
struct SourceRow {
    title: &'static str,
    url: &'static str,
    read: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'static str>,
}

fn row(fact: &dyn AnyFact) -> FactRow {
    let crate::facts::Source { title, url, read, since } = fact.source();
    FactRow {
        name: fact.name(),
        value: fact.lines(),
        statement: fact.statement(),
        confidence: sure(fact.confidence()),
        source: SourceRow { title, url, read, since },
    }
}
