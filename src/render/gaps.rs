//! Gaps that several targets have, each said in the same words.

use super::Gap;
use crate::resources::{
    BackupRule, CopyAction, LifecycleRule, Lowered, Place, ReplicationRule, ResourceId,
    ResourceKind, RoleRef,
};

/// A setting of a resource that a target cannot carry.
pub(crate) fn gap(
    place: &Place,
    kind: ResourceKind,
    name: &str,
    setting: impl Into<String>,
    reason: impl Into<String>,
) -> Gap {
    Gap {
        resource: ResourceId { place: place.clone(), kind, name: name.to_owned() },
        setting: setting.into(),
        reason: reason.into(),
    }
}

/// Copies kept for ever beside a source that is not.
///
/// A copy action without `DeleteAfterDays` follows its source (AWS Backup
/// Developer Guide, "Backup plan options and configuration"), so AWS would
/// delete such a copy with its source. Written as 36,500 days it would be
/// something else than was asked for.
pub(crate) fn endless_copies(place: &Place, plan: &str, rules: &[BackupRule]) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for rule in rules.iter().filter(|rule| rule.lifecycle.delete_after_days.is_some()) {
        for copy in rule.copy_actions.iter().filter(|copy| is_endless(copy)) {
            let setting = format!(
                "the retention `forever` of a copy (rule `{}`, to `{}`)",
                rule.rule_name, copy.destination_backup_vault.name
            );
            let reason = "AWS deletes a copy without a retention together with its source: state \
                          the copy's retention in days, or keep the source for ever too";
            gaps.push(gap(place, ResourceKind::Plan, plan, setting, reason));
        }
    }
    gaps
}

fn is_endless(copy: &CopyAction) -> bool {
    copy.lifecycle.delete_after_days.is_none()
}

/// Lifecycle rules that expire objects and remove delete markers: S3 takes one
/// of the two in a rule, and the expiration is written.
pub(crate) fn delete_markers(place: &Place, bucket: &str, rules: &[LifecycleRule]) -> Vec<Gap> {
    let both = rules
        .iter()
        .filter(|rule| rule.expired_object_delete_marker && !rule.removes_delete_markers());
    both.map(|rule| {
        let setting = format!("the removal of expired delete markers in rule `{}`", rule.id);
        let reason = "S3 rejects it beside an expiration in days, which removes such markers too \
                      when they are old enough: leave it out, or give it a rule of its own";
        gap(place, ResourceKind::Bucket, bucket, setting, reason)
    })
    .collect()
}

/// Replication into a bucket of another account that nothing here lets in.
///
/// The other account must allow it in the bucket's policy. Where the bucket is
/// created here that is done for every role that is created here.
pub(crate) fn closed_destinations(
    lowered: &Lowered,
    place: &Place,
    bucket: &str,
    rules: &[ReplicationRule],
    role: &RoleRef,
) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for rule in rules {
        let Some(account) = &rule.destination_account else { continue };
        let destination = &rule.destination_bucket;
        if !is_let_in(lowered, destination, role) {
            let setting = format!("the permission to replicate into `{destination}`");
            let reason = not_ours(destination, account, &role.arn());
            gaps.push(gap(place, ResourceKind::Bucket, bucket, setting, reason));
        }
    }
    gaps
}

fn is_let_in(lowered: &Lowered, destination: &str, role: &RoleRef) -> bool {
    let mut buckets =
        lowered.resources.places.values().filter_map(|all| all.buckets.get(destination));
    buckets.any(|bucket| bucket.created && bucket.replicated_from.contains(role))
}

fn not_ours(destination: &str, account: &str, role: &str) -> String {
    format!(
        "`{destination}` belongs to account {account} and is not created here: its policy there \
         must let `{role}` write replicas and give them to the account, and it needs versioning; \
         or let this policy create it"
    )
}

/// What is missing where the plan of a selection belongs to other code.
pub(crate) const THE_SELECTION: &str = "the selection itself";

/// Why a selection of a plan that other code creates cannot be written.
pub(crate) fn other_plan(plan: &str) -> String {
    format!(
        "a selection names its plan by an id that AWS chose, and `{plan}` is created by other \
         code: add the selection there, or give the resource a plan of this policy"
    )
}
