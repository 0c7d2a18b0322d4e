//! One setting as the provider may write it in several ways, across its
//! versions and those of whoever wrote the configuration.
#![cfg(test)]

use std::collections::BTreeMap;

use policy::observe::terraform::read;
use policy::observe::{Observation, Subject, Wanted};
use policy::resources::{KeyRef, ObjectLock, Place, ResourceKind};
use policy::units::CalendarDays;
use serde_json::{Value, json};

fn place(region: &str) -> Place {
    let [account, partition] = ["111122223333", "aws"].map(str::to_owned);
    Place { account, region: region.to_owned(), partition }
}

fn home() -> Place {
    place("us-east-1")
}

fn wanted() -> Vec<Wanted> {
    let names = BTreeMap::from([(ResourceKind::Bucket, ["docs".to_owned()].into())]);
    vec![Wanted { names, ..Wanted::nothing(&home()) }]
}

/// What a state with these resources, each a type with its values, says.
fn state(resources: &[(&str, Value)]) -> Vec<Observation> {
    let entries = resources.iter().enumerate().map(|(number, (kind, values))| {
        json!({ "address": format!("{kind}.r{number}"), "mode": "managed", "type": kind,
            "provider_name": "registry.terraform.io/hashicorp/aws", "values": values })
    });
    let entries: Vec<Value> = entries.collect();
    let shown =
        json!({ "format_version": "1.0", "values": { "root_module": { "resources": entries } } });
    read("state.json", shown.to_string().as_bytes(), &wanted()).unwrap()
}

fn of_home(resources: &[(&str, Value)]) -> Observation {
    state(resources).into_iter().find(|seen| seen.place == home()).unwrap()
}

fn is_unread(seen: &Observation, kind: ResourceKind, name: &str, field: &'static str) -> bool {
    let subject = Subject::Setting(kind, name.to_owned(), field);
    seen.unread.iter().any(|unread| unread.subject == subject)
}

#[test]
fn a_lock_in_years_is_as_long_as_a_policy_counts_them() {
    let lock = |retention: Value| {
        let rule = json!([{ "default_retention": [retention] }]);
        let values = json!({ "bucket": "docs", "object_lock_enabled": "Enabled", "rule": rule });
        let seen = of_home(&[("aws_s3_bucket_object_lock_configuration", values)]);
        seen.settings.buckets["docs"].object_lock.unwrap().value
    };
    let years = lock(json!({ "mode": "COMPLIANCE", "days": 0, "years": 7 }));
    assert_eq!(years.days, CalendarDays::parse("7y").unwrap().most);
    assert_eq!(Some(years.days), ObjectLock::days_of_years(7));
    assert_eq!(lock(json!({ "mode": "COMPLIANCE", "days": 30, "years": 0 })).days, 30);
    assert_eq!(lock(json!({ "mode": "COMPLIANCE", "days": 30, "years": null })).days, 30);
}

#[test]
fn a_replication_of_the_first_version_replicates_delete_markers() {
    let rule = |more: Value| {
        let mut rule = json!({ "id": "r", "priority": 0, "status": "Enabled", "prefix": "",
            "destination": [{ "bucket": "arn:aws:s3:::there", "account": "", "storage_class": "",
                "access_control_translation": [], "encryption_configuration": [], "metrics": [], "replication_time": [] }] });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let values =
            json!({ "bucket": "docs", "role": "arn:aws:iam::111122223333:role/r", "rule": [rule] });
        let seen = of_home(&[("aws_s3_bucket_replication_configuration", values)]);
        seen.settings.buckets["docs"].replication.as_ref().unwrap().value[0].delete_markers
    };
    assert!(rule(json!({ "filter": [], "delete_marker_replication": [] })));
    let filter = json!([{ "and": [], "prefix": "", "tag": [] }]);
    assert!(!rule(json!({ "filter": filter, "delete_marker_replication": [] })));
    let on = json!([{ "status": "Enabled" }]);
    assert!(rule(json!({ "filter": filter, "delete_marker_replication": on })));
    let off = json!([{ "status": "Disabled" }]);
    assert!(!rule(json!({ "filter": filter, "delete_marker_replication": off })));
}

#[test]
fn a_vault_policy_means_what_it_means_to_iam() {
    let vault =
        json!({ "arn": "arn:aws:backup:us-east-1:111122223333:backup-vault:dr", "name": "dr" });
    let with = |policy: Value| {
        let values = json!({ "backup_vault_name": "dr", "policy": policy.to_string(),
            "backup_vault_arn": "arn:aws:backup:us-east-1:111122223333:backup-vault:dr" });
        let seen =
            of_home(&[("aws_backup_vault", vault.clone()), ("aws_backup_vault_policy", values)]);
        let accounts = seen.settings.vaults["dr"].access.clone().map(|own| own.copy_from_accounts);
        let beyond: Vec<String> = seen.beyond.iter().map(|one| one.field.clone()).collect();
        (accounts.unwrap_or_default(), beyond)
    };
    let ours = json!({ "Effect": "Allow", "Principal": { "AWS": "999900001111" },
        "Action": ["backup:CopyIntoBackupVault"], "Resource": "*" });
    let deny = json!({ "Sid": "no-delete", "Effect": "Deny", "Principal": "*",
        "Action": "backup:DeleteRecoveryPoint", "Resource": "*" });
    let accounts = vec!["999900001111".to_owned()];
    let version = "2012-10-17";
    assert_eq!(with(json!({ "Version": version, "Statement": ours })), (accounts.clone(), vec![]));
    let both = with(json!({ "Version": version, "Statement": [ours, deny] }));
    assert_eq!(both, (accounts, vec!["AccessPolicy.Statement[no-delete]".to_owned()]));
}

#[test]
fn a_provider_that_does_not_say_what_happens_to_small_objects_leaves_it_open() {
    let field = "transition_default_minimum_object_size";
    let with = |size: Value| {
        let values = json!({ "bucket": "docs", "rule": [], field: size });
        of_home(&[("aws_s3_bucket_lifecycle_configuration", values)])
    };
    for unsaid in [Value::Null, json!("")] {
        assert!(is_unread(&with(unsaid), ResourceKind::Bucket, "docs", field));
    }
    for said in ["all_storage_classes_128K", "varies_by_storage_class"] {
        assert!(!is_unread(&with(json!(said)), ResourceKind::Bucket, "docs", field));
    }
}

#[test]
fn a_key_that_is_off_is_said_of_its_alias() {
    let arn = "arn:aws:kms:us-east-1:111122223333:key/1";
    let with = |on: bool| {
        let seen = of_home(&[
            ("aws_kms_alias", json!({ "name": "alias/dr", "target_key_arn": arn })),
            (
                "aws_kms_key",
                json!({ "arn": arn, "is_enabled": on, "description": "", "policy": "{}" }),
            ),
        ]);
        let said = seen.beyond.iter().map(|one| (one.name.clone(), one.value.clone()));
        (seen.answers.keys[arn].state.clone(), said.collect::<Vec<_>>())
    };
    assert_eq!(with(true), ("Enabled".to_owned(), vec![]));
    let off = vec![("dr".to_owned(), "Disabled".to_owned())];
    assert_eq!(with(false), ("Disabled".to_owned(), off));
}

#[test]
fn the_key_of_a_bucket_may_be_an_id_or_an_alias() {
    let with = |key: &str| {
        let default = json!([{ "kms_master_key_id": key, "sse_algorithm": "aws:kms" }]);
        let rule = json!([{ "apply_server_side_encryption_by_default": default }]);
        let values = json!({ "bucket": "docs", "rule": rule });
        let seen = of_home(&[("aws_s3_bucket_server_side_encryption_configuration", values)]);
        seen.settings.buckets["docs"].encryption_key.clone()
    };
    let arn = |resource: &str| Some(KeyRef::Existing(home().arn("kms", resource)));
    assert_eq!(with("1234abcd"), arn("key/1234abcd"));
    assert_eq!(with("alias/docs"), arn("alias/docs"));
    assert_eq!(with("arn:aws:kms:us-east-1:111122223333:key/1"), arn("key/1"));
    assert_eq!(with(""), None);
}

/// Provider 6 lets a resource name its Region, whichever its provider has.
#[test]
fn what_is_yet_to_be_made_is_in_the_region_that_it_names() {
    let provider = json!({ "aws": { "name": "aws", "expressions": {
        "region": { "constant_value": "us-east-1" },
        "allowed_account_ids": { "constant_value": ["111122223333"] } } } });
    let entry = |name: &str, more: Value| {
        let mut values = json!({ "name": name });
        values.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "address": format!("aws_backup_vault.{name}"), "mode": "managed", "values": values,
            "type": "aws_backup_vault", "provider_name": "registry.terraform.io/hashicorp/aws" })
    };
    let vaults = [("here", json!({})), ("there", json!({ "region": "us-west-2" }))];
    let planned: Vec<Value> = vaults.iter().map(|(name, more)| entry(name, more.clone())).collect();
    let configured: Vec<Value> = vaults
        .iter()
        .map(|(name, _)| json!({ "address": format!("aws_backup_vault.{name}"), "provider_config_key": "aws" }))
        .collect();
    let shown = json!({ "format_version": "1.2",
        "planned_values": { "root_module": { "resources": planned } },
        "configuration": { "provider_config": provider, "root_module": { "resources": configured } } });
    let seen = read("plan.json", shown.to_string().as_bytes(), &wanted()).unwrap();
    let vaults: Vec<(Place, Vec<&String>)> = seen
        .iter()
        .map(|seen| (seen.place.clone(), seen.settings.vaults.keys().collect()))
        .collect();
    let names = ["here", "there"].map(str::to_owned);
    assert_eq!(vaults, [(home(), vec![&names[0]]), (place("us-west-2"), vec![&names[1]])]);
}

/// As text where a provider before 5.86 has a number that may be absent.
#[test]
fn a_number_may_be_written_as_text() {
    let rule = |newest: Value, larger: Value, smaller: Value| {
        let noncurrent = json!([{ "noncurrent_days": 30, "newer_noncurrent_versions": newest }]);
        let filter = json!([{ "and": [], "prefix": "", "tag": [],
            "object_size_greater_than": larger, "object_size_less_than": smaller }]);
        let rule = json!({ "id": "all", "status": "Enabled", "filter": filter,
            "noncurrent_version_expiration": noncurrent });
        let values = json!({ "bucket": "docs", "rule": [rule] });
        let seen = of_home(&[("aws_s3_bucket_lifecycle_configuration", values)]);
        let rule = seen.settings.buckets["docs"].lifecycle.as_ref().unwrap().rules[0].clone();
        let newest = rule.noncurrent_expiration.unwrap().newer_noncurrent_versions;
        (newest, rule.filter.object_size_greater_than, rule.filter.object_size_less_than)
    };
    assert_eq!(rule(json!("3"), json!("500"), json!("")), (Some(3), Some(500), None));
    assert_eq!(rule(json!(3), json!(500), Value::Null), (Some(3), Some(500), None));
    assert_eq!(rule(json!(""), json!(0), json!(0)), (None, None, None));
}

#[test]
fn what_a_later_provider_knows_of_a_rule_is_beyond_the_policy() {
    let rule = |more: Value| {
        let mut rule = json!({ "rule_name": "daily", "target_vault_name": "main",
            "schedule": "cron(0 5 ? * * *)", "start_window": 60, "completion_window": 180 });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let arn = "arn:aws:backup:us-east-1:111122223333:backup-plan:1";
        let seen = of_home(&[(
            "aws_backup_plan",
            json!({ "arn": arn, "id": "1", "name": "core", "rule": [rule] }),
        )]);
        seen.beyond.iter().map(|one| one.field.clone()).collect::<Vec<_>>()
    };
    let unset = json!({ "target_logically_air_gapped_backup_vault_arn": "", "scan_action": [] });
    assert_eq!(rule(unset), [""; 0]);
    let gap = "arn:aws:backup:us-east-1:111122223333:backup-vault:gap";
    let set = json!({ "target_logically_air_gapped_backup_vault_arn": gap,
        "scan_action": [{ "malware_scanner": "GUARDDUTY" }] });
    let said = ["TargetLogicallyAirGappedBackupVaultArn", "ScanActions"];
    assert_eq!(rule(set), said.map(|field| format!("Rules[daily].{field}")));
}

#[test]
fn an_air_gapped_vault_has_its_key_under_another_name() {
    let key = "arn:aws:kms:us-east-1:111122223333:key/1";
    let arn = "arn:aws:backup:us-east-1:111122223333:backup-vault:gap";
    let values = json!({ "arn": arn, "name": "gap", "min_retention_days": 7,
        "max_retention_days": 100, "encryption_key_arn": key });
    let seen = of_home(&[("aws_backup_logically_air_gapped_vault", values)]);
    let expected = Some(KeyRef::Existing(key.to_owned()));
    assert_eq!(seen.settings.vaults["gap"].encryption_key, expected);
}

#[test]
fn a_replication_that_skips_encrypted_objects_is_said() {
    let rule = |criteria: Value| {
        let encryption =
            json!([{ "replica_kms_key_id": "arn:aws:kms:us-west-2:111122223333:key/1" }]);
        let rule = json!({ "id": "r", "status": "Enabled", "filter": [{ "prefix": "" }],
            "source_selection_criteria": criteria,
            "destination": [{ "bucket": "arn:aws:s3:::there", "encryption_configuration": encryption }] });
        let values =
            json!({ "bucket": "docs", "role": "arn:aws:iam::111122223333:role/r", "rule": [rule] });
        let seen = of_home(&[("aws_s3_bucket_replication_configuration", values)]);
        seen.beyond.iter().map(|one| one.value.clone()).collect::<Vec<_>>()
    };
    let on = json!([{ "sse_kms_encrypted_objects": [{ "status": "Enabled" }] }]);
    assert_eq!(rule(on), [""; 0]);
    let off = json!([{ "sse_kms_encrypted_objects": [{ "status": "Disabled" }] }]);
    for skipped in [off, json!([]), json!([{ "sse_kms_encrypted_objects": [] }])] {
        assert_eq!(rule(skipped), ["Disabled"]);
    }
}
