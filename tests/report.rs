//! What people and programs are shown of findings.

use std::time::Duration;

use policy::check::run_rules::{NOT_UTF8, TARGET_CANNOT_EXPRESS};
use policy::check::{Citation, Rule};
use policy::diagnostic::{Finding, Input, Judged, Kind, Level, Suppression};
use policy::report::{self, File, JsonReport, Style};
use policy::source::Span;

/// Compares with a file under `snapshots/`.
macro_rules! assert_shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(concat!("report__", $name), $text) })
    };
}

const ORDERS: &str = include_str!("report/orders.yaml");

const PLAIN_80: Style = Style { width: 80, colour: false };
const PLAIN_160: Style = Style { width: 160, colour: false };

/// Where `part` first stands in the text.
fn span(text: &str, part: &str) -> Span {
    let at = text.find(part).unwrap_or(text.len());
    Span::new(at, at + part.len())
}

fn finding(rule: &'static str, kind: Kind, level: Level, span: Span, message: &str) -> Finding {
    Finding::new(rule, kind, level, span, message)
}

fn judged(name: &str, text: &str, findings: Vec<Finding>) -> Judged {
    Judged {
        input: Input::new(name, text),
        findings,
        rendered: 18,
        asserted: 6,
        stated: 14,
        unproven: 0,
    }
}

fn file(judged: &Judged) -> File<'_> {
    File { judged, environments: &[], took: None }
}

fn text(judged: &Judged, style: Style) -> String {
    report::text(&[file(judged)], style)
}

fn too_brief() -> Finding {
    let line = "30d, retention: 90d";
    let at = span(ORDERS, line);
    let (cold, kept) = (Span::new(at.start, at.start + 3), Span::new(at.end - 3, at.end));
    finding(
        "cold-storage-too-brief",
        Kind::Rejected,
        Level::Error,
        kept,
        "a recovery point would leave cold storage too early",
    )
    .marking("ends 60 days after cold storage begins")
    .label(cold, "enters cold storage here")
    .help("AWS keeps a point in cold storage for at least 90 days: write `retention: 120d`, or drop `cold_storage_after`")
}

fn rpo_missed() -> Finding {
    finding(
        "rpo-missed",
        Kind::ObjectiveMissed,
        Level::Error,
        span(ORDERS, "orders-db"),
        "after the loss of us-east-1, `orders-db` can lose 7 days; the objective says 1 hour",
    )
    .marking("nothing of this resource leaves us-east-1 more often than once a week")
    .label(span(ORDERS, "1h"), "the objective")
    .label(span(ORDERS, "{ to: dr }"), "the only copy outside us-east-1")
    .note("point-in-time recovery does not leave its Region")
    .help("an hourly tier copied to `dr` gives 1 h nominal; a global table gives seconds")
}

#[test]
fn two_values_on_one_line_that_conflict() {
    let judged = judged("policies/orders.yaml", ORDERS, vec![too_brief()]);
    assert_shown!("one-line-160", text(&judged, PLAIN_160));
    assert_shown!("one-line-80", text(&judged, PLAIN_80));
}

#[test]
fn the_place_to_change_comes_before_the_places_it_conflicts_with() {
    let judged = judged("policies/orders.yaml", ORDERS, vec![rpo_missed()]);
    assert_shown!("places-160", text(&judged, PLAIN_160));
    assert_shown!("places-80", text(&judged, PLAIN_80));
}

#[test]
fn a_value_of_several_lines_is_framed_and_a_longer_one_is_named_by_its_first() {
    let begin = span(ORDERS, "objectives:").start;
    let three = Span::new(begin, span(ORDERS, "rto: 4h }").end);
    let many = Span::new(span(ORDERS, "plans:").start, span(ORDERS, "orders-db").start);
    let find = |span, text: &str| {
        finding("unclear", Kind::Advice, Level::Advice, span, "this could be said in fewer words")
            .marking(text)
    };
    let judged = judged(
        "policies/orders.yaml",
        ORDERS,
        vec![find(three, "all of it"), find(many, "from here")],
    );
    assert_shown!("several-lines", text(&judged, PLAIN_80));
}

#[test]
fn tabs_and_wide_characters_do_not_move_the_marks() {
    let source = "\tname: 注文データベース\tvalue: 35d\r\nnote: e\u{301}te\u{301} x\r\n";
    let find = |part: &str| {
        finding("odd", Kind::Document, Level::Warning, span(source, part), "look").marking("here")
    };
    let judged = judged("wide.yaml", source, vec![find("35d"), find("x")]);
    assert_shown!("wide", text(&judged, PLAIN_80));
}

#[test]
fn nothing_of_a_stranger_reaches_the_terminal_unseen() {
    let source = "name: \"a\u{202E}b\u{200B}\u{1b}[31m\" # \u{2066}x\u{2069}\n";
    let hostile = "`a\u{202E}b`\nerror: forged\u{1b}[2J";
    let finding = finding(
        "odd-name",
        Kind::Document,
        Level::Error,
        span(source, "\"a\u{202E}b\u{200B}\u{1b}[31m\""),
        hostile,
    )
    .marking(hostile)
    .help(hostile)
    .note(hostile);
    let environments = [String::from("prod\u{202E}"), String::from("staging")];
    let mut finding = finding;
    finding.environments = vec![environments[0].clone()];
    let judged = judged("a\u{202E}b.yaml\n", source, vec![finding]);
    let file = File { judged: &judged, environments: &environments, took: None };
    let shown = report::text(&[file], PLAIN_80);
    assert_shown!("hostile", shown);
    let json = report::json(&[file], &[]);
    for output in [&shown, &json] {
        let unseen = |c: char| {
            c != '\n'
                && (c.is_control()
                    || !c.is_ascii() && report::clean(&c.to_string()) != c.to_string())
        };
        assert_eq!(output.chars().find(|c| unseen(*c)), None);
    }
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read["files"][0]["findings"][0]["message"], hostile);
}

#[test]
fn a_line_of_megabytes_is_shown_by_the_part_that_matters() {
    let source =
        format!("{{ a: {}, retention: 35d, b: {} }}", "x".repeat(3_000_000), "y".repeat(3_000_000));
    let kept = span(&source, "35d");
    let find = |n: usize| {
        finding(
            "too-long",
            Kind::Advice,
            Level::Warning,
            Span::new(kept.start, kept.end + n % 2),
            "look",
        )
        .marking("kept this long")
    };
    let judged = judged("long.yaml", &source, (0..50).map(find).collect());
    let shown = text(&judged, PLAIN_80);
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    assert_shown!("long-line", shown.split("\n\n").next().unwrap());
}

#[test]
fn places_outside_of_the_file_are_drawn_within_it() {
    for source in ["", "\n", "ü", "a\r\n", "a: b"] {
        for (start, end) in [(0, 0), (1, 1), (0, 9), (9, 99), (2, 1), (usize::MAX, usize::MAX)] {
            let find = finding("odd", Kind::Advice, Level::Error, Span::new(start, end), "look")
                .label(Span::new(end, start), "and here");
            let judged = judged("odd.yaml", source, vec![find]);
            for style in [PLAIN_80, Style { width: 80, colour: true }] {
                assert!(text(&judged, style).contains("look"), "{source:?} {start}..{end}");
            }
            assert!(report::json(&[file(&judged)], &[]).contains("look"));
        }
    }
}

#[test]
fn a_finding_of_some_environments_says_which() {
    let known = ["production".to_owned(), "staging".to_owned()];
    let mut everywhere = finding("odd", Kind::Cost, Level::Warning, span(ORDERS, "1h"), "dear");
    everywhere.environments = known.to_vec();
    let mut somewhere = finding("odd", Kind::Cost, Level::Warning, span(ORDERS, "4h"), "dear");
    somewhere.environments = vec!["staging".to_owned()];
    let judged = judged("orders.yaml", ORDERS, vec![everywhere, somewhere]);
    let shown =
        report::text(&[File { judged: &judged, environments: &known, took: None }], PLAIN_80);
    let headers: Vec<_> = shown.lines().filter(|line| line.starts_with("warning")).collect();
    assert_eq!(
        headers,
        ["warning: dear   odd · costs money", "warning: dear   odd · costs money · in staging"]
    );
}

#[test]
fn errors_are_never_crowded_out() {
    let advice = |n: usize| {
        finding("chatty", Kind::Advice, Level::Advice, Span::new(n, n + 1), "could be nicer")
    };
    let mut findings: Vec<_> = (0..60).map(advice).collect();
    findings.push(finding("bad", Kind::Rejected, Level::Error, Span::new(70, 71), "is refused"));
    let judged = judged("orders.yaml", ORDERS, findings);
    let shown = text(&judged, PLAIN_80);
    assert!(shown.contains("error: is refused"));
    assert_eq!(shown.matches("could be nicer").count(), 49);
    assert!(shown.contains("… and 11 more in orders.yaml (`--format json` has all)\n"), "{shown}");
}

#[test]
fn the_last_lines_count_what_was_found() {
    let clean = judged("clean.yaml", ORDERS, vec![]);
    let mut allowed = too_brief();
    allowed.suppressed = Some(Suppression { by: "comment", reason: "known".to_owned() });
    let advice = finding("chatty", Kind::Advice, Level::Advice, Span::new(0, 1), "nicer");
    let found = judged("found.yaml", ORDERS, vec![rpo_missed(), rpo_missed(), allowed, advice]);
    let took = Some(Duration::from_micros(3_400));
    let files = [file(&clean), File { judged: &found, environments: &[], took }];
    insta::assert_snapshot!(report::brief(&files, PLAIN_80), @r"
    clean.yaml: no findings · 18 settings rendered, 6 asserted, 14 stated
    found.yaml: 2 errors, 1 advice, 1 allowed · 18 settings rendered, 6 asserted, 14 stated · 3 ms
    2 files: 2 errors, 1 advice, 1 allowed
    ");
}

#[test]
fn colours_change_nothing_but_colours() {
    let judged = judged("policies/orders.yaml", ORDERS, vec![too_brief(), rpo_missed()]);
    let coloured = text(&judged, Style { width: 100, colour: true });
    let mut bare = String::new();
    let mut escaped = false;
    for c in coloured.chars() {
        match (escaped, c) {
            (false, '\u{1b}') => escaped = true,
            (false, c) => bare.push(c),
            (true, 'm') => escaped = false,
            (true, _) => {}
        }
    }
    assert_ne!(coloured, bare);
    assert_eq!(bare, text(&judged, Style { width: 100, colour: false }));
}

#[test]
fn json_is_what_its_schema_says() {
    let mut allowed = too_brief().path("plans.core.tiers.monthly").fix(Span::new(0, 0), "x: ");
    allowed.suppressed = Some(Suppression { by: "comment", reason: "known".to_owned() });
    let judged = judged(
        "policies/orders.yaml",
        ORDERS,
        vec![rpo_missed().url("https://example.com/"), allowed],
    );
    let environments = ["production".to_owned()];
    let json = report::json(
        &[File { judged: &judged, environments: &environments, took: None }],
        &["cannot read `a.yaml`".to_owned()],
    );
    assert_shown!("json", json);
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../schema/findings.schema.json")).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let problems: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
    assert_eq!(problems, Vec::<String>::new());
    let mut broken = value;
    broken["files"][0]["findings"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&broken));
}

/// `UPDATE=1 cargo test` writes the schema anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the published schema is kept fresh here")]
fn the_published_schema_is_fresh() {
    let generator = schemars::generate::SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<JsonReport<'static>>();
    let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/findings.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
}

const EXAMPLE: Rule = Rule {
    name: "cold-storage-too-brief",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a recovery point leaves cold storage before AWS lets it",
    explanation: "# cold-storage-too-brief\n\n## What it finds\n\nA tier or copy whose `retention` ends less than 90 days after `cold_storage_after`,\nin any environment.\n\n- a tier\n- a copy,\n  also of another account\n\n## Fails\n\n```yaml\ntiers:\n  monthly: { cold_storage_after: 30d, retention: 90d }\n```\n",
    cites: &[Citation {
        title: "Lifecycle",
        url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
        read: "2026-11-20",
    }],
};

#[test]
fn the_page_of_a_rule_reads_well_on_a_terminal() {
    assert_shown!("explain", report::explain(&EXAMPLE, Style { width: 60, colour: false }));
}

#[test]
fn the_catalogue_is_a_table() {
    assert_shown!(
        "rules",
        report::rules_text(
            &[&EXAMPLE, &NOT_UTF8, &TARGET_CANNOT_EXPRESS],
            Style { width: 100, colour: false }
        )
    );
    let json: serde_json::Value = serde_json::from_str(&report::rules_json(&[&EXAMPLE])).unwrap();
    assert_eq!(json["rules"][0]["kind"], "rejected");
}

proptest::proptest! {
    /// Whatever a file holds and wherever a rule points, it is drawn, in width.
    #[test]
    fn every_place_of_every_text_is_drawn(
        source in "(\\PC|[ \t\n\r]|\u{202E}){0,300}",
        spans in proptest::collection::vec((0usize..400, 0usize..400), 1..6),
        width in 60usize..160,
    ) {
        let at = |(start, end): (usize, usize)| Span::new(start, end);
        let first = finding("odd", Kind::Advice, Level::Error, at(spans[0]), "look").marking("here");
        let found = spans.iter().skip(1).fold(first, |f, span| f.label(at(*span), "and here too"));
        let judged = judged("odd.yaml", &source, vec![found]);
        let shown = text(&judged, Style { width, colour: false });
        proptest::prop_assert!(shown.contains("here"), "{}", shown);
        let json = report::json(&[file(&judged)], &[]);
        proptest::prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    }
}
