//! Laws that hold for every table, and the boundaries AWS documents.

use std::collections::BTreeSet;

use super::*;

#[test]
fn names_are_unique_and_kebab_case() {
    let mut seen = BTreeSet::new();
    for fact in facts() {
        let name = fact.name();
        assert!(seen.insert(name), "`{name}` is declared twice");
        assert!(
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "`{name}`"
        );
    }
    assert!(FACTS.iter().all(|table| !table.facts.is_empty()));
}

#[test]
fn every_fact_has_a_sentence_a_value_and_a_source() {
    for fact in facts() {
        let name = fact.name();
        let statement = fact.statement();
        assert!(statement.ends_with('.') && !statement.contains("  "), "{name}: {statement}");
        assert!(
            statement.starts_with(|c: char| c.is_uppercase() || c == '`'),
            "{name}: {statement}"
        );
        assert!(!fact.lines().is_empty(), "{name}");
        let source = fact.source();
        assert!(!source.title.is_empty(), "{name}");
        assert!(
            ["https://docs.aws.amazon.com/", "https://aws.amazon.com/", "https://github.com/"]
                .iter()
                .any(|host| source.url.starts_with(host)),
            "{name}: {}",
            source.url
        );
        assert!(is_date(source.read), "{name}");
        assert!(source.since.is_none_or(|day| day.len() == 7 || is_date(day)), "{name}");
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10
}

#[test]
fn a_fact_is_found_by_its_name() {
    assert_eq!(fact("copies-per-rule").unwrap().lines(), ["0..=5"]);
    assert!(fact("nonsense").is_none());
}
