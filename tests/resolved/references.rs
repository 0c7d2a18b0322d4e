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

#[test]
fn every_kind_of_thing_can_be_referred_to() {
    let policy =
        policy(&format!("{SYSTEM}alarms: {{ stale: {{}} }}\ndrills: {{ monthly: {{}} }}\n"));
    let means = |path: &str| format!("{path} -> {:?}", policy.names.find(path));
    let paths = [
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
    insta::assert_snapshot!(paths.map(means).join("\n"), @"");
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
    )).join("\n"), @"");
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
environments_placeholder: {}
".replace("environments_placeholder: {}\n", "resources: { data: { type: other, needed_by: [dta] } }
recovery:
  loss:
    disruption: region
    restores: { dat: { from: vaults.main }, data: { from: vaults.man } }
    needs: [keys.dr]
    steps: [ { parallel: [ { restore: [data] }, { restore: [users] } ] } ]
drills: { monthly: { environment: prod, exercises: [recovery.los] } }
claims: [ { source: readme, resources: [dataa] } ]
").as_str()).join("\n"), @"");
}
