//! What accounts really hold: live or recorded settings, in the words of AWS.
//!
//! Whatever is seen becomes one [`Observation`] per account and Region, the
//! same from live calls, a recording, or a state of Terraform; `drift` sees
//! only that. Invariants: nothing is ever written to AWS; what could not be
//! read is said in [`Observation::unread`], never left out; a raw response or a
//! secret is never kept.

mod activity;
mod answers;
#[cfg(feature = "live")]
pub mod live;
pub mod operations;
mod problem;
pub mod recording;
pub mod terraform;
mod unread;
mod vault_policy;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};

pub use activity::{Activity, Job, JobKind, Jobs, PlannedRun, Points};
pub use answers::{Answers, KeyState, LockInForce, RoleState};
pub use problem::{Cause, Problem};
pub use unread::{Reason, Subject, Unread};
pub use wanted::wanted;

use crate::resources::{KeyRef, Place, ResourceKind, Settings};

/// What was seen in one account and Region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Where it was seen.
    pub place: Place,
    /// Where it comes from.
    pub source: Source,
    /// When it was seen, in UTC as in RFC 3339; none if nobody noted it.
    pub at: Option<String>,
    /// Who asked; none where nobody had to.
    pub caller: Option<Caller>,
    /// The settings, in the form in which wanted ones are compared with them.
    ///
    /// Of two plans with one name, which AWS allows, the second one's name is
    /// followed by its id in brackets; no wanted plan can have such a name.
    pub settings: Settings,
    /// Settings that [`Settings`] has no words for, on what it has words for.
    pub beyond: Vec<Beyond>,
    /// Kinds of which everything in the place was listed: what is not among the
    /// settings is not there. Of other kinds only what was found is known.
    pub listed: BTreeSet<ResourceKind>,
    /// What was looked up by its name and is not there.
    pub absent: BTreeSet<(ResourceKind, String)>,
    /// What was asked for and could not be read.
    pub unread: Vec<Unread>,
    /// What the account says about the assumptions of the proof.
    pub answers: Answers,
    /// Recovery points and jobs, if they were asked for.
    pub activity: Option<Activity>,
}

impl Observation {
    /// Whether what is not among the settings is known not to be there.
    #[must_use]
    pub fn lacks(&self, kind: ResourceKind, name: &str) -> bool {
        self.listed.contains(&kind) || self.absent.contains(&(kind, name.to_owned()))
    }
}

/// The key of a bucket: an id, an alias or an ARN may have been written, and S3
/// gives back what it was given.
fn key_named(place: &Place, id: &str) -> KeyRef {
    KeyRef::Existing(match id {
        arn if arn.starts_with("arn:") => arn.to_owned(),
        alias if alias.starts_with("alias/") => place.arn("kms", alias),
        id => place.arn("kms", &format!("key/{id}")),
    })
}

/// Where an observation comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Calls of AWS, now or when they were recorded.
    Aws,
    /// The state of Terraform, or a plan of it: what Terraform last saw.
    Terraform,
}

/// Whose credentials asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account that was reached.
    pub account: String,
    /// Its ARN, such as an assumed role's.
    pub arn: String,
}

/// A setting that a policy cannot state, seen on something that it can.
///
/// A lifecycle rule that is disabled, a statement of a vault policy that
/// nobody asked for, an expiry on a date: on what is ours, each is a difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beyond {
    /// What it is set on.
    pub kind: ResourceKind,
    /// Its name, as in [`Settings`]; of a selection `<plan name>/<selection name>`.
    pub name: String,
    /// The setting, in AWS's words, such as `Rules[all].Status`.
    pub field: String,
    /// Its value in short, such as `Disabled`.
    pub value: String,
}

/// What to look at in one account and Region.
///
/// Plans, selections, vaults and the account's settings are always listed
/// whole, because what nobody asked for may act on what is ours; everything
/// else is looked up by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Where to look.
    pub place: Place,
    /// Names of what is looked up, by kind.
    pub names: BTreeMap<ResourceKind, BTreeSet<String>>,
    /// Buckets that a policy creates: of these it also states who may do what.
    pub created_buckets: BTreeSet<String>,
    /// Regions to which the automated backups of an instance should be
    /// replicated, by the identifier of the instance.
    pub replicated_backups: BTreeMap<String, BTreeSet<String>>,
    /// ARNs of which it matters which tags they carry.
    pub tagged: BTreeSet<String>,
    /// ARNs of what plans protect in any place of these environments: recovery
    /// points of it may be here.
    pub protected: BTreeSet<String>,
    /// ARNs of roles that AWS Backup is to assume.
    pub roles: BTreeSet<String>,
    /// ARNs of keys that vaults use.
    pub keys: BTreeSet<String>,
    /// ARNs of resources whose recovery points and jobs are asked for; none
    /// where nobody asked.
    pub activity: Option<BTreeSet<String>>,
}
