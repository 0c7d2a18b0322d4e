//! What was observed is written down and read back without a loss, and whatever
//! a file holds, reading it never panics and never leaves anything out.

#[cfg(test)]
#[path = "recording/hostile.rs"]
mod hostile;
#[cfg(test)]
#[path = "recording/memory.rs"]
mod memory;
#[cfg(test)]
#[path = "recording/observed.rs"]
mod observed;

#[cfg(test)]
mod cases {
    use std::collections::BTreeSet;

    use policy::observe::Observation;
    use policy::observe::recording::{Line, header, line};
    use policy::resources::Settings;
    use serde_json::Value;

    use super::memory::{file, indexed};
    use super::observed::{everything, in_sync, lowered, nothing, place};

    /// Observations of the policies that use most of the language.
    fn observations() -> Vec<Observation> {
        let mut all: Vec<Observation> = ["language.yaml", "regulated.yaml", "sale-module.yaml"]
            .iter()
            .flat_map(|name| lowered(name))
            .flat_map(|environment| in_sync(&environment.resources))
            .map(|seen| everything(seen.place, seen.settings))
            .collect();
        all.push(nothing(place("000000000000", "eu-central-2")));
        let mut seen = BTreeSet::new();
        all.retain(|observation| seen.insert(observation.place.clone()));
        assert!(all.len() > 4);
        all
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let all = observations();
        let lines: Vec<String> = all.iter().map(line).collect();
        let recording = indexed(&[("accounts.jsonl", file(&lines).as_bytes())]).unwrap();
        assert_eq!(recording.places().len(), all.len());
        for observation in all {
            let read = recording.get(&observation.place).unwrap();
            assert_eq!(read.as_ref(), Some(&observation));
            assert_eq!(line(&read.unwrap()), line(&observation));
        }
    }

    #[test]
    fn the_same_settings_in_another_order_are_the_same_line() {
        for mut observation in observations() {
            let before = line(&observation);
            let Settings { plans, selections, buckets, .. } = &mut observation.settings;
            for plan in plans.values_mut() {
                plan.rules.reverse();
                plan.rules.iter_mut().for_each(|rule| rule.copy_actions.reverse());
            }
            selections.values_mut().for_each(|selection| selection.resources.reverse());
            let lifecycles = buckets.values_mut().filter_map(|bucket| bucket.lifecycle.as_mut());
            lifecycles.for_each(|lifecycle| lifecycle.rules.reverse());
            observation.unread.reverse();
            assert_eq!(line(&observation), before);
        }
    }

    #[test]
    fn a_place_that_was_not_recorded_is_not_there() {
        let recording = indexed(&[("a.jsonl", file(&[]).as_bytes())]).unwrap();
        assert_eq!(recording.places().len(), 0);
        assert_eq!(recording.get(&place("111122223333", "us-east-1")).unwrap(), None);
    }

    #[test]
    fn several_files_are_one_recording() {
        let [a, b] = ["us-east-1", "us-west-2"].map(|region| place("111122223333", region));
        let text = |place| file(&[line(&nothing(place))]);
        // Two recordings one after the other are a recording, too.
        let both = text(a.clone()) + &text(b.clone());
        let whole = indexed(&[("both.jsonl", both.as_bytes())]).unwrap();
        let (a_text, b_text) = (text(a.clone()), text(b.clone()));
        let parts = indexed(&[("b.json", b_text.as_bytes()), ("a.jsonl", a_text.as_bytes())]);
        let parts = parts.unwrap();
        for recording in [whole, parts] {
            assert_eq!(recording.places().collect::<Vec<_>>(), [a.clone(), b.clone()]);
            assert_eq!(recording.get(&b).unwrap(), Some(nothing(b.clone())));
        }
    }

    #[test]
    fn blank_lines_and_ends_of_windows_mean_nothing() {
        let [a, b] = ["us-east-1", "us-west-2"].map(|region| place("111122223333", region));
        let lines = [line(&nothing(a)), "\n \n".to_owned(), line(&nothing(b.clone()))];
        let text = file(&lines).replace('\n', "\r\n");
        let text = text.trim_end();
        let recording = indexed(&[("a.jsonl", text.as_bytes())]).unwrap();
        assert_eq!(recording.get(&b).unwrap(), Some(nothing(b.clone())));
    }

    #[test]
    fn every_line_is_what_the_schema_says() {
        let schema: Value =
            serde_json::from_str(include_str!("../schema/observed.schema.json")).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        for text in observations().iter().map(line).chain([header()]) {
            let value: Value = serde_json::from_str(&text).unwrap();
            let problems: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
            assert_eq!(problems, Vec::<String>::new(), "{text}");
            let mut more = value;
            more["password"] = "hunter2".into();
            assert!(!validator.is_valid(&more), "{text}");
        }
    }

    /// `UPDATE=1 cargo test` writes the schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the published schema is kept fresh here")]
    fn the_published_schema_is_fresh() {
        let generator = schemars::generate::SchemaSettings::draft07().into_generator();
        let schema = generator.into_root_schema_for::<Line>();
        let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/observed.schema.json");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
    }

    /// The format is a promise: a change of this text is a new version.
    #[test]
    fn a_line_reads_like_this() {
        let minimal = lowered("minimal.yaml").remove(0);
        let seen = in_sync(&minimal.resources).remove(0);
        let value: Value = serde_json::from_str(&line(&seen)).unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(
                "recording_minimal",
                header() + &serde_json::to_string_pretty(&value).unwrap()
            );
        });
    }
}
