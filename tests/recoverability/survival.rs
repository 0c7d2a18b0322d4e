//! Which mechanism survives which disruption, for every kind of mechanism.

use policy::document::Disruption;
use policy::recoverability::{Home, Survival, survival};
use policy::resolved::{DISRUPTIONS, Mechanism, Policy, disruption_key, mechanisms};

use super::{policy, whole};

fn said(policy: &Policy, mechanism: &Mechanism, disruption: Disruption) -> Survival {
    let home = Home::of(policy, &policy.resources[&mechanism.resource]);
    survival(mechanism, &mechanisms(policy), &home, disruption)
}

fn words(survival: &Survival) -> String {
    match survival {
        Survival::Survives => "survives".to_owned(),
        Survival::LeavesOnePoint { days: Some(days) } => format!("leaves one point for {days}d"),
        Survival::LeavesOnePoint { days: None } => "leaves one point".to_owned(),
        Survival::Unknown(reason) => format!("unknown: {reason}"),
        Survival::Lost(reason) => format!("lost: {reason}"),
    }
}

/// One block for each mechanism, one line for each disruption.
fn matrix(policy: &Policy) -> String {
    let block = |mechanism: &Mechanism| {
        let line = |disruption: &Disruption| {
            let said = words(&said(policy, mechanism, *disruption));
            format!("  {:<10} {said}\n", disruption_key(*disruption))
        };
        let lines: String = DISRUPTIONS.iter().map(line).collect();
        let Mechanism { resource, reference, kind, .. } = mechanism;
        format!("{} of {resource} [{reference}]\n{lines}", kind.words())
    };
    mechanisms(policy).iter().map(block).collect()
}

/// One policy with every protecting key, so that the matrix has every kind.
const EVERY_KIND: &str = include_str!("every-kind.yaml");

/// Read for what may surprise:
/// - automated backups of RDS are lost with the instance by default, those that
///   are kept are not; point-in-time recovery of DynamoDB leaves one backup;
/// - a replica in another Region is no help against corruption, and a mirror of
///   a repository is: its dumps are points in time;
/// - a mirror is lost to a hostile administrator wherever it is, since what is
///   deleted at its source is deleted there;
/// - an air-gapped vault in the account itself survives its administrator, as
///   long as its key does: the key of a database is not named, so not known;
/// - versions behind a compliance lock survive the deletion of the bucket,
///   because the bucket cannot be emptied.
#[test]
fn the_matrix_of_every_kind() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("survival", matrix(&whole(EVERY_KIND))));
}

#[test]
fn every_kind_is_in_the_matrix() {
    let policy = whole(EVERY_KIND);
    let mut kinds: Vec<_> = mechanisms(&policy).iter().map(|m| m.kind).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 23, "{kinds:?}");
}

fn of(rest: &str, reference: &str, disruption: Disruption) -> String {
    let policy = policy(rest);
    let all = mechanisms(&policy);
    let found = all.iter().find(|mechanism| mechanism.reference == reference);
    words(&said(&policy, found.unwrap(), disruption))
}

#[test]
fn a_key_in_the_lost_place_loses_what_it_encrypts() {
    let vaults = |key: &str| {
        format!(
            "keys: {{ k: {{ create: true, {key} }} }}
vaults:
  main: {{}}
  dr: {{ account: backup, region: us-west-2, key: k }}
plans: {{ p: {{ vault: main, tiers: {{ d: {{ copies: [ {{ to: dr }} ] }} }} }} }}
resources: {{ files: {{ type: efs, plans: [p], arns: [] }} }}
"
        )
    };
    let copy = "plans.p.tiers.d.copies[0]";
    let there = vaults("account: backup, region: us-west-2");
    assert_eq!(of(&there, copy, Disruption::Region), "survives");
    assert_eq!(of(&there, copy, Disruption::Account), "survives");
    let of_account = vaults("region: us-west-2");
    assert_eq!(of(&of_account, copy, Disruption::Region), "survives");
    assert_eq!(
        of(&of_account, copy, Disruption::Account),
        "lost: an administrator of the account can delete its key"
    );
    let of_region = vaults("account: backup");
    assert_eq!(
        of(&of_region, copy, Disruption::Region),
        "lost: its key lies in the Region of the resource"
    );
}

#[test]
fn wal_is_worth_what_its_base_backups_are() {
    let server = |bases: &str| {
        format!(
            "repositories:
  west: {{ bucket: west, region: us-west-2 }}
  disk: {{ path: /backup, host: pg-1 }}
resources:
  db:
    type: postgresql
    host: pg-1
    zone: us-east-1a
    base_backups: {{ weekly: {{ to: {bases} }} }}
    wal_archiving: {{ main: {{ to: west }} }}
"
        )
    };
    let wal = "db.wal_archiving.main";
    assert_eq!(of(&server("west"), wal, Disruption::Hardware), "survives");
    assert_eq!(
        of(&server("disk"), wal, Disruption::Hardware),
        "lost: no base backup is left that it can be replayed on"
    );
}

#[test]
fn what_is_not_said_is_unknown_and_never_survives() {
    let server = "repositories: { disk: { path: /backup } }
resources:
  db:
    type: postgresql
    host: pg-1
    zone: us-east-1a
    dumps: { nightly: { to: disk } }
";
    let dump = "db.dumps.nightly";
    assert_eq!(
        of(server, dump, Disruption::Hardware),
        "unknown: nobody says on which machine it lies"
    );
    assert!(of(server, dump, Disruption::Zone).starts_with("unknown: "));
    assert!(of(server, dump, Disruption::Region).starts_with("unknown: "));
    assert!(of(server, dump, Disruption::Account).starts_with("unknown: "));
}
