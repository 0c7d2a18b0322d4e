//! The rules about AWS Backup, at their boundaries and on their own pages.

use std::path::Path;

use policy::check::rules::TABLE;
use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input, Level};

const HEAD: &str = "version: 1\nname: orders\n\
    accounts: { main: \"111122223333\", backup: \"999900001111\" }\n\
    environments: { production: { account: main, region: us-east-1 } }\n";

fn findings(text: &str) -> Vec<Finding> {
    compile(&Input::new("test.yaml", text), &Options::default()).judged.findings
}

/// `rule: underlined text` of every finding of the rule.
fn found(rule: &str, body: &str) -> Vec<String> {
    let text = format!("{HEAD}{body}");
    let of_rule = findings(&text).into_iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| finding.primary.span.slice(&text).to_owned()).collect()
}

/// The fenced yaml below a heading of a rule's page.
fn examples<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let section = page.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    section.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap()).collect()
}

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
