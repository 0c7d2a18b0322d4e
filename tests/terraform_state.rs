//! A state of Terraform in which everything is as the policy wants reads as the
//! policy's own settings; what it does not hold is not known, never missing.

#[cfg(test)]
#[path = "recording/observed.rs"]
#[expect(dead_code, reason = "shared with the tests of recordings")]
mod observed;
#[cfg(test)]
#[path = "terraform_state/state.rs"]
mod state;

#[cfg(test)]
mod cases {
    use std::collections::BTreeMap;

    use policy::observe::terraform::{is_shown, read};
    use policy::observe::{Observation, Reason, Source, Subject, Wanted};
    use policy::resources::{KeyRef, Place, ResourceKind, Resources, RoleRef, Settings, normalise};
    use serde_json::{Value, json};

    use super::observed::{lowered, place, seen};
    use super::state::{key_arn, state};

    /// What is looked for: everything, by its name.
    fn wanted(resources: &Resources) -> Vec<Wanted> {
        let of = |(place, settings): (&Place, &Settings)| Wanted {
            names: BTreeMap::from([
                (ResourceKind::Bucket, settings.buckets.keys().cloned().collect()),
                (ResourceKind::Role, settings.roles.keys().cloned().collect()),
            ]),
            ..Wanted::nothing(place)
        };
        resources.places.iter().map(of).collect()
    }

    fn observed(state: &Value, wanted: &[Wanted]) -> Vec<Observation> {
        read("state.json", state.to_string().as_bytes(), wanted).unwrap()
    }

    /// References by ARN, as everything comes out of an account.
    fn by_arn(places: &mut BTreeMap<Place, Settings>) {
        let key = |key: &mut Option<KeyRef>| {
            *key = key.take().map(|key| KeyRef::Existing(key_arn(&key)));
        };
        let role = |role: &mut RoleRef| *role = RoleRef::Existing(role.arn());
        for settings in places.values_mut() {
            settings.vaults.values_mut().for_each(|vault| key(&mut vault.encryption_key));
            settings.selections.values_mut().for_each(|all| role(&mut all.iam_role));
            let tests = settings.restore_testing_plans.values_mut();
            tests
                .flat_map(|plan| plan.selections.values_mut())
                .for_each(|tested| role(&mut tested.iam_role));
            for bucket in settings.buckets.values_mut() {
                bucket.created = false;
                key(&mut bucket.encryption_key);
                bucket.replicated_from.iter_mut().for_each(role);
                bucket.replication_role.iter_mut().for_each(role);
                if let Some(rules) = &mut bucket.replication {
                    rules.value.iter_mut().for_each(|rule| key(&mut rule.replica_key));
                    let other = "arn:aws:iam::111122223333:role/other".to_owned();
                    bucket.replication_role.get_or_insert(RoleRef::Existing(other));
                }
            }
        }
    }

    #[test]
    fn a_state_in_sync_reads_as_the_policy_s_own_settings() {
        let mut compared = 0;
        for policy in [
            "language.yaml",
            "minimal.yaml",
            "standard.yaml",
            "regulated.yaml",
            "banking.yaml",
            "defillama.yaml",
            "raptorflow.yaml",
            "sale-module.yaml",
            "wedefidaily.yaml",
        ] {
            for environment in lowered(policy) {
                let wanted = wanted(&environment.resources);
                let found = observed(&state(&environment.resources), &wanted);
                let mut expected = seen(&environment.resources);
                by_arn(&mut expected);
                let places = found.into_iter().map(|seen| (seen.place, seen.settings)).collect();
                let found = normalise(&Resources { places }).places;
                for (place, expected) in expected {
                    let mut found = found.get(&place).cloned().unwrap();
                    // The settings of an account hold in all of its Regions.
                    if expected.account.is_none() {
                        found.account = None;
                    }
                    assert_eq!(found, expected, "{policy}, {place}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 15, "{compared}");
    }

    #[test]
    fn secrets_of_a_state_are_not_taken_over() {
        let environment = lowered("language.yaml").remove(0);
        let state = state(&environment.resources);
        assert!(state.to_string().contains("hunter2"));
        let found = observed(&state, &wanted(&environment.resources));
        assert!(!format!("{found:?}").contains("hunter2"));
    }

    /// Whoever else may hold them: another state, another team.
    #[test]
    fn what_the_state_does_not_hold_is_unknown() {
        let environment = lowered("language.yaml").remove(0);
        let mut state = state(&environment.resources);
        let all = state["values"]["root_module"]["child_modules"][0]["resources"].as_array_mut();
        all.unwrap().retain(|entry| {
            let kind = entry["type"].as_str().unwrap();
            kind != "aws_backup_vault_lock_configuration" && kind != "aws_s3_bucket_versioning"
        });
        let found = observed(&state, &wanted(&environment.resources));
        let unread = |kind, name: &str, field| {
            let subject = Subject::Setting(kind, name.to_owned(), field);
            let mut all = found.iter().flat_map(|seen| &seen.unread);
            all.any(|unread| unread.subject == subject && unread.reason == Reason::NotInSource)
        };
        assert!(unread(ResourceKind::Vault, "orders-production-dr", "lock"));
        assert!(unread(ResourceKind::Bucket, "orders-documents-production", "versioning"));
        assert!(!unread(ResourceKind::Vault, "orders-production-dr", "access"));
        for seen in &found {
            assert!(seen.listed.is_empty() && seen.source == Source::Terraform);
        }
    }

    #[test]
    fn a_lock_that_the_state_holds_otherwise_is_seen() {
        let environment = lowered("language.yaml").remove(0);
        let mut state = state(&environment.resources);
        let all = &mut state["values"]["root_module"]["child_modules"][0]["resources"];
        for entry in all.as_array_mut().unwrap() {
            if entry["type"] == "aws_backup_vault_lock_configuration" {
                entry["values"]["changeable_for_days"] = Value::Null;
                entry["values"]["max_retention_days"] = 0.into();
            }
        }
        let found = observed(&state, &[]);
        let vault = found.iter().find_map(|s| s.settings.vaults.get("orders-production-dr"));
        let lock = vault.unwrap().lock.unwrap();
        assert_eq!((lock.changeable_for_days, lock.max_retention_days), (None, None));
    }

    #[expect(clippy::needless_pass_by_value, reason = "resources are written where they are used")]
    fn of(resources: Value) -> Value {
        json!({ "format_version": "1.0", "values": { "root_module": { "resources": resources } } })
    }

    #[expect(clippy::needless_pass_by_value, reason = "values are written where they are used")]
    fn resource(kind: &str, values: Value) -> Value {
        json!({
            "address": format!("{kind}.a"), "mode": "managed", "type": kind,
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": values,
        })
    }

    #[test]
    fn a_rule_that_is_off_and_one_of_a_date_are_beyond_what_a_policy_can_say() {
        let rules = json!([
            { "id": "off", "status": "Disabled", "filter": [], "expiration": [{ "days": 1 }] },
            { "id": "once", "status": "Enabled", "expiration": [{ "date": "2027-01-01T00:00:00Z" }] },
        ]);
        let values = json!({ "bucket": "documents", "rule": rules });
        let state = of(json!([resource("aws_s3_bucket_lifecycle_configuration", values)]));
        let mut wanted = wanted(&lowered("minimal.yaml").remove(0).resources);
        wanted[0].names.insert(ResourceKind::Bucket, ["documents".to_owned()].into());
        let found = observed(&state, &wanted).remove(0);
        let beyond: Vec<String> =
            found.beyond.iter().map(|one| format!("{}={}", one.field, one.value)).collect();
        assert_eq!(
            beyond,
            ["Rules[off].Status=Disabled", "Rules[once].Expiration.Date=2027-01-01T00:00:00Z"]
        );
        let lifecycle = found.settings.buckets["documents"].lifecycle.as_ref().unwrap();
        assert_eq!(lifecycle.rules.len(), 1);
    }

    #[test]
    fn the_second_plan_of_a_name_is_another_plan() {
        let plan = |id: &str| {
            let arn = format!("arn:aws:backup:us-east-1:111122223333:backup-plan:{id}");
            resource("aws_backup_plan", json!({ "id": id, "arn": arn, "name": "core", "rule": [] }))
        };
        let found = observed(&of(json!([plan("1"), plan("2")])), &[]).remove(0);
        assert_eq!(found.settings.plans.keys().collect::<Vec<_>>(), ["core", "core [2]"]);
    }

    /// Nothing that is yet to be created has an ARN: its provider says where.
    #[test]
    fn a_plan_says_what_will_be() {
        let vault = resource("aws_backup_vault", json!({ "name": "main" }));
        let mut address = vault.clone();
        address["address"] = "module.backup.aws_backup_vault.a[\"x.y\"]".into();
        let plan = json!({
            "format_version": "1.2",
            "timestamp": "2026-11-20T06:00:00Z",
            "prior_state": of(json!([])),
            "planned_values": { "root_module": { "child_modules": [ { "resources": [address] } ] } },
            "configuration": {
                "provider_config": { "aws.home": { "name": "aws", "expressions": {
                    "region": { "constant_value": "eu-central-1" },
                    "allowed_account_ids": { "constant_value": ["111122223333"] },
                } } },
                "root_module": { "module_calls": { "backup": { "module": { "resources": [
                    { "address": "aws_backup_vault.a", "provider_config_key": "aws.home" },
                ] } } } },
            },
        });
        let found = observed(&plan, &[]).remove(0);
        assert_eq!(found.place, place("111122223333", "eu-central-1"));
        assert_eq!(found.at.as_deref(), Some("2026-11-20T06:00:00Z"));
        assert!(found.settings.vaults.contains_key("main"));
    }

    /// Printed by terraform 1.11.4 with the provider 5.100.0 after an apply to an
    /// emulator, which gave every resource the account 000000000000.
    #[test]
    fn what_terraform_prints_after_an_apply_is_read() {
        let home = place("000000000000", "us-east-1");
        let mut wanted = wanted(&lowered("minimal.yaml").remove(0).resources);
        wanted[0].place = home.clone();
        let buckets = ["orders-documents-production", "orders-drafts-production"];
        let names = buckets.map(str::to_owned);
        wanted[0].names.insert(ResourceKind::Bucket, names.into());
        let roles = ["orders-production-restore".to_owned()];
        wanted[0].names.insert(ResourceKind::Role, roles.into());
        let text = include_bytes!("terraform_state/applied.json");
        assert!(is_shown(text));
        let found = read("applied.json", text, &wanted).unwrap();
        assert_eq!(found.len(), 2);
        let settings = &found.iter().find(|seen| seen.place == home).unwrap().settings;

        let daily = &settings.plans["orders-production-core"].rules[0];
        let windows = (daily.start_window_minutes, daily.completion_window_minutes);
        assert_eq!((daily.rule_name.as_str(), windows), ("daily", (60, 240)));
        let kept = daily.lifecycle;
        assert_eq!(
            (kept.move_to_cold_storage_after_days, kept.delete_after_days),
            (None, Some(35))
        );
        let selections: Vec<_> = settings.selections.keys().collect();
        assert_eq!(selections, [&("orders-production-core".to_owned(), "tables".to_owned())]);

        let role = &settings.roles["orders-production-restore"];
        assert_eq!(role.service, "backup.amazonaws.com");
        assert_eq!((role.inline_policies.len(), role.managed_policies.len()), (1, 4));
        let normal =
            normalise(&Resources { places: BTreeMap::from([(home.clone(), settings.clone())]) });
        assert_eq!(
            normal.places[&home].roles["orders-production-restore"].managed_policies.len(),
            2
        );

        let [documents, drafts] = buckets.map(|name| &settings.buckets[name]);
        let rules = &documents.lifecycle.as_ref().unwrap().rules;
        assert_eq!(rules.len(), 8);
        let scans = &rules.iter().find(|rule| rule.id == "scans").unwrap().filter;
        assert_eq!((scans.tags.len(), scans.object_size_greater_than), (2, Some(131_072)));
        let tags = &rules.iter().find(|rule| rule.id == "tags").unwrap().filter;
        assert_eq!(
            (tags.tags.len(), tags.object_size_greater_than, &tags.prefix),
            (2, None, &None)
        );
        assert_eq!(drafts.lifecycle.as_ref().unwrap().rules[0].expiration_days, Some(90));
        let replication = &documents.replication.as_ref().unwrap().value;
        let ids: Vec<_> =
            replication.iter().map(|rule| (rule.id.as_str(), rule.time_control)).collect();
        assert_eq!(ids, [("replica", true), ("elsewhere", false)]);
        assert_eq!(documents.object_lock.unwrap().value.days, 2557);
    }

    #[test]
    fn what_is_no_state_is_said_to_be_none() {
        let said = |text: &str| read("state.json", text.as_bytes(), &[]).unwrap_err().to_string();
        assert_eq!(said("{}"), "`state.json`: this is no output of `terraform show -json`");
        assert_eq!(said("{"), "`state.json`, line 1: the file is cut off (column 1)");
        assert!(said("version: 4").contains("line 1: the file is no JSON from here on"));
        assert_eq!(
            said(r#"{"format_version":"2.0"}"#),
            "`state.json`: version `2.0` of Terraform's format is not known, only 1"
        );
        assert_eq!(
            said(r#"{"format_version":"1.2","errored":true}"#),
            "`state.json`: the plan ended with an error and holds only a part"
        );
        let values = json!({ "id": "1", "arn": "arn:aws:backup:a:1:b", "name": 7 });
        let wrong = of(json!([resource("aws_backup_plan", values)]));
        assert_eq!(
            said(&wrong.to_string()),
            "`state.json`: `aws_backup_plan.a`: `name` is no string"
        );
        let deep = format!("{{\"format_version\":{}", "[".repeat(100_000));
        assert!(said(&deep).starts_with("`state.json`, line 1: "));
        // A state of nothing is a state.
        assert_eq!(read("s", br#"{"format_version":"1.0"}"#, &[]).unwrap(), []);
    }

    #[test]
    fn a_state_is_told_from_a_recording_by_its_beginning() {
        assert!(is_shown(b"{\"format_version\":\"1.0\""));
        assert!(is_shown(b"\n{\n  \"format_version\": \"1.0\""));
        assert!(!is_shown(policy::observe::recording::header().as_bytes()));
        assert!(!is_shown(b"") && !is_shown(b"{"));
    }
}
