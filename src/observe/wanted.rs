//! What to look at, from what policies ask for.

use std::collections::{BTreeMap, BTreeSet};

use super::Wanted;
use crate::resources::{
    AccountSettings, KeyRef, Lowered, Place, ResourceKind, RoleRef, Settings, bucket_arn,
};

/// What to look at for these environments, one entry per account and Region.
///
/// Environments that share a place are looked at together, so that what one
/// policy owns is not taken for foreign by another. Recovery points and jobs are
/// not asked for; see [`Wanted::with_activity`].
#[must_use]
pub fn wanted(lowered: &[&Lowered]) -> Vec<Wanted> {
    let mut places: BTreeMap<&Place, Wanted> = BTreeMap::new();
    for environment in lowered {
        for (place, settings) in &environment.resources.places {
            let wanted = places.entry(place).or_insert_with(|| Wanted::nothing(place));
            wanted.look_at(settings);
        }
        if let Some(home) = environment.home.as_ref().and_then(|home| places.get_mut(home)) {
            home.tagged.extend(environment.protected.iter().cloned());
        }
    }
    let protected: BTreeSet<String> =
        lowered.iter().flat_map(|environment| environment.protected.iter().cloned()).collect();
    let mut all: Vec<Wanted> = places.into_values().collect();
    all.iter_mut().for_each(|wanted| wanted.protected.clone_from(&protected));
    all
}

impl Wanted {
    /// Only what is always listed whole.
    #[must_use]
    pub fn nothing(place: &Place) -> Self {
        Self {
            place: place.clone(),
            names: BTreeMap::new(),
            created_buckets: BTreeSet::new(),
            replicated_backups: BTreeMap::new(),
            tagged: BTreeSet::new(),
            protected: BTreeSet::new(),
            roles: BTreeSet::new(),
            keys: BTreeSet::new(),
            activity: None,
        }
    }

    /// Also the recovery points and jobs of the resources whose tags matter, and
    /// of what plans protect.
    #[must_use]
    pub fn with_activity(self) -> Self {
        Self { activity: Some(self.tagged.union(&self.protected).cloned().collect()), ..self }
    }

    fn look_at(&mut self, settings: &Settings) {
        let Settings {
            vaults,
            plans,
            selections,
            restore_testing_plans,
            keys,
            roles,
            buckets,
            db_instances,
            db_clusters,
            tables,
            cache_groups,
            account,
        } = settings;
        self.add(ResourceKind::Vault, vaults.keys());
        self.add(ResourceKind::Plan, plans.keys());
        let pairs: Vec<String> =
            selections.keys().map(|(plan, name)| format!("{plan}/{name}")).collect();
        self.add(ResourceKind::Selection, &pairs);
        self.add(ResourceKind::RestoreTestingPlan, restore_testing_plans.keys());
        self.add(ResourceKind::Key, keys.keys());
        self.add(ResourceKind::Role, roles.keys());
        self.add(ResourceKind::Bucket, buckets.keys());
        let created = buckets.iter().filter(|(_, bucket)| bucket.created);
        self.created_buckets.extend(created.map(|(name, _)| name.clone()));
        self.add(ResourceKind::DbInstance, db_instances.keys());
        self.add(ResourceKind::DbCluster, db_clusters.keys());
        self.add(ResourceKind::Table, tables.keys());
        self.add(ResourceKind::CacheGroup, cache_groups.keys());
        self.stated(account.as_ref());
        self.replicated(settings);
        self.used_by_backups(settings);
        self.protected(settings);
    }

    fn add<'a>(&mut self, kind: ResourceKind, names: impl IntoIterator<Item = &'a String>) {
        for name in names {
            self.names.entry(kind).or_default().insert(name.clone());
        }
    }

    /// The settings of an account have no name of their own: here are those that
    /// a policy states, by the names of their fields.
    fn stated(&mut self, account: Option<&AccountSettings>) {
        let Some(account) = account else { return };
        let AccountSettings { service_opt_in, dynamodb_advanced_features, cross_account_copy } =
            account;
        let fields = [
            ("service_opt_in", !service_opt_in.is_empty()),
            ("dynamodb_advanced_features", dynamodb_advanced_features.is_some()),
            ("cross_account_copy", cross_account_copy.is_some()),
        ];
        let stated = fields.into_iter().filter(|(_, stated)| *stated);
        let names = self.names.entry(ResourceKind::Account).or_default();
        names.extend(stated.map(|(name, _)| name.to_owned()));
    }

    /// Whether a policy states this setting of the account.
    #[must_use]
    pub fn states(&self, field: &str) -> bool {
        self.names.get(&ResourceKind::Account).is_some_and(|fields| fields.contains(field))
    }

    fn replicated(&mut self, settings: &Settings) {
        for (name, instance) in &settings.db_instances {
            for region in instance.replicated_backups.keys() {
                let regions = self.replicated_backups.entry(name.clone()).or_default();
                regions.insert(region.clone());
            }
        }
    }

    /// Roles that selections name, and keys of vaults. Of another account's role
    /// or key this account knows nothing.
    fn used_by_backups(&mut self, settings: &Settings) {
        let testing = settings.restore_testing_plans.values();
        let testing = testing.flat_map(|plan| plan.selections.values().map(|s| &s.iam_role));
        let roles = settings.selections.values().map(|selection| &selection.iam_role);
        let account = self.place.account.clone();
        let arns = roles.chain(testing).map(RoleRef::arn);
        self.roles.extend(arns.filter(|arn| account_of(arn) == Some(&account)));
        for vault in settings.vaults.values() {
            match &vault.encryption_key {
                Some(KeyRef::Existing(arn)) => _ = self.keys.insert(arn.clone()),
                Some(KeyRef::Created { place: _, alias }) => {
                    self.add(ResourceKind::Key, [alias]);
                }
                None => {}
            }
        }
    }

    /// ARNs of what is protected: their tags decide who backs them up.
    fn protected(&mut self, settings: &Settings) {
        let place = self.place.clone();
        let listed = settings.selections.values().flat_map(|selection| &selection.resources);
        self.tagged.extend(listed.filter(|arn| !arn.contains('*')).cloned());
        let buckets = settings.buckets.keys();
        self.tagged.extend(buckets.map(|name| bucket_arn(&place.partition, name)));
        let tables = settings.tables.keys();
        self.tagged.extend(tables.map(|name| place.arn("dynamodb", &format!("table/{name}"))));
        let instances = settings.db_instances.keys();
        self.tagged.extend(instances.map(|name| place.arn("rds", &format!("db:{name}"))));
        let clusters = settings.db_clusters.keys();
        self.tagged.extend(clusters.map(|name| place.arn("rds", &format!("cluster:{name}"))));
    }
}

/// The account in an ARN.
fn account_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::{
        BackupSelection, BackupVault, Bucket, DbInstance, ReplicatedBackups, VaultKind,
    };

    fn place(account: &str) -> Place {
        let (region, partition) = ("eu-west-1".to_owned(), "aws".to_owned());
        Place { account: account.to_owned(), region, partition }
    }

    fn vault(key: Option<KeyRef>) -> BackupVault {
        BackupVault {
            kind: VaultKind::Standard,
            encryption_key: key,
            tags: BTreeMap::new(),
            lock: None,
            access: None,
            notifications: None,
        }
    }

    fn selection(role: &str, resources: &[&str]) -> BackupSelection {
        BackupSelection {
            iam_role: RoleRef::Existing(role.to_owned()),
            resources: resources.iter().map(|&arn| arn.to_owned()).collect(),
            not_resources: Vec::new(),
            list_of_tags: Vec::new(),
            conditions: Vec::new(),
        }
    }

    fn lowered(place: &Place, settings: Settings) -> Lowered {
        let mut lowered = Lowered::default();
        lowered.resources.places.insert(place.clone(), settings);
        lowered
    }

    fn set(texts: &[&str]) -> BTreeSet<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn two_policies_in_one_place_are_looked_at_together() {
        let here = place("111122223333");
        let with = |name: &str| {
            let mut settings = Settings::default();
            settings.vaults.insert(name.to_owned(), vault(None));
            lowered(&here, settings)
        };
        let (one, two) = (with("one"), with("two"));
        let wanted = wanted(&[&one, &two]);
        assert_eq!(wanted.len(), 1);
        assert_eq!(wanted[0].names[&ResourceKind::Vault], set(&["one", "two"]));
    }

    #[test]
    fn roles_and_keys_are_asked_of_the_account_that_has_them() {
        let here = place("111122223333");
        let mut settings = Settings::default();
        let own = "arn:aws:iam::111122223333:role/backup";
        settings.selections.insert(("p".into(), "s".into()), selection(own, &[]));
        let foreign = selection("arn:aws:iam::444455556666:role/backup", &[]);
        settings.selections.insert(("p".into(), "t".into()), foreign);
        let key = "arn:aws:kms:eu-west-1:444455556666:key/1".to_owned();
        settings.vaults.insert("v".into(), vault(Some(KeyRef::Existing(key.clone()))));
        let created = KeyRef::Created { place: here.clone(), alias: "orders".into() };
        settings.vaults.insert("w".into(), vault(Some(created)));
        let lowered = lowered(&here, settings);
        let wanted = wanted(&[&lowered]);
        assert_eq!(wanted[0].roles, set(&[own]));
        assert_eq!(wanted[0].keys, set(&[&key]));
        assert_eq!(wanted[0].names[&ResourceKind::Key], set(&["orders"]));
    }

    #[test]
    fn what_plans_protect_is_tagged_at_home_and_has_recovery_points_anywhere() {
        let (home, other) = (place("111122223333"), place("444455556666"));
        let mut lowered = lowered(&home, Settings::default());
        lowered.resources.places.insert(other, Settings::default());
        lowered.home = Some(home);
        let orders = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
        lowered.protected = set(&[orders]);
        let [at_home, elsewhere] = wanted(&[&lowered]).try_into().unwrap();
        assert_eq!((&at_home.tagged, &elsewhere.tagged), (&set(&[orders]), &set(&[])));
        for wanted in [at_home, elsewhere] {
            assert_eq!(wanted.with_activity().activity, Some(set(&[orders])));
        }
    }

    #[test]
    fn tags_matter_of_everything_that_is_named_and_of_no_pattern() {
        let here = place("111122223333");
        let mut settings = Settings::default();
        let table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
        let resources = [table, "arn:aws:ec2:*:*:volume/*"];
        let role = "arn:aws:iam::111122223333:role/backup";
        settings.selections.insert(("p".into(), "s".into()), selection(role, &resources));
        settings.buckets.insert("documents".into(), Bucket::default());
        let replicated = ReplicatedBackups { retention_days: 7 };
        let instance = DbInstance {
            replicated_backups: BTreeMap::from([("eu-central-1".to_owned(), replicated)]),
            ..DbInstance::default()
        };
        settings.db_instances.insert("main".into(), instance);
        let lowered = lowered(&here, settings);
        let wanted = wanted(&[&lowered]).remove(0);
        let arns =
            set(&["arn:aws:rds:eu-west-1:111122223333:db:main", "arn:aws:s3:::documents", table]);
        assert_eq!(wanted.tagged, arns);
        assert_eq!(wanted.replicated_backups["main"], set(&["eu-central-1"]));
        assert_eq!(wanted.activity, None);
        assert_eq!(wanted.with_activity().activity, Some(arns));
    }
}
