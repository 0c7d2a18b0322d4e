//! Answers to assumptions, recovery points and jobs, written down.

use std::collections::BTreeSet;

use super::form::{Map, Pairs, form, words};
use crate::observe::{
    Activity, Answers, Job, JobKind, Jobs, KeyState, LockInForce, PlannedRun, Points, RoleState,
};

form! {
    /// What the account says about the assumptions of a proof.
    struct RecordedAnswers of Answers {
    } optional {
        /// Tags of resources, by ARN.
        tags: Map<Map<String>>,
        /// Roles, by ARN.
        roles: Map<RecordedRoleState>,
        /// Keys, by ARN.
        keys: Map<RecordedKeyState>,
        /// ARN of the key behind an alias, by the alias without `alias/`.
        aliases: Map<String>,
        /// Resource types, each with its opt-in.
        #[serde(rename = "ResourceTypeOptInPreference")]
        opt_ins: Map<bool>,
        /// Resource types, each with its advanced features.
        #[serde(rename = "ResourceTypeManagementPreference")]
        advanced_features: Map<bool>,
        /// Locks, by the name of the vault.
        locks: Map<RecordedLockInForce>,
        /// Identifiers of databases whose automated backups AWS Backup has taken
        /// over.
        owned_by_backup: Vec<String>,
    }
}

form! {
    /// A role as AWS Backup would find it.
    struct RecordedRoleState of RoleState {
        /// It exists.
        exists: bool,
        /// AWS Backup may assume it.
        trusts_backup: bool,
    } optional {
    }
}

form! {
    /// The state of a key.
    struct RecordedKeyState of KeyState {
        /// KMS's word, or `NotFound`.
        #[serde(rename = "KeyState")]
        state: String,
    } optional {
    }
}

form! {
    /// A vault lock in force.
    struct RecordedLockInForce of LockInForce {
    } optional {
        /// The moment from which nobody can loosen it.
        lock_date: Option<String>,
    }
}

form! {
    /// Recovery points and jobs.
    struct RecordedActivity of Activity {
    } optional {
        /// Usable points, by ARN of the resource, then by name of the vault.
        #[serde(rename = "RecoveryPoints")]
        points: Pairs<RecordedPoints>,
        /// Jobs, by ARN of the resource.
        jobs: Map<RecordedJobs>,
        /// Runs that AWS previews, by name of the plan.
        #[serde(rename = "ScheduledRunsPreview")]
        planned_runs: Map<Vec<RecordedRun>>,
        /// ARNs of the resources that were asked for.
        asked: BTreeSet<String>,
        /// Names of the vaults that were looked through.
        vaults: BTreeSet<String>,
        /// When plans were made, by name.
        plans_since: Map<String>,
        /// When resources were made, by ARN.
        resources_since: Map<String>,
    }
}

form! {
    /// The recovery points of one resource in one vault.
    struct RecordedPoints of Points {
        /// Completed points.
        count: u64,
        /// When the newest one was begun.
        newest: String,
        /// When the oldest one was begun.
        oldest: String,
    } optional {
    }
}

form! {
    /// The jobs of one resource.
    struct RecordedJobs of Jobs {
        /// Jobs that completed.
        completed: u64,
    } optional {
        /// Jobs that left nothing usable, newest first.
        failed: Vec<RecordedJob>,
    }
}

form! {
    /// A job that left nothing usable.
    struct RecordedJob of Job {
        /// Backup or copy.
        #[serde(rename = "Type")]
        kind: RecordedJobKind,
        /// AWS's id of it.
        #[serde(rename = "JobId")]
        id: String,
        /// `FAILED`, `EXPIRED`, `ABORTED` or `PARTIAL`.
        state: String,
        /// When it was created.
        #[serde(rename = "CreationDate")]
        created: String,
    } optional {
        /// AWS's category of the reason.
        #[serde(rename = "MessageCategory")]
        category: Option<String>,
    }
}

words! {
    /// Kinds of jobs.
    enum RecordedJobKind of JobKind {
        /// A backup job.
        Backup = "BACKUP_JOB",
        /// A copy job.
        Copy = "COPY_JOB",
    }
}

form! {
    /// A run that AWS previews.
    struct RecordedRun of PlannedRun {
        /// Name of the rule, or empty.
        #[serde(rename = "RuleName")]
        rule: String,
        /// When.
        #[serde(rename = "ExecutionTime")]
        at: String,
    } optional {
    }
}
