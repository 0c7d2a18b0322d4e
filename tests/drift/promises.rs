//! What accounts say of assumptions, and of recovery points against promises.

use policy::drift::{Answer, Drift, KeptVerdict};
use policy::observe::{Activity, Job, JobKind, Jobs, LockInForce, PlannedRun, Points, RoleState};
use policy::recoverability::Assumption;
use policy::resources::ResourceKind;

use crate::deployed::{compiled, deployed, drift};
use crate::reading::{CARTS, MAIN, ORDERS, of, shops};
use crate::shop::{TEXT, at, home, observed};

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
pub(crate) const TABLE: &str = r#"
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
