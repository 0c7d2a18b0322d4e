//! What could not be read, what is ignored, and what is in no policy.

use policy::drift::{Drift, Drifted, Status};
use policy::observe::{Reason, Source, Subject, Unread};
use policy::resources::{Place, ResourceKind};

use crate::deployed::{Observed, compiled, drift};
use crate::shop::{TEXT, at, dr, home, observed, settings, shop, west};

pub(crate) const CORE: &str = "shop-production-core";
pub(crate) const MAIN: &str = "shop-production-main";
pub(crate) const DR: &str = "shop-production-dr";
pub(crate) const ORDERS: &str = "arn:aws:dynamodb:us-east-1:111122223333:table/orders";
pub(crate) const CARTS: &str = "arn:aws:dynamodb:us-east-1:111122223333:table/carts";

pub(crate) fn shops(observed: &Observed) -> Drift {
    drift(shop(), 0, observed)
}

pub(crate) fn unread(subject: Subject) -> Unread {
    Unread {
        subject,
        operation: "s3:GetBucketReplication".to_owned(),
        permission: Some("s3:GetReplicationConfiguration".to_owned()),
        reason: Reason::Denied,
        request_id: None,
    }
}

pub(crate) fn of<'d>(drift: &'d Drift, kind: ResourceKind, name: &str) -> &'d Drifted {
    drift.resources.iter().find(|own| own.id.kind == kind && own.id.name == name).unwrap()
}

// ── What could not be read ───────────────────────────────────────────────────

#[test]
fn nothing_that_could_not_be_read_is_in_sync_or_missing() {
    let whole = shops(&observed()).in_sync;
    let nothing = shops(&Observed::new());
    assert_eq!((nothing.in_sync, nothing.found()), (0, 0));
    assert!(nothing.unchecked() >= whole);
    assert!(nothing.resources.iter().all(|own| own.status == Status::NotChecked));
    for place in [home(), west(), dr()] {
        let mut seen = observed();
        at(&mut seen, &place).unread.push(unread(Subject::Everything));
        let found = shops(&seen);
        let here = found.resources.iter().filter(|own| own.id.place == place).count();
        assert!(here > 0 && found.in_sync + here == whole, "{place}");
        assert!(found.resources.iter().all(|own| own.status == Status::NotChecked));
        // What was not listed is not missing.
        let mut seen = observed();
        at(&mut seen, &place).settings = policy::resources::Settings::default();
        at(&mut seen, &place).unread.push(unread(Subject::Everything));
        assert_eq!(shops(&seen).found(), 0, "{place}");
    }
}

#[test]
fn a_kind_that_could_not_be_read_is_not_checked() {
    for kind in ResourceKind::ALL {
        let mut seen = observed();
        for place in [home(), west(), dr()] {
            at(&mut seen, &place).unread.push(unread(Subject::Kind(kind)));
        }
        let found = shops(&seen);
        assert!(!found.resources.is_empty(), "{kind:?}");
        assert!(found.resources.iter().all(|own| own.id.kind == kind), "{kind:?}");
        assert!(found.resources.iter().all(|own| own.status == Status::NotChecked), "{kind:?}");
    }
}

#[test]
fn a_setting_that_could_not_be_read_hides_no_other_difference() {
    let denied = || {
        unread(Subject::Setting(ResourceKind::Bucket, "shop-documents".to_owned(), "replication"))
    };
    let mut seen = observed();
    at(&mut seen, &home()).unread.push(denied());
    settings(&mut seen, &home()).buckets.get_mut("shop-documents").unwrap().replication = None;
    let found = shops(&seen);
    let own = of(&found, ResourceKind::Bucket, "shop-documents");
    assert_eq!(
        (own.status, own.differences.len()),
        (Status::NotChecked, 0),
        "the replication is unknown"
    );
    settings(&mut seen, &home()).buckets.get_mut("shop-documents").unwrap().versioning = None;
    let found = shops(&seen);
    let own = of(&found, ResourceKind::Bucket, "shop-documents");
    assert_eq!((own.status, own.differences.len(), own.unread.len()), (Status::Changed, 1, 1));
}

#[test]
fn a_state_of_terraform_that_never_had_something_says_nothing_of_it() {
    let mut seen = observed();
    let here = at(&mut seen, &home());
    here.source = Source::Terraform;
    here.listed.clear();
    here.settings.tables.remove("orders");
    here.settings.account.as_mut().unwrap().cross_account_copy = None;
    let found = shops(&seen);
    for (kind, name) in [(ResourceKind::Table, "orders"), (ResourceKind::Account, "")] {
        let own = of(&found, kind, name);
        assert_eq!(own.status, Status::NotChecked, "{name}");
        assert_eq!(own.unread[0].reason, Reason::NotInSource);
    }
}

#[test]
fn what_backups_of_aws_backup_took_over_is_not_compared() {
    let mut seen = observed();
    let backups =
        &mut settings(&mut seen, &home()).db_instances.get_mut("orders").unwrap().automated_backups;
    backups.backup_retention_period = Some(30);
    backups.preferred_backup_window = Some("11:00-11:30".to_owned());
    assert_eq!(shops(&seen).found(), 1);
    at(&mut seen, &home()).answers.owned_by_backup.push("orders".to_owned());
    assert_eq!(shops(&seen).found(), 0);
}

// ── One root for each cause ──────────────────────────────────────────────────

#[test]
fn what_follows_from_something_missing_is_told_with_it() {
    let mut seen = observed();
    settings(&mut seen, &home()).plans.remove(CORE);
    settings(&mut seen, &home()).selections.retain(|(plan, _), _| plan != CORE);
    let found = shops(&seen);
    let plan = of(&found, ResourceKind::Plan, CORE);
    assert_eq!((found.resources.len(), plan.follows.len()), (1, 3));
    assert!(plan.follows.iter().all(|own| own.because == "its plan is missing"));

    let mut seen = observed();
    settings(&mut seen, &dr()).vaults.remove(DR);
    let found = shops(&seen);
    let follows = &of(&found, ResourceKind::Vault, DR).follows;
    assert_eq!(follows[0].because, "its rule daily cannot write to the missing vault");
    assert_eq!(follows[0].status, Status::InSync, "the plan itself is as it was");

    let mut seen = observed();
    settings(&mut seen, &dr()).keys.clear();
    at(&mut seen, &dr()).answers.aliases.clear();
    let found = shops(&seen);
    assert_eq!(of(&found, ResourceKind::Key, DR).follows[0].id.name, DR);

    let mut seen = observed();
    settings(&mut seen, &home()).roles.clear();
    let found = shops(&seen);
    assert!(of(&found, ResourceKind::Role, "shop-production-backup").follows.len() >= 3);
}

// ── What the policy ignores ──────────────────────────────────────────────────

fn ignoring(what: &str, until: &str) -> policy::compile::Compiled {
    let until = if until.is_empty() { String::new() } else { format!(", until: {until}") };
    compiled(&format!(
        "{TEXT}ignore_drift: [ {{ what: {what}, reason: set by another{until} }} ]\n"
    ))
}

#[test]
fn what_the_policy_ignores_is_listed_and_does_not_count() {
    let mut seen = observed();
    let tags = &mut settings(&mut seen, &home()).vaults.get_mut(MAIN).unwrap().tags;
    tags.insert("team".to_owned(), "other".to_owned());
    let whole = shops(&observed()).in_sync;
    for (what, until) in [
        ("vaults.main.tags", ""),
        ("vaults.main", "2026-11-20"),
        ("vaults.main.tags", "2027-03-01"),
    ] {
        let found = drift(&ignoring(what, until), 0, &seen);
        assert_eq!((found.found(), found.in_sync), (0, whole), "{what} {until}");
        let told = policy::drift::Tally::of(&found);
        assert_eq!((told.in_sync, told.ignored), (whole, 1), "in reports it counts once");
        let own = of(&found, ResourceKind::Vault, MAIN);
        assert_eq!((own.status, own.differences.len()), (Status::InSync, 0));
        assert_eq!(own.ignored[0].reason, "set by another");
    }
    let over = drift(&ignoring("vaults.main.tags", "2026-11-19"), 0, &seen);
    let own = of(&over, ResourceKind::Vault, MAIN);
    assert_eq!(own.status, Status::Changed);
    assert!(
        own.differences[0].notes.contains(&"the policy left this out until 2026-11-19".to_owned())
    );
    let other = drift(&ignoring("vaults.dr", ""), 0, &seen);
    assert_eq!(other.found(), 1, "another vault is not meant");
}

#[test]
fn an_ignored_setting_hides_no_other_one() {
    let mut seen = observed();
    let vault = settings(&mut seen, &home()).vaults.get_mut(MAIN).unwrap();
    vault.tags.clear();
    vault.notifications = None;
    let found = drift(&ignoring("vaults.main.tags", ""), 0, &seen);
    let own = of(&found, ResourceKind::Vault, MAIN);
    assert_eq!((own.status, own.differences.len(), own.ignored.len()), (Status::Changed, 1, 3));
}

// ── What is in no policy ─────────────────────────────────────────────────────

/// Only what is observed is looked at: the account of the environment is known.
#[test]
fn a_report_says_where_it_looked() {
    let found = shops(&observed());
    let places: Vec<&Place> = found.places.iter().map(|looked| &looked.place).collect();
    assert_eq!(places, [&home(), &west(), &dr()]);
    assert!(found.places.iter().all(|looked| looked.source == Some(Source::Aws)));
}
