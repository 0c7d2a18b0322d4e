//! Neither a false alarm nor a false calm: what was not looked at is never
//! missing and never fine.

use std::collections::BTreeSet;

use policy::drift::{Answer, KeptVerdict, Status, Weight};
use policy::observe::{Activity, Beyond, Points, Reason, Subject, Unread};
use policy::recoverability::Assumption;
use policy::resources::{BackupPlan, KeyRef, ResourceKind, Tags, VaultAccess};

use crate::deployed::{Observed, compiled, deployed, drift};
use crate::promises::TABLE;
use crate::reading::{MAIN, ORDERS, of, shops};
use crate::shop::{TEXT, at, dr, home, observed, settings};

const DOCUMENTS: &str = "shop-documents";
const APP: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn denied(subject: Subject) -> Unread {
    Unread {
        subject,
        operation: "backup:ListBackupPlans".to_owned(),
        permission: Some("backup:ListBackupPlans".to_owned()),
        reason: Reason::Denied,
        request_id: None,
    }
}

/// What is unknown besides the one type that nobody opted in to.
fn unknown(observed: &Observed) -> usize {
    let whole = shops(&crate::shop::observed()).unchecked();
    shops(observed).unchecked() - whole
}

fn beyond(kind: ResourceKind, name: &str, field: &str, value: &str) -> Beyond {
    let [name, field, value] = [name, field, value].map(str::to_owned);
    Beyond { kind, name, field, value }
}

// ── What was not looked at ───────────────────────────────────────────────────

#[test]
fn only_a_name_that_was_looked_up_can_be_missing() {
    let mut seen = observed();
    let here = at(&mut seen, &home());
    here.listed.remove(&ResourceKind::Table);
    here.settings.tables.remove("orders");
    here.settings.tables.remove("carts");
    here.absent.insert((ResourceKind::Table, "carts".to_owned()));
    let found = shops(&seen);
    assert_eq!(of(&found, ResourceKind::Table, "carts").status, Status::Missing);
    assert_eq!(of(&found, ResourceKind::Table, "orders").status, Status::NotChecked);
}

#[test]
fn plans_that_nobody_may_list_may_act_on_what_is_ours() {
    // No plan is wanted there: without the list nothing of ours shows that it failed.
    for kind in [ResourceKind::Plan, ResourceKind::Vault] {
        let mut seen = observed();
        at(&mut seen, &dr()).settings.vaults.clear();
        let before = shops(&seen).unchecked();
        at(&mut seen, &dr()).unread.push(denied(Subject::Kind(kind)));
        assert!(shops(&seen).unchecked() > before, "{kind:?}");
    }
    let mut seen = observed();
    at(&mut seen, &dr()).unread.push(denied(Subject::Kind(ResourceKind::Plan)));
    let found = shops(&seen);
    assert_eq!((found.found(), unknown(&seen)), (0, 1));
    assert!(found.unread.contains(&(dr(), denied(Subject::Kind(ResourceKind::Plan)))));
}

#[test]
fn a_plan_of_others_whose_selections_are_unknown_may_act_on_what_is_ours() {
    let mut seen = observed();
    let plan =
        BackupPlan { rules: Vec::new(), advanced_backup_settings: Vec::new(), tags: Tags::new() };
    settings(&mut seen, &home()).plans.insert("legacy".to_owned(), plan);
    assert_eq!(unknown(&seen), 0);
    let selections = Subject::Setting(ResourceKind::Plan, "legacy".to_owned(), "selections");
    at(&mut seen, &home()).unread.push(denied(selections));
    assert_eq!(unknown(&seen), 1);
    // Its tags say nothing of what it does.
    let mut seen = observed();
    let tags = Subject::Setting(ResourceKind::Plan, "legacy".to_owned(), "tags");
    at(&mut seen, &home()).unread.push(denied(tags));
    assert_eq!(unknown(&seen), 0);
}

#[test]
fn an_open_assumption_says_why() {
    let mut seen = observed();
    at(&mut seen, &home()).answers.roles.clear();
    let why = |seen: &Observed| {
        let found = shops(seen);
        let mut all = found.unread.into_iter().filter(|(place, _)| *place == home());
        all.find(|(_, unread)| unread.subject == Subject::Answer("role_may")).map(|(_, why)| why)
    };
    assert_eq!(why(&seen).unwrap().reason, Reason::NotInSource);
    let refused = denied(Subject::Answer("role_may"));
    at(&mut seen, &home()).unread.push(refused.clone());
    assert_eq!(why(&seen), Some(refused));
    assert_eq!(unknown(&seen), 1, "the assumption is counted once");
    // What no figure rests on is not asked.
    let mut seen = observed();
    at(&mut seen, &home()).unread.push(denied(Subject::Answer("role_may")));
    assert_eq!((why(&seen), unknown(&seen)), (None, 0));
}

// ── What the policy leaves to others ─────────────────────────────────────────

#[test]
fn a_setting_that_is_not_stated_need_not_be_known() {
    let without = |name: &str, field| {
        let mut seen = observed();
        let place = if name == DOCUMENTS { home() } else { dr() };
        let subject = Subject::Setting(ResourceKind::Bucket, name.to_owned(), field);
        at(&mut seen, &place).unread.push(denied(subject));
        unknown(&seen)
    };
    for field in ["replication", "object_lock", "tags", "encryption_key", "block_public_access"] {
        assert_eq!(without("shop-replica", field), 0, "{field}");
    }
    for (name, field) in [("shop-replica", "versioning"), ("shop-replica", "lifecycle")] {
        assert_eq!(without(name, field), 1, "{field}: rules that delete are looked for everywhere");
    }
    for field in ["replication", "object_lock", "lifecycle", "versioning"] {
        assert_eq!(without(DOCUMENTS, field), 1, "{field}");
    }
}

#[test]
fn a_rule_of_others_that_is_off_does_nothing() {
    let with = |field: &str, value: &str| {
        let mut seen = observed();
        let rule = beyond(ResourceKind::Bucket, DOCUMENTS, field, value);
        at(&mut seen, &home()).beyond.push(rule);
        shops(&seen).found()
    };
    assert_eq!(with("Rules[old].Status", "Disabled"), 0);
    assert_eq!(with("ReplicationConfiguration.Rules[old].Status", "Disabled"), 0);
    assert_eq!(with("Rules[old].Expiration.Date", "2027-01-01"), 1);
    // A rule of ours that is off is missed.
    let mut seen = observed();
    at(&mut seen, &home()).beyond.push(beyond(
        ResourceKind::Bucket,
        DOCUMENTS,
        "Rules[scans].Status",
        "Disabled",
    ));
    let bucket = settings(&mut seen, &home()).buckets.get_mut(DOCUMENTS).unwrap();
    bucket.lifecycle.as_mut().unwrap().rules.retain(|rule| rule.id != "scans");
    let found = shops(&seen);
    let [off] = of(&found, ResourceKind::Bucket, DOCUMENTS).differences.as_slice() else {
        unreachable!("{found:#?}")
    };
    assert_eq!(
        (off.field.as_str(), off.actual.as_deref()),
        ("Rules[scans].Status", Some("disabled"))
    );
}

#[test]
fn what_no_policy_can_state_is_left_out_by_itself() {
    let text = format!(
        "{TEXT}ignore_drift: [ {{ what: vaults.main.access, reason: hardened by hand }} ]\n"
    );
    let file = compiled(&text);
    let mut seen = deployed(&file.environments[0]);
    let deny = "Deny backup:DeleteRecoveryPoint to *";
    at(&mut seen, &home()).beyond.push(beyond(
        ResourceKind::Vault,
        MAIN,
        "AccessPolicy.Statement[no-delete]",
        deny,
    ));
    assert_eq!(drift(&file, 0, &seen).found(), 0);
    assert_eq!(shops(&seen).found(), 1);
    // What else changes on the vault is not left out with it.
    let vault = settings(&mut seen, &home()).vaults.get_mut(MAIN).unwrap();
    vault.access = Some(VaultAccess { copy_from_accounts: vec!["444455556666".to_owned()] });
    vault.notifications = None;
    assert_eq!(drift(&file, 0, &seen).found(), 1, "the notifications");
}

// ── Keys ─────────────────────────────────────────────────────────────────────

#[test]
fn a_key_that_is_named_by_its_alias_is_the_same_key() {
    let alias = "arn:aws:kms:us-east-1:111122223333:alias/app".to_owned();
    let mut seen = observed();
    let vault = settings(&mut seen, &home()).vaults.get_mut(MAIN).unwrap();
    vault.encryption_key = Some(KeyRef::Existing(alias));
    // Nobody says what the alias is of.
    let found = shops(&seen);
    assert_eq!(
        (found.found(), of(&found, ResourceKind::Vault, MAIN).status),
        (0, Status::NotChecked)
    );
    let aliases = &mut at(&mut seen, &home()).answers.aliases;
    aliases.insert("app".to_owned(), APP.to_owned());
    assert_eq!(shops(&seen).found(), 0);
    let aliases = &mut at(&mut seen, &home()).answers.aliases;
    aliases.insert("app".to_owned(), APP.replace("1234abcd", "ffff0000"));
    assert_eq!(shops(&seen).found(), 1);
}

#[test]
fn a_vault_whose_key_cannot_be_used_holds_nothing() {
    for state in ["Disabled", "PendingDeletion", "Unavailable", "NotFound"] {
        let mut seen = observed();
        let keys = &mut at(&mut seen, &home()).answers.keys;
        keys.get_mut(APP).unwrap().state = state.to_owned();
        let found = shops(&seen);
        let vault = of(&found, ResourceKind::Vault, MAIN);
        assert_eq!((vault.status, vault.differences.len()), (Status::Changed, 1), "{state}");
        let key = &vault.differences[0];
        assert_eq!(key.weight, Weight::Missed, "{state}: {:#?}", key.effect);
        assert_eq!(
            (key.expected.as_deref(), key.actual.as_deref()),
            (Some("Enabled"), Some(state))
        );
        assert_eq!(key.path.as_deref(), Some("vaults.main.key"));
        let again = |answered: &policy::drift::Answered| {
            answered.assumption == Assumption::KeyUsable && answered.about == APP
        };
        assert!(!found.assumptions.iter().any(again), "it is said once");
    }
    let mut seen = observed();
    at(&mut seen, &home()).answers.keys.get_mut(APP).unwrap().state = "Updating".to_owned();
    assert_eq!(shops(&seen).found(), 0, "it is used all the while");
}

#[test]
fn a_key_of_ours_that_cannot_be_used_weighs_as_one_that_is_gone() {
    let mut seen = observed();
    let here = at(&mut seen, &dr());
    let alias = here.settings.keys.keys().next().unwrap().clone();
    here.answers.keys.values_mut().for_each(|key| key.state = "PendingDeletion".to_owned());
    here.beyond.push(beyond(ResourceKind::Key, &alias, "KeyState", "PendingDeletion"));
    let found = shops(&seen);
    let key = of(&found, ResourceKind::Key, &alias);
    assert_eq!((found.found(), key.differences[0].weight), (1, Weight::Missed));
    let notes = &key.differences[0].notes;
    assert!(notes.iter().any(|note| note.contains("cancel-key-deletion")), "{notes:?}");
    assert!(found.assumptions.iter().all(|own| !matches!(own.answer, Answer::Refuted(_))));
}

// ── Whether a promise is kept ────────────────────────────────────────────────

/// The verdict about the history of a table whose oldest point is three days old.
fn history(change: impl FnOnce(&mut Activity)) -> (KeptVerdict, String) {
    let file = compiled(&TABLE.replace(", carts", ""));
    let mut seen = deployed(&file.environments[0]);
    let mut activity = Activity {
        asked: BTreeSet::from([ORDERS.to_owned()]),
        vaults: BTreeSet::from(["t-production-main".to_owned()]),
        ..Activity::default()
    };
    let [newest, oldest] = ["2026-11-20T03:10:00Z", "2026-11-17T03:10:00Z"].map(str::to_owned);
    let key = (ORDERS.to_owned(), "t-production-main".to_owned());
    activity.points.insert(key, Points { count: 4, newest, oldest });
    change(&mut activity);
    at(&mut seen, &home()).activity = Some(activity);
    let found = drift(&file, 0, &seen);
    let kept = found.kept.into_iter().find(|kept| kept.objective.starts_with("history")).unwrap();
    (kept.verdict, kept.found)
}

#[test]
fn a_history_is_broken_once_it_had_the_time_to_grow() {
    let since = |plan: &'static str, table: Option<&'static str>| {
        history(|activity| {
            activity.plans_since.insert("t-production-core".to_owned(), plan.to_owned());
            let table = table.map(|since| (ORDERS.to_owned(), since.to_owned()));
            activity.resources_since.extend(table);
        })
    };
    let old = "2026-01-01T00:00:00Z";
    let (verdict, found) = since(old, Some(old));
    assert_eq!(verdict, KeptVerdict::Broken);
    assert_eq!(
        found,
        "the oldest recovery point is 3d 2h 50m old, though it is protected since 2026-01-01: \
         older ones are gone, or what makes them is newer than its plan"
    );
    // A plan or a table that is younger than the promise cannot have kept it yet.
    for (plan, table) in [("2026-11-15T00:00:00Z", Some(old)), (old, Some("2026-11-15T00:00:00Z"))]
    {
        let (verdict, found) = since(plan, table);
        assert_eq!(verdict, KeptVerdict::TooEarly);
        assert!(found.ends_with("it is protected since 2026-11-15 only"), "{found}");
    }
    // Ten days, and one more until the first point: the tenth day is too early.
    assert_eq!(since(old, Some("2026-11-09T12:00:00Z")).0, KeptVerdict::TooEarly);
    assert_eq!(since(old, Some("2026-11-09T04:00:00Z")).0, KeptVerdict::Broken);
    // Nobody knows since when the table is there.
    assert_eq!(since(old, None).0, KeptVerdict::TooEarly);
    assert_eq!(history(|_| {}).0, KeptVerdict::TooEarly);
}

#[test]
fn points_that_nobody_looked_for_are_not_missing() {
    let nothing = |activity: &mut Activity| activity.points.clear();
    assert_eq!(history(nothing).0, KeptVerdict::Broken);
    let another = |activity: &mut Activity| {
        activity.points.clear();
        activity.asked = BTreeSet::from(["arn:aws:s3:::other".to_owned()]);
    };
    assert_eq!(history(another).0, KeptVerdict::NotChecked);
    let elsewhere = |activity: &mut Activity| {
        activity.points.clear();
        activity.vaults = BTreeSet::from(["other".to_owned()]);
    };
    assert_eq!(history(elsewhere).0, KeptVerdict::NotChecked);
}

// ── Spellings ────────────────────────────────────────────────────────────────

const CORE: &str = "shop-production-core";

#[test]
fn a_schedule_is_the_same_however_it_is_spelled() {
    let with = |name: &str, cron: &str, zone: &str| {
        let mut seen = observed();
        let plan = settings(&mut seen, &home()).plans.get_mut(CORE).unwrap();
        let rule = plan.rules.iter_mut().find(|rule| rule.rule_name == name).unwrap();
        cron.clone_into(&mut rule.schedule_expression);
        zone.clone_into(&mut rule.schedule_expression_timezone);
        shops(&seen).found()
    };
    for cron in [
        "cron(0 3 ? * * *)",
        "cron(0 3 * * ? *)",
        "cron(00 03 ? * * *)",
        "cron(0 3 ? * 1-7 *)",
        "cron(0 3 ? * SUN,MON,TUE,WED,THU,FRI,SAT *)",
        "cron(0 3 ? * sun-sat *)",
        "cron(0 3 1/1 * ? *)",
        "cron(0 3 */1 * ? *)",
        "cron(0 3 1-31 * ? *)",
        "cron(0 3 ? 1-12 * *)",
        "cron(0 3 ? JAN-DEC * *)",
        "cron(0  3  ?  *  *  *)",
        " cron(0 3 ? * * *) ",
    ] {
        assert_eq!(with("daily", cron, "Etc/UTC"), 0, "{cron}");
    }
    for cron in ["cron(0 4 ? * * *)", "cron(0 3 ? * MON-FRI *)", "cron(0 3 1 * ? *)"] {
        assert_eq!(with("daily", cron, "Etc/UTC"), 1, "{cron}");
    }
    for cron in ["cron(0 8 1 * ? *)", "cron(0 8 1 1/1 ? *)", "cron(0 8 1 */1 ? *)"] {
        assert_eq!(with("monthly", cron, "Etc/UTC"), 0, "{cron}");
    }
    for cron in ["cron(0 3/24 ? * * *)", "cron(0/60 3/24 * * ? *)"] {
        assert_eq!(with("daily", cron, "Etc/UTC"), 0, "{cron}: no step comes");
    }
    for cron in ["cron(0 */24 ? * * *)", "cron(0 3/12 ? * * *)", "cron(0/30 3 ? * * *)"] {
        assert_eq!(with("daily", cron, "Etc/UTC"), 1, "{cron}");
    }
    for zone in ["", "UTC", "Etc/UTC", "Etc/GMT", "GMT", "Etc/Universal", "Zulu", "Etc/Greenwich"] {
        assert_eq!(with("daily", "cron(0 3 ? * * *)", zone), 0, "{zone}");
    }
    assert_eq!(with("daily", "cron(0 3 ? * * *)", "Europe/London"), 1, "it has a summer time");
}

#[test]
fn windows_are_the_same_however_they_are_spelled() {
    let with = |maintenance: &str| {
        let mut seen = observed();
        let database = settings(&mut seen, &home()).db_instances.get_mut("orders").unwrap();
        database.automated_backups.preferred_maintenance_window = Some(maintenance.to_owned());
        shops(&seen).found()
    };
    for same in ["sun:04:00-sun:04:30", "Sun:04:00-Sun:04:30", "SUN:04:00-SUN:04:30"] {
        assert_eq!(with(same), 0, "{same}");
    }
    assert_eq!(with("mon:04:00-mon:04:30"), 1);
}

#[test]
fn a_statement_that_may_keep_copies_out_leaves_it_open_whether_they_come_in() {
    let with = |statement: &str| {
        let mut seen = observed();
        let field = "AccessPolicy.Statement[0]";
        let name = "shop-production-dr";
        at(&mut seen, &dr()).beyond.push(beyond(ResourceKind::Vault, name, field, statement));
        let found = shops(&seen);
        let mut all = found.assumptions.into_iter();
        all.find(|own| own.assumption == Assumption::DestinationAccepts).unwrap().answer
    };
    assert_eq!(with("Deny backup:DeleteRecoveryPoint to *"), Answer::Holds);
    for deny in [
        "Deny backup:CopyIntoBackupVault to * if …",
        r#"Deny ["backup:copyintobackupvault"] to *"#,
        "Deny backup:* to *",
        "Deny * to *",
        "Deny all but backup:DescribeBackupVault to *",
    ] {
        assert_eq!(with(deny), Answer::Open, "{deny}");
    }
}

#[test]
fn what_deletes_on_a_day_is_not_left_to_others() {
    let with = |field: &str| {
        let mut seen = observed();
        let rule = beyond(ResourceKind::Bucket, "shop-replica", field, "2027-01-01");
        at(&mut seen, &dr()).beyond.push(rule);
        shops(&seen).found()
    };
    assert_eq!(with("Rules[old].Expiration.Date"), 1);
    assert_eq!(with("Rules[old].Transitions[GLACIER].Date"), 0, "the policy states no lifecycle");
}
