//! What could not be read, what is ignored, and what is in no policy.

use policy::drift::{Answer, Drift, Drifted, KeptVerdict, Status, Weight};
use policy::observe::{
    Activity, Job, JobKind, Jobs, LockInForce, PlannedRun, Points, Reason, RoleState, Source,
    Subject, Unread,
};
use policy::recoverability::Assumption;
use policy::resources::{BackupSelection, Place, ResourceKind, RoleRef, Tags, VaultRef};

use crate::deployed::{KINDS, Observed, compiled, deployed, drift};
use crate::shop::{TEXT, at, dr, home, observed, settings, shop, west};

const CORE: &str = "shop-production-core";
const MAIN: &str = "shop-production-main";
const DR: &str = "shop-production-dr";
const ORDERS: &str = "arn:aws:dynamodb:us-east-1:111122223333:table/orders";
const CARTS: &str = "arn:aws:dynamodb:us-east-1:111122223333:table/carts";

fn shops(observed: &Observed) -> Drift {
    drift(shop(), 0, observed)
}

fn unread(subject: Subject) -> Unread {
    Unread {
        subject,
        operation: "s3:GetBucketReplication".to_owned(),
        permission: Some("s3:GetReplicationConfiguration".to_owned()),
        reason: Reason::Denied,
        request_id: None,
    }
}

fn of<'d>(drift: &'d Drift, kind: ResourceKind, name: &str) -> &'d Drifted {
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
    for kind in KINDS {
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

fn answer(drift: &Drift, assumption: Assumption, about: &str) -> Answer {
    let mut own = drift.assumptions.iter();
    let found = own.find(|own| own.assumption == assumption && own.about.contains(about));
    found
        .unwrap_or_else(|| panic!("{assumption:?} {about}: {:#?}", drift.assumptions))
        .answer
        .clone()
}

#[test]
fn accounts_answer_assumptions_or_leave_them_open() {
    let mut seen = observed();
    let found = shops(&seen);
    assert_eq!(answer(&found, Assumption::RoleMay, "shop-production-backup"), Answer::Holds);
    assert_eq!(answer(&found, Assumption::KeyUsable, "1234abcd"), Answer::Holds);
    assert_eq!(answer(&found, Assumption::DestinationAccepts, "vaults.dr"), Answer::Holds);
    assert_eq!(found.found(), 0);
    let answers = &mut at(&mut seen, &home()).answers;
    let role = "arn:aws:iam::111122223333:role/shop-production-backup".to_owned();
    answers.roles.insert(role, RoleState { exists: true, trusts_backup: false });
    answers.keys.values_mut().for_each(|key| key.state = "PendingDeletion".to_owned());
    let found = shops(&seen);
    let refuted = |answer: Answer| matches!(answer, Answer::Refuted(_));
    assert!(refuted(answer(&found, Assumption::RoleMay, "shop-production-backup")));
    assert_eq!(of(&found, ResourceKind::Vault, MAIN).differences[0].what, "state of the key");
    assert_eq!(found.found(), 2, "what is refuted counts");
    at(&mut seen, &home()).answers = policy::observe::Answers::default();
    let found = shops(&seen);
    assert_eq!(answer(&found, Assumption::RoleMay, "shop-production-backup"), Answer::Open);
    assert!(found.unchecked() > 0);
}

#[test]
fn a_lock_is_in_force_once_its_cooling_off_period_is_over() {
    let text = TEXT.replace("vault: main\n", "vault: locked\n").replace(
        "vaults:\n",
        "vaults:\n  locked: { lock: { mode: compliance, min_retention: 7d, changeable_for: 14d, irreversible: agreed } }\n",
    );
    let file = compiled(&text);
    let mut seen = deployed(&file.environments[0]);
    assert_eq!(
        answer(&drift(&file, 0, &seen), Assumption::LockInForce, "vaults.locked"),
        Answer::Holds
    );
    let locks = &mut at(&mut seen, &home()).answers.locks;
    let date = Some("2026-12-01T00:00:00Z".to_owned());
    locks.insert("shop-production-locked".to_owned(), LockInForce { lock_date: date });
    let found = drift(&file, 0, &seen);
    assert!(matches!(
        answer(&found, Assumption::LockInForce, "vaults.locked"),
        Answer::NotYet(words) if words.contains("2026-12-01")
    ));
    // It was deployed as the policy says: that is no drift.
    assert_eq!(found.found(), 0);
}

// ── Whether the promise is kept ──────────────────────────────────────────────

fn points(newest: &str, oldest: &str) -> Points {
    Points { count: 3, newest: newest.to_owned(), oldest: oldest.to_owned() }
}

/// An environment whose one table is protected by a daily tier alone.
const TABLE: &str = r#"
version: 1
name: t
accounts: { workload: "111122223333" }
environments: { production: { account: workload, region: us-east-1 } }
objectives: { rpo: 25h, history: 10d, region: none, account: none }
roles: { backup: { create: true } }
vaults: { main: {} }
plans: { core: { role: backup, vault: main, start_window: 1h, completion_window: 4h, tiers: { daily: { schedule: { every: day, at: "03:00" }, retention: 35d } } } }
resources: { orders: { type: dynamodb, tables: [orders, carts], plans: [core] } }
"#;

fn kept(change: impl FnOnce(&mut Activity)) -> Vec<(String, KeptVerdict, String)> {
    let file = compiled(TABLE);
    let mut seen = deployed(&file.environments[0]);
    let mut activity = Activity::default();
    for arn in [ORDERS, CARTS] {
        let key = (arn.to_owned(), "t-production-main".to_owned());
        activity.points.insert(key, points("2026-11-20T03:10:00Z", "2026-10-20T03:10:00Z"));
    }
    change(&mut activity);
    at(&mut seen, &home()).activity = Some(activity);
    let found = drift(&file, 0, &seen);
    found.kept.into_iter().map(|own| (own.objective, own.verdict, own.found)).collect()
}

#[test]
fn the_newest_and_the_oldest_point_are_held_against_the_promise() {
    let verdicts = |kept: Vec<(String, KeptVerdict, String)>| {
        kept.into_iter().map(|(_, verdict, _)| verdict).collect::<Vec<_>>()
    };
    let key = (CARTS.to_owned(), "t-production-main".to_owned());
    let good = kept(|_| {});
    assert_eq!(good[0].0, "RPO 25h");
    assert_eq!(good[0].2, "the newest recovery point is 2h 50m old");
    assert_eq!(verdicts(good), [KeptVerdict::Kept, KeptVerdict::Kept]);
    // One of two tables is behind, or young.
    let late = kept(|a| {
        a.points.insert(key.clone(), points("2026-11-18T03:10:00Z", "2026-10-20T03:10:00Z"));
    });
    assert_eq!(verdicts(late), [KeptVerdict::Broken, KeptVerdict::Kept]);
    let young = kept(|a| {
        a.points.insert(key.clone(), points("2026-11-20T03:10:00Z", "2026-11-18T03:10:00Z"));
    });
    assert_eq!(verdicts(young), [KeptVerdict::Kept, KeptVerdict::TooEarly]);
    let none = kept(|a| {
        a.points.remove(&key);
    });
    assert_eq!(verdicts(none), [KeptVerdict::Broken, KeptVerdict::Broken]);
}

#[test]
fn a_failed_job_counts_until_one_succeeds() {
    let failed = |created: &str| {
        let job = Job {
            kind: JobKind::Backup,
            id: "job-1".to_owned(),
            state: "FAILED".to_owned(),
            created: created.to_owned(),
            category: Some("AccessDenied".to_owned()),
        };
        kept(|a| {
            a.jobs.insert(ORDERS.to_owned(), Jobs { completed: 20, failed: vec![job] });
        })
    };
    let (objective, verdict, found) = failed("2026-11-20T05:00:00Z").pop().unwrap();
    assert_eq!((objective.as_str(), verdict), ("jobs succeed", KeptVerdict::Broken));
    assert!(found.contains("AccessDenied"), "{found}");
    assert_eq!(failed("2026-11-15T03:00:00Z").pop().unwrap().1, KeptVerdict::Kept);
}

#[test]
fn previews_that_our_calendar_does_not_have_are_told() {
    let preview = |rule: &str, at: &str| PlannedRun { rule: rule.to_owned(), at: at.to_owned() };
    let told = |runs: Vec<PlannedRun>| {
        let file = compiled(TABLE);
        let mut seen = deployed(&file.environments[0]);
        let planned_runs = [("t-production-core".to_owned(), runs)].into();
        at(&mut seen, &home()).activity = Some(Activity { planned_runs, ..Activity::default() });
        let found = drift(&file, 0, &seen);
        found.disagreements.into_iter().map(|own| (own.at, own.only_aws)).collect::<Vec<_>>()
    };
    let days = |days: &[&str]| days.iter().map(|at| preview("daily", at)).collect::<Vec<_>>();
    assert!(told(days(&["2026-11-21T03:00:00Z", "2026-11-22T03:00:00Z"])).is_empty());
    let other = told(days(&["2026-11-21T04:00:00Z"]));
    assert_eq!(other[0], ("2026-11-21T03:00:00Z".to_owned(), false));
    let skipped = told(days(&["2026-11-21T03:00:00Z", "2026-11-23T03:00:00Z"]));
    assert_eq!(skipped, [("2026-11-22T03:00:00Z".to_owned(), false)]);
}

/// Only what is observed is looked at: the account of the environment is known.
#[test]
fn a_report_says_where_it_looked() {
    let found = shops(&observed());
    let places: Vec<&Place> = found.places.iter().map(|looked| &looked.place).collect();
    assert_eq!(places, [&home(), &west(), &dr()]);
    assert!(found.places.iter().all(|looked| looked.source == Some(Source::Aws)));
}
