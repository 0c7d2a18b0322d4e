//! What could not be read, and why.

use crate::resources::ResourceKind;

/// Something that was asked for and could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// What remains unknown.
    pub subject: Subject,
    /// The call, such as `backup:GetBackupPlan`; empty where none was made.
    pub operation: String,
    /// The permission it takes, such as `s3:GetReplicationConfiguration`.
    pub permission: Option<String>,
    /// Why.
    pub reason: Reason,
    /// AWS's id of the request, for its support.
    pub request_id: Option<String>,
}

/// What remains unknown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Everything in the account and Region.
    Everything,
    /// Everything of one kind.
    Kind(ResourceKind),
    /// One resource.
    Resource(ResourceKind, String),
    /// One setting of a resource, by the name of the field of `resources` that
    /// would hold it, such as `replication`.
    Setting(ResourceKind, String, &'static str),
    /// An answer to an assumption, such as `key_usable`; no status of a
    /// resource depends on it.
    Answer(&'static str),
    /// Recovery points or jobs.
    Activity,
}

/// Why something could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The caller may not.
    Denied,
    /// The credentials are missing, expired or refused, with AWS's code.
    Credentials(String),
    /// Another account was reached than the one asked for.
    OtherAccount(String),
    /// AWS knows no such Region, or it is not enabled in the account.
    Region,
    /// AWS asked to slow down, also after several attempts.
    Throttled,
    /// No answer in time.
    TimedOut,
    /// No connection.
    Unreachable,
    /// AWS's own failure, with its code.
    Server(String),
    /// An answer that cannot be understood.
    Malformed,
    /// AWS refused the request, with its code.
    Refused(String),
    /// The source does not hold it, such as a state of Terraform that never
    /// managed it.
    NotInSource,
    /// Reading was stopped.
    Interrupted,
}
