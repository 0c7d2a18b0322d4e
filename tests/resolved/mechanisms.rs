//! What each protecting key of the language is worth, as attributes.

use super::documents::{HEAD, file, policy, resolve};
use policy::resolved::{
    DeletableBy, DiesWithSource, Lag, Mechanism, MechanismKey, Party, Points, Policy, Restorable,
    Scheduled, Whereabouts, ZoneSpread, mechanisms,
};

fn place(place: &Whereabouts) -> String {
    let Whereabouts { account, region, zone, host } = place;
    let zone = match zone {
        ZoneSpread::Several => "zones".to_owned(),
        ZoneSpread::One(zone) => zone.clone(),
        ZoneSpread::Unknown => "zone?".to_owned(),
    };
    let or = |part: &Option<String>, unknown: &str| part.clone().unwrap_or(unknown.to_owned());
    let host = host.as_ref().map(|host| format!(" on {host}")).unwrap_or_default();
    format!("{} {} {zone}{host}", or(account, "account?"), or(region, "region?"))
}

fn points(points: &Points) -> String {
    let kept = |retention: &Option<_>| match retention {
        Some(policy::source::Spanned { value, .. }) => format!("kept {value}"),
        None => "kept ?".to_owned(),
    };
    let lag = |Lag { typical, bound }: &Lag| match (typical, bound) {
        (_, Some(bound)) => format!("at most {bound} behind"),
        (Some(typical), None) => format!("typically {typical} behind"),
        (None, None) => "unbounded lag".to_owned(),
    };
    match points {
        Points::Continuous { retention, lag: behind } => {
            format!("any moment, {}, {}", lag(behind), kept(retention))
        }
        Points::OnChange { retention, keep_newest } => {
            let newest = keep_newest.map(|n| format!(", newest {}", n.value)).unwrap_or_default();
            format!("each change, {}{newest}", kept(retention))
        }
        Points::Replica { lag: behind } => format!("newest state, {}", lag(behind)),
        Points::Scheduled(scheduled) => {
            let Scheduled {
                schedule,
                zone,
                retention,
                start_window,
                completion_window,
                overwrites_last,
                copied,
            } = &**scheduled;
            let when = schedule.as_ref().map_or("when?".to_owned(), |s| s.value.in_zone(zone));
            let windows = match (start_window.is_zero(), completion_window) {
                (true, None) => String::new(),
                (_, None) => format!(" +{start_window}"),
                (_, Some(end)) => format!(" +{start_window} +{end}"),
            };
            let over = overwrites_last.as_ref().map_or("", |_| ", overwrites the last");
            let copied = copied.as_ref().map(|copied| match &copied.schedule {
                Some(schedule) => format!(", copied {}", schedule.value.in_zone(&copied.zone)),
                None => ", copied when?".to_owned(),
            });
            let copied = copied.unwrap_or_default();
            format!("{when}{windows}, {}{over}{copied}", kept(retention))
        }
    }
}

/// The attributes of one mechanism, leaving out what is not worth a word.
fn line(mechanism: &Mechanism) -> String {
    let m = mechanism;
    let mut words = vec![place(&m.place), points(&m.points)];
    words.push(match m.dies_with_source {
        DiesWithSource::No => "outlives".to_owned(),
        DiesWithSource::Yes => "dies".to_owned(),
        DiesWithSource::LeavesOnePoint { days: Some(days) } => format!("leaves one {days} d"),
        DiesWithSource::LeavesOnePoint { days: None } => "leaves one".to_owned(),
    });
    words.extend(m.replays_writes.then(|| "replays writes".to_owned()));
    words.extend(m.replays_deletion.then(|| "replays deletion".to_owned()));
    words.push(match &m.deletable_by {
        DeletableBy::Nobody { .. } => "by nobody".to_owned(),
        DeletableBy::Unknown => "by ?".to_owned(),
        DeletableBy::Parties(parties) => {
            let party = |party: &Party| match party {
                Party::Administrator(account) => format!("admin {account}"),
                Party::HostAdministrator(host) => format!("root {}", host.as_deref().unwrap_or("?")),
                Party::Named(name) => name.value.clone(),
            };
            format!("by {}", parties.iter().map(party).collect::<Vec<_>>().join("+"))
        }
    });
    words.push(match &m.key {
        MechanismKey::InPlace => "key in place".to_owned(),
        MechanismKey::OfSource => "key of source".to_owned(),
        MechanismKey::Customer { name, account, region } => {
            let or = |part: &Option<String>| part.clone().unwrap_or("?".to_owned());
            format!("key {name} of {} {}", or(account), or(region))
        }
    });
    let limit = |l: &policy::resolved::Limit| format!("deleted at {} by {}", l.after, l.path);
    words.extend(m.limits.iter().map(limit));
    words.extend(m.colder.iter().map(|c| {
        let class = c.storage_class.as_ref().map_or("cold", |class| class.as_str());
        format!("{class} from {}", c.after.value)
    }));
    if let Restorable::No(reason) = m.restorable {
        words.push(format!("not restorable: {reason}"));
    }
    words.extend(m.rests_on.iter().map(|base| format!("on {base}")));
    words.extend(m.made_from.iter().map(|from| format!("from {from}")));
    words.extend(m.planned.then(|| "planned".to_owned()));
    format!("{} [{}] {}: {}", m.resource, m.reference, m.kind.words(), words.join(" · "))
}

fn table(policy: &Policy) -> String {
    mechanisms(policy).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The mechanisms of the resources of a small policy.
fn of(rest: &str) -> String {
    table(&policy(rest))
}

#[test]
fn the_mechanisms_of_the_whole_language() {
    let resolved = resolve(&file("policies/language.yaml"), "production");
    insta::assert_snapshot!(table(&resolved.policy.unwrap()), @"");
}

#[test]
fn who_can_delete_a_point_depends_on_the_vault() {
    insta::assert_snapshot!(of("keys: { k: { create: true, region: us-west-2 } }
vaults:
  air: { air_gapped: true, lock: { min_retention: 7d, max_retention: 1y } }
  compliance: { key: k, lock: { mode: compliance, changeable_for: 3d } }
  governance: { lock: { mode: governance } }
  planned: { lock: { mode: compliance, planned: true } }
plans:
  p:
    tiers:
      a: { vault: air }
      c: { vault: compliance }
      g: { vault: governance }
      p: { vault: planned }
      none: {}
resources: { files: { type: efs, plans: [p], arns: [] } }
"), @"");
}

#[test]
fn copies_work_where_aws_copies_the_type() {
    insta::assert_snapshot!(of("vaults:
  main: {}
  west: { region: us-west-2 }
  backup: { account: backup }
  air: { air_gapped: true, lock: { min_retention: 7d, max_retention: 1y } }
plans:
  p:
    vault: main
    start_window: 1h
    tiers:
      daily:
        schedule: { every: day, at: \"03:00\" }
        retention: 35d
        continuous: true
        copies: [ { to: west, retention: forever }, { to: backup, retention: 7d }, { to: air, planned: true } ]
resources:
  database: { type: rds_instance, plans: [p] }
  cluster: { type: rds_cluster, plans: [p] }
  bucket: { type: s3, plans: [p] }
  cache: { type: elasticache, plans: [p] }
"), @"");
}

#[test]
fn what_is_left_of_a_deleted_database_depends_on_what_is_kept() {
    let database = |kind: &str, on_delete: &str| {
        of(&format!(
            "resources: {{ d: {{ type: {kind}, automated_backups: {{ retention: 7d }}, on_delete: {{ {on_delete} }} }} }}\n"
        ))
    };
    let fate = |kind: &str, on_delete: &str| {
        database(kind, on_delete).split(" · ").nth(2).unwrap().to_owned()
    };
    assert_eq!(fate("rds_instance", ""), "dies");
    assert_eq!(fate("rds_instance", "automated_backups: delete"), "dies");
    assert_eq!(fate("rds_instance", "automated_backups: keep"), "outlives");
    assert_eq!(fate("aurora", "automated_backups: keep"), "outlives");
    assert_eq!(fate("rds_cluster", "automated_backups: keep"), "dies");
    assert_eq!(fate("documentdb", "final_snapshot: true"), "leaves one");
    assert_eq!(fate("rds_instance", "final_snapshot: false"), "dies");
}

#[test]
fn zero_days_is_no_mechanism() {
    assert_eq!(
        of("resources:
  d: { type: rds_instance, automated_backups: { retention: 0d } }
  c: { type: elasticache, snapshots: { retention: 0d } }
"),
        ""
    );
}

#[test]
fn replicas_and_mirrors_replay_mistakes() {
    insta::assert_snapshot!(of("resources:
  table: { type: dynamodb, global_table: { regions: [eu-west-1] } }
  db: { type: rds_instance, multi_az: true, read_replicas: { near: {}, far: { region: us-west-2, multi_az: true } } }
  cluster: { type: aurora, multi_az: true, read_replicas: { near: {} } }
  cache: { type: elasticache, multi_az: true }
  server: { type: postgresql, host: a, zone: us-east-1a, standbys: { s: { host: b, zone: us-east-1b, synchronous: true } } }
  docs:
    type: s3
    versioning: enabled
    lifecycle: [ { name: all, noncurrent: { expire_after: 30d, keep_newest: 2 } } ]
    replication: [ { to: replica, time_control: true, existing_objects: batch, delete_markers: true } ]
  drafts: { type: s3, versioning: suspended, replication: [ { to: plain } ] }
repositories:
  replica: { bucket: r, region: us-west-2, account: backup, versioning: enabled }
  plain: { bucket: p, region: us-west-2 }
"), @"");
}

#[test]
fn what_a_repository_holds_lives_by_its_rules() {
    insta::assert_snapshot!(of("resources:
  server:
    type: postgresql
    host: a
    zone: us-east-1a
    dumps:
      fixed: { schedule: { every: week }, to: bucket, object: full.dump }
      nightly: { schedule: { every: day }, to: disk, object: \"full-%Y.dump\", retention: 7d }
      nowhere: { schedule: { every: day } }
    base_backups: { b: { schedule: { every: day }, to: bucket, tool: wal-g, retention: 5w } }
    wal_archiving:
      fits: { to: bucket, tool: wal-g, archive_timeout: 1m }
      other: { to: bucket, tool: wal-e }
    exports: {}
".replace("    exports: {}\n", "repositories:
  bucket:
    bucket: b
    lifecycle:
      - { name: all, current: { expire_after: 90d, transitions: [ { storage_class: GLACIER, after: 30d } ] } }
      - { name: else, filter: { prefix: logs/ }, current: { expire_after: 1d } }
      - { name: off, planned: true, current: { expire_after: 2d } }
    deletable_by: [ops]
  disk:
    path: /backup
    host: a
    copies: [ { to: mirror, schedule: { every: day, at: \"04:00\" } }, { to: kept, propagates_deletes: false, retention: 1y } ]
  mirror: { bucket: m, region: us-west-2, copies: [ { to: disk } ] }
  kept: { bucket: k, account: backup, region: us-west-2, object_lock: { mode: compliance, retention: 1y } }
deleters:
  script: { deletes: [server.dumps.nightly], older_than: 3d }
  off: { deletes: [repositories.bucket], older_than: 1d, planned: true }
").as_str()), @"");
}

#[test]
fn a_reference_means_mechanisms() {
    let policy = policy(
        "vaults: { main: {}, dr: {} }
plans: { core: { vault: main, tiers: { daily: { copies: [ { to: dr } ] }, weekly: {} } } }
resources:
  a: { type: efs, plans: [core] }
  b: { type: dynamodb, plans: [core], point_in_time_recovery: {} }
alarms:
  vault: { watches: [vaults.dr] }
  tier: { watches: [plans.core.tiers.daily] }
  tiers: { watches: [plans.core.tiers] }
  native: { watches: [b.point_in_time_recovery] }
  resource: { watches: [b] }
",
    );
    let all = mechanisms(&policy);
    let meant = |alarm: &str| {
        let watched = &policy.alarms[alarm].watches[0];
        let meant = all.iter().filter(|mechanism| mechanism.is_meant_by(watched));
        meant.map(|m| format!("{}:{}", m.resource, m.reference)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        meant("vault"),
        "a:plans.core.tiers.daily.copies[0] b:plans.core.tiers.daily.copies[0]"
    );
    assert_eq!(meant("tier"), "a:plans.core.tiers.daily b:plans.core.tiers.daily");
    assert_eq!(
        meant("tiers"),
        "a:plans.core.tiers.daily a:plans.core.tiers.weekly b:plans.core.tiers.daily b:plans.core.tiers.weekly"
    );
    assert_eq!(meant("native"), "b:b.point_in_time_recovery");
    assert_eq!(
        meant("resource"),
        "b:b.point_in_time_recovery b:plans.core.tiers.daily.copies[0] b:plans.core.tiers.daily b:plans.core.tiers.weekly"
    );
}

#[test]
fn the_cost_grows_with_resources_times_tiers_and_no_faster() {
    let tiers: String = (0..20).map(|n| format!("      t{n}: {{}}\n")).collect();
    let resources: String =
        (0..200).map(|n| format!("  r{n}: {{ type: efs, plans: [p] }}\n")).collect();
    let text = format!("{HEAD}plans:\n  p:\n    tiers:\n{tiers}resources:\n{resources}");
    let resolved = resolve(&text, "production");
    assert_eq!(mechanisms(&resolved.policy.unwrap()).len(), 4000);
}
