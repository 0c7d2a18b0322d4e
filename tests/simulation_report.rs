//! The reports of `policy simulate`, and the command itself.

#![cfg(unix)]

mod common;

#[cfg(test)]
mod cases {
    use super::common::{Folder, Run};
    use policy::report::SimulationJson;

    const POLICY: &str = include_str!("../policies/sale-module.yaml");
    /// Sunday night: the clocks of Berlin go forward.
    const NIGHT: &str = "2027-03-28T01:30Z";

    fn run(columns: &str, args: &[&str]) -> Run {
        let folder = Folder::new();
        folder.write("sale.yaml", POLICY);
        let mut all = vec!["simulate", "sale.yaml"];
        all.extend(args);
        Run::of(&folder.command(&all).env("COLUMNS", columns).output().unwrap())
    }

    #[test]
    fn nothing_is_written_and_paths_are_found_as_by_other_commands() {
        let folder = Folder::new();
        folder.write("policies/sale.yaml", POLICY);
        let run = folder.run(&["simulate", "--lose", "hardware", "--at", NIGHT, "-q"]);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        assert_eq!(run.out.lines().count(), 2, "{}", run.out);
        assert_eq!(folder.read("policies/sale.yaml"), POLICY);
        assert!(!folder.path().join("backup-policy.yaml").exists());
        // What is no policy cannot be simulated.
        folder.write("policies/sale.yaml", "version: 1\n");
        let run = folder.run(&["simulate", "--lose", "hardware", "--at", NIGHT]);
        assert_eq!(run.status, 2);
        assert!(run.err.contains("`policy check"), "{}", run.err);
    }

    macro_rules! assert_shown {
    ($name:literal, $text:expr) => {
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

    #[test]
    fn the_loss_of_a_region_on_80_and_on_160_columns() {
        let args = ["--env", "production", "--lose", "region=us-east-1", "--at", NIGHT];
        let narrow = run("80", &args);
        assert_eq!((narrow.status, narrow.err.as_str()), (0, ""));
        assert!(narrow.out.lines().all(|line| line.chars().count() <= 80), "{}", narrow.out);
        assert_shown!("simulate-region-80", narrow.out);
        assert_shown!("simulate-region-160", run("160", &args).out);
    }

    #[test]
    fn the_loss_of_the_account_and_of_the_region_of_copies() {
        let account = ["--env", "production", "--lose", "account=workload", "--at", NIGHT];
        assert_shown!("simulate-account-100", run("100", &account).out);
        let copies = ["--env", "production", "--lose", "region=us-west-2", "--at", NIGHT];
        assert_shown!("simulate-other-region-100", run("100", &copies).out);
    }

    #[test]
    fn the_runs_that_come_next() {
        let args = ["--env", "production", "--runs", "8", "--as-of", "2027-02-28"];
        assert_shown!("simulate-runs-100", run("100", &args).out);
    }

    #[test]
    fn the_same_in_markdown() {
        let args = ["--lose", "region=us-east-1", "--at", NIGHT, "--format", "markdown"];
        let run = run("100", &args);
        assert_eq!(run.status, 0);
        assert!(run.out.contains("| tables | loses typically 3s"), "{}", run.out);
    }

    #[test]
    fn json_is_what_its_schema_says() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../schema/simulation.schema.json")).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        for args in [
            vec!["--lose", "region=us-east-1", "--at", NIGHT, "--format", "json"],
            vec!["--corrupt", "tables", "--at", NIGHT, "--found-after", "60d", "--format", "json"],
            vec!["--runs", "--as-of", "2027-02-28", "--format", "json"],
        ] {
            let run = run("100", &args);
            let value: serde_json::Value = serde_json::from_str(&run.out).unwrap();
            let problems: Vec<_> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
            assert_eq!(problems, Vec::<String>::new());
            let mut broken = value;
            broken["version"] = 2.into();
            assert!(!validator.is_valid(&broken));
        }
    }

    /// `UPDATE=1 cargo test` writes the schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the published schema is kept fresh here")]
    fn the_published_schema_is_fresh() {
        let generator = schemars::generate::SchemaSettings::draft07().into_generator();
        let schema = generator.into_root_schema_for::<SimulationJson>();
        let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/simulation.schema.json");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
    }

    #[test]
    fn an_rpo_that_is_missed_at_that_moment_ends_with_1() {
        // Versions and replicas are no way back for what nobody states.
        let args = ["--corrupt", "tables", "--env", "production", "--at", NIGHT];
        assert_eq!(run("100", &args).status, 0);
        let late = [&args[..], &["--found-after", "60d"]].concat();
        let late = run("100", &late);
        assert_eq!(late.status, 1, "{}", late.out);
        assert!(late.out.contains("MISSED"), "{}", late.out);
    }

    #[test]
    fn a_mistake_names_what_there_is() {
        let cases: [(&[&str], &[&str]); 9] = [
            (&["--lose", "region=us-est-1"], &["us-est-1", "did you mean `us-east-1`?"]),
            (&["--lose", "account=worklaod"], &["did you mean `workload`?"]),
            (&["--lose", "zone=us-central-1a"], &["Availability Zone"]),
            (&["--delete", "table"], &["did you mean `tables`?", "attachments"]),
            (&["--lose", "planet=earth"], &["region=us-east-1"]),
            (&["--lose", "hardware", "--at", "yesterday"], &["2027-03-28T01:15Z"]),
            (&["--lose", "hardware", "--at", "2019-01-01"], &["outside of 2026 to 2055"]),
            (&["--corrupt", "tables", "--at", "2055-12-01", "--found-after", "90d"], &["2055"]),
            (&["--lose", "hardware", "--env", "prod"], &["did you mean `production`?"]),
        ];
        for (args, words) in cases {
            let run = run("100", args);
            assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}");
            for word in words {
                assert!(run.err.contains(word), "{args:?}: {}", run.err);
            }
        }
        let nothing = run("100", &[]);
        assert_eq!(nothing.status, 2);
        assert!(nothing.err.contains("--lose"), "{}", nothing.err);
    }
}
