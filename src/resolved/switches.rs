//! What is written but switched off, and could be switched on.

use std::collections::BTreeMap;

use super::bucket::{BucketSettings, Repository};
use super::environment::Policy;
use super::native::Native;
use super::plan::Plan;

/// Switches everything on that would protect, and says what was switched, by
/// path; none if nothing is off. Lifecycle rules, deleters, drills and alarms
/// stay as they are.
#[must_use]
pub fn switched_on(policy: &Policy) -> Option<(Policy, Vec<String>)> {
    if !is_anything_off(policy) {
        return None;
    }
    let mut policy = policy.clone();
    let mut switches = Switches::default();
    for plan in policy.plans.values_mut() {
        switches.plan(plan);
    }
    for vault in policy.vaults.values_mut() {
        if let Some(lock) = &mut vault.lock {
            switches.on(&mut lock.planned, || format!("{}.lock", vault.at.path));
        }
    }
    for resource in policy.resources.values_mut() {
        for protection in &mut resource.protections {
            switches.on(&mut protection.planned, || protection.reference.clone());
        }
        if let Native::Bucket(bucket) = &mut resource.native {
            switches.bucket(bucket, &resource.at.key);
        }
    }
    switches.repositories(&mut policy.repositories);
    Some((policy, switches.paths))
}

/// True if there is something to switch on: most policies are not copied then.
fn is_anything_off(policy: &Policy) -> bool {
    let bucket = |bucket: &BucketSettings| {
        bucket.object_lock.as_ref().is_some_and(|lock| lock.planned)
            || bucket.replication.iter().any(|rule| rule.planned)
    };
    let mut tiers = policy.plans.values().flat_map(|plan| plan.tiers.values());
    let mut resources = policy.resources.values();
    policy.plans.values().any(|plan| plan.planned)
        || tiers.any(|tier| tier.planned || tier.copies.iter().any(|copy| copy.planned))
        || policy.vaults.values().any(|vault| vault.lock.as_ref().is_some_and(|lock| lock.planned))
        || resources.any(|resource| {
            resource.protections.iter().any(|protection| protection.planned)
                || matches!(&resource.native, Native::Bucket(own) if bucket(own))
        })
        || policy.repositories.values().any(|repository| {
            bucket(&repository.settings) || repository.copies.iter().any(|copy| copy.planned)
        })
}

#[derive(Default)]
struct Switches {
    paths: Vec<String>,
}

impl Switches {
    fn on(&mut self, planned: &mut bool, path: impl FnOnce() -> String) {
        if std::mem::take(planned) {
            self.paths.push(path());
        }
    }

    fn plan(&mut self, plan: &mut Plan) {
        self.on(&mut plan.planned, || plan.at.path.clone());
        for tier in plan.tiers.values_mut() {
            self.on(&mut tier.planned, || tier.at.path.clone());
            for copy in &mut tier.copies {
                self.on(&mut copy.planned, || copy.path.clone());
            }
        }
    }

    fn bucket(&mut self, bucket: &mut BucketSettings, path: &str) {
        if let Some(lock) = &mut bucket.object_lock {
            self.on(&mut lock.planned, || format!("{path}.object_lock"));
        }
        for rule in &mut bucket.replication {
            self.on(&mut rule.planned, || rule.path.clone());
        }
    }

    fn repositories(&mut self, repositories: &mut BTreeMap<String, Repository>) {
        for repository in repositories.values_mut() {
            self.bucket(&mut repository.settings, &repository.at.path);
            for copy in &mut repository.copies {
                self.on(&mut copy.planned, || copy.path.clone());
            }
        }
    }
}
