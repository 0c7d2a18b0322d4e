//! Text of strangers: it is a quoted literal, or it is not there.

use policy::render::terraform::render;
use policy::resources::{LifecycleFilter, Lowered};
use proptest::prelude::*;

use super::first_difference;
use super::fixture::{HOSTILE, carried_by_terraform, home, lowered};
use super::read_back::read_back;

/// The fixture with one text wherever a policy has free text, and as keys.
fn with_text(text: &str) -> Lowered {
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let vault = settings.vaults.get_mut("orders-production-main").unwrap();
    vault.tags.insert(text.to_owned(), text.to_owned());
    vault.notifications.as_mut().unwrap().sns_topic_arn = text.to_owned();
    let plan = settings.plans.get_mut("orders-production-core").unwrap();
    plan.rules[0].rule_name = text.to_owned();
    plan.rules[0].schedule_expression = text.to_owned();
    plan.rules[0].recovery_point_tags.insert(text.to_owned(), text.to_owned());
    let key = ("orders-production-core".to_owned(), "tagged-volumes".to_owned());
    let selection = settings.selections.get_mut(&key).unwrap();
    selection.conditions[0].value = text.to_owned();
    selection.list_of_tags[0].key = text.to_owned();
    let role = settings.roles.get_mut("orders-production-restore").unwrap();
    role.description = text.to_owned();
    role.inline_policies[0].document = serde_json::json!({ text: [text, { text: text }] });
    let bucket = settings.buckets.get_mut("orders-documents-production").unwrap();
    let rule = &mut bucket.lifecycle.as_mut().unwrap().rules[0];
    rule.id = text.to_owned();
    rule.filter = LifecycleFilter { prefix: Some(text.to_owned()), ..LifecycleFilter::default() };
    settings.db_instances.get_mut("orders").unwrap().automated_backups.preferred_backup_window =
        Some(text.to_owned());
    lowered
}

/// Everything of a line that is not inside a quoted literal.
fn outside_literals(line: &str) -> String {
    let mut chars = line.chars();
    let mut outside = String::new();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' if quoted => {
                chars.next();
            }
            '"' => quoted = !quoted,
            c if !quoted => outside.push(c),
            _ => {}
        }
    }
    assert!(!quoted, "a literal ends on its line: {line}");
    outside
}

#[test]
fn no_text_of_a_policy_is_outside_a_literal() {
    let marked = "wolf ${wolf} %{wolf} \"wolf\nwolf";
    for artifact in render(&with_text(marked)).unwrap().artifacts {
        for line in artifact.text.lines() {
            assert!(!outside_literals(line).contains("wolf"), "{}: {line}", artifact.path);
        }
    }
}

#[test]
fn no_literal_is_evaluated() {
    for (name, text) in HOSTILE {
        for artifact in render(&with_text(text)).unwrap().artifacts {
            let escaped = artifact.text.replace("$${", "").replace("%%{", "");
            assert!(
                !escaped.contains("${") && !escaped.contains("%{"),
                "{name}: {}",
                artifact.path
            );
        }
    }
}

#[test]
fn nothing_hides_or_reorders_what_a_reviewer_sees() {
    let visible =
        |c: char| c == '\n' || !(c.is_control() || "\u{202e}\u{200b}\u{feff}\u{2028}".contains(c));
    for artifact in render(&lowered()).unwrap().artifacts {
        assert!(artifact.text.chars().all(visible), "{}", artifact.path);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_back_as_it_was(text in r#"([${}%"\\\n\r# /*:=]|[a-z]|\PC|[\u{0}-\u{9f}\u{200b}-\u{202e}]){1,16}"#) {
        let lowered = with_text(&text);
        let read = read_back(&render(&lowered).unwrap().artifacts);
        let expected = carried_by_terraform(lowered);

        let difference = first_difference(&read, &expected);
        prop_assert!(read == expected, "{}", difference.unwrap_or_default());
    }
}
