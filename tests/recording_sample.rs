//! The recording that ships: accounts in which what `policies/language.yaml`
//! wants was changed by hand, one change for each kind of drift.
#![cfg(test)]

#[path = "recording/memory.rs"]
mod memory;
#[path = "recording/observed.rs"]
#[expect(dead_code, reason = "shared with the tests of recordings")]
mod observed;

use memory::{file, indexed};
use observed::{in_sync, lowered, place};
use policy::observe::recording::line;
use policy::observe::{
    Caller, KeyState, LockInForce, Observation, Reason, RoleState, Subject, Unread,
};
use policy::resources::{
    BackupPlan, BackupRule, BackupSelection, BackupVault, KeyRef, Lifecycle, Place, ResourceKind,
    RoleRef, Settings, VaultKind, VaultRef,
};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/observed/language.jsonl");
const TABLE: &str = "arn:aws:dynamodb:us-east-1:111122223333:table/orders-production";
const DRAFTS: &str = "arn:aws:s3:::orders-drafts-production";

fn home() -> Place {
    place("111122223333", "us-east-1")
}

/// What a mutation does to the accounts, by name.
type Change = fn(&mut [Observation]);

const CHANGES: [(&str, Change); 5] = [
    ("a lock is loosened", loosen_the_lock),
    ("a retention is shortened", shorten_the_yearly_tier),
    ("a selection is missing", drop_a_selection),
    ("an unmanaged plan touches ours", add_an_unmanaged_plan),
    ("a replication could not be read", deny_the_replication),
];

fn at(accounts: &mut [Observation], place: &Place) -> usize {
    accounts.iter().position(|seen| seen.place == *place).unwrap()
}

/// Someone took the compliance lock of the vault for disasters away while it
/// was cooling off.
fn loosen_the_lock(accounts: &mut [Observation]) {
    let index = at(accounts, &place("999900001111", "us-west-2"));
    let seen = &mut accounts[index];
    seen.settings.vaults.get_mut("orders-production-dr").unwrap().lock.take().unwrap();
    seen.answers.locks.remove("orders-production-dr").unwrap();
}

/// Eight years became one, on the rule of the plan and nowhere else.
fn shorten_the_yearly_tier(accounts: &mut [Observation]) {
    let index = at(accounts, &home());
    let plan = accounts[index].settings.plans.get_mut("orders-production-core").unwrap();
    let yearly = plan.rules.iter_mut().find(|rule| rule.rule_name == "yearly").unwrap();
    assert_eq!(yearly.lifecycle.delete_after_days.replace(366), Some(2922));
}

/// Nothing selects the volumes any more.
fn drop_a_selection(accounts: &mut [Observation]) {
    let index = at(accounts, &home());
    let key = ("orders-production-core".to_owned(), "orders-production-volumes".to_owned());
    accounts[index].settings.selections.remove(&key).unwrap();
}

/// A plan from before the policy still backs up a table and a bucket of ours.
fn add_an_unmanaged_plan(accounts: &mut [Observation]) {
    let index = at(accounts, &home());
    foreign(&mut accounts[index].settings, "legacy-nightly", &[TABLE, DRAFTS]);
}

/// The role that looked may not see how the documents are replicated.
fn deny_the_replication(accounts: &mut [Observation]) {
    let index = at(accounts, &home());
    let name = "orders-documents-production".to_owned();
    let seen = &mut accounts[index];
    let bucket = seen.settings.buckets.get_mut(&name).unwrap();
    bucket.replication.take().unwrap();
    bucket.replication_role = None;
    seen.unread.push(Unread {
        subject: Subject::Setting(ResourceKind::Bucket, name, "replication"),
        operation: "s3:GetBucketReplication".to_owned(),
        permission: Some("s3:GetReplicationConfiguration".to_owned()),
        reason: Reason::Denied,
        request_id: Some("4442587FB7D0A2F9".to_owned()),
    });
}

/// A plan of nobody's policy, with a vault and a selection of its own.
fn foreign(settings: &mut Settings, name: &str, arns: &[&str]) {
    let vault = VaultRef { place: home(), name: name.to_owned() };
    let rule = BackupRule {
        rule_name: "nightly".to_owned(),
        target_backup_vault: vault,
        schedule_expression: "cron(0 5 ? * * *)".to_owned(),
        schedule_expression_timezone: "Etc/UTC".to_owned(),
        start_window_minutes: 480,
        completion_window_minutes: 10_080,
        lifecycle: Lifecycle { delete_after_days: Some(14), ..Lifecycle::default() },
        enable_continuous_backup: false,
        recovery_point_tags: Default::default(),
        copy_actions: Vec::new(),
    };
    let selection = BackupSelection {
        iam_role: RoleRef::Existing("arn:aws:iam::111122223333:role/backup".to_owned()),
        resources: arns.iter().map(|arn| (*arn).to_owned()).collect(),
        not_resources: Vec::new(),
        list_of_tags: Vec::new(),
        conditions: Vec::new(),
    };
    let plan = BackupPlan {
        rules: vec![rule],
        advanced_backup_settings: Vec::new(),
        tags: Default::default(),
    };
    let vault = BackupVault {
        kind: VaultKind::Standard,
        encryption_key: None,
        tags: Default::default(),
        lock: None,
        access: None,
        notifications: None,
    };
    settings.vaults.insert(name.to_owned(), vault);
    settings.plans.insert(name.to_owned(), plan);
    settings.selections.insert((name.to_owned(), "all".to_owned()), selection);
}

/// The ARN that AWS gave a key of the policy.
fn key_arn(key: &KeyRef, seen: &mut Vec<(Place, String, String)>) -> KeyRef {
    KeyRef::Existing(match key {
        KeyRef::Existing(arn) => arn.clone(),
        KeyRef::Created { place, alias } => {
            let id = match place.region.as_str() {
                "us-west-2" if place.account == "999900001111" => "7c1d0e52-8f1a-4a53-9d0e",
                _ => "0b6f2a1e-3d44-4c0e-8a57",
            };
            let arn = place.arn("kms", &format!("key/{id}-2f1c9e4d7a60"));
            seen.push((place.clone(), alias.clone(), arn.clone()));
            arn
        }
    })
}

/// The accounts as AWS would show them if everything were as the policy wants.
fn accounts() -> Vec<Observation> {
    let production = lowered("language.yaml").remove(0);
    assert_eq!(production.environment, "production");
    let mut accounts = in_sync(&production.resources);
    let mut keys = Vec::new();
    for seen in &mut accounts {
        by_arn(&mut seen.settings, &mut keys);
        foreign(&mut seen.settings, "payroll", &["arn:aws:rds:us-east-1:111122223333:db:payroll"]);
        if seen.place != home() {
            let Settings { vaults, plans, selections, .. } = &mut seen.settings;
            vaults.remove("payroll");
            plans.remove("payroll");
            selections.retain(|(plan, _), _| plan != "payroll");
        }
        let account = seen.place.account.clone();
        // Everything else is looked up by its name.
        seen.listed = [
            ResourceKind::Vault,
            ResourceKind::Plan,
            ResourceKind::Selection,
            ResourceKind::RestoreTestingPlan,
            ResourceKind::Account,
        ]
        .into();
        seen.at = Some("2026-11-20T06:00:00Z".to_owned());
        seen.caller = Some(Caller {
            arn: format!("arn:aws:sts::{account}:assumed-role/policy-drift/morning"),
            account,
        });
        answer(seen);
    }
    for (place, alias, arn) in keys {
        let index = at(&mut accounts, &place);
        let answers = &mut accounts[index].answers;
        answers.keys.insert(arn.clone(), KeyState { state: "Enabled".to_owned() });
        answers.aliases.insert(alias, arn);
    }
    accounts
}

fn by_arn(settings: &mut Settings, keys: &mut Vec<(Place, String, String)>) {
    let role = |role: &mut RoleRef| *role = RoleRef::Existing(role.arn());
    for vault in settings.vaults.values_mut() {
        vault.encryption_key = vault.encryption_key.as_ref().map(|key| key_arn(key, keys));
    }
    settings.selections.values_mut().for_each(|all| role(&mut all.iam_role));
    let tests = settings.restore_testing_plans.values_mut();
    tests.flat_map(|plan| plan.selections.values_mut()).for_each(|all| role(&mut all.iam_role));
    for bucket in settings.buckets.values_mut() {
        bucket.created = false;
        bucket.encryption_key = bucket.encryption_key.as_ref().map(|key| key_arn(key, keys));
        bucket.replicated_from.iter_mut().for_each(role);
        bucket.replication_role.iter_mut().for_each(role);
        for rule in bucket.replication.iter_mut().flat_map(|rules| &mut rules.value) {
            rule.replica_key = rule.replica_key.as_ref().map(|key| key_arn(key, keys));
        }
    }
}

/// What the account says about the assumptions of the proof.
fn answer(seen: &mut Observation) {
    let Observation { place, settings, answers, .. } = seen;
    for (name, vault) in &settings.vaults {
        if vault.lock.is_some() {
            let lock_date = Some("2026-11-28T06:00:00Z".to_owned());
            answers.locks.insert(name.clone(), LockInForce { lock_date });
        }
        if let Some(KeyRef::Existing(arn)) = &vault.encryption_key {
            answers.keys.insert(arn.clone(), KeyState { state: "Enabled".to_owned() });
        }
    }
    for selection in settings.selections.values() {
        let state = RoleState { exists: true, trusts_backup: true };
        answers.roles.insert(selection.iam_role.arn(), state);
    }
    if *place == home() {
        let types = settings.account.iter().flat_map(|account| &account.service_opt_in);
        answers.opt_ins = types.map(|name| (name.clone(), true)).collect();
        answers.opt_ins.insert("EFS".to_owned(), false);
        answers.advanced_features.insert("DynamoDB".to_owned(), true);
        for arn in [TABLE, DRAFTS] {
            answers.tags.insert(arn.to_owned(), Default::default());
        }
    }
}

fn recording(accounts: &[Observation]) -> String {
    file(&accounts.iter().map(line).collect::<Vec<_>>())
}

fn drifted() -> Vec<Observation> {
    let mut drifted = accounts();
    CHANGES.iter().for_each(|(_, change)| change(&mut drifted));
    drifted
}

/// `UPDATE=1 cargo test` writes the recording anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the shipped recording is kept fresh here")]
fn the_shipped_recording_is_fresh() {
    let fresh = recording(&drifted());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(std::path::Path::new(PATH).parent().unwrap()).unwrap();
        std::fs::write(PATH, &fresh).unwrap();
    }
    let found = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(found == fresh, "{PATH} is stale: run `UPDATE=1 cargo test`");
}

#[test]
fn the_shipped_recording_reads_back() {
    let drifted = drifted();
    let recording = indexed(&[("language.jsonl", recording(&drifted).as_bytes())]).unwrap();
    for seen in &drifted {
        assert_eq!(recording.get(&seen.place).unwrap().as_ref(), Some(seen));
    }
    assert_eq!(recording.places().len(), drifted.len());
}

/// Each change shows in one account alone, and none hides another.
#[test]
fn each_change_is_one_of_its_own() {
    let (before, all) = (accounts(), drifted());
    for (name, change) in CHANGES {
        let mut after = accounts();
        change(&mut after);
        let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).collect();
        assert_eq!(changed.len(), 1, "{name}");
        assert_ne!(after, all, "{name}");
    }
}
