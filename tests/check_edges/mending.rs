//! Edits and baselines at their boundaries.

use policy::check::baseline::{Baseline, baseline};
use policy::check::fix::{Fixed, fix};
use policy::check::suppress::{Asked, Choice, PolicyChoice, suppress};
use policy::diagnostic::{Finding, Input, Judged, Kind, Level};
use policy::source::Span;

fn text(retention: &str) -> String {
    format!(
        "version: 1\nname: orders\nplans: {{ core: {{ tiers: {{ daily: {{ retention: {retention} }} }} }} }}\n"
    )
}

fn edit(rule: &'static str, text: &str, part: &str, by: &str) -> Finding {
    let at = text.find(part).unwrap();
    let span = Span::new(at, at + part.len());
    Finding::new(rule, Kind::Advice, Level::Warning, span, "x").fix(span, by)
}

fn applied(old: &str, new: &str) -> bool {
    let text = text(old);
    let Fixed { applied, .. } = fix(&text, &[edit("a", &text, old, new)]);
    !applied.is_empty()
}

#[test]
fn edits_side_by_side_are_both_applied() {
    let text = text("35d");
    let fixed =
        fix(&text, &[edit("a", &text, "orders", "sales"), edit("b", &text, "\nplans", "\nplans")]);
    assert_eq!(fixed.applied, ["a", "b"]);
    assert_eq!(fixed.text, text.replace("orders", "sales"));
}

#[test]
fn what_is_kept_is_shorter_if_it_may_be() {
    assert!(!applied("1mo", "29d"), "a month may have 31 days");
    assert!(!applied("29d", "1mo"), "a month may have 28 days");
    assert!(applied("1mo", "31d"));
}

#[test]
fn counts_of_copies_are_compared_with_counts() {
    assert!(!applied("7 copies", "6 copies"));
    assert!(applied("7 copies", "7 copies"));
    assert!(applied("7 copies", "8 copies"));
    assert!(!applied("7 copies", "1y"), "nobody knows which is longer");
}

/// What a baseline of so many findings says when none of them occurs any more.
fn stale(count: usize) -> Vec<String> {
    let finding = |number| {
        Finding::new("odd", Kind::Cost, Level::Error, Span::new(0, 1), "dear")
            .path(format!("vaults.v{number}"))
    };
    let judged = |findings| Judged {
        input: Input::new("orders.yaml", "version: 1\nname: orders\n"),
        findings,
        rendered: 0,
        asserted: 0,
        stated: 0,
        unproven: 0,
    };
    let known = judged((0..count).map(finding).collect());
    let (written, ..) = baseline(std::iter::once((&known, Some("orders"))));
    let stale =
        Baseline::read(&written).unwrap().stale(&judged(Vec::new()), Some("orders"), "known.json");
    stale.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn twenty_stale_entries_are_listed_and_the_rest_is_counted() {
    assert_eq!(stale(20).len(), 20);
    assert!(stale(20).iter().all(|message| message.contains("`vaults.v")));
    let messages = stale(22);
    assert_eq!(messages.len(), 21);
    assert_eq!(messages[20], "2 more entries of `known.json` occur no more");
}

/// What an allowance, or a choice of the command line, makes of one finding.
fn after(kind: Kind, level: Level, choices: &[(&str, Choice)], allowed: &[&str]) -> Vec<Finding> {
    let mut judged = Judged {
        input: Input::new("orders.yaml", "version: 1\nname: orders\n"),
        findings: vec![Finding::new("copy-to-own-vault", kind, level, Span::new(0, 1), "x")],
        rendered: 0,
        asserted: 0,
        stated: 0,
        unproven: 0,
    };
    let choices = choices.iter().map(|(rule, choice)| ((*rule).to_owned(), *choice)).collect();
    let written = allowed.iter().map(|rule| PolicyChoice {
        rule: (*rule).to_owned(),
        choice: Choice::Allow,
        reason: "because".to_owned(),
        until: None,
        span: Span::new(2, 3),
        line: None,
    });
    let asked = Asked {
        choices,
        file_may_allow: true,
        as_of: "2026-11-21".parse().unwrap(),
        whole: true,
        not_looked_for: &[],
    };
    suppress(&mut judged, &written.collect::<Vec<_>>(), &asked);
    judged.findings
}

#[test]
fn an_error_that_stays_says_why() {
    let note = |kind| {
        let found = after(kind, Level::Error, &[("copy-to-own-vault", Choice::Warn)], &[]);
        assert_eq!(found[0].level, Level::Error);
        found[0].notes.join("")
    };
    assert!(note(Kind::Rejected).ends_with("AWS would refuse the request"));
    assert!(note(Kind::JobFails).ends_with("the job would fail"));
    assert!(note(Kind::Document).ends_with("the file would not be a policy"));
}

#[test]
fn what_is_uncertain_weighs_what_is_asked() {
    let level = |level| {
        let choices = [("copy-to-own-vault", Choice::Warn)];
        after(Kind::Cost, level, &choices, &[])[0].level
    };
    assert_eq!(level(Level::Error), Level::Warning);
    assert_eq!(level(Level::Advice), Level::Warning);
}

#[test]
fn an_unused_allowance_is_told_unless_the_file_was_not_read() {
    let rules = |kind, level| {
        let found = after(kind, level, &[], &["duplicate-copy"]);
        found.into_iter().filter(|finding| finding.rule == "unused-allow").count()
    };
    assert_eq!(rules(Kind::Document, Level::Error), 0);
    assert_eq!(rules(Kind::Document, Level::Warning), 1);
    assert_eq!(rules(Kind::Cost, Level::Error), 1);
}
