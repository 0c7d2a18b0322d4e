//! A mechanism: one way to get data back, by what the policy says of it.
//!
//! Checks, proof and drift see every protecting key of the language as this
//! one value. Invariant: only what can be derived from the policy and from
//! what AWS documents; what neither says is unknown and never assumed in
//! favour of the policy. No figure is computed here.

use crate::schedule::{Schedule, Zone};
use crate::source::{SharedText, Span, Spanned, Text};
use crate::units::{CalendarDays, Duration, Retention};

use super::reference::{Reference, Referent};
use super::times::Times;

/// One way to get the data of one resource back.
#[derive(Debug, Clone)]
pub struct Mechanism {
    /// How the policy refers to it: `database.read_replicas.west`,
    /// `plans.core.tiers.daily`, `plans.core.tiers.daily.copies[0]`. Together
    /// with the resource it is unique but for versions beside their replica
    /// and copies of several things in one repository, which `made_from` tells
    /// apart.
    pub reference: SharedText,
    /// The resource whose data it holds.
    pub resource: String,
    /// Where it stands in the file.
    pub span: Span,
    /// What it is.
    pub kind: MechanismKind,
    /// The tier whose points these are; not set for copies.
    pub tier: Option<TierName>,
    /// The vault that holds it.
    pub vault: Option<String>,
    /// The repository that holds it.
    pub repository: Option<String>,
    /// Where it is.
    pub place: Whereabouts,
    /// What is left of it once the resource is deleted.
    pub dies_with_source: DiesWithSource,
    /// Bad writes reach it as they reach the resource.
    pub replays_writes: bool,
    /// Deletions reach it as they reach the resource.
    pub replays_deletion: bool,
    /// Who can delete or shorten it.
    pub deletable_by: DeletableBy,
    /// What it is encrypted with.
    pub key: MechanismKey,
    /// Its points in time.
    pub points: Points,
    /// What deletes its points earlier than its own retention.
    pub limits: Vec<Limit>,
    /// Where older points wait longer for their retrieval, by age.
    pub colder: Vec<Colder>,
    /// How long it takes, as stated.
    pub times: Times,
    /// The resource can be restored from it.
    pub restorable: Restorable,
    /// Mechanisms without which it restores nothing: the base backups of a WAL
    /// archive. Any one of them is enough.
    pub rests_on: Vec<SharedText>,
    /// The mechanism that it copies, by its reference.
    pub made_from: Option<SharedText>,
    /// Written, but switched off.
    pub planned: bool,
}

/// A tier by its names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TierName {
    /// The plan.
    pub plan: String,
    /// The tier.
    pub tier: String,
}

/// What a mechanism is, one word for each protecting key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MechanismKind {
    /// Points of a tier in its vault.
    RecoveryPoints,
    /// The continuous point of a tier in its vault.
    ContinuousBackup,
    /// Copies of a tier's points in another vault.
    Copy,
    /// Point-in-time recovery of a DynamoDB table.
    PointInTimeRecovery,
    /// Automated backups of a database.
    AutomatedBackups,
    /// Automated backups of a read replica.
    ReplicaBackups,
    /// Automated backups replicated to another Region.
    ReplicatedBackups,
    /// Daily snapshots of a cache.
    CacheSnapshots,
    /// Snapshots by hand or by other code.
    ManualSnapshots,
    /// Exports to a repository.
    Export,
    /// Logical dumps in a repository.
    Dump,
    /// Physical base backups in a repository.
    BaseBackup,
    /// An archive of write-ahead log.
    WalArchive,
    /// A replica of a global table.
    GlobalTableReplica,
    /// A read replica.
    ReadReplica,
    /// A standby in another Availability Zone that AWS runs.
    MultiAz,
    /// A standby that follows a self-managed server.
    Standby,
    /// Superseded versions in the bucket itself.
    Versioning,
    /// A replica of the bucket.
    Replication,
    /// Superseded versions in the replica of the bucket.
    ReplicaVersions,
    /// A copy of what a repository holds.
    RepositoryCopy,
    /// A replica of the bucket of a repository.
    RepositoryReplication,
    /// Protection by another product.
    External,
}

/// Where something is. What is not known is `None` or `Unknown`, and lost with
/// whatever it may be in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// Id of its account.
    pub account: Option<String>,
    /// Its Region.
    pub region: Option<String>,
    /// Its Availability Zones.
    pub zone: ZoneSpread,
    /// Its host, if it lies on one.
    pub host: Option<String>,
}

/// How many Availability Zones hold something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ZoneSpread {
    /// Several: one may be lost.
    Several,
    /// This one.
    One(String),
    /// Nobody says.
    #[default]
    Unknown,
}

/// What is left once the resource is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiesWithSource {
    /// Everything is left.
    No,
    /// Nothing is left.
    Yes,
    /// One point of the moment of deletion, for so many days; `None` is for ever.
    LeavesOnePoint {
        /// How long it is kept.
        days: Option<u32>,
    },
}

/// Who can delete or shorten a mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeletableBy {
    /// Nobody before the retention of each point ends: an air-gapped vault, or
    /// a compliance lock once its cooling-off period is over.
    Nobody {
        /// The lock or the air gap.
        lock: Span,
        /// The cooling-off period, during which the lock can still be removed.
        cooling_off: Option<CalendarDays>,
        /// The age up to which it holds; the retention of each point if absent.
        until: Option<CalendarDays>,
    },
    /// Any of these.
    Parties(Vec<Party>),
    /// Nobody says.
    Unknown,
}

/// Someone who can delete a mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// An administrator of this account.
    Administrator(String),
    /// An administrator of this host; `None` if it is not named.
    HostAdministrator(Option<String>),
    /// Someone the policy names.
    Named(Text),
}

/// What a mechanism is encrypted with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MechanismKey {
    /// A key of AWS in the place of the mechanism, which nobody can delete; or
    /// no key at all.
    InPlace,
    /// The key of the resource, which the policy does not name.
    OfSource,
    /// A customer managed key.
    Customer {
        /// Its name under `keys`.
        name: String,
        /// The account that owns it and whose administrators can delete it.
        account: Option<String>,
        /// Its Region.
        region: Option<String>,
    },
}

/// The points in time that a mechanism can bring back.
#[derive(Debug, Clone)]
pub enum Points {
    /// One for each run.
    Scheduled(Box<Scheduled>),
    /// Any moment up to the lag.
    Continuous {
        /// How far back.
        retention: Option<Spanned<Retention>>,
        /// How far the newest moment lies behind.
        lag: Lag,
    },
    /// One for each change.
    OnChange {
        /// How long a superseded state is kept; `None` if nobody says.
        retention: Option<Spanned<Retention>>,
        /// Newest superseded states that stay whatever their age.
        keep_newest: Option<Spanned<u32>>,
    },
    /// Only the newest state, as it is at the resource.
    Replica {
        /// How far it lies behind; zero if every write waits for it.
        lag: Lag,
    },
}

/// Points of a schedule.
#[derive(Debug, Clone)]
pub struct Scheduled {
    /// When the jobs are due; `None` if nobody says, which gives no RPO.
    pub schedule: Option<Spanned<Schedule>>,
    /// Zone of the schedule.
    pub zone: Zone,
    /// How long a point is kept; `None` if nobody says.
    pub retention: Option<Spanned<Retention>>,
    /// How late a job may start.
    pub start_window: Duration,
    /// How long a job may take; `None` if nothing ends it.
    pub completion_window: Option<Duration>,
    /// Each point overwrites the last, since all have this name.
    pub overwrites_last: Option<Text>,
    /// What is overwritten stays as a version, for as long as the policy says.
    pub leaves_versions: bool,
    /// When a copy job of its own runs, if the points are copied by one.
    pub copied: Option<Timed>,
}

impl Scheduled {
    /// True if the newest point is the only one there is.
    #[must_use]
    pub const fn is_overwritten(&self) -> bool {
        self.overwrites_last.is_some() && !self.leaves_versions
    }
}

/// A schedule with its zone.
#[derive(Debug, Clone)]
pub struct Timed {
    /// When; `None` if nobody says.
    pub schedule: Option<Spanned<Schedule>>,
    /// Its zone.
    pub zone: Zone,
}

/// How far the newest moment lies behind now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lag {
    /// What AWS documents as usual, without a bound.
    pub typical: Option<Duration>,
    /// What it never exceeds, as AWS promises or the policy states.
    pub bound: Option<Duration>,
}

/// Something that deletes points earlier than their own retention.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// A lifecycle rule or a deleter, by its path.
    pub path: String,
    /// Where its age stands.
    pub span: Span,
    /// The age, of which the shortest counts.
    pub after: CalendarDays,
}

/// A class of storage that older points move to.
#[derive(Debug, Clone, PartialEq)]
pub struct Colder {
    /// From this age on.
    pub after: Spanned<CalendarDays>,
    /// S3's name of the class; `None` for AWS Backup's cold storage.
    pub storage_class: Option<Text>,
}

/// Whether a resource can be restored from a mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restorable {
    /// It can.
    Yes,
    /// It cannot, for this reason.
    No(&'static str),
}

impl Mechanism {
    /// Everything that a reference can say to mean this mechanism.
    #[must_use]
    pub fn referents(&self) -> Vec<Referent> {
        let mut referents = vec![Referent::Resource(self.resource.clone())];
        match &self.tier {
            Some(TierName { plan, tier }) => {
                referents.push(Referent::Plan(plan.clone()));
                referents.push(Referent::Tier { plan: plan.clone(), tier: tier.clone() });
            }
            None => referents.push(Referent::Mechanism(self.reference.to_string())),
        }
        referents.extend(self.vault.clone().map(Referent::Vault));
        referents.extend(self.repository.clone().map(Referent::Repository));
        referents
    }

    /// True if the reference means this mechanism.
    #[must_use]
    pub fn is_meant_by(&self, reference: &Reference) -> bool {
        reference.means.iter().any(|referent| self.answers_to(referent))
    }

    /// True if this is among what [`Mechanism::referents`] lists.
    #[must_use]
    pub fn answers_to(&self, referent: &Referent) -> bool {
        match referent {
            Referent::Resource(name) => *name == self.resource,
            Referent::Plan(name) => self.tier.as_ref().is_some_and(|own| own.plan == *name),
            Referent::Tier { plan, tier } => {
                self.tier.as_ref().is_some_and(|own| own.plan == *plan && own.tier == *tier)
            }
            Referent::Mechanism(name) => self.tier.is_none() && *name == self.reference,
            Referent::Vault(name) => self.vault.as_ref() == Some(name),
            Referent::Repository(name) => self.repository.as_ref() == Some(name),
            Referent::DataClass { .. }
            | Referent::Key(_)
            | Referent::Role(_)
            | Referent::Scenario(_)
            | Referent::Drill(_)
            | Referent::Alarm(_)
            | Referent::Deleter(_)
            | Referent::AccountSettings
            | Referent::Setting { .. } => false,
        }
    }
}

impl MechanismKind {
    /// The words of every report.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RecoveryPoints => "recovery points",
            Self::ContinuousBackup => "continuous backup",
            Self::Copy => "copies",
            Self::PointInTimeRecovery => "point-in-time recovery",
            Self::AutomatedBackups => "automated backups",
            Self::ReplicaBackups => "automated backups of a read replica",
            Self::ReplicatedBackups => "replicated automated backups",
            Self::CacheSnapshots => "daily snapshots",
            Self::ManualSnapshots => "snapshots",
            Self::Export => "exports",
            Self::Dump => "dumps",
            Self::BaseBackup => "base backups",
            Self::WalArchive => "WAL archive",
            Self::GlobalTableReplica => "global table replica",
            Self::ReadReplica => "read replica",
            Self::MultiAz => "Multi-AZ standby",
            Self::Standby => "standby",
            Self::Versioning => "versions",
            Self::Replication => "replica of the bucket",
            Self::ReplicaVersions => "versions in the replica of the bucket",
            Self::RepositoryCopy => "copy of a repository",
            Self::RepositoryReplication => "replica of a repository",
            Self::External => "another product",
        }
    }
}
