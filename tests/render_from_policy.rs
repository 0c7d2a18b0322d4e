//! What single statements of a policy become in each target.
#![cfg(test)]

use policy::compile::{Options, compile};
use policy::diagnostic::Input;
use policy::render::{Rendered, Target, cloudformation, render};
use policy::resources::{Lowered, Place};

/// The one environment of a policy.
fn lowered(text: &str) -> Lowered {
    let compiled = compile(&Input::new("policy.yaml", text), &Options::default());
    let mut environments = compiled.environments;
    let problems: Vec<String> = compiled
        .judged
        .findings
        .iter()
        .filter(|finding| finding.rule.contains("syntax") || finding.rule.contains("unknown"))
        .map(|finding| finding.message.clone())
        .collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(environments.len(), 1, "{:?}", compiled.judged.findings);
    environments.remove(0)
}

fn rendered(text: &str, target: Target) -> Rendered {
    render(target, &lowered(text)).unwrap()
}

/// All artifacts as one text.
fn text_of(rendered: &Rendered) -> String {
    rendered.artifacts.iter().map(|artifact| artifact.text.as_str()).collect()
}

/// Gaps as `setting: reason`.
fn gaps(rendered: &Rendered) -> Vec<String> {
    rendered.gaps.iter().map(|gap| format!("{}: {}", gap.setting, gap.reason)).collect()
}

/// What stands in the block of a Terraform resource, after its head.
fn block<'a>(terraform: &'a str, head: &str) -> &'a str {
    let from = terraform.split_once(head).unwrap_or_else(|| panic!("{head}")).1;
    from.split("\n}\n").next().unwrap()
}

/// A bucket that replicates into another account.
fn replication(destination: &str) -> String {
    format!(
        r#"
version: 1
name: orders
accounts: {{ workload: "111122223333", backup: "999900001111" }}
environments: {{ production: {{ account: workload, region: us-east-1 }} }}
keys: {{ dr: {{ create: true, account: backup, region: us-west-2 }} }}
resources:
  documents:
    type: s3
    buckets: [orders-documents, orders-drafts]
    versioning: enabled
    object_lock: {{ mode: governance, retention: 30d }}
    manage: [versioning, replication]
    replication: [ {{ to: replica, key: dr, time_control: true }} ]
repositories:
  replica: {{ bucket: orders-replica, account: backup, region: us-west-2, versioning: enabled, {destination} }}
"#
    )
}

#[test]
fn a_replica_bucket_of_another_account_lets_exactly_the_role_in() {
    let policy = replication("create: true, key: dr");
    let role = "arn:aws:iam::111122223333:role/orders-production-documents-replication";
    for target in [Target::Terraform, Target::Cloudformation] {
        let rendered = rendered(&policy, target);
        let closed = |gap: &String| gap.starts_with("the permission to replicate");
        assert!(!gaps(&rendered).iter().any(closed), "{:?}", gaps(&rendered));
        assert!(text_of(&rendered).contains(role), "{}", target.name());
    }
    let terraform = text_of(&rendered(&policy, Target::Terraform));
    insta::assert_snapshot!(block(&terraform, "resource \"aws_s3_bucket_policy\""), @r#"
     "orders_replica" {
      provider = aws.us_west_2_999900001111

      bucket = aws_s3_bucket.orders_replica.bucket
      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Sid    = "ReplicateIntoThisBucket"
            Effect = "Allow"
            Principal = {
              AWS = "arn:aws:iam::111122223333:root"
            }
            Action = [
              "s3:ObjectOwnerOverrideToBucketOwner",
              "s3:ReplicateDelete",
              "s3:ReplicateObject",
              "s3:ReplicateTags",
            ]
            Resource = "arn:aws:s3:::orders-replica/*"
            Condition = {
              ArnEquals = {
                "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/orders-production-documents-replication"
              }
            }
          },
        ]
      })

      depends_on = [aws_s3_bucket_public_access_block.orders_replica]
    "#);
    let encryption = block(&terraform, "resource \"aws_s3_bucket_server_side_encryption");
    assert!(encryption.contains("kms_master_key_id = aws_kms_key.dr.arn"), "{encryption}");
    let public = block(&terraform, "resource \"aws_s3_bucket_public_access_block\"");
    assert_eq!(public.matches("= true").count(), 4, "{public}");
    let replication = block(&terraform, "resource \"aws_s3_bucket_replication_configuration\"");
    assert!(replication.contains("aws_s3_bucket_policy.orders_replica"), "{replication}");
    assert!(replication.contains("owner = \"Destination\""), "{replication}");
}

#[test]
fn the_replication_role_reads_every_bucket_and_its_locks() {
    let lowered = lowered(&replication("create: true"));
    let home = &lowered.resources.places[lowered.home.as_ref().unwrap()];
    let role = &home.roles["orders-production-documents-replication"];
    let statements = &role.inline_policies[0].document["Statement"];
    let sources = ["arn:aws:s3:::orders-documents", "arn:aws:s3:::orders-drafts"];
    assert_eq!(statements[0]["Resource"], serde_json::json!(sources));
    let reads = statements[1]["Action"].to_string();
    assert!(reads.contains("s3:GetObjectRetention") && reads.contains("s3:GetObjectLegalHold"));
}

#[test]
fn a_replica_bucket_that_is_not_ours_is_a_gap_that_says_what_its_owner_does() {
    let gaps = gaps(&rendered(&replication("key: dr"), Target::Terraform));
    assert_eq!(gaps.len(), 2, "one for each of the buckets that replicate");
    insta::assert_snapshot!(gaps[0], @"the permission to replicate into `orders-replica`: `orders-replica` belongs to account 999900001111 and is not created here: its policy there must let `arn:aws:iam::111122223333:role/orders-production-documents-replication` write replicas and give them to the account, and it needs versioning; or let this policy create it");
}

/// A policy with a vault, a plan, copies and roles in one partition.
fn in_region(home: &str, away: &str) -> String {
    format!(
        r#"
version: 1
name: orders
accounts: {{ workload: "111122223333", backup: "999900001111" }}
environments: {{ production: {{ account: workload, region: {home} }} }}
keys: {{ main: {{ create: true }}, dr: {{ create: true, account: backup, region: {away} }} }}
roles: {{ backup: {{ create: true }}, restore: {{ create: true }} }}
vaults:
  main: {{ key: main }}
  dr: {{ account: backup, region: {away}, key: dr, access: [workload] }}
plans:
  core:
    vault: main
    role: backup
    tiers: {{ daily: {{ schedule: {{ every: day, at: "03:00" }}, retention: 35d, copies: [ {{ to: dr, retention: 35d }} ] }} }}
    restore_testing: {{ schedule: {{ every: month, day: 15, at: "09:00" }}, role: restore, vaults: [main] }}
resources:
  tables: {{ type: dynamodb, tables: [orders], plans: [core] }}
  documents:
    type: s3
    buckets: [orders-documents]
    plans: [core]
    versioning: enabled
    manage: [versioning, replication]
    replication: [ {{ to: replica, key: dr }} ]
repositories:
  replica: {{ bucket: orders-replica, account: backup, region: {away}, versioning: enabled, create: true, key: dr }}
"#
    )
}

#[test]
fn every_arn_is_of_the_partition_and_services_keep_their_names() {
    for (home, away, partition) in [
        ("cn-north-1", "cn-northwest-1", "aws-cn"),
        ("us-gov-west-1", "us-gov-east-1", "aws-us-gov"),
    ] {
        let policy = in_region(home, away);
        for target in [Target::AwsBackup, Target::Cloudformation, Target::Terraform] {
            let text = text_of(&rendered(&policy, target));
            let arns = text.matches("arn:").count();
            assert!(arns > 0, "{}", target.name());
            let ours = text.matches(&format!("arn:{partition}:")).count();
            assert_eq!(arns, ours, "{partition} {}", target.name());
        }
        for target in [Target::Cloudformation, Target::Terraform] {
            let text = text_of(&rendered(&policy, target));
            let managed = format!("arn:{partition}:iam::aws:policy/service-role/AWSBackup");
            assert!(text.contains(&managed), "{}", target.name());
            assert!(
                text.contains("\"backup.amazonaws.com\"") && text.contains("\"s3.amazonaws.com\"")
            );
            // KMS names the service by its endpoint, which has another suffix in China.
            let china = text.contains("s3.*.amazonaws.com.cn");
            assert_eq!(china, partition == "aws-cn", "{}", target.name());
        }
        let lowered = lowered(&policy);
        let places: Vec<Place> = lowered.resources.places.keys().cloned().collect();
        let artifacts = rendered(&policy, Target::Cloudformation).artifacts;
        let read = cloudformation::read_back(&artifacts, &places).unwrap();
        assert!(read.places.keys().all(|place| place.partition == partition));
    }
}

/// A plan of ours into a vault of other code, and a plan of other code.
const EXISTING: &str = r#"
version: 1
name: orders
accounts: { workload: "111122223333" }
environments: { production: { account: workload, region: us-east-1 } }
roles: { backup: { existing: "arn:aws:iam::111122223333:role/backup" } }
vaults:
  old: { aws_name: Default, existing: true }
  far: { aws_name: offsite, existing: true, region: us-west-2 }
plans:
  core:
    vault: old
    role: backup
    tiers: { daily: { schedule: { every: day, at: "03:00" }, retention: 35d, copies: [ { to: far, retention: 35d } ] } }
  shared:
    aws_name: everyone
    existing: true
    vault: old
    role: backup
    tiers: { weekly: { schedule: { every: week, weekday: sunday, at: "06:00" }, retention: 90d } }
resources:
  tables: { type: dynamodb, tables: [orders], plans: [core, shared] }
"#;

#[test]
fn what_other_code_creates_is_named_literally_and_never_created() {
    let destination = "\"arn:aws:backup:us-west-2:111122223333:backup-vault:offsite\"";
    for (target, vault) in [
        (Target::AwsBackup, "\"TargetBackupVaultName\": \"Default\""),
        (Target::Cloudformation, "TargetBackupVault: \"Default\""),
        (Target::Terraform, "target_vault_name            = \"Default\""),
    ] {
        let rendered = rendered(EXISTING, target);
        let text = text_of(&rendered);
        assert!(text.contains(vault), "{}: {text}", target.name());
        assert!(text.contains(destination), "{}: {text}", target.name());
        for created in
            ["CreateBackupVault", "AWS::Backup::BackupVault\"", "resource \"aws_backup_vault\""]
        {
            assert!(!text.contains(created), "{}", target.name());
        }
        assert!(
            !text.contains("\"weekly\""),
            "{} does not write the plan of other code",
            target.name()
        );
        assert!(
            rendered.artifacts.iter().all(|a| !a.path.to_string().contains("create-backup-vault"))
        );
    }
}

/// The selections of a plan that other code creates are assumed, as the plan is.
#[test]
fn nothing_is_selected_through_a_plan_that_other_code_creates() {
    for target in [Target::AwsBackup, Target::Cloudformation, Target::Terraform] {
        let text = text_of(&rendered(EXISTING, target));
        assert!(!text.contains("everyone"), "{}", target.name());
    }
}

#[test]
fn an_expiration_and_the_removal_of_delete_markers_are_never_one_rule() {
    let policy = r#"
version: 1
name: orders
accounts: { workload: "111122223333" }
environments: { production: { account: workload, region: us-east-1 } }
repositories:
  exports:
    bucket: orders-exports
    create: true
    versioning: enabled
    lifecycle: [ { name: all, current: { expire_after: 90d, remove_expired_delete_markers: true } } ]
"#;
    for target in [Target::S3Lifecycle, Target::Cloudformation, Target::Terraform] {
        let rendered = rendered(policy, target);
        let text = text_of(&rendered).to_lowercase().replace('_', "");
        assert!(text.contains("90") && !text.contains("expiredobjectdeletemarker"), "{text}");
        insta::allow_duplicates! {
            insta::assert_snapshot!(gaps(&rendered).join("\n"), @"the removal of expired delete markers in rule `all`: S3 rejects it beside an expiration in days, which removes such markers too when they are old enough: leave it out, or give it a rule of its own");
        }
    }
}

#[test]
fn a_template_that_is_too_large_is_a_gap_with_the_limit() {
    let tables: Vec<String> = (0..501)
        .map(|n| format!("  t{n}: {{ type: dynamodb, tables: [orders-{n}], plans: [core] }}\n"))
        .collect();
    let head = EXISTING.split("resources:").next().unwrap();
    let policy = format!("{head}resources:\n{}", tables.concat());
    let gaps = gaps(&rendered(&policy, Target::Cloudformation));
    insta::assert_snapshot!(gaps.join("\n"), @r"
    502 resources in one template: CloudFormation takes at most 500 in a template: split the policy, so that each part has fewer plans and resources here
    a template of 173150 bytes in a request: CloudFormation takes at most 51200 bytes with a request: upload the template, as `aws cloudformation deploy --s3-bucket` does
    ");
}

#[test]
fn settings_of_the_account_are_compared_and_no_gap() {
    let policy = EXISTING.replace(
        "resources:",
        "account_settings: { cross_account_copy: true, service_opt_in: [DynamoDB] }\nresources:",
    );
    for target in Target::ALL {
        let gaps = gaps(&rendered(&policy, target));
        assert!(!gaps.iter().any(|gap| gap.contains("account")), "{gaps:?}");
    }
}

#[test]
fn a_renamed_key_moves_the_addresses_of_everything_that_it_created() {
    let policy = r#"
version: 1
name: orders
accounts: { workload: "111122223333" }
environments: { production: { account: workload, region: us-east-1 } }
keys: { own: { create: true, was: [main] } }
roles: { backup: { create: true } }
vaults: { own: { key: own, was: [main], lock: { mode: governance, min_retention: 7d } } }
plans:
  all:
    was: [core]
    vault: own
    role: backup
    tiers: { daily: { schedule: { every: day, at: "03:00" }, retention: 35d } }
resources:
  tables: { type: dynamodb, tables: [orders], plans: [all], was: [data] }
"#;
    let text = text_of(&rendered(policy, Target::Terraform));
    let moves: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("from = ") || line.starts_with("to   = "))
        .collect();
    insta::assert_snapshot!(moves.join("\n"), @r"
    from = aws_kms_key.main
    to   = aws_kms_key.own
    from = aws_kms_alias.main
    to   = aws_kms_alias.own
    from = aws_backup_vault.main
    to   = aws_backup_vault.own
    from = aws_backup_vault_lock_configuration.main
    to   = aws_backup_vault_lock_configuration.own
    from = aws_backup_plan.core
    to   = aws_backup_plan.all
    from = aws_backup_selection.core__data
    to   = aws_backup_selection.core__tables
    from = aws_backup_selection.core__tables
    to   = aws_backup_selection.all__data
    from = aws_backup_selection.all__data
    to   = aws_backup_selection.all__tables
    ");
}
