//! What holds for every account: AWS's own spelling is no drift, and no change is
//! silent.

use policy::drift::Status;
use policy::resources::{BackupRule, Lifecycle, Settings, TestedPoints};
use proptest::prelude::*;

use crate::deployed::{Observed, drift};
use crate::shop::{observed, shop};

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

    fn flip(&mut self) -> bool {
        self.below(2) == 1
    }
}

fn rules(settings: &mut Settings, dice: &mut Dice) {
    for plan in settings.plans.values_mut() {
        dice.shuffle(&mut plan.rules);
        plan.tags.insert("aws:cloudformation:stack-name".to_owned(), "x".to_owned());
        for rule in &mut plan.rules {
            dice.shuffle(&mut rule.copy_actions);
            let names = ["UTC", "Etc/UTC", "", "Etc/UCT", "Zulu"];
            names[dice.below(names.len())].clone_into(&mut rule.schedule_expression_timezone);
            if rule.schedule_expression == "cron(0 3 ? * * *)" && dice.flip() {
                rule.schedule_expression = "cron(0 3 * * ? *)".to_owned();
            }
            if rule.schedule_expression == "cron(0 22 ? * 2#1 *)" && dice.flip() {
                rule.schedule_expression = "cron(0 22 ? * mon#1 *)".to_owned();
            }
        }
        if dice.flip() {
            for setting in &mut plan.advanced_backup_settings {
                setting.backup_options.insert("BackupACLs".to_owned(), "enabled".to_owned());
            }
            plan.advanced_backup_settings.retain(|setting| setting.resource_type != "EC2");
            let ec2 = ("WindowsVSS".to_owned(), "enabled".to_owned());
            let options = |pair: (String, String)| [pair].into();
            let s3 = ("BackupACLs".to_owned(), "enabled".to_owned());
            for (kind, pair) in [("S3", s3), ("EC2", ec2)] {
                plan.advanced_backup_settings.push(policy::resources::AdvancedBackupSetting {
                    resource_type: kind.to_owned(),
                    backup_options: options(pair),
                });
            }
        }
    }
}

/// The same account, as AWS, a console or other code may spell it.
fn otherwise(mut observed: Observed, seed: u64) -> Observed {
    let mut dice = Dice(seed);
    for seen in observed.values_mut() {
        let settings = &mut seen.settings;
        rules(settings, &mut dice);
        for selection in settings.selections.values_mut() {
            dice.shuffle(&mut selection.resources);
            dice.shuffle(&mut selection.list_of_tags);
        }
        for vault in settings.vaults.values_mut() {
            vault.tags.insert("aws:backup:source".to_owned(), "x".to_owned());
            for all in vault.notifications.iter_mut() {
                dice.shuffle(&mut all.backup_vault_events);
            }
        }
        for bucket in settings.buckets.values_mut() {
            for lifecycle in bucket.lifecycle.iter_mut() {
                dice.shuffle(&mut lifecycle.rules);
                for rule in &mut lifecycle.rules {
                    dice.shuffle(&mut rule.transitions);
                    if rule.filter.prefix.is_none() && dice.flip() {
                        rule.filter.prefix = Some(String::new());
                    }
                    if dice.flip() {
                        rule.id = format!("generated-{}", rule.id);
                    }
                }
            }
            for rule in bucket.replication.iter_mut().flat_map(|rules| &mut rules.value) {
                rule.priority += 7;
            }
        }
        for instance in settings.db_instances.values_mut() {
            let window = &mut instance.automated_backups.preferred_maintenance_window;
            *window = window
                .take()
                .map(|window| if dice.flip() { window.to_uppercase() } else { window });
        }
        if let Some(account) = &mut settings.account {
            account.service_opt_in.push("EFS".to_owned());
            dice.shuffle(&mut account.service_opt_in);
        }
    }
    observed
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn another_spelling_of_the_same_settings_is_in_sync(seed in any::<u64>()) {
        let found = drift(shop(), 0, &otherwise(observed(), seed));
        let said: Vec<_> = found.resources.iter().map(|own| (&own.id.name, &own.differences)).collect();
        prop_assert!(said.is_empty(), "{said:#?}");
        prop_assert_eq!(found.found(), 0);
    }
}

type Leaf = (&'static str, fn(&mut Settings) -> bool);

fn each_rule(settings: &mut Settings, change: impl Fn(&mut BackupRule)) -> bool {
    let mut any = false;
    for rule in settings.plans.values_mut().flat_map(|plan| &mut plan.rules) {
        change(rule);
        any = true;
    }
    any
}

fn bumped(days: &mut Option<u32>) -> bool {
    *days = Some(days.map_or(9, |days| days + 1));
    true
}

/// Every kind of number, name and switch, each changed wherever it stands.
#[rustfmt::skip]
fn leaves() -> Vec<Leaf> {
    vec![
        ("rule name", |s| each_rule(s, |rule| rule.rule_name.push('x'))),
        ("target", |s| each_rule(s, |rule| rule.target_backup_vault.name.push('x'))),
        ("schedule", |s| each_rule(s, |rule| rule.schedule_expression = "cron(17 5 ? * * *)".to_owned())),
        ("zone", |s| each_rule(s, |rule| rule.schedule_expression_timezone = "Asia/Tokyo".to_owned())),
        ("start window", |s| each_rule(s, |rule| rule.start_window_minutes += 1)),
        ("completion window", |s| each_rule(s, |rule| rule.completion_window_minutes += 1)),
        ("retention", |s| each_rule(s, |rule| { bumped(&mut rule.lifecycle.delete_after_days); })),
        ("cold", |s| each_rule(s, |rule| { bumped(&mut rule.lifecycle.move_to_cold_storage_after_days); })),
        ("archive", |s| each_rule(s, |rule| rule.lifecycle.opt_in_to_archive_for_supported_resources ^= true)),
        ("continuous", |s| each_rule(s, |rule| rule.enable_continuous_backup ^= true)),
        ("point tags", |s| each_rule(s, |rule| { rule.recovery_point_tags.insert("a".into(), "b".into()); })),
        ("copies", |s| { let mut any = false; each_rule(s, |_| {}); for copy in s.plans.values_mut().flat_map(|p| &mut p.rules).flat_map(|r| &mut r.copy_actions) { copy.lifecycle = Lifecycle::default(); any = true; } any }),
        ("plan tags", |s| { let mut any = false; for plan in s.plans.values_mut() { plan.tags.clear(); any = true; } any }),
        ("vault tags", |s| { let mut any = false; for vault in s.vaults.values_mut() { vault.tags.clear(); any = true; } any }),
        ("locks", |s| { let mut any = false; for vault in s.vaults.values_mut() { any |= vault.lock.take().is_some(); } any }),
        ("access", |s| { let mut any = false; for vault in s.vaults.values_mut() { any |= vault.access.take().is_some(); } any }),
        ("roles of selections", |s| { let mut any = false; for own in s.selections.values_mut() { own.iam_role = policy::resources::RoleRef::Existing("arn:aws:iam::1:role/x".into()); any = true; } any }),
        ("arns", |s| { let mut any = false; for own in s.selections.values_mut() { any |= own.resources.pop().is_some(); } any }),
        ("tags that select", |s| { let mut any = false; for own in s.selections.values_mut() { any |= own.list_of_tags.pop().is_some(); } any }),
        ("tested points", |s| { let mut any = false; for own in s.restore_testing_plans.values_mut() { own.algorithm = TestedPoints::Random; any = true; } any }),
        ("testing window", |s| { let mut any = false; for own in s.restore_testing_plans.values_mut() { own.start_window_hours += 1; any = true; } any }),
        ("tested selections", |s| { let mut any = false; for own in s.restore_testing_plans.values_mut() { own.selections.clear(); any = true; } any }),
        ("descriptions", |s| { let mut any = false; for own in s.roles.values_mut() { own.description.push('x'); any = true; } any }),
        ("trust", |s| { let mut any = false; for own in s.roles.values_mut() { own.service.push('x'); any = true; } any }),
        ("transitions", |s| { let mut any = false; for rule in s.buckets.values_mut().flat_map(|b| &mut b.lifecycle).flat_map(|l| &mut l.rules) { for t in &mut rule.transitions { t.days += 1; any = true; } } any }),
        ("expirations", |s| { let mut any = false; for rule in s.buckets.values_mut().flat_map(|b| &mut b.lifecycle).flat_map(|l| &mut l.rules) { any |= bumped(&mut rule.expiration_days); } any }),
        ("filters", |s| { let mut any = false; for rule in s.buckets.values_mut().flat_map(|b| &mut b.lifecycle).flat_map(|l| &mut l.rules) { rule.filter.object_size_less_than = Some(5); any = true; } any }),
        ("delete markers", |s| { let mut any = false; for rule in s.buckets.values_mut().flat_map(|b| &mut b.replication).flat_map(|r| &mut r.value) { rule.delete_markers ^= true; any = true; } any }),
        ("destination", |s| { let mut any = false; for rule in s.buckets.values_mut().flat_map(|b| &mut b.replication).flat_map(|r| &mut r.value) { rule.destination_bucket.push('x'); any = true; } any }),
        ("native retention", |s| { let mut any = false; for own in s.db_instances.values_mut() { any |= bumped(&mut own.automated_backups.backup_retention_period); } any }),
        ("table recovery", |s| { let mut any = false; for own in s.tables.values_mut() { any |= own.point_in_time_recovery_days.take().is_some(); } any }),
        ("table regions", |s| { let mut any = false; for own in s.tables.values_mut().filter(|own| !own.replica_regions.is_empty()) { own.replica_regions.push("eu-west-1".into()); any = true; } any }),
        ("cache windows", |s| { let mut any = false; for own in s.cache_groups.values_mut() { own.snapshot_window = Some("07:00-08:00".into()); any = true; } any }),
    ]
}

#[test]
fn no_change_is_silent() {
    for (name, change) in leaves() {
        let mut seen = observed();
        let mut any = false;
        for place in seen.values_mut() {
            any |= change(&mut place.settings);
        }
        assert!(any, "{name} stands nowhere in the example");
        let found = drift(shop(), 0, &seen);
        let differs = found.resources.iter().any(|own| own.status != Status::InSync);
        assert!(differs && found.found() > 0, "{name} is silent");
    }
}

/// Every resource, taken away alone, is missing or under something that is.
#[test]
fn nothing_goes_missing_silently() {
    let whole = drift(shop(), 0, &observed()).in_sync;
    for id in shop().environments[0].labels.keys() {
        let mut seen = observed();
        let settings = &mut seen.get_mut(&id.place).unwrap().settings;
        let name = &id.name;
        use policy::resources::ResourceKind as Kind;
        match id.kind {
            Kind::Key => drop(settings.keys.remove(name)),
            Kind::Role => drop(settings.roles.remove(name)),
            Kind::Vault => drop(settings.vaults.remove(name)),
            Kind::Plan => drop(settings.plans.remove(name)),
            Kind::Selection => {
                settings.selections.retain(|(plan, own), _| format!("{plan}/{own}") != *name);
            }
            Kind::RestoreTestingPlan => drop(settings.restore_testing_plans.remove(name)),
            Kind::Bucket => drop(settings.buckets.remove(name)),
            Kind::DbInstance => drop(settings.db_instances.remove(name)),
            Kind::DbCluster => drop(settings.db_clusters.remove(name)),
            Kind::Table => drop(settings.tables.remove(name)),
            Kind::CacheGroup => drop(settings.cache_groups.remove(name)),
            Kind::Account => settings.account = None,
        }
        let found = drift(shop(), 0, &seen);
        assert!(found.in_sync < whole, "{id:?}");
        let own = found.resources.iter().find(|own| own.id == *id);
        assert_eq!(own.map(|own| own.status), Some(Status::Missing), "{id:?}");
    }
}
