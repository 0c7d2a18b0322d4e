//! What a setting of AWS says about recovery: the one table from differences to
//! changes of the policy.
//!
//! A difference is proven by changing the policy as if it asked for what is
//! there. Whatever has no entry here does not change what can be recovered, or
//! does so in a way that cannot be counted.

mod native;
mod plan;
mod stored;

use crate::resolved::{Policy, TierName};
use crate::resources::{BackupRule, LifecycleRule, ObjectLock, Versioning};

/// A change of the policy that is what was found.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// The vault is not there: whatever writes to it does not.
    VaultGone(String),
    /// The vault has this lock.
    Lock(String, Option<FoundLock>),
    /// These accounts may copy into the vault; others' copies do not happen.
    Access(String, Vec<String>),
    /// A key that is not there: vaults of it take nothing.
    KeyGone(String),
    /// A role that is not there: plans of it back up nothing.
    RoleGone(String),
    /// The plan of AWS is not there; a tier where it is that tier's own.
    PlanGone(String, Option<String>),
    /// The plan of AWS does not protect the resource.
    Unselected {
        /// The resource.
        resource: String,
        /// The plan.
        plan: String,
        /// The tier whose own plan it is.
        tier: Option<String>,
    },
    /// The rule is not there.
    TierGone(TierName),
    /// A rule that nobody asked for, in a vault of this name in the policy.
    TierAdded(TierName, Box<BackupRule>, String),
    /// The rule runs then.
    Schedule(TierName, String, String),
    /// The jobs of the rule may start so late, in minutes.
    StartWindow(TierName, u64),
    /// The jobs of the rule may take so long, in minutes.
    CompletionWindow(TierName, u64),
    /// The points of the rule are kept so many days; none is for ever.
    Retention(TierName, Option<u32>),
    /// The points of the rule become cold after so many days.
    Cold(TierName, Option<u32>),
    /// EBS goes into the archive, or does not.
    Archive(TierName, bool),
    /// The backup is continuous, or is not.
    Continuous(TierName, bool),
    /// The points of the rule go to this vault of the policy.
    Target(TierName, String),
    /// There is no copy to this vault of the policy.
    CopyGone(TierName, String),
    /// Copies to this vault are kept so many days.
    CopyRetention(TierName, String, Option<u32>),
    /// Copies to this vault become cold after so many days.
    CopyCold(TierName, String, Option<u32>),
    /// DynamoDB's advanced features of AWS Backup are on, or off.
    AdvancedDynamodb(bool),
    /// Copies between accounts do not happen.
    NoCrossAccountCopies,
    /// The type is not opted in: selections that need it select nothing.
    NotOptedIn(String),
    /// Deletion of the resource is refused, or is not.
    DeletionProtection(String, bool),
    /// The daily snapshots of a cache are taken then.
    CacheWindow(String, String),
    /// The resource is not there with what it does for itself.
    NativeGone(String),
    /// Point-in-time recovery of a table reaches back so many days; none is off.
    PointInTime(String, Option<u32>),
    /// Automated backups of a database, or of its replica of this name.
    Automated(String, Option<String>, u32),
    /// A standby in another Availability Zone.
    MultiAz(String, bool),
    /// A replica in this Region of a global table is gone.
    TableReplicaGone(String, String),
    /// Automated backups in another Region are kept so many days; none is off.
    Replicated(String, Option<u32>),
    /// A read replica is gone, or is none.
    ReplicaGone(String, String),
    /// Snapshots of a cache are kept so many days.
    CacheSnapshots(String, u32),
    /// The bucket of a resource or repository has this versioning.
    Versioned(Owner, Option<Versioning>),
    /// The bucket has this Object Lock.
    ObjectLock(Owner, Option<ObjectLock>),
    /// The bucket has this lifecycle rule under the ID; none if it is not there.
    LifecycleRule(Owner, String, Option<Box<LifecycleRule>>),
    /// The bucket does not replicate to this repository.
    ReplicationGone(String, String),
    /// Replication to this repository has time control, and replicates delete
    /// markers, or not.
    Replication(String, String, bool, bool),
    /// The bucket of a repository is not there.
    RepositoryGone(String),
}

/// A lock as it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundLock {
    pub(super) compliance: bool,
    pub(super) min: Option<u32>,
    pub(super) max: Option<u32>,
}

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// A resource.
    Resource(String),
    /// A repository.
    Repository(String),
}

impl Act {
    /// Changes the policy; false if it has nothing that could be changed so.
    pub(super) fn apply(&self, policy: &mut Policy) -> bool {
        self.on_plans(policy)
            .or_else(|| self.on_stored(policy))
            .or_else(|| self.on_native(policy))
            .is_some()
    }

    /// The resource, if nothing else depends on what it says.
    pub(super) fn resource(&self) -> Option<&str> {
        match self {
            Self::PointInTime(resource, _)
            | Self::Automated(resource, ..)
            | Self::MultiAz(resource, _)
            | Self::TableReplicaGone(resource, _)
            | Self::Replicated(resource, _)
            | Self::ReplicaGone(resource, _)
            | Self::CacheSnapshots(resource, _)
            | Self::CacheWindow(resource, _)
            | Self::DeletionProtection(resource, _)
            | Self::Unselected { resource, .. } => Some(resource),
            _ => None,
        }
    }
}
