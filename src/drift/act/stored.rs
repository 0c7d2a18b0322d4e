//! Changes of buckets.

use super::{Act, Owner};
use crate::document::{self, LockMode};
use crate::resolved::{
    self, BucketSettings, CurrentVersions, LifecycleFilter, Native, NoncurrentVersions, Policy,
    ProtectionKind, RepositoryPlace, Transition,
};
use crate::resources::{LifecycleRule, ObjectLock, ObjectLockMode, Versioning};
use crate::source::{Span, Spanned};
use crate::units::{Bytes, CalendarDays};

impl Act {
    /// Some if it is about these, and was done.
    pub(super) fn on_stored(&self, policy: &mut Policy) -> Option<()> {
        match self {
            Self::Versioned(owner, found) => versioned(policy, owner, *found),
            Self::ObjectLock(owner, found) => object_lock(policy, owner, *found),
            Self::LifecycleRule(owner, id, rule) => {
                let settings = settings(policy, owner)?;
                let rules = settings.lifecycle.get_or_insert_default();
                let place = rules.iter().position(|stated| stated.name.value == *id);
                let stated = place.and_then(|place| rules.get(place)).cloned();
                let span = stated.as_ref().map(|stated| stated.span);
                let path = match owner {
                    Owner::Resource(name) => format!("resources.{name}.lifecycle.{id}"),
                    Owner::Repository(name) => format!("repositories.{name}.lifecycle.{id}"),
                };
                rules.retain(|stated| stated.name.value != *id);
                if let Some(rule) = rule {
                    let found = lifecycle_rule(rule, &path, span.unwrap_or_default());
                    rules.push(match stated {
                        Some(stated) => as_stated(found, stated),
                        None => found,
                    });
                }
                Some(())
            }
            Self::ReplicationGone(resource, to) => {
                let of = policy.resources.get_mut(resource)?;
                let Native::Bucket(settings) = &mut of.native else { return None };
                settings.replication.retain(|rule| rule.to.value != *to);
                let gone = |kind: &ProtectionKind| match kind {
                    ProtectionKind::Replication { to: own } => own.value == *to,
                    _ => false,
                };
                of.protections.retain(|protection| !gone(&protection.kind));
                Some(())
            }
            Self::Replication(resource, to, time_control, delete_markers) => {
                let of = policy.resources.get_mut(resource)?;
                let Native::Bucket(settings) = &mut of.native else { return None };
                let rule = settings.replication.iter_mut().find(|rule| rule.to.value == *to)?;
                rule.time_control = Some(Spanned::new(*time_control, rule.span));
                rule.delete_markers = Some(Spanned::new(*delete_markers, rule.span));
                Some(())
            }
            Self::RepositoryGone(name) => repository_gone(policy, name),
            _ => None,
        }
    }
}

fn settings<'p>(policy: &'p mut Policy, owner: &Owner) -> Option<&'p mut BucketSettings> {
    match owner {
        Owner::Resource(name) => match &mut policy.resources.get_mut(name)?.native {
            Native::Bucket(settings) => Some(settings),
            _ => None,
        },
        Owner::Repository(name) => Some(&mut policy.repositories.get_mut(name)?.settings),
    }
}

fn object_lock(policy: &mut Policy, owner: &Owner, found: Option<ObjectLock>) -> Option<()> {
    let settings = settings(policy, owner)?;
    let before = settings.object_lock.take();
    let Some(found) = found else { return before.map(|_| ()) };
    let mut lock = before?;
    let mode = match found.mode {
        ObjectLockMode::Governance => LockMode::Governance,
        ObjectLockMode::Compliance => LockMode::Compliance,
    };
    lock.mode = Some(Spanned::new(mode, lock.span));
    let same = lock.retention.as_ref().is_some_and(|own| own.value.most == found.days);
    if !same {
        lock.retention = Some(Spanned::new(CalendarDays::days(found.days), lock.span));
    }
    settings.object_lock = Some(lock);
    Some(())
}

fn versioned(policy: &mut Policy, owner: &Owner, found: Option<Versioning>) -> Option<()> {
    let settings = settings(policy, owner)?;
    let span = settings.versioning?.span;
    let word = match found {
        Some(Versioning::Enabled) => document::Versioning::Enabled,
        Some(Versioning::Suspended) => document::Versioning::Suspended,
        None => document::Versioning::Never,
    };
    settings.versioning = Some(Spanned::new(word, span));
    if let (Owner::Resource(name), true) = (owner, found != Some(Versioning::Enabled)) {
        let of = policy.resources.get_mut(name)?;
        of.protections.retain(|own| !matches!(own.kind, ProtectionKind::Versioning));
        // S3 replicates nothing from a bucket without versioning.
        of.protections.retain(|own| !matches!(own.kind, ProtectionKind::Replication { .. }));
    }
    Some(())
}

/// Nothing is stored in a bucket that is not there.
fn repository_gone(policy: &mut Policy, name: &str) -> Option<()> {
    let repository = policy.repositories.get(name)?;
    if !matches!(repository.place, RepositoryPlace::Bucket { .. }) {
        return None;
    }
    let stored_there = |kind: &ProtectionKind| match kind {
        ProtectionKind::Export(stored)
        | ProtectionKind::Dump(stored)
        | ProtectionKind::BaseBackup(stored)
        | ProtectionKind::WalArchiving { stored, .. } => {
            stored.to.as_ref().is_some_and(|to| to.value == name)
        }
        ProtectionKind::Replication { to } => to.value == name,
        _ => false,
    };
    for resource in policy.resources.values_mut() {
        resource.protections.retain(|protection| !stored_there(&protection.kind));
    }
    for other in policy.repositories.values_mut() {
        other.copies.retain(|copy| copy.to.value != name);
        other.settings.replication.retain(|rule| rule.to.value != name);
    }
    Some(())
}

/// A rule that was found, as the policy would state it.
fn lifecycle_rule(found: &LifecycleRule, path: &str, span: Span) -> resolved::LifecycleRule {
    let here = |days: u32| Spanned::new(CalendarDays::days(days), span);
    let text = |text: &String| Spanned::new(text.clone(), span);
    let transition = |class: &String, days: u32| Transition {
        span,
        storage_class: text(class),
        after: Some(here(days)),
    };
    let filter = &found.filter;
    let tags = filter.tags.iter().map(|(key, value)| (text(key), text(value))).collect();
    let size = |size: Option<u64>| size.map(|size| Spanned::new(Bytes::new(size), span));
    let newest = found.noncurrent_expiration.and_then(|e| e.newer_noncurrent_versions);
    let newest_of = found.noncurrent_transitions.iter().find_map(|t| t.newer_noncurrent_versions);
    let current = found.transitions.iter().map(|t| transition(&t.storage_class, t.days));
    let noncurrent = found
        .noncurrent_transitions
        .iter()
        .map(|t| transition(&t.storage_class, t.noncurrent_days));
    let current = CurrentVersions {
        transitions: current.collect(),
        expire_after: found.expiration_days.map(here),
        remove_expired_delete_markers: found
            .expired_object_delete_marker
            .then_some(Spanned::new(true, span)),
    };
    let noncurrent = NoncurrentVersions {
        keep_newest: newest.or(newest_of).map(|count| Spanned::new(count, span)),
        transitions: noncurrent.collect(),
        expire_after: found.noncurrent_expiration.map(|e| here(e.noncurrent_days)),
    };
    let states_noncurrent = noncurrent.expire_after.is_some() || !noncurrent.transitions.is_empty();
    resolved::LifecycleRule {
        path: path.to_owned(),
        span,
        name: text(&found.id),
        filter: Some(Spanned::new(
            LifecycleFilter {
                prefix: filter.prefix.as_ref().map(text),
                tags,
                larger_than: size(filter.object_size_greater_than),
                smaller_than: size(filter.object_size_less_than),
            },
            span,
        ))
        .filter(|_| filter.predicates() > 0),
        current: Some(Spanned::new(current, span)),
        noncurrent: states_noncurrent.then(|| Spanned::new(noncurrent, span)),
        abort_incomplete_uploads_after: found.abort_incomplete_multipart_upload_days.map(here),
        planned: false,
    }
}

/// What is as stated keeps the words of the policy.
fn as_stated(
    found: resolved::LifecycleRule,
    stated: resolved::LifecycleRule,
) -> resolved::LifecycleRule {
    let days = |age: Option<&Spanned<CalendarDays>>| age.map(|age| age.value.most);
    let moves = |all: &[Transition]| -> Vec<(String, Option<u32>)> {
        all.iter().map(|t| (t.storage_class.value.clone(), days(t.after.as_ref()))).collect()
    };
    let current = |rule: &resolved::LifecycleRule| {
        rule.current.as_ref().map(|own| {
            let removes = own.value.remove_expired_delete_markers.is_some_and(|flag| flag.value);
            (moves(&own.value.transitions), days(own.value.expire_after.as_ref()), removes)
        })
    };
    let current = |rule| current(rule).filter(|own| *own != (Vec::new(), None, false));
    let noncurrent = |rule: &resolved::LifecycleRule| {
        rule.noncurrent.as_ref().map(|own| {
            let newest = own.value.keep_newest.map(|count| count.value);
            (moves(&own.value.transitions), days(own.value.expire_after.as_ref()), newest)
        })
    };
    let abort = |rule: &resolved::LifecycleRule| days(rule.abort_incomplete_uploads_after.as_ref());
    let mut rule = resolved::LifecycleRule { path: stated.path.clone(), ..found };
    if current(&rule) == current(&stated) {
        rule.current.clone_from(&stated.current);
    }
    if noncurrent(&rule) == noncurrent(&stated) {
        rule.noncurrent.clone_from(&stated.noncurrent);
    }
    if abort(&rule) == abort(&stated) {
        rule.abort_incomplete_uploads_after = stated.abort_incomplete_uploads_after;
    }
    rule
}
