//! One environment that uses every setting a target can meet.
//!
//! Three places: the workload account in two Regions, whose vaults copy to each
//! other, and a backup account that both copy to.

mod buckets;
mod plans;
pub(crate) mod said;
mod vaults;

use std::collections::{BTreeMap, BTreeSet};

use policy::resources::{
    AccountSettings, Irreversible, Label, Lowered, Place, ResourceId, ResourceKind, Resources,
    Settings, Table, Tags,
};

/// Strings that careless quoting retypes, cuts, runs or hides.
pub(crate) const HOSTILE: [&str; 20] = [
    "no",
    "on",
    "y",
    "~",
    "null",
    "2026-01-01",
    "1_000",
    "12:30:45",
    "0x1F",
    "1e3",
    "012",
    "=",
    "<<",
    "- item: #x",
    "say \"hi\" \\ 'it''s'",
    "first\nsecond\ttab",
    "${AWS::Region}",
    "{{ policy }} {% raw %}",
    "left\u{202e}right\u{200b}zero\u{feff}bom\u{2028}line\u{85}next\u{e0041}tag",
    "é漢😀",
];

/// The environment's own account and Region.
pub(crate) fn home() -> Place {
    place("111122223333", "us-east-1")
}

/// The second Region of the workload account.
pub(crate) fn west() -> Place {
    place("111122223333", "us-west-2")
}

/// The backup account.
pub(crate) fn backup() -> Place {
    place("999900001111", "us-west-2")
}

fn place(account: &str, region: &str) -> Place {
    Place { account: account.into(), region: region.into(), partition: "aws".into() }
}

/// Tags from pairs.
pub(crate) fn tags(pairs: &[(&str, &str)]) -> Tags {
    pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// Tags whose keys and values are both hostile.
pub(crate) fn hostile_tags() -> Tags {
    HOSTILE.iter().map(|&text| (text.to_owned(), text.to_owned())).collect()
}

/// Compares settings line by line, so that a failure shows the one that differs.
pub(crate) fn assert_same(read: &Resources, said: &Resources) {
    let (left, right) = (format!("{read:#?}"), format!("{said:#?}"));
    for (n, (left, right)) in left.lines().zip(right.lines()).enumerate() {
        assert_eq!(left, right, "line {n} of the settings");
    }
    assert!(read == said, "one of the settings is longer");
}

/// The whole environment.
pub(crate) fn lowered() -> Lowered {
    Lowered {
        policy: "orders".into(),
        environment: "production".into(),
        home: Some(home()),
        resources: Resources {
            places: BTreeMap::from([
                (home(), home_settings()),
                (west(), west_settings()),
                (backup(), backup_settings()),
            ]),
        },
        labels: labels(),
        protected: BTreeSet::new(),
        irreversible: vec![Irreversible {
            resource: ResourceId {
                place: backup(),
                kind: ResourceKind::Vault,
                name: "orders-production-dr".into(),
            },
            effect: "the lock of `orders-production-dr` becomes permanent 14 days after it is set"
                .into(),
            agreed: Some("agreed with audit".into()),
        }],
    }
}

fn home_settings() -> Settings {
    Settings {
        vaults: vaults::home(),
        plans: plans::home(),
        selections: plans::home_selections(),
        restore_testing_plans: plans::restore_testing(),
        keys: vaults::home_keys(),
        roles: vaults::roles(),
        buckets: buckets::home(),
        tables: BTreeMap::from([("orders".to_owned(), Table::default())]),
        account: Some(AccountSettings {
            service_opt_in: vec!["DynamoDB".into()],
            dynamodb_advanced_features: Some(true),
            cross_account_copy: Some(true),
        }),
        ..Settings::default()
    }
}

fn west_settings() -> Settings {
    Settings {
        vaults: vaults::west(),
        plans: plans::west(),
        selections: plans::west_selections(),
        ..Settings::default()
    }
}

fn backup_settings() -> Settings {
    Settings {
        vaults: vaults::backup(),
        keys: vaults::backup_keys(),
        buckets: buckets::backup(),
        ..Settings::default()
    }
}

fn labels() -> BTreeMap<ResourceId, Label> {
    let mut labels = BTreeMap::new();
    let mut add = |place: Place, kind, name: &str, key: &str, existing: bool| {
        let label = Label { key: key.into(), existing, ..Label::default() };
        labels.insert(ResourceId { place, kind, name: name.into() }, label);
    };
    add(home(), ResourceKind::Vault, "orders-production-main", "main", false);
    add(home(), ResourceKind::Vault, "orders-production-gov-2", "gov-2", false);
    add(home(), ResourceKind::Vault, "orders-production-safe", "safe", false);
    add(home(), ResourceKind::Vault, "Default", "old", true);
    add(home(), ResourceKind::Key, "orders-production-gov", "gov", false);
    add(home(), ResourceKind::Role, "orders-production-backup", "backup", false);
    add(home(), ResourceKind::Role, "orders-production-restore", "restore", false);
    add(home(), ResourceKind::Role, "orders-production-replicate", "replicate", false);
    add(home(), ResourceKind::Plan, "orders-production-core", "core", false);
    add(home(), ResourceKind::Plan, "orders-production-core-odd", "core/odd", false);
    add(home(), ResourceKind::Plan, "orders-production-files", "files", false);
    add(home(), ResourceKind::Plan, "shared", "shared", true);
    let core = "orders-production-core";
    add(home(), ResourceKind::Selection, &format!("{core}/tables"), "core/tables", false);
    add(home(), ResourceKind::Selection, &format!("{core}/volumes"), "core/volumes", false);
    let files = "orders-production-files";
    add(home(), ResourceKind::Selection, &format!("{files}/documents"), "files/documents", false);
    add(home(), ResourceKind::Selection, "shared/drafts", "shared/drafts", true);
    add(home(), ResourceKind::RestoreTestingPlan, "orders_production_core", "core", false);
    add(west(), ResourceKind::Vault, "orders-production-west", "west", false);
    add(west(), ResourceKind::Plan, "orders-production-west", "west", false);
    let west_volumes = "orders-production-west/volumes";
    add(west(), ResourceKind::Selection, west_volumes, "west/volumes", false);
    add(backup(), ResourceKind::Vault, "orders-production-dr", "dr", false);
    add(backup(), ResourceKind::Key, "orders-production-dr", "dr", false);
    labels
}
