//! What is in no policy of the run.

use policy::drift::{Status, Weight};
use policy::resources::{BackupSelection, ResourceKind, RoleRef, Tags, VaultRef};

use crate::deployed::{Observed, compiled, deployed, drift};
use crate::reading::{CORE, MAIN, ORDERS, of, shops};
use crate::shop::{TEXT, at, home, observed, settings};

fn select(arns: &[&str]) -> BackupSelection {
    BackupSelection {
        iam_role: RoleRef::Existing("arn:aws:iam::111122223333:role/legacy".to_owned()),
        resources: arns.iter().map(|arn| (*arn).to_owned()).collect(),
        not_resources: Vec::new(),
        list_of_tags: Vec::new(),
        conditions: Vec::new(),
    }
}

/// Adds a plan that nobody wrote, into a vault that is not ours.
fn foreign(observed: &mut Observed, name: &str, selection: BackupSelection) {
    let here = settings(observed, &home());
    let mut plan = here.plans[CORE].clone();
    plan.tags.clear();
    plan.rules.truncate(1);
    plan.rules[0].copy_actions.clear();
    plan.rules[0].target_backup_vault = VaultRef { place: home(), name: "legacy".to_owned() };
    here.plans.insert(name.to_owned(), plan);
    here.selections.insert((name.to_owned(), "all".to_owned()), selection);
}

#[test]
fn a_foreign_plan_counts_only_if_it_acts_on_what_is_ours() {
    let selects: [(BackupSelection, Option<&str>); 7] = [
        (select(&[ORDERS]), Some("acts on 1 resource of ours")),
        (select(&["arn:aws:dynamodb:*:*:table/*"]), Some("acts on 3 resources of ours")),
        (select(&["arn:aws:dynamodb:us-east-1:111122223333:table/other"]), None),
        (BackupSelection { not_resources: vec![ORDERS.to_owned()], ..select(&[ORDERS]) }, None),
        (select(&["arn:aws:ec2:*:*:volume/*"]), None),
        (
            BackupSelection { list_of_tags: vec![tag("backup", "gold")], ..select(&[]) },
            Some("acts on 1 resource of ours"),
        ),
        (BackupSelection { list_of_tags: vec![tag("backup", "silver")], ..select(&[]) }, None),
    ];
    for (selection, says) in selects {
        let mut seen = observed();
        let volume = "arn:aws:ec2:us-east-1:111122223333:volume/vol-1".to_owned();
        at(&mut seen, &home())
            .answers
            .tags
            .insert(volume, Tags::from([("backup".to_owned(), "gold".to_owned())]));
        foreign(&mut seen, "legacy", selection.clone());
        let found = shops(&seen);
        let own: Vec<&str> = found
            .resources
            .iter()
            .flat_map(|own| &own.differences)
            .map(|d| d.what.as_str())
            .collect();
        let volumes = selection.resources.iter().any(|arn| arn.contains(":ec2:"));
        let says = if volumes { Some("acts on 1 resource of ours") } else { says };
        assert_eq!(own, says.into_iter().collect::<Vec<_>>(), "{selection:?}");
        assert_eq!(found.other_plans, usize::from(says.is_none()));
        assert_eq!(found.found(), usize::from(says.is_some()));
    }
}

fn tag(key: &str, value: &str) -> policy::resources::TagEquals {
    policy::resources::TagEquals { key: key.to_owned(), value: value.to_owned() }
}

#[test]
fn whatever_writes_into_a_vault_of_ours_counts() {
    let mut seen = observed();
    foreign(&mut seen, "legacy", select(&[]));
    let plan = settings(&mut seen, &home()).plans.get_mut("legacy").unwrap();
    plan.rules[0].target_backup_vault.name = MAIN.to_owned();
    let found = shops(&seen);
    let own = of(&found, ResourceKind::Plan, "legacy");
    assert_eq!(
        (own.status, own.differences[0].what.as_str()),
        (Status::Unmanaged, "writes to a vault of ours")
    );
}

#[test]
fn what_aws_makes_is_neither_ours_nor_foreign() {
    for name in ["aws/efs/automatic-backup-plan", "orgs/p-1"] {
        let mut seen = observed();
        foreign(&mut seen, name, select(&["*"]));
        let found = shops(&seen);
        assert_eq!((found.found(), found.other_plans), (0, 0), "{name}");
    }
}

#[test]
fn a_second_plan_a_foreign_selection_and_what_bears_our_tags_count() {
    let mut seen = observed();
    let here = settings(&mut seen, &home());
    let twin = here.plans[CORE].clone();
    here.plans.insert(format!("{CORE} [1234]"), twin);
    let found = shops(&seen);
    assert_eq!(found.resources[0].differences[0].what, format!("a second plan named {CORE}"));
    assert_eq!(found.resources[0].differences[0].weight, Weight::Doubted);

    let mut seen = observed();
    let key = (CORE.to_owned(), "by-hand".to_owned());
    settings(&mut seen, &home()).selections.insert(key, select(&["*"]));
    let found = shops(&seen);
    let own = of(&found, ResourceKind::Selection, "shop-production-core/by-hand");
    assert_eq!(own.status, Status::Unmanaged);

    let mut seen = observed();
    let here = settings(&mut seen, &home());
    let old = here.vaults[MAIN].clone();
    here.vaults.insert("shop-production-old".to_owned(), old.clone());
    let found = shops(&seen);
    let own = of(&found, ResourceKind::Vault, "shop-production-old");
    assert_eq!(own.differences[0].what, "vault of ours in no policy");
    let here = settings(&mut seen, &home());
    here.vaults
        .get_mut("shop-production-old")
        .unwrap()
        .tags
        .insert("policy:name".to_owned(), "another".to_owned());
    assert_eq!(shops(&seen).found(), 0, "another policy's is not ours");
}

#[test]
fn what_another_environment_of_the_run_has_is_not_unmanaged() {
    let both = TEXT.replace(
        "environments: { production: { account: workload, region: us-east-1 } }",
        "environments: { production: { account: workload, region: us-east-1 }, second: { account: workload, region: us-east-1 } }",
    );
    let both = both.replace("tables: [orders, carts]", "tables: [\"orders-${environment}\"]");
    let file = compiled(&both);
    let mut seen = deployed(&file.environments[0]);
    for (place, other) in deployed(&file.environments[1]) {
        let own = seen.get_mut(&place).unwrap();
        own.settings.plans.extend(other.settings.plans);
        own.settings.vaults.extend(other.settings.vaults);
        own.settings.selections.extend(other.settings.selections);
        own.settings.keys.extend(other.settings.keys);
        own.settings.roles.extend(other.settings.roles);
        own.settings.tables.extend(other.settings.tables);
        own.settings.restore_testing_plans.extend(other.settings.restore_testing_plans);
        own.answers.aliases.extend(other.answers.aliases);
        own.answers.locks.extend(other.answers.locks);
    }
    for number in 0..2 {
        let found = drift(&file, number, &seen);
        let own: Vec<_> = found.resources.iter().map(|own| (&own.id, &own.differences)).collect();
        assert!(own.is_empty(), "{number}: {own:#?}");
    }
    let alone = compiled(TEXT);
    assert!(drift(&alone, 0, &seen).found() > 0, "alone, the other environment is foreign");
}

// ── Assumptions ──────────────────────────────────────────────────────────────
