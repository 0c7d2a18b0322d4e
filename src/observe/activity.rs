//! Recovery points and jobs: whether what is set also happens.

use std::collections::{BTreeMap, BTreeSet};

/// Recovery points and jobs in one account and Region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    /// Usable recovery points by ARN of the resource and name of the vault.
    pub points: BTreeMap<(String, String), Points>,
    /// Jobs by ARN of the resource.
    pub jobs: BTreeMap<String, Jobs>,
    /// Runs that AWS says it will make, by plan name, in the order of time.
    pub planned_runs: BTreeMap<String, Vec<PlannedRun>>,
    /// ARNs of the resources that were asked for; empty where nobody noted them.
    pub asked: BTreeSet<String>,
    /// Names of the vaults that were looked through; empty where nobody noted them.
    pub vaults: BTreeSet<String>,
    /// When plans were made, by name, in UTC as in RFC 3339.
    pub plans_since: BTreeMap<String, String>,
    /// When resources were made, by ARN, as far as their services say so.
    pub resources_since: BTreeMap<String, String>,
}

impl Activity {
    /// Whether the points of a resource in a vault were looked for.
    #[must_use]
    pub fn looked_for(&self, arn: &str, vault: &str) -> bool {
        let resource = self.asked.is_empty() || self.asked.contains(arn);
        resource && (self.vaults.is_empty() || self.vaults.contains(vault))
    }
}

/// The recovery points of one resource in one vault. Times are UTC as in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// Completed points.
    pub count: u64,
    /// When the newest one was begun.
    pub newest: String,
    /// When the oldest one was begun.
    pub oldest: String,
}

/// The jobs of one resource, as far back as AWS lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Jobs {
    /// Jobs that completed.
    pub completed: u64,
    /// Jobs that failed, expired, were aborted or only partly done, newest first.
    pub failed: Vec<Job>,
}

/// A job that left nothing usable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Backup or copy.
    pub kind: JobKind,
    /// AWS's id of it.
    pub id: String,
    /// `FAILED`, `EXPIRED`, `ABORTED` or `PARTIAL`.
    pub state: String,
    /// When it was created, in UTC as in RFC 3339.
    pub created: String,
    /// AWS's category of the reason (`MessageCategory`), such as `AccessDenied`.
    pub category: Option<String>,
}

/// Kinds of jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobKind {
    /// A backup job.
    Backup,
    /// A copy job.
    Copy,
}

/// A run that AWS previews (`ScheduledRunsPreview`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRun {
    /// Name of the rule; empty where AWS names only its id and no rule has it.
    pub rule: String,
    /// When, in UTC as in RFC 3339.
    pub at: String,
}
