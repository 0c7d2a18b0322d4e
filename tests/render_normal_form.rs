//! The normal form: what AWS treats alike is alike, and nothing else is.
#![cfg(test)]
#![expect(dead_code, reason = "the fixture's other parts are used by other tests")]

mod lowered;

use lowered::{backup, home, lowered};
use policy::resources::{
    AdvancedBackupSetting, BackupPlan, BackupVault, Bucket, InlinePolicy, LifecycleFilter,
    Resources, Settings, Tags, VaultLock, normalise,
};
use proptest::prelude::*;

fn resources() -> Resources {
    lowered().resources
}

/// Numbers that differ from one another, from one seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// The same settings, with every list that AWS keeps as a set in another order.
fn shuffled(mut resources: Resources, seed: u64) -> Resources {
    let mut dice = Dice(seed);
    for settings in resources.places.values_mut() {
        for plan in settings.plans.values_mut() {
            dice.shuffle(&mut plan.rules);
            dice.shuffle(&mut plan.advanced_backup_settings);
            plan.rules.iter_mut().for_each(|rule| dice.shuffle(&mut rule.copy_actions));
        }
        for selection in settings.selections.values_mut() {
            dice.shuffle(&mut selection.resources);
            dice.shuffle(&mut selection.not_resources);
            dice.shuffle(&mut selection.list_of_tags);
            dice.shuffle(&mut selection.conditions);
        }
        for vault in settings.vaults.values_mut() {
            vault.access.iter_mut().for_each(|all| dice.shuffle(&mut all.copy_from_accounts));
            vault
                .notifications
                .iter_mut()
                .for_each(|all| dice.shuffle(&mut all.backup_vault_events));
        }
        for plan in settings.restore_testing_plans.values_mut() {
            dice.shuffle(&mut plan.include_vaults);
            dice.shuffle(&mut plan.recovery_point_types);
        }
        for role in settings.roles.values_mut() {
            dice.shuffle(&mut role.managed_policies);
            dice.shuffle(&mut role.inline_policies);
        }
        settings.keys.values_mut().for_each(|key| dice.shuffle(&mut key.used_by_accounts));
        settings.buckets.values_mut().for_each(|bucket| shuffle_bucket(bucket, &mut dice));
    }
    resources
}

fn shuffle_bucket(bucket: &mut Bucket, dice: &mut Dice) {
    dice.shuffle(&mut bucket.replicated_from);
    bucket.replication.iter_mut().for_each(|rules| dice.shuffle(&mut rules.value));
    if let Some(lifecycle) = &mut bucket.lifecycle {
        dice.shuffle(&mut lifecycle.rules);
        for rule in &mut lifecycle.rules {
            dice.shuffle(&mut rule.transitions);
            dice.shuffle(&mut rule.noncurrent_transitions);
        }
    }
}

proptest! {
    #[test]
    fn the_order_of_lists_is_forgotten(seed in any::<u64>()) {
        prop_assert!(normalise(&shuffled(resources(), seed)) == normalise(&resources()));
    }

    #[test]
    fn the_normal_form_is_its_own_normal_form(seed in any::<u64>()) {
        let once = normalise(&shuffled(resources(), seed));
        prop_assert!(normalise(&once) == once);
    }
}

/// The settings at home after a change.
fn changed(change: impl FnOnce(&mut Settings)) -> Resources {
    let mut resources = resources();
    change(resources.places.get_mut(&home()).unwrap());
    normalise(&resources)
}

fn plan(settings: &mut Settings) -> &mut BackupPlan {
    settings.plans.get_mut("orders-production-core").unwrap()
}

fn main_vault(settings: &mut Settings) -> &mut BackupVault {
    settings.vaults.get_mut("orders-production-main").unwrap()
}

fn filter(settings: &mut Settings) -> &mut LifecycleFilter {
    let bucket = settings.buckets.get_mut("orders-drafts").unwrap();
    &mut bucket.lifecycle.as_mut().unwrap().rules[0].filter
}

fn option(resource_type: &str, option: &str, value: &str) -> AdvancedBackupSetting {
    AdvancedBackupSetting {
        resource_type: resource_type.into(),
        backup_options: Tags::from([(option.into(), value.into())]),
    }
}

/// Both changes give one normal form.
fn assert_alike(what: &str, a: impl FnOnce(&mut Settings), b: impl FnOnce(&mut Settings)) {
    assert!(changed(a) == changed(b), "{what}");
}

#[test]
fn what_aws_fills_in_in_a_plan_equals_what_was_left_out() {
    let zone = |name: &'static str| {
        move |s: &mut Settings| plan(s).rules[0].schedule_expression_timezone = name.into()
    };
    assert_alike("zone", zone(""), zone("Etc/UTC"));
    assert_alike("zone", zone("UTC"), zone("Etc/UTC"));
    let schedule = |cron: &'static str| {
        move |s: &mut Settings| plan(s).rules[0].schedule_expression = cron.into()
    };
    assert_alike("schedule", schedule(""), schedule("cron(0 5 * * ? *)"));
    let options = |set: Vec<AdvancedBackupSetting>| {
        move |s: &mut Settings| plan(s).advanced_backup_settings = set
    };
    let filled =
        vec![option("EC2", "WindowsVSS", "disabled"), option("S3", "BackupACLs", "enabled")];
    assert_alike("options", options(Vec::new()), options(filled));
    let stack = ("aws:cloudformation:stack-name".to_owned(), "orders".to_owned());
    assert_alike("tags of AWS", |_| (), |s| plan(s).tags.extend([stack]));
}

#[test]
fn what_aws_fills_in_elsewhere_equals_what_was_left_out() {
    let minimum = |days| move |s: &mut Settings| main_vault(s).lock = Some(lock(days));
    assert_alike("least minimum", minimum(None), minimum(Some(1)));
    let prefix = |prefix: Option<&'static str>| {
        move |s: &mut Settings| filter(s).prefix = prefix.map(str::to_owned)
    };
    assert_alike("whole bucket", prefix(None), prefix(Some("")));
    let drafts = |s: &mut Settings| s.buckets.remove("orders-drafts").unwrap();
    let without = |rules: bool| {
        move |s: &mut Settings| {
            let mut bucket = drafts(s);
            bucket.lifecycle.iter_mut().for_each(|lifecycle| lifecycle.rules.clear());
            bucket.lifecycle.take_if(|_| !rules);
            s.buckets.insert("orders-drafts".into(), bucket);
        }
    };
    assert_alike("no lifecycle", without(true), without(false));
}

fn lock(min_retention_days: Option<u32>) -> VaultLock {
    VaultLock { min_retention_days, max_retention_days: Some(400), changeable_for_days: None }
}

#[test]
fn what_matters_stays_different() {
    type Change = fn(&mut Settings);
    let different: [(&str, Change); 7] = [
        ("retention", |s| plan(s).rules[0].lifecycle.delete_after_days = Some(1)),
        ("zone", |s| plan(s).rules[0].schedule_expression_timezone = "Asia/Tokyo".into()),
        ("VSS", |s| plan(s).advanced_backup_settings.clear()),
        ("lock", |s| main_vault(s).lock = Some(lock(None))),
        ("an empty lock", |s| {
            main_vault(s).lock = Some(VaultLock { max_retention_days: None, ..lock(None) });
        }),
        ("tag", |s| main_vault(s).tags.clear()),
        ("prefix", |s| filter(s).prefix = Some("a/".into())),
    ];
    let mut seen = vec![changed(|_| ())];
    for (what, change) in different {
        let now = changed(change);
        assert!(!seen.contains(&now), "{what}");
        seen.push(now);
    }
}

#[test]
fn a_place_without_settings_is_no_place() {
    let mut resources = resources();
    resources.places.insert(backup(), Settings::default());
    assert!(!normalise(&resources).places.contains_key(&backup()));
}

#[test]
fn two_spellings_of_one_iam_document_are_one() {
    let documents = [
        serde_json::json!({ "Statement": [{ "Action": "s3:GetObject", "Effect": "Allow" }] }),
        serde_json::json!({ "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject"] }] }),
    ];
    let [a, b] = documents.map(|document| {
        changed(|settings| {
            let role = settings.roles.get_mut("orders-production-backup").unwrap();
            role.inline_policies = vec![InlinePolicy { name: "own".into(), document }];
        })
    });
    assert!(a == b);
}
