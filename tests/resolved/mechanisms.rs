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
                leaves_versions,
                copied,
            } = &**scheduled;
            let when = schedule.as_ref().map_or("when?".to_owned(), |s| s.value.in_zone(zone));
            let windows = match (start_window.is_zero(), completion_window) {
                (true, None) => String::new(),
                (_, None) => format!(" +{start_window}"),
                (_, Some(end)) => format!(" +{start_window} +{end}"),
            };
            let over = match (overwrites_last, leaves_versions) {
                (None, _) => "",
                (Some(_), false) => ", overwrites the last",
                (Some(_), true) => ", overwrites the last, which stays as a version",
            };
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
                Party::HostAdministrator(host) => {
                    format!("root {}", host.as_deref().unwrap_or("?"))
                }
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
    insta::assert_snapshot!(table(&resolved.policy.unwrap()), @"
    database [database.multi_az] Multi-AZ standby: 111122223333 us-east-1 zones · newest state, at most 0s behind · dies · replays writes · replays deletion · by admin 111122223333 · key of source
    database [database.automated_backups] automated backups: 111122223333 us-east-1 zones · any moment, typically 5m behind, kept 35d · outlives · by admin 111122223333 · key of source
    database [database.automated_backup_replication] replicated automated backups: 111122223333 us-west-2 zones · any moment, unbounded lag, kept 7d · outlives · by admin 111122223333 · key west of 111122223333 us-west-2
    database [database.snapshots.before-release] snapshots: 111122223333 us-east-1 zones · by hand, kept 90d · outlives · by admin 111122223333 · key of source · deleted at 90d by deleters.cleanup
    database [database.read_replicas.west] read replica: 111122223333 us-west-2 zones · newest state, unbounded lag · outlives · replays writes · by admin 111122223333 · key of source
    database [database.read_replicas.west.automated_backups] automated backups of a read replica: 111122223333 us-west-2 zones · any moment, typically 5m behind, kept 7d · outlives · by admin 111122223333 · key of source
    documents [documents.versioning] versions: 111122223333 us-east-1 zones · each change, kept 8y, newest 3 · outlives · by nobody · key of source · GLACIER_IR from 30d
    documents [documents.replication[0]] replica of the bucket: 999900001111 us-west-2 zones · newest state, at most 15m behind · outlives · replays writes · by nobody · key dr of 999900001111 us-west-2
    documents [documents.replication[0]] versions in the replica of the bucket: 999900001111 us-west-2 zones · each change, kept forever · outlives · by nobody · key dr of 999900001111 us-west-2 · from documents.replication[0]
    documents [plans.files.tiers.pitr] continuous backup: 111122223333 us-east-1 zones · any moment, typically 15m behind, kept 35d · outlives · by admin 111122223333 · key app of 111122223333 us-east-1
    drafts [drafts.versioning] versions: 111122223333 us-east-1 zones · each change, kept 14d · dies · by admin 111122223333 · key of source
    drafts [plans.files.tiers.pitr] continuous backup: 111122223333 us-east-1 zones · any moment, typically 15m behind, kept 35d · outlives · by admin 111122223333 · key app of 111122223333 us-east-1
    legacy [legacy.standbys.b] standby: 111122223333 us-east-1 us-east-1b on pg-2 · newest state, unbounded lag · outlives · replays writes · replays deletion · by admin 111122223333+root pg-2 · key in place
    legacy [legacy.dumps.nightly] dumps: 111122223333 us-east-1 us-east-1a on pg-1 · every day at 01:00 UTC, kept 7d · dies · by admin 111122223333+root pg-1 · key in place
    legacy [legacy.base_backups.weekly] base backups: 111122223333 us-east-1 zones · every Sunday at 02:00 UTC, kept 5w · outlives · by admin 111122223333 · key in place
    legacy [legacy.wal_archiving.main] WAL archive: 111122223333 us-east-1 zones · any moment, at most 1m behind, kept 6w · outlives · by admin 111122223333 · key in place · on legacy.base_backups.weekly
    legacy [repositories.disk.copies[0]] copy of a repository: 111122223333 us-west-2 zones · every day at 01:00 UTC, kept ?, copied every day at 03:00 UTC · outlives · by admin 111122223333 · key in place · deleted at 90d by repositories.exports.lifecycle[0] · from legacy.dumps.nightly
    sessions [sessions.snapshots] daily snapshots: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h, kept 10d · dies · by admin 111122223333 · key of source
    tables [tables.point_in_time_recovery] point-in-time recovery: 111122223333 us-east-1 zones · any moment, typically 5m behind, kept 35d · leaves one 35 d · by admin 111122223333 · key of source
    tables [tables.exports.weekly] exports: 111122223333 us-west-2 zones · every Sunday at 20:00 UTC, kept 90d · outlives · by admin 111122223333 · key in place · deleted at 90d by repositories.exports.lifecycle[0] · not restorable: nobody states that it can be restored from
    tables [tables.global_table.regions[0]] global table replica: 111122223333 us-west-2 zones · newest state, typically 3s behind · outlives · replays writes · by admin 111122223333 · key of source · planned
    tables [plans.core.tiers.daily.copies[0]] copies: 999900001111 us-west-2 zones · every day at 03:00 UTC +1h +4h, kept 35d · outlives · by nobody · key dr of 999900001111 us-west-2 · from plans.core.tiers.daily
    tables [plans.core.tiers.daily.copies[1]] copies: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +4h, kept 30d · outlives · by nobody · key in place · from plans.core.tiers.daily
    tables [plans.core.tiers.daily] recovery points: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +4h, kept 35d · outlives · by admin 111122223333 · key app of 111122223333 us-east-1
    tables [plans.core.tiers.monthly] recovery points: 111122223333 us-east-1 zones · on day 1 of every month at 08:00 UTC +1h +4h, kept 1y · outlives · by admin 111122223333 · key app of 111122223333 us-east-1 · cold from 30d
    tables [plans.core.tiers.odd] recovery points: 111122223333 us-east-1 zones · on the first Monday of every month at 22:00 UTC +1h +4h, kept forever · outlives · by admin 111122223333 · key app of 111122223333 us-east-1
    tables [plans.core.tiers.office] recovery points: 111122223333 us-east-1 zones · every 2h from 08:00 to 18:00 Europe/Berlin +1h +4h, kept 7d · outlives · by admin 111122223333 · key app of 111122223333 us-east-1
    tables [plans.core.tiers.yearly] recovery points: 111122223333 us-east-1 zones · on day 1 of January at 13:00 UTC +2h +4h, kept 8y · outlives · by admin 111122223333 · key app of 111122223333 us-east-1
    users [users.external.idp-export] another product: account? eu-west-1 zone? · each change, kept 30d · outlives · by idp-admin · key in place
    volumes [plans.core.tiers.daily.copies[0]] copies: 999900001111 us-west-2 zones · every day at 03:00 UTC +1h +4h, kept 35d · outlives · by nobody · key dr of 999900001111 us-west-2 · from plans.core.tiers.daily
    volumes [plans.core.tiers.daily.copies[1]] copies: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +4h, kept 30d · outlives · by nobody · key in place · from plans.core.tiers.daily
    volumes [plans.core.tiers.daily] recovery points: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +4h, kept 35d · outlives · by admin 111122223333 · key of source
    volumes [plans.core.tiers.monthly] recovery points: 111122223333 us-east-1 zones · on day 1 of every month at 08:00 UTC +1h +4h, kept 1y · outlives · by admin 111122223333 · key of source · cold from 30d
    volumes [plans.core.tiers.odd] recovery points: 111122223333 us-east-1 zones · on the first Monday of every month at 22:00 UTC +1h +4h, kept forever · outlives · by admin 111122223333 · key of source
    volumes [plans.core.tiers.office] recovery points: 111122223333 us-east-1 zones · every 2h from 08:00 to 18:00 Europe/Berlin +1h +4h, kept 7d · outlives · by admin 111122223333 · key of source
    volumes [plans.core.tiers.yearly] recovery points: 111122223333 us-east-1 zones · on day 1 of January at 13:00 UTC +2h +4h, kept 8y · outlives · by admin 111122223333 · key of source
    ");
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
"), @"
    files [plans.p.tiers.a] recovery points: 111122223333 us-east-1 zones · when? +8h +7d, kept ? · outlives · by nobody · key in place
    files [plans.p.tiers.c] recovery points: 111122223333 us-east-1 zones · when? +8h +7d, kept ? · outlives · by nobody · key k of 111122223333 us-west-2
    files [plans.p.tiers.g] recovery points: 111122223333 us-east-1 zones · when? +8h +7d, kept ? · outlives · by admin 111122223333 · key in place
    files [plans.p.tiers.none] recovery points: 111122223333 us-east-1 zones · when? +8h +7d, kept ? · outlives · by ? · key in place
    files [plans.p.tiers.p] recovery points: 111122223333 us-east-1 zones · when? +8h +7d, kept ? · outlives · by admin 111122223333 · key in place
    ");
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
"), @"
    bucket [plans.p.tiers.daily.copies[0]] copies: 111122223333 us-west-2 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by admin 111122223333 · key in place · from plans.p.tiers.daily
    bucket [plans.p.tiers.daily.copies[1]] copies: 999900001111 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 7d · outlives · by admin 999900001111 · key in place · from plans.p.tiers.daily
    bucket [plans.p.tiers.daily.copies[2]] copies: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by nobody · key in place · from plans.p.tiers.daily · planned
    bucket [plans.p.tiers.daily] continuous backup: 111122223333 us-east-1 zones · any moment, typically 15m behind, kept 35d · outlives · by admin 111122223333 · key in place
    cache [plans.p.tiers.daily.copies[0]] copies: 111122223333 us-west-2 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by admin 111122223333 · key in place · not restorable: AWS Backup does not protect this type · from plans.p.tiers.daily
    cache [plans.p.tiers.daily.copies[1]] copies: 999900001111 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 7d · outlives · by admin 999900001111 · key in place · not restorable: AWS Backup does not protect this type · from plans.p.tiers.daily
    cache [plans.p.tiers.daily.copies[2]] copies: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by nobody · key in place · not restorable: AWS Backup does not protect this type · from plans.p.tiers.daily · planned
    cache [plans.p.tiers.daily] recovery points: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by admin 111122223333 · key of source · not restorable: AWS Backup does not protect this type
    cluster [plans.p.tiers.daily.copies[0]] copies: 111122223333 us-west-2 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by admin 111122223333 · key in place · not restorable: AWS Backup does not copy this type there · from plans.p.tiers.daily
    cluster [plans.p.tiers.daily.copies[1]] copies: 999900001111 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 7d · outlives · by admin 999900001111 · key in place · not restorable: AWS Backup does not copy this type there · from plans.p.tiers.daily
    cluster [plans.p.tiers.daily.copies[2]] copies: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by nobody · key in place · not restorable: an air-gapped vault does not take this type · from plans.p.tiers.daily · planned
    cluster [plans.p.tiers.daily] recovery points: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by admin 111122223333 · key of source
    database [plans.p.tiers.daily.copies[0]] copies: 111122223333 us-west-2 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by admin 111122223333 · key in place · from plans.p.tiers.daily
    database [plans.p.tiers.daily.copies[1]] copies: 999900001111 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 7d · outlives · by admin 999900001111 · key in place · from plans.p.tiers.daily
    database [plans.p.tiers.daily.copies[2]] copies: 111122223333 us-east-1 zones · every day at 03:00 UTC +1h +7d, kept 35d · outlives · by nobody · key in place · not restorable: an air-gapped vault does not take this type · from plans.p.tiers.daily · planned
    database [plans.p.tiers.daily] continuous backup: 111122223333 us-east-1 zones · any moment, typically 5m behind, kept 35d · dies · by admin 111122223333 · key of source
    ");
}

#[test]
fn tables_are_copied_only_with_the_advanced_features() {
    let copy = |settings: &str| {
        let of = of(&format!(
            "{settings}
vaults: {{ main: {{}}, west: {{ region: us-west-2 }} }}
plans:
  p:
    vault: main
    tiers:
      daily: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 35d, copies: [ {{ to: west }} ] }}
resources: {{ orders: {{ type: dynamodb, plans: [p] }} }}
"
        ));
        of.lines().find(|line| line.contains("copies[0]")).unwrap().to_owned()
    };
    let advanced =
        |value: bool| format!("account_settings: {{ dynamodb_advanced_features: {value} }}");
    assert!(
        copy(&advanced(false)).contains("not restorable: DynamoDB's advanced features are off")
    );
    assert!(!copy(&advanced(true)).contains("not restorable"));
    // What nobody states is an assumption of the proof.
    assert!(!copy("").contains("not restorable"));
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
"), @"
    cache [cache.multi_az] Multi-AZ standby: 111122223333 us-east-1 zones · newest state, unbounded lag · dies · replays writes · replays deletion · by admin 111122223333 · key of source
    cluster [cluster.multi_az] Multi-AZ standby: 111122223333 us-east-1 zones · newest state, at most 0s behind · dies · replays writes · replays deletion · by admin 111122223333 · key of source
    cluster [cluster.read_replicas.near] read replica: 111122223333 us-east-1 zones · newest state, unbounded lag · dies · replays writes · by admin 111122223333 · key of source
    db [db.multi_az] Multi-AZ standby: 111122223333 us-east-1 zones · newest state, at most 0s behind · dies · replays writes · replays deletion · by admin 111122223333 · key of source
    db [db.read_replicas.far] read replica: 111122223333 us-west-2 zones · newest state, unbounded lag · outlives · replays writes · by admin 111122223333 · key of source
    db [db.read_replicas.near] read replica: 111122223333 us-east-1 zone? · newest state, unbounded lag · outlives · replays writes · by admin 111122223333 · key of source
    docs [docs.versioning] versions: 111122223333 us-east-1 zones · each change, kept 30d, newest 2 · dies · by admin 111122223333 · key of source
    docs [docs.replication[0]] replica of the bucket: 999900001111 us-west-2 zones · newest state, at most 15m behind · outlives · replays writes · replays deletion · by admin 999900001111 · key in place
    docs [docs.replication[0]] versions in the replica of the bucket: 999900001111 us-west-2 zones · each change, kept forever · outlives · by admin 999900001111 · key in place · from docs.replication[0]
    drafts [drafts.replication[0]] replica of the bucket: 111122223333 us-west-2 zones · newest state, typically 15m behind · outlives · replays writes · by admin 111122223333 · key in place · not restorable: objects from before the replication are not in the replica, or nobody says how they get there
    server [server.standbys.s] standby: 111122223333 us-east-1 us-east-1b on b · newest state, at most 0s behind · outlives · replays writes · replays deletion · by admin 111122223333+root b · key in place
    table [table.global_table.regions[0]] global table replica: 111122223333 eu-west-1 zones · newest state, typically 3s behind · outlives · replays writes · by admin 111122223333 · key of source
    ");
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
repositories:
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
"), @"
    server [server.dumps.fixed] dumps: 111122223333 region? zones · every week UTC, kept ?, overwrites the last · outlives · by admin 111122223333+ops · key in place · deleted at 90d by repositories.bucket.lifecycle[0] · GLACIER from 30d
    server [server.dumps.nightly] dumps: 111122223333 us-east-1 us-east-1a on a · every day UTC, kept 7d · dies · by admin 111122223333+root a · key in place · deleted at 3d by deleters.script
    server [server.dumps.nowhere] dumps: account? region? zone? · every day UTC, kept ? · outlives · by ? · key in place
    server [server.base_backups.b] base backups: 111122223333 region? zones · every day UTC, kept 5w · outlives · by admin 111122223333+ops · key in place · deleted at 90d by repositories.bucket.lifecycle[0] · deleted at 1d by repositories.bucket.lifecycle[1] · GLACIER from 30d
    server [server.wal_archiving.fits] WAL archive: 111122223333 region? zones · any moment, at most 1m behind, kept ? · outlives · by admin 111122223333+ops · key in place · deleted at 90d by repositories.bucket.lifecycle[0] · deleted at 1d by repositories.bucket.lifecycle[1] · GLACIER from 30d · on server.base_backups.b
    server [server.wal_archiving.other] WAL archive: 111122223333 region? zones · any moment, unbounded lag, kept ? · outlives · by admin 111122223333+ops · key in place · deleted at 90d by repositories.bucket.lifecycle[0] · deleted at 1d by repositories.bucket.lifecycle[1] · GLACIER from 30d · not restorable: no base backup of the same tool, on which the WAL could be replayed
    server [repositories.disk.copies[0]] copy of a repository: 111122223333 us-west-2 zones · every day UTC, kept 7d, copied every day at 04:00 UTC · dies · replays writes · replays deletion · by admin 111122223333 · key in place · deleted at 3d by deleters.script · from server.dumps.nightly
    server [repositories.disk.copies[1]] copy of a repository: 999900001111 us-west-2 zones · every day UTC, kept 1y, copied when? · outlives · by nobody · key in place · from server.dumps.nightly
    ");
}

#[test]
fn only_types_with_cold_storage_go_cold() {
    let tier = |kind: &str, more: &str| {
        of(&format!(
            "vaults: {{ v: {{}} }}
plans: {{ p: {{ vault: v, tiers: {{ t: {{ cold_storage_after: 30d{more} }} }} }} }}
resources: {{ r: {{ type: {kind}, plans: [p] }} }}
"
        ))
    };
    let cold = |kind: &str, more: &str| tier(kind, more).contains("cold from 30d");
    assert!(cold("efs", "") && cold("any", "") && cold("[rds_instance, efs]", ""));
    assert!(!cold("rds_instance", "") && !cold("ebs", ""));
    assert!(cold("ebs", ", archive_ebs: true"));
}

#[test]
fn object_lock_protects_only_with_a_default_retention() {
    let bucket = |lock: &str| {
        of(&format!(
            "resources: {{ r: {{ type: s3, versioning: enabled, object_lock: {{ {lock} }} }} }}\n"
        ))
    };
    let safe = |lock: &str| bucket(lock).contains("outlives · by nobody");
    assert!(safe("mode: compliance, retention: 7y"));
    assert!(!safe("mode: compliance"));
    assert!(!safe("mode: governance, retention: 7y"));
    assert!(!safe("mode: compliance, retention: 7y, planned: true"));
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
