//! Laws that hold for every table; the boundaries of single tables stand beside.

mod backups;
mod regions;
mod s3;

use std::collections::BTreeSet;

use super::{
    Confidence, FACTS, defaults, fact, facts, native, quotas, recovery_times, region_gaps,
    resource_types,
};

fn is_kebab_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.contains("--")
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_date(text: &str) -> bool {
    text.len() == "2026-11-20".len() && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_month_or_date(text: &str) -> bool {
    is_date(text) || is_date(&format!("{text}-01"))
}

#[test]
fn names_of_tables_and_facts_are_unique_and_in_kebab_case() {
    let mut seen = BTreeSet::new();
    for table in FACTS {
        assert!(is_kebab_case(table.name), "`{}`", table.name);
        assert!(seen.insert(("table", table.name)), "`{}` twice", table.name);
        assert!(!table.title.is_empty() && !table.facts.is_empty());
    }
    for fact in facts() {
        assert!(is_kebab_case(fact.name()), "`{}`", fact.name());
        assert!(seen.insert(("fact", fact.name())), "`{}` twice", fact.name());
    }
}

#[test]
fn every_fact_states_itself_in_one_sentence() {
    for fact in facts() {
        let (name, statement) = (fact.name(), fact.statement());
        assert!(statement.ends_with('.'), "{name}: {statement}");
        assert!(!statement.contains("  "), "{name}: {statement}");
        assert!(
            statement.starts_with(|first: char| first.is_uppercase() || first == '`'),
            "{name}: {statement}"
        );
    }
}

#[test]
fn every_fact_has_a_value_to_show() {
    for fact in facts() {
        let lines = fact.lines();
        assert!(!lines.is_empty(), "{}", fact.name());
        assert!(lines.iter().all(|line| !line.is_empty()), "{}", fact.name());
    }
}

#[test]
fn every_fact_names_a_page_of_aws_or_a_public_thread_and_the_day_it_was_read() {
    const PLACES: [&str; 3] =
        ["https://docs.aws.amazon.com/", "https://aws.amazon.com/", "https://github.com/"];
    for fact in facts() {
        let (name, source) = (fact.name(), fact.source());
        assert!(!source.title.is_empty(), "{name}");
        assert!(PLACES.iter().any(|place| source.url.starts_with(place)), "{name}: {}", source.url);
        assert!(is_date(source.read), "{name}: {}", source.read);
        assert!(source.since.is_none_or(is_month_or_date), "{name}: {:?}", source.since);
    }
}

#[test]
fn a_fact_is_found_by_its_name() {
    assert_eq!(fact("copies-per-rule").unwrap().lines(), ["0..=5"]);
    assert_eq!(fact("role-name-words").unwrap().confidence(), Confidence::Low);
    assert!(fact("copies per rule").is_none());
}

#[test]
fn confidence_orders_from_weak_to_firm() {
    assert!(Confidence::Low < Confidence::Medium && Confidence::Medium < Confidence::High);
}

#[test]
fn a_table_claims_the_confidence_of_its_weakest_row() {
    let resource_types = resource_types::RESOURCE_TYPES.value;
    let copy_gaps = region_gaps::COPY_GAPS.value;
    let native = native::RETENTION.value;
    let lags = recovery_times::TYPICAL_LAGS.value;
    let times = recovery_times::RECOVERY_TIMES.value;
    let backup = defaults::AWS_BACKUP_READ_BACK.value;
    let s3 = defaults::S3_READ_BACK.value;
    for (name, weakest) in [
        ("resource-types", weakest(resource_types, |row| row.confidence)),
        ("region-copy-gaps", weakest(copy_gaps, |row| row.confidence)),
        ("other-quotas", weakest(quotas::OTHER.value, |row| row.confidence)),
        ("native-retention", weakest(native, |row| row.confidence)),
        ("typical-lags", weakest(lags, |row| row.confidence)),
        ("recovery-times", weakest(times, |row| row.confidence)),
        ("read-back-aws-backup", weakest(backup, |row| row.confidence)),
        ("read-back-s3", weakest(s3, |row| row.confidence)),
    ] {
        assert_eq!(Some(fact(name).unwrap().confidence()), weakest, "{name}");
    }
}

fn weakest<T>(rows: &[T], confidence: fn(&T) -> Confidence) -> Option<Confidence> {
    rows.iter().map(confidence).min()
}

#[test]
fn a_fact_can_be_read_where_constants_are_made() {
    const COLD: u32 = super::backup_plan::COLD_LEAST_DAYS.value;
    assert_eq!(COLD, super::backup_plan::COLD_LEAST_DAYS.value);
}
