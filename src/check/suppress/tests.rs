//! Who may allow what, and what is said about it.

use super::*;
use crate::check::run_rules::{NOT_UTF8, TARGET_CANNOT_EXPRESS};
use crate::diagnostic::Input;

const TODAY: Date = Date::constant(2026, 11, 21);

fn asked() -> Asked {
    Asked {
        choices: BTreeMap::new(),
        file_may_allow: true,
        as_of: TODAY,
        whole: true,
        not_looked_for: &[],
    }
}

/// A file with one warning of `target-cannot-express` at each `vault`.
fn judged(text: &str) -> Judged {
    let at = |(start, word): (usize, &str)| Span::new(start, start + word.len());
    let finding = |span| TARGET_CANNOT_EXPRESS.finding(span, "no words for it");
    Judged {
        input: Input::new("orders.yaml", text),
        findings: text.match_indices("vault").map(at).map(finding).collect(),
        rendered: 0,
        asserted: 0,
        stated: 0,
        unproven: 0,
    }
}

/// The rules that count and the rules that are allowed, in order.
fn outcome(judged: &Judged) -> (Vec<&str>, Vec<&str>) {
    let names = |counts: bool| {
        let of = |f: &&Finding| f.counts() == counts;
        judged.findings.iter().filter(of).map(|f| f.rule).collect()
    };
    (names(true), names(false))
}

fn after(text: &str, asked: &Asked) -> Judged {
    let mut judged = judged(text);
    suppress(&mut judged, &comments(text), asked);
    judged
}

fn comments(text: &str) -> Vec<PolicyChoice> {
    let root = crate::source::parse(text).root;
    commented(text, root.as_ref(), &LineIndex::new(text))
}

#[test]
fn a_comment_on_the_line_or_above_it_allows() {
    for text in [
        "vault: x # policy: allow[target-cannot-express] set by hand\n",
        "# policy: allow[target-cannot-express] set by hand\nvault: x\n",
        "vault: x # policy: allow[unused-allow, target-cannot-express] set by hand\n",
    ] {
        let judged = after(text, &Asked { whole: false, ..asked() });
        assert_eq!(outcome(&judged), (vec![], vec!["target-cannot-express"]), "{text}");
        let by = judged.findings[0].suppressed.as_ref().unwrap();
        assert_eq!((by.by, by.reason.as_str()), ("comment", "set by hand"));
    }
}

#[test]
fn a_comment_speaks_of_no_other_line() {
    let text = "a: 1 # policy: allow[target-cannot-express] why\nvault: x\n";
    assert_eq!(
        outcome(&after(text, &asked())),
        (vec!["unused-allow", "target-cannot-express"], vec![])
    );
}

#[test]
fn a_hash_within_a_value_is_no_comment() {
    let text = "vault: \"# policy: allow[target-cannot-express] why\"\n";
    assert_eq!(outcome(&after(text, &asked())), (vec!["target-cannot-express"], vec![]));
}

#[test]
fn an_allowance_needs_a_reason_and_still_holds() {
    let text = "vault: x # policy: allow[target-cannot-express]\n";
    assert_eq!(
        outcome(&after(text, &asked())),
        (vec!["allow-without-reason"], vec!["target-cannot-express"])
    );
}

#[test]
fn the_last_day_of_an_allowance_is_included() {
    let text = "vault: x # policy: allow[target-cannot-express] until=2026-11-21 why\n";
    assert_eq!(outcome(&after(text, &asked())), (vec![], vec!["target-cannot-express"]));
    let tomorrow = Asked { as_of: TODAY.tomorrow().unwrap(), ..asked() };
    assert_eq!(
        outcome(&after(text, &tomorrow)),
        (vec!["target-cannot-express", "expired-allow"], vec![])
    );
}

#[test]
fn a_date_that_cannot_be_read_allows_nothing() {
    let text = "vault: x # policy: allow[target-cannot-express] until=soon why\n";
    let judged = after(text, &asked());
    assert_eq!(outcome(&judged), (vec!["target-cannot-express", "expired-allow"], vec![]));
    assert!(judged.findings[1].message.contains("`until=soon` is no date"));
}

#[test]
fn a_typo_names_the_nearest_rule() {
    let text = "vault: x # policy: allow[target-canot-express] why\n";
    let judged = after(text, &asked());
    assert_eq!(outcome(&judged), (vec!["target-cannot-express", "unknown-rule-allowed"], vec![]));
    let help = judged.findings[1].help.as_deref();
    assert_eq!(help, Some("did you mean `target-cannot-express`?"));
}

#[test]
fn nothing_is_unused_when_only_a_part_was_looked_at() {
    let text = "a: 1 # policy: allow[target-cannot-express] why\n";
    let whole = asked();
    assert_eq!(outcome(&after(text, &whole)).0, ["unused-allow"]);
    let part = Asked { whole: false, ..asked() };
    assert_eq!(outcome(&after(text, &part)).0, Vec::<&str>::new());
    let not_rendering = Asked { not_looked_for: &["target-cannot-express"], ..asked() };
    assert_eq!(outcome(&after(text, &not_rendering)).0, Vec::<&str>::new());
}

#[test]
fn what_stops_the_compiler_cannot_be_allowed() {
    let text = "vault: x # policy: allow[not-utf8] why\n";
    for choice in [Choice::Allow, Choice::Warn] {
        let comments = comments(text);
        let mut judged = judged(text);
        judged.findings = vec![NOT_UTF8.finding(Span::new(0, 5), "not text")];
        let choices = BTreeMap::from([("not-utf8".to_owned(), choice)]);
        suppress(&mut judged, &comments, &Asked { choices, ..asked() });
        assert_eq!(judged.count(Level::Error), 1);
        assert_eq!(
            judged.findings[0].notes,
            [
                "the allow-comment does not change this error: the file would not be a policy",
                "the command line does not change this error: the file would not be a policy",
            ]
        );
    }
}

#[test]
fn the_command_line_beats_the_policy_and_comments_can_be_ignored() {
    let entry = |choice| PolicyChoice {
        rule: "target-cannot-express".to_owned(),
        choice,
        reason: "why".to_owned(),
        until: None,
        span: Span::new(0, 0),
        line: None,
    };
    let run = |in_policy, choices: &[(&str, Choice)], file_may_allow| {
        let mut judged = judged("vault: x\n");
        let choices = choices.iter().map(|(r, c)| ((*r).to_owned(), *c)).collect();
        suppress(&mut judged, &[entry(in_policy)], &Asked { choices, file_may_allow, ..asked() });
        (judged.count(Level::Error), judged.count(Level::Warning), judged.allowed())
    };
    let rule = "target-cannot-express";
    assert_eq!(run(Choice::Deny, &[], true), (1, 0, 0));
    assert_eq!(run(Choice::Deny, &[(rule, Choice::Warn)], true), (0, 1, 0));
    assert_eq!(run(Choice::Allow, &[], true), (0, 0, 1));
    assert_eq!(run(Choice::Allow, &[], false), (0, 1, 0));
    assert_eq!(run(Choice::Deny, &[], false), (1, 0, 0), "a stricter policy stays strict");
    assert_eq!(run(Choice::Warn, &[(rule, Choice::Allow)], true), (0, 0, 1));
}

#[test]
fn the_pages_of_these_rules_tell_the_truth() {
    let asked = Asked { not_looked_for: &["target-cannot-express"], ..asked() };
    for rule in [&ALLOW_WITHOUT_REASON, &UNUSED_ALLOW, &EXPIRED_ALLOW, &UNKNOWN_RULE_ALLOWED] {
        let (fails, passes) = rule.explanation.split_once("## Passes").unwrap();
        for (page, expected) in [(fails, true), (passes, false)] {
            for example in page.split("```yaml\n").skip(1) {
                let text = example.split("```").next().unwrap();
                let found = outcome(&after(text, &asked)).0.contains(&rule.name);
                assert_eq!(found, expected, "{}: {text}", rule.name);
            }
        }
    }
}
