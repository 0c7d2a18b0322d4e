//! What the text of a path stands for.

use super::documents::{findings, policy};

const SYSTEM: &str = "keys: { dr: { create: true } }
roles: { backup: { create: true } }
vaults: { main: {}, dr: {} }
account_settings: { cross_account_copy: true }
plans:
  core:
    vault: main
    tiers:
      daily: { copies: [ { to: dr } ] }
      weekly: {}
resources:
  tables:
    type: dynamodb
    point_in_time_recovery: { retention: 35d }
    exports: { weekly: { to: exports } }
    data_classes: { orders: { retention: 7y } }
    global_table: { regions: [us-west-2, eu-west-1] }
  database:
    type: rds_instance
    snapshots: { before-release: {}, monthly: {} }
    read_replicas: { west: { automated_backups: { retention: 7d } } }
  legacy:
    type: postgresql
    dumps: { nightly: { to: exports } }
  users: { type: other, external: { idp-export: { tool: vendor } } }
repositories: { exports: { copies: [ { to: replica } ] }, replica: {} }
recovery: { region-loss: { disruption: region } }
deleters: { cleanup: {} }
";

/// A path to every kind of thing, to mappings, and one to nowhere.
const PATHS: [&str; 26] = [
    "keys.dr",
    "roles.backup",
    "vaults.dr",
    "account_settings",
    "plans.core",
    "plans.core.tiers.daily",
    "plans.core.tiers",
    "plans.core.tiers.daily.copies",
    "tables",
    "tables.point_in_time_recovery",
    "tables.exports.weekly",
    "tables.data_classes.orders",
    "tables.global_table",
    "database.snapshots",
    "database.read_replicas.west",
    "database.read_replicas.west.automated_backups",
    "legacy.dumps.nightly",
    "users.external.idp-export",
    "repositories.exports",
    "repositories.exports.copies",
    "recovery.region-loss",
    "deleters.cleanup",
    "alarms.stale",
    "drills.monthly",
    "vaults",
    "nowhere",
];

#[test]
fn every_kind_of_thing_can_be_referred_to() {
    let policy =
        policy(&format!("{SYSTEM}alarms: {{ stale: {{}} }}\ndrills: {{ monthly: {{}} }}\n"));
    let means = |path: &str| format!("{path} -> {:?}", policy.names.find(path));
    insta::assert_snapshot!(PATHS.map(means).join("\n"), @r#"
    keys.dr -> [Key("dr")]
    roles.backup -> [Role("backup")]
    vaults.dr -> [Vault("dr")]
    account_settings -> [AccountSettings]
    plans.core -> [Plan("core")]
    plans.core.tiers.daily -> [Tier { plan: "core", tier: "daily" }]
    plans.core.tiers -> [Tier { plan: "core", tier: "daily" }, Tier { plan: "core", tier: "weekly" }]
    plans.core.tiers.daily.copies -> [Mechanism("plans.core.tiers.daily.copies[0]")]
    tables -> [Resource("tables")]
    tables.point_in_time_recovery -> [Mechanism("tables.point_in_time_recovery")]
    tables.exports.weekly -> [Mechanism("tables.exports.weekly")]
    tables.data_classes.orders -> [DataClass { resource: "tables", class: "orders" }]
    tables.global_table -> [Mechanism("tables.global_table.regions[0]"), Mechanism("tables.global_table.regions[1]")]
    database.snapshots -> [Mechanism("database.snapshots.before-release"), Mechanism("database.snapshots.monthly")]
    database.read_replicas.west -> [Mechanism("database.read_replicas.west")]
    database.read_replicas.west.automated_backups -> [Mechanism("database.read_replicas.west.automated_backups")]
    legacy.dumps.nightly -> [Mechanism("legacy.dumps.nightly")]
    users.external.idp-export -> [Mechanism("users.external.idp-export")]
    repositories.exports -> [Repository("exports")]
    repositories.exports.copies -> [Mechanism("repositories.exports.copies[0]")]
    recovery.region-loss -> [Scenario("region-loss")]
    deleters.cleanup -> [Deleter("cleanup")]
    alarms.stale -> [Alarm("stale")]
    drills.monthly -> [Drill("monthly")]
    vaults -> [Vault("dr"), Vault("main")]
    nowhere -> []
    "#);
}

#[test]
fn a_path_that_leads_nowhere_is_reported_with_the_nearest_one_at_its_step() {
    let watched = [
        "vault.dr",
        "vaults.drr",
        "dr",
        "resources.database",
        "database.read_replica.west",
        "database.read_replicas.wst",
        "plans.core.tiers.daly.copies",
        "recovery.region-los",
        "users.snapshots",
        "zebra",
    ];
    insta::assert_snapshot!(findings(&format!(
        "{SYSTEM}alarms: {{ stale: {{ watches: [{}] }} }}\n",
        watched.join(", ")
    )).join("\n"), @"
    unresolved-reference @ vault: there is no `vault` in `production` (did you mean `vaults.dr`?)
    unresolved-reference @ drr: there is no `drr` under `vaults` in `production` (did you mean `vaults.dr`?)
    unresolved-reference @ dr: there is no `dr` in `production` (did you mean `keys.dr` or `vaults.dr`?)
    unresolved-reference @ resources: there is no `resources` in `production` (did you mean `database`?)
    unresolved-reference @ read_replica: there is no `read_replica` under `database` in `production` (did you mean `database.read_replicas.west`?)
    unresolved-reference @ wst: there is no `wst` under `database.read_replicas` in `production` (did you mean `database.read_replicas.west`?)
    unresolved-reference @ daly: there is no `daly` under `plans.core.tiers` in `production` (did you mean `plans.core.tiers.daily.copies`?)
    unresolved-reference @ region-los: there is no `region-los` under `recovery` in `production` (did you mean `recovery.region-loss`?)
    unresolved-reference @ snapshots: there is no `snapshots` under `users` in `production` (known here: `external`)
    unresolved-reference @ zebra: there is no `zebra` in `production` (known here: `account_settings`, `alarms`, `database`, `deleters`, `drills`, `keys`, `legacy`, `plans`, `recovery`, `repositories`, `roles`, `tables`, `users`, `vaults`)
    ");
}

#[test]
fn the_names_of_other_environments_are_not_known_here() {
    let found = findings(
        "vaults: { main: {}, dr: { only: [] } }
alarms: { stale: { watches: [vaults.dr] } }
",
    );
    assert_eq!(
        found,
        [
            "unresolved-reference @ dr: there is no `dr` under `vaults` in `production` (known here: `main`)"
        ]
    );
}

#[test]
fn drift_may_be_ignored_for_a_setting_of_a_thing() {
    let policy = policy(
        "vaults: { main: {} }
ignore_drift:
  - { what: vaults.main.tags, reason: \"set elsewhere\" }
  - { what: vaults.main, reason: \"set elsewhere\" }
",
    );
    let of = |entry: &policy::resolved::IgnoreDrift| format!("{:?}", entry.what.means);
    assert_eq!(
        policy.ignore_drift.iter().map(of).collect::<Vec<_>>(),
        ["[Setting { of: Vault(\"main\"), setting: \"tags\" }]", "[Vault(\"main\")]",]
    );
}

#[test]
fn a_resource_named_like_a_section_is_reported() {
    assert_eq!(
        findings("resources: { plans: { type: other } }\n"),
        ["reserved-name @ plans: the resource `plans` is named like the section `plans` \
          (a reference `plans` would mean the section: give the resource another name)"]
    );
}

#[test]
fn names_under_restores_steps_and_needed_by_are_checked() {
    insta::assert_snapshot!(findings(
        "vaults: { main: {} }
resources: { data: { type: other, needed_by: [dta] } }
recovery:
  loss:
    disruption: region
    restores: { dat: { from: vaults.main }, data: { from: vaults.man } }
    needs: [keys.dr]
    steps: [ { parallel: [ { restore: [data] }, { restore: [users] } ] } ]
drills: { monthly: { environment: prod, exercises: [recovery.los] } }
claims: [ { source: readme, resources: [dataa] } ]
").join("\n"), @"
    unresolved-reference @ dta: there is no `dta` under `resources` in `production` (did you mean `data`?)
    unresolved-reference @ dat: there is no `dat` under `resources` in `production` (did you mean `data`?)
    unresolved-reference @ man: there is no `man` under `vaults` in `production` (did you mean `vaults.main`?)
    unresolved-reference @ dr: there is no `dr` under `keys` in `production` (`keys` has no entries to refer to)
    unresolved-reference @ users: there is no `users` under `recovery.loss.restores` in `production` (known under `recovery.loss.restores`: `dat`, `data`)
    unresolved-reference @ prod: there is no `prod` under `environments` in `production` (did you mean `production`?)
    unresolved-reference @ los: there is no `los` under `recovery` in `production` (did you mean `recovery.loss`?)
    unresolved-reference @ dataa: there is no `dataa` under `resources` in `production` (did you mean `data`?)
    ");
}
