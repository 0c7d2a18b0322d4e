//! Observations to write down: of policies, and with every member there is.

use std::collections::{BTreeMap, BTreeSet};

use policy::compile::{Options, compile};
use policy::diagnostic::Input;
use policy::observe::{
    Activity, Answers, Beyond, Caller, Job, JobKind, Jobs, KeyState, LockInForce, Observation,
    PlannedRun, Points, Reason, RoleState, Source, Subject, Unread,
};
use policy::resources::{
    Lowered, Place, ResourceKind, Resources, Setting, Settings, Tags, normalise,
};

#[expect(clippy::disallowed_methods, reason = "the test reads the shipped policies")]
pub(crate) fn shipped(name: &str) -> String {
    let path = format!("{}/policies/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The environments of a shipped policy.
pub(crate) fn lowered(name: &str) -> Vec<Lowered> {
    compile(&Input::new(name, shipped(name)), &Options::default()).environments
}

/// Settings as an account shows them: in normal form, and whose they are unknown.
pub(crate) fn seen(resources: &Resources) -> BTreeMap<Place, Settings> {
    let mut places = normalise(resources).places;
    for bucket in places.values_mut().flat_map(|settings| settings.buckets.values_mut()) {
        bucket.versioning = bucket.versioning.map(|setting| Setting::asserted(setting.value));
        bucket.object_lock = bucket.object_lock.map(|setting| Setting::asserted(setting.value));
        let replication = bucket.replication.take();
        bucket.replication = replication.map(|setting| Setting::asserted(setting.value));
    }
    places
}

/// An observation of nothing.
pub(crate) fn nothing(place: Place) -> Observation {
    Observation {
        place,
        source: Source::Aws,
        at: None,
        caller: None,
        settings: Settings::default(),
        beyond: Vec::new(),
        listed: BTreeSet::new(),
        absent: BTreeSet::new(),
        unread: Vec::new(),
        answers: Answers::default(),
        activity: None,
    }
}

/// Accounts that hold what the policy wants, and nothing else.
pub(crate) fn in_sync(resources: &Resources) -> Vec<Observation> {
    let of = |(place, settings): (Place, Settings)| Observation {
        settings,
        listed: ResourceKind::ALL.into_iter().collect(),
        ..nothing(place)
    };
    seen(resources).into_iter().map(of).collect()
}

pub(crate) fn place(account: &str, region: &str) -> Place {
    let [account, region, partition] = [account, region, "aws"].map(str::to_owned);
    Place { account, region, partition }
}

fn texts<T>(pairs: &[(&str, T)]) -> BTreeMap<String, T>
where
    T: Clone,
{
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

/// Every reason that there is.
fn reasons() -> Vec<Reason> {
    let code = || "ExpiredToken".to_owned();
    vec![
        Reason::Denied,
        Reason::Credentials(code()),
        Reason::OtherAccount("000000000000".to_owned()),
        Reason::Region,
        Reason::Throttled,
        Reason::TimedOut,
        Reason::Unreachable,
        Reason::Server(code()),
        Reason::Malformed,
        Reason::Refused(code()),
        Reason::NotInSource,
        Reason::Interrupted,
    ]
}

/// Every subject that there is, with every reason.
fn unread() -> Vec<Unread> {
    let name = || "documents".to_owned();
    let subjects = [
        Subject::Everything,
        Subject::Kind(ResourceKind::Plan),
        Subject::Resource(ResourceKind::Bucket, name()),
        Subject::Setting(ResourceKind::Bucket, name(), "replication"),
        Subject::Answer("key_usable"),
        Subject::Activity,
    ];
    let reasons = reasons();
    let pairs = reasons.iter().zip(subjects.iter().cycle());
    let mut unread: Vec<Unread> = pairs
        .map(|(reason, subject)| Unread {
            subject: subject.clone(),
            operation: "s3:GetBucketReplication".to_owned(),
            permission: Some("s3:GetReplicationConfiguration".to_owned()),
            reason: reason.clone(),
            request_id: Some("4442587FB7D0A2F9".to_owned()),
        })
        .collect();
    unread.sort();
    unread
}

fn activity() -> Activity {
    let table = "arn:aws:dynamodb:us-east-1:111122223333:table/orders".to_owned();
    let [oldest, newest] = ["2026-01-01T03:00:00Z", "2026-11-20T03:00:00Z"].map(str::to_owned);
    let job = |kind, id: &str| Job {
        kind,
        id: id.to_owned(),
        state: "FAILED".to_owned(),
        created: newest.clone(),
        category: Some("AccessDenied".to_owned()),
    };
    let failed = vec![job(JobKind::Copy, "2"), job(JobKind::Backup, "1")];
    Activity {
        asked: [table.clone()].into(),
        vaults: ["main".to_owned()].into(),
        plans_since: texts(&[("core", oldest.clone())]),
        resources_since: texts(&[(&*table, oldest.clone())]),
        points: BTreeMap::from([(
            (table.clone(), "main".to_owned()),
            Points { count: 35, newest: newest.clone(), oldest },
        )]),
        jobs: BTreeMap::from([(table, Jobs { completed: 30, failed })]),
        planned_runs: texts(&[(
            "core",
            vec![PlannedRun { rule: "daily".to_owned(), at: newest.clone() }],
        )]),
    }
}

fn answers() -> Answers {
    let tags: Tags = texts(&[("backup", "gold".to_owned())]);
    Answers {
        tags: texts(&[("arn:aws:ec2:us-east-1:111122223333:volume/vol-1", tags)]),
        roles: texts(&[(
            "arn:aws:iam::111122223333:role/backup",
            RoleState { exists: true, trusts_backup: false },
        )]),
        keys: texts(&[(
            "arn:aws:kms:us-east-1:111122223333:key/1",
            KeyState { state: "PendingDeletion".to_owned() },
        )]),
        aliases: texts(&[("orders", "arn:aws:kms:us-east-1:111122223333:key/1".to_owned())]),
        opt_ins: texts(&[("DynamoDB", true), ("EFS", false)]),
        advanced_features: texts(&[("DynamoDB", true)]),
        locks: texts(&[
            ("dr", LockInForce { lock_date: Some("2026-12-01T00:00:00Z".to_owned()) }),
            ("main", LockInForce { lock_date: None }),
        ]),
        owned_by_backup: vec!["orders".to_owned()],
    }
}

/// An observation with every member, of the given settings.
pub(crate) fn everything(place: Place, settings: Settings) -> Observation {
    Observation {
        at: Some("2026-11-20T06:00:00Z".to_owned()),
        caller: Some(Caller {
            account: place.account.clone(),
            arn: format!("arn:aws:sts::{}:assumed-role/policy-drift/morning", place.account),
        }),
        settings,
        beyond: vec![Beyond {
            kind: ResourceKind::Bucket,
            name: "documents".to_owned(),
            field: "Rules[all].Status".to_owned(),
            value: "Disabled".to_owned(),
        }],
        listed: ResourceKind::ALL.into_iter().collect(),
        absent: [(ResourceKind::Bucket, "drafts".to_owned())].into(),
        unread: unread(),
        answers: answers(),
        activity: Some(activity()),
        ..nothing(place)
    }
}
