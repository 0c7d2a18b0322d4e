//! Policies of any length for measuring: teams of five systems each, with the
//! constructs of the policies under `policies/`, and the same text every time.

/// Resources of one team. `TT` stands for its number, and `SS` within
/// [`SYSTEM`] for that of the system.
const SYSTEMS_OF_A_TEAM: usize = 5;

const HEAD: &str = r#"# yaml-language-server: $schema=../schema/policy.schema.json
#
# The systems of a company, team by team: what must be recoverable, how AWS Backup protects it, what people do.
version: 1
name: fleet
accounts: { workload: "111122223333", staging: "444455556666", backup: "999900001111" }
environments:
  production: { account: workload, region: us-east-1 }
"#;

/// An environment that changes a team's tiers: the whole policy is read twice.
const OVERRIDE: &str = r#"  staging:
    account: staging
    region: us-east-1
    override:                                            # what is different in staging; everything else is inherited
      plans: { core-t0: { tiers: { daily: { retention: 9d }, weekly: null, quarterly: null } } }
"#;

const OBJECTIVES: &str = r#"defaults: { timezone: UTC, role: backup }

objectives:
  rpo: 25h                                               # at most this much of the latest writes may be lost ...
  rto: 8h                                                # ... and at most this long may recovery take
  found_within: 7d                                       # a bad write may stay unnoticed for a week
  history: 30d
  region: { rpo: 32h, rto: 12h, history: 30d }
  account: none
account_settings: { dynamodb_advanced_features: true, service_opt_in: [DynamoDB, EBS, EC2, RDS, S3], cross_account_copy: true }
roles: { backup: { create: true }, restore: { create: true } }
"#;

const KEYS: &str = r#"  main-tTT: { create: true }
  dr-tTT:   { create: true, account: backup, region: us-west-2 }
"#;

const VAULTS: &str = r#"  main-tTT:
    key: main-tTT
    tags: { team: team-TT, cost-center: "77TT" }
    lock: { mode: governance, min_retention: 7d, max_retention: 10y }
    notifications: { topic: "arn:${partition}:sns:${region}:${account}:backup", events: [backup_job_completed, copy_job_failed] }
  dr-tTT:                                                # another account and another Region: survives the loss of either
    account: backup
    region: us-west-2
    key: dr-tTT
    access: [workload, staging]
    lock: { mode: governance, min_retention: 7d, max_retention: 10y }
"#;

const PLANS: &str = r#"  core-tTT:                                              # one tier for each period
    vault: main-tTT
    timezone: ZONE
    start_window: 1h                                     # AWS may begin any time within it: it is part of the worst case
    completion_window: 3h
    recovery_point_tags: { team: team-TT, environment: "${environment}" }
    tiers:
      daily:
        schedule: { every: day, at: "03:00" }
        retention: 35d
        copies: [ { to: dr-tTT, retention: 35d, copy_time: 1h } ]   # measured: without it the copy's RPO stays unproven
      weekly:
        schedule: { every: week, weekday: sunday, at: "07:00" }
        retention: 12w
        copies: [ { to: dr-tTT, retention: 12w, copy_time: 1h } ]
      monthly:
        schedule: { every: month, day: 1, at: "11:00" }
        retention: 1y
        copies: [ { to: dr-tTT, retention: 1y, copy_time: 1h } ]
      quarterly:
        schedule: "cron(0 15 1 1,4,7,10 ? *)"
        retention: 2y
        copies:
          - { to: dr-tTT, retention: 2y, copy_time: 1h }
      yearly:
        schedule: { every: year, month: january, day: 1, at: "19:00" }
        retention: 7y                                    # calendar years: 2557 days, because seven years can hold two leap days
        copies:
          - { to: dr-tTT, retention: 7y, copy_time: 1h }
    restore_testing:                                     # a backup that was never restored is a hope
      schedule: { every: month, day: 15, at: "22:00" }
      role: restore
      points: latest
      from_last: 30d
      vaults: [main-tTT]
      keep_restored_for: 4h
  files-tTT:
    vault: main-tTT
    start_window: 1h
    completion_window: 1d                                # the first backup of a bucket reads every object
    tiers:
      continuous:
        continuous: true
        schedule: { every: day, at: "03:00" }            # when the copies are made
        retention: 35d
        backup_time: 2h
        copies: [ { to: dr-tTT, retention: 35d, copy_time: 1h } ]
"#;

const SYSTEM: &str = r#"  database-tTT-sSS:
    type: rds_instance
    instance: "team-TT-SS-${environment}"
    plans: [core-tTT]
    objectives: { rpo: 5m, rto: 4h, region: { history: { day: 35d, month: 1y } } }
    multi_az: true                                       # a standby in another zone takes over within about two minutes
    size: 200GB
    automated_backups:
      retention: 35d
      window: "WINDOW"
      maintenance_window: "MAINTENANCE"
      restore_time: 40m
    on_delete: { deletion_protection: true, final_snapshot: true, automated_backups: keep }
  table-tTT-sSS:
    type: dynamodb
    tables: ["team-TT-SS-orders-${environment}", "team-TT-SS-events-${environment}"]
    plans: [core-tTT]
    objectives: { rpo: 5m, rto: 2h, history: 1y }
    point_in_time_recovery: { retention: 35d, restore_time: 50m }
    exports: { weekly: { schedule: { every: week, weekday: sunday, at: "20:00" }, to: exports, prefix: weekly/, format: dynamodb_json, retention: 90d } }
  cache-tTT-sSS:
    type: elasticache
    replication_group: team-TT-SS-sessions
    objectives: { history: 5d, deletion: { accepted: "rebuilt from the database" }, region: { accepted: "rebuilt from the database" } }
    snapshots: { retention: 10d, window: "05:00-06:00" }
    maintenance_window: "sun:06:30-sun:07:30"
  documents-tTT-sSS:
    type: s3
    buckets: ["team-TT-SS-documents-${environment}"]
    plans: [files-tTT]
    objectives: { rpo: 15m, region: { history: 30d } }
    versioning: enabled
    small_objects: stay                                  # below 128 KB a colder class costs more than it saves
    data_classes:
      invoices: { prefix: invoices/, retention: 7y, access: { for: 2y, within: 1h } }
    lifecycle:
      - name: ladder
        filter: { prefix: invoices/, larger_than: 128KB }
        current:
          transitions:
            - { storage_class: STANDARD_IA, after: 30d }
            - { storage_class: GLACIER_IR, after: 180d }
          expire_after: 8y
      - name: versions
        noncurrent: { keep_newest: 3, transitions: [ { storage_class: GLACIER_IR, after: 30d } ], expire_after: 1y }
        abort_incomplete_uploads_after: 7d
"#;

/// Of every fifth system.
const RARE: &str = r#"  volumes-tTT:
    type: [ebs, ec2]
    plans: [core-tTT]
    selection:                                           # AWS's own formula: (any_of) and (all_of) minus except
      any_of: { tags: { team: team-TT } }
      all_of: [ { tag: env, equals: "${environment}" }, { tag: kind, not_like: "tmp-*" } ]
  legacy-tTT:
    type: postgresql                                     # self-managed
    host: pg-TT
    zone: us-east-1a
    objectives: { rpo: 25h, history: 21d, region: none }
    standbys: { b: { host: pg-TTb, zone: us-east-1b, synchronous: false, failover: automatic, restore_time: 2m } }
    base_backups:
      weekly: { schedule: { every: week, weekday: sunday, at: "02:00" }, to: wal, tool: wal-g, retention: 5w, backup_time: 50m }
    wal_archiving: { main: { to: wal, tool: wal-g, archive_timeout: 1m, retention: 6w } }
  users-tTT:
    type: other
    objectives: { accepted: "entered again by hand" }
    recreated_from: hand
    needed_by: [database-tTT-s0]
"#;

const REPOSITORIES: &str = r#"repositories:                                            # places that hold backups without being protected themselves
  exports:
    bucket: "fleet-exports-${environment}"
    region: us-west-2
    versioning: enabled
    lifecycle: [ { name: all, current: { expire_after: 90d }, noncurrent: { expire_after: 1d }, abort_incomplete_uploads_after: 7d } ]
  wal: { bucket: "fleet-wal-${environment}", region: us-east-1, versioning: enabled }
"#;

const RECOVERY: &str = r#"  region-tTT:
    disruption: region
    objectives: { rto: 10h }
    restores:
      table-tTT-s0: { from: vaults.dr-tTT, reapply: [tags, ttl, streams, autoscaling, point_in_time_recovery] }
      database-tTT-s0: { from: vaults.dr-tTT }
    needs: [users-tTT, keys.dr-tTT]
    steps: [ { do: decide, takes: 15m }, { parallel: [ { restore: [table-tTT-s0] }, { restore: [database-tTT-s0] } ] }, { do: switch DNS, takes: 5m } ]
"#;

const ALARMS: &str = r#"  stale-tTT:
    watches: [vaults.dr-tTT]
    when: { age_over: 30h }
    evaluate_every: 15m
    notify: ["arn:${partition}:sns:${region}:${account}:backup"]
"#;

/// Zones of plans with windows of a database that keep clear of their runs.
const ZONES: [(&str, &str, &str); 4] = [
    ("UTC", "00:30-01:00", "sun:01:30-sun:02:00"),
    ("Europe/Berlin", "20:30-21:00", "sun:22:00-sun:22:30"),
    ("UTC", "00:30-01:00", "sun:01:30-sun:02:00"),
    ("Asia/Tokyo", "00:30-01:00", "sun:04:30-sun:05:00"),
];

/// A policy of at least `lines` lines, and at most a team more.
pub(crate) fn policy(lines: usize, with_override: bool) -> String {
    let count = |parts: &[&str]| parts.iter().map(|part| part.lines().count()).sum::<usize>();
    let fixed = count(&[
        HEAD,
        OBJECTIVES,
        REPOSITORIES,
        "keys\nvaults\nplans\nresources\nrecovery\nalarms",
    ]);
    let of_a_team = count(&[KEYS, VAULTS, PLANS, RARE, RECOVERY, ALARMS]);
    let of_a_system = count(&[SYSTEM]);
    let long_enough = |systems: &usize| {
        fixed + systems.div_ceil(SYSTEMS_OF_A_TEAM) * of_a_team + systems * of_a_system >= lines
    };
    of_systems((1..).find(long_enough).unwrap_or(1), with_override)
}

fn of_systems(systems: usize, with_override: bool) -> String {
    let teams = systems.div_ceil(SYSTEMS_OF_A_TEAM);
    let mut text = HEAD.to_owned();
    text.push_str(if with_override { OVERRIDE } else { "" });
    text.push_str(OBJECTIVES);
    let mut section = |name: &str, part: &dyn Fn(usize) -> String| {
        text.push_str(name);
        (0..teams).for_each(|team| text.push_str(&part(team)));
    };
    section("keys:\n", &|team| of_team(KEYS, team));
    section("vaults:\n", &|team| of_team(VAULTS, team));
    section("plans:\n", &|team| of_team(PLANS, team));
    section("resources:\n", &|team| {
        let first = team * SYSTEMS_OF_A_TEAM;
        let own = first..systems.min(first + SYSTEMS_OF_A_TEAM);
        let system = |number| of_team(SYSTEM, team).replace("SS", &format!("{}", number - first));
        own.map(system).chain([of_team(RARE, team)]).collect()
    });
    section(REPOSITORIES, &|_| String::new());
    section("recovery:\n", &|team| of_team(RECOVERY, team));
    section("alarms:\n", &|team| of_team(ALARMS, team));
    text
}

fn of_team(part: &str, team: usize) -> String {
    let (zone, window, maintenance) = ZONES.get(team % ZONES.len()).copied().unwrap_or((
        "UTC",
        "00:30-01:00",
        "sun:01:30-sun:02:00",
    ));
    part.replace("TT", &team.to_string())
        .replace("ZONE", zone)
        .replace("WINDOW", window)
        .replace("MAINTENANCE", maintenance)
}

/// So many plans of five tiers, each for one resource with objectives. No two of
/// a thousand run at the same times, so that little is computed once for many.
pub(super) fn plans(count: usize) -> String {
    let mut text = HEAD.to_owned();
    text.push_str(OBJECTIVES);
    text.push_str("keys: { dr: { create: true, account: backup, region: us-west-2 } }\n");
    text.push_str("vaults:\n  main: {}\n");
    text.push_str("  dr: { account: backup, region: us-west-2, key: dr, access: [workload] }\n");
    text.push_str("plans:\n");
    for number in 0..count {
        let (hour, minute) = (number / 60 % 4, number % 60);
        let (weekday, day) = match number / 240 % 5 {
            0 => ("sunday", 1),
            1 => ("monday", 2),
            2 => ("tuesday", 3),
            3 => ("friday", 5),
            _ => ("saturday", 8),
        };
        let at = |later: usize| format!("{:02}:{minute:02}", hour + later);
        let copies = "copies: [ { to: dr, copy_time: 1h } ]";
        text.push_str(&format!(
            "  p{number}:\n    vault: main\n    start_window: 1h\n    completion_window: 2h\n    tiers:\n\
             \x20     daily: {{ schedule: {{ every: day, at: \"{}\" }}, retention: 35d, {copies} }}\n\
             \x20     weekly: {{ schedule: {{ every: week, weekday: {weekday}, at: \"{}\" }}, retention: 12w, {copies} }}\n\
             \x20     monthly: {{ schedule: {{ every: month, day: {day}, at: \"{}\" }}, retention: 1y, {copies} }}\n\
             \x20     quarterly: {{ schedule: \"cron({minute} {} 1 1,4,7,10 ? *)\", retention: 2y, {copies} }}\n\
             \x20     yearly: {{ schedule: {{ every: year, month: january, day: 1, at: \"{}\" }}, retention: 7y, {copies} }}\n",
            at(0), at(4), at(8), hour + 12, at(16),
        ));
    }
    text.push_str("resources:\n");
    for number in 0..count {
        text.push_str(&format!(
            "  r{number}: {{ type: dynamodb, tables: [\"t{number}-${{environment}}\"], plans: [p{number}], \
             objectives: {{ rpo: 28h, history: {{ day: 35d, month: 1y }} }} }}\n"
        ));
    }
    text
}
