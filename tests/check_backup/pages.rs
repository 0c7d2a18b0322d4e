//! What holds for every rule of the table, by the examples of its page.

use policy::check::rules::TABLE;
use policy::diagnostic::Level;

use super::{HEAD, examples, findings, found, tiers};

#[test]
fn every_example_of_a_page_does_what_its_page_says() {
    for row in TABLE {
        let (fails, passes) =
            (examples(row.rule.explanation, "Fails"), examples(row.rule.explanation, "Passes"));
        assert!(!fails.is_empty() && !passes.is_empty(), "{} has no examples", row.rule.name);
        let has = |text: &str| findings(text).iter().any(|finding| finding.rule == row.rule.name);
        for text in fails {
            assert!(has(text), "{} does not find\n{text}", row.rule.name);
        }
        for text in passes {
            assert!(!has(text), "{} finds\n{text}", row.rule.name);
        }
    }
}

#[test]
fn examples_hold_no_mistake_of_the_document() {
    for row in TABLE {
        for heading in ["Fails", "Passes"] {
            for text in examples(row.rule.explanation, heading) {
                let document = findings(text).into_iter().find(|finding| {
                    ["malformed-value", "unknown-key", "wrong-type", "unresolved-reference"]
                        .contains(&finding.rule)
                });
                assert!(document.is_none(), "{}: {document:?}\n{text}", row.rule.name);
            }
        }
    }
}

#[test]
fn what_is_planned_is_checked_as_if_it_were_on() {
    tiers("retention-out-of-range", &[("planned: true, retention: 0d", &["0d"])]);
    let lock =
        "vaults: { main: { lock: { planned: true, mode: compliance, changeable_for: 2d } } }\n";
    assert_eq!(found("lock-cooling-off-out-of-range", lock), ["2d"]);
}

#[test]
fn findings_without_high_confidence_are_no_errors() {
    let copies = |kind: &str, arn: &str| {
        format!(
            "vaults: {{ main: {{}}, dr: {{}} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ retention: 7d, copies: [ {{ to: dr }} ] }} }} }} }}\nresources: {{ a: {{ type: {kind}, arns: [\"{arn}\"], plans: [core] }} }}\n"
        )
    };
    let level = |body: &str| {
        let text = format!("{HEAD}{body}");
        findings(&text).iter().find(|f| f.rule == "copy-unsupported-type").map(|f| f.level)
    };
    let redshift = "arn:aws:redshift:us-east-1:111122223333:cluster:a";
    assert_eq!(level(&copies("redshift", redshift)), Some(Level::Advice));
    let ontap = "arn:aws:fsx:us-east-1:111122223333:volume/fs-1/fsvol-1";
    assert_eq!(level(&copies("fsx_ontap", ontap)), Some(Level::Error));
}

#[test]
fn every_finding_has_a_path_and_says_what_to_do() {
    for row in TABLE {
        for text in examples(row.rule.explanation, "Fails") {
            for finding in findings(text).iter().filter(|finding| finding.rule == row.rule.name) {
                assert!(!finding.path.is_empty(), "{}", finding.rule);
                let helps = finding.help.as_ref().is_some_and(|help| !help.is_empty());
                assert!(helps, "{}", finding.rule);
                assert!(!finding.primary.span.slice(text).is_empty(), "{}", finding.rule);
                assert!(!finding.message.ends_with('.') && !finding.message.contains('\n'));
                assert!(
                    finding.message.starts_with(|c: char| !c.is_ascii_uppercase()
                        || finding.message.starts_with("AWS")
                        || finding.message.starts_with("DynamoDB")),
                    "{}",
                    finding.message
                );
            }
        }
    }
}

#[test]
fn rules_are_in_order_and_named_for_the_fault() {
    let names: Vec<&str> = TABLE.iter().map(|row| row.rule.name).collect();
    assert!(names.is_sorted());
    for name in names {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(
            !name.starts_with("no-") && !name.starts_with("must-") && !name.starts_with("invalid-"),
            "{name}"
        );
    }
}
