//! Backup and copy jobs, one summary per resource.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_backup::operation::list_backup_jobs::ListBackupJobsOutput;
use aws_sdk_backup::operation::list_copy_jobs::ListCopyJobsOutput;
use aws_sdk_backup::primitives::DateTime;
use aws_sdk_backup::types::{BackupJob, CopyJob};

use super::super::session::Session;
use super::time;
use crate::observe::operations::{BACKUP_LIST_BACKUP_JOBS, BACKUP_LIST_COPY_JOBS};
use crate::observe::{Job, JobKind, Jobs, Observation, Subject};

/// Entries of one page: the most that AWS gives.
pub(super) const PAGE: i32 = 1000;

/// The jobs of the resources, as far back as AWS lists them.
pub(super) async fn read(session: &Session, resources: &BTreeSet<String>, seen: &mut Observation) {
    let client = session.backup();
    let (mut backups, mut copies) = (BTreeMap::new(), BTreeMap::new());
    let ask_backups =
        |token| client.list_backup_jobs().max_results(PAGE).set_next_token(token).send();
    let take_backups = |page: ListBackupJobsOutput| {
        page.backup_jobs().iter().for_each(|job| add(&mut backups, resources, &of_backup(job)));
        page.next_token
    };
    let ask_copies = |token| client.list_copy_jobs().max_results(PAGE).set_next_token(token).send();
    let take_copies = |page: ListCopyJobsOutput| {
        page.copy_jobs().iter().for_each(|job| add(&mut copies, resources, &of_copy(job)));
        page.next_token
    };
    let (asked_backups, asked_copies) = tokio::join!(
        session.pages(&BACKUP_LIST_BACKUP_JOBS, ask_backups, take_backups),
        session.pages(&BACKUP_LIST_COPY_JOBS, ask_copies, take_copies),
    );
    for refusal in [asked_backups, asked_copies].into_iter().filter_map(Result::err) {
        seen.refused(Subject::Activity, refusal);
    }
    let jobs = &mut seen.activity.get_or_insert_default().jobs;
    for (resource, found) in backups.into_iter().chain(copies) {
        let jobs: &mut Jobs = jobs.entry(resource).or_default();
        jobs.completed += found.completed;
        jobs.failed.extend(found.failed);
        jobs.failed.sort_by(|a, b| (&b.created, &b.id).cmp(&(&a.created, &a.id)));
    }
}

/// What is looked at of a job of either kind.
pub(super) struct Seen<'a> {
    kind: JobKind,
    resource: Option<&'a str>,
    id: Option<&'a str>,
    state: &'a str,
    created: Option<&'a DateTime>,
    category: Option<&'a str>,
}

pub(super) fn of_backup(job: &BackupJob) -> Seen<'_> {
    Seen {
        kind: JobKind::Backup,
        resource: job.resource_arn.as_deref(),
        id: job.backup_job_id.as_deref(),
        state: job.state.as_ref().map_or("", |state| state.as_str()),
        created: job.creation_date.as_ref(),
        category: job.message_category.as_deref(),
    }
}

pub(super) fn of_copy(job: &CopyJob) -> Seen<'_> {
    Seen {
        kind: JobKind::Copy,
        resource: job.resource_arn.as_deref(),
        id: job.copy_job_id.as_deref(),
        state: job.state.as_ref().map_or("", |state| state.as_str()),
        created: job.creation_date.as_ref(),
        category: job.message_category.as_deref(),
    }
}

/// States of jobs that left nothing usable.
const FAILED: [&str; 4] = ["FAILED", "EXPIRED", "ABORTED", "PARTIAL"];

/// Counts a job that is over, of a resource that is asked for.
pub(super) fn add(
    found: &mut BTreeMap<String, Jobs>,
    resources: &BTreeSet<String>,
    job: &Seen<'_>,
) {
    let Some(resource) = job.resource.filter(|resource| resources.contains(*resource)) else {
        return;
    };
    let completed = job.state == "COMPLETED";
    if !completed && !FAILED.contains(&job.state) {
        return;
    }
    let jobs = found.entry(resource.to_owned()).or_default();
    if completed {
        jobs.completed += 1;
        return;
    }
    jobs.failed.push(Job {
        kind: job.kind,
        id: job.id.unwrap_or_default().to_owned(),
        state: job.state.to_owned(),
        created: job.created.map(time::rfc3339).unwrap_or_default(),
        category: job.category.map(str::to_owned),
    });
}
