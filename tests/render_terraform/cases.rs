//! Single settings and their edges.

use std::collections::BTreeMap;

use policy::render::terraform::render;
use policy::render::{RenderError, Rendered};
use policy::resources::{
    BackupVault, Bucket, KeyRef, Label, Lowered, Place, ReplicationRule, ResourceId, ResourceKind,
    Setting, Settings, VaultKind,
};

use super::fixture::{home, plain_vault, rule, west};
use super::gap_listing;

/// One environment with these settings at home.
fn at_home(settings: Settings) -> Lowered {
    let mut lowered = Lowered {
        policy: "orders".into(),
        environment: "production".into(),
        home: Some(home()),
        ..Lowered::default()
    };
    lowered.resources.places.insert(home(), settings);
    lowered
}

fn vaults(vaults: &[(&str, BackupVault)]) -> Settings {
    let vaults = vaults.iter().map(|(name, vault)| ((*name).to_owned(), vault.clone()));
    Settings { vaults: vaults.collect(), ..Settings::default() }
}

fn label(lowered: &mut Lowered, place: Place, kind: ResourceKind, name: &str, label: Label) {
    lowered.labels.insert(ResourceId { place, kind, name: name.into() }, label);
}

fn key(key: &str) -> Label {
    Label { key: key.into(), ..Label::default() }
}

/// Lines of one file that contain a word.
fn lines(rendered: &Rendered, file: &str, word: &str) -> Vec<String> {
    let artifacts = rendered.artifacts.iter();
    let text: String = artifacts
        .filter(|artifact| artifact.path.parts().last().unwrap() == file)
        .map(|artifact| artifact.text.as_str())
        .collect();
    text.lines().filter(|line| line.contains(word)).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn an_environment_without_anything_has_no_files() {
    assert_eq!(render(&at_home(Settings::default())).unwrap(), Rendered::default());
}

#[test]
fn a_vault_of_other_code_is_checked_and_never_created() {
    let mut lowered = at_home(vaults(&[("Default", plain_vault())]));
    let existing = Label { existing: true, ..key("old") };
    label(&mut lowered, home(), ResourceKind::Vault, "Default", existing);
    let rendered = render(&lowered).unwrap();
    assert_eq!(lines(&rendered, "vaults.tf", "resource"), Vec::<String>::new());
    assert_eq!(lines(&rendered, "checks.tf", "check \""), [r#"check "vault_old" {"#]);
}

#[test]
fn a_key_in_two_places_keeps_its_plain_address_at_home() {
    let plan = || policy::resources::BackupPlan {
        rules: vec![rule("daily", "cron(0 3 ? * * *)", Some(35))],
        advanced_backup_settings: Vec::new(),
        tags: BTreeMap::new(),
    };
    let mut lowered = at_home(Settings::default());
    for place in [home(), west()] {
        let settings = lowered.resources.places.entry(place.clone()).or_default();
        settings.plans.insert("orders-production-core".into(), plan());
        label(&mut lowered, place, ResourceKind::Plan, "orders-production-core", key("core"));
    }
    assert_eq!(
        lines(&render(&lowered).unwrap(), "plans.tf", "resource"),
        [
            r#"resource "aws_backup_plan" "core" {"#,
            r#"resource "aws_backup_plan" "core__in__us_west_2_111122223333" {"#,
        ]
    );
}

#[test]
fn former_keys_move_one_after_the_other() {
    let mut lowered = at_home(vaults(&[("main", plain_vault())]));
    let renamed = Label { was: vec!["first".into(), "second".into()], ..key("main") };
    label(&mut lowered, home(), ResourceKind::Vault, "main", renamed);
    let rendered = render(&lowered).unwrap();
    assert_eq!(
        lines(&rendered, "moved.tf", "from"),
        ["from = aws_backup_vault.first", "from = aws_backup_vault.second",]
    );
    assert_eq!(
        lines(&rendered, "moved.tf", "to "),
        ["to   = aws_backup_vault.second", "to   = aws_backup_vault.main",]
    );
}

#[test]
fn a_former_key_that_is_in_use_is_a_gap_and_no_move() {
    let mut lowered = at_home(vaults(&[("a", plain_vault()), ("b", plain_vault())]));
    let renamed = Label { was: vec!["b".into()], ..key("a") };
    label(&mut lowered, home(), ResourceKind::Vault, "a", renamed);
    label(&mut lowered, home(), ResourceKind::Vault, "b", key("b"));
    let rendered = render(&lowered).unwrap();
    assert_eq!(lines(&rendered, "moved.tf", "moved"), Vec::<String>::new());
    insta::assert_snapshot!(gap_listing(&rendered.gaps), @"111122223333/us-east-1 Vault a: the move from its former key `b`: something else is called `b` now, and Terraform moves nothing away from an address that is in use: rename in two steps, with an apply between them");
}

#[test]
fn an_air_gapped_vault_with_a_key_is_a_gap() {
    let vault = BackupVault {
        kind: VaultKind::AirGapped { min_retention_days: 7, max_retention_days: 30 },
        encryption_key: Some(super::fixture::app_key()),
        ..plain_vault()
    };
    let rendered = render(&at_home(vaults(&[("safe", vault)]))).unwrap();
    assert_eq!(lines(&rendered, "vaults.tf", "kms_key_arn"), Vec::<String>::new());
    insta::assert_snapshot!(gap_listing(&rendered.gaps), @"111122223333/us-east-1 Vault safe: the key: Terraform's AWS provider 5.100 cannot give an air-gapped vault a key, and without one the vault would have AWS's own for good: create the vault with the target `cloudformation` or `aws-backup` and say `existing: true` here");
}

#[test]
fn a_copy_for_ever_of_a_limited_source_is_a_gap() {
    let mut daily = rule("daily", "cron(0 3 ? * * *)", Some(35));
    daily.copy_actions = vec![policy::resources::CopyAction {
        destination_backup_vault: super::fixture::main_vault(),
        lifecycle: policy::resources::Lifecycle::default(),
    }];
    let plan = policy::resources::BackupPlan {
        rules: vec![daily],
        advanced_backup_settings: Vec::new(),
        tags: BTreeMap::new(),
    };
    let settings =
        Settings { plans: BTreeMap::from([("core".into(), plan)]), ..Settings::default() };
    insta::assert_snapshot!(gap_listing(&render(&at_home(settings)).unwrap().gaps), @"111122223333/us-east-1 Plan core: the retention `forever` of a copy (rule `daily`, to `orders-production-main`): AWS deletes a copy without a retention together with its source: state the copy's retention in days, or keep the source for ever too");
}

#[test]
fn a_key_that_nothing_creates_is_a_defect_of_ours() {
    let lost = KeyRef::Created { place: west(), alias: "lost".into() };
    let vault = BackupVault { encryption_key: Some(lost), ..plain_vault() };
    let error = render(&at_home(vaults(&[("main", vault)]))).unwrap_err();
    assert!(matches!(error, RenderError::Serialise { .. }));
    insta::assert_snapshot!(error, @"this program cannot write a reference to the key `lost` in 111122223333/us-west-2: nothing creates the key");
}

#[test]
fn replication_without_a_role_is_a_defect_of_ours() {
    let bucket = Bucket {
        replication: Some(Setting::rendered(Vec::<ReplicationRule>::new())),
        ..Bucket::default()
    };
    let settings =
        Settings { buckets: BTreeMap::from([("b".into(), bucket)]), ..Settings::default() };
    insta::assert_snapshot!(render(&at_home(settings)).unwrap_err(), @"this program cannot write the replication of the bucket `b`: no role replicates");
}

#[test]
fn nothing_is_ever_emptied_by_force() {
    let rendered = render(&super::fixture::lowered()).unwrap();
    for artifact in &rendered.artifacts {
        assert!(!artifact.text.contains("force_destroy"), "{}", artifact.path);
    }
}
