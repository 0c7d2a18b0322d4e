//! The data classes of buckets, with the lifecycle that they are promised
//! against.
//!
//! A class named `current` or `noncurrent` is one of S3's own two classes;
//! every other speaks of objects by prefix and tags, and of the whole bucket
//! without either.

use crate::document::Versioning;
use crate::resolved::{
    BucketSettings, ClassRetention, DataClass, LifecycleFilter, LifecycleRule, Native, Policy,
    Resource,
};
use crate::source::Spanned;
use crate::units::Retention;

use super::filters::{Reach, filter, reach_of};
use super::storage::{Course, courses};

/// Which versions a class speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Current versions.
    Current,
    /// Superseded versions.
    Noncurrent,
    /// Objects, whatever becomes of their versions.
    Objects,
}

/// A data class of a bucket.
#[derive(Debug, Clone)]
pub(crate) struct BucketClass<'a> {
    /// The bucket.
    pub(crate) resource: &'a Resource,
    /// Its settings.
    pub(crate) settings: &'a BucketSettings,
    /// The class.
    pub(crate) class: &'a DataClass,
    /// Which versions.
    pub(crate) which: Which,
    /// Its objects.
    pub(crate) objects: LifecycleFilter,
}

/// Every data class of every bucket.
pub(crate) fn bucket_classes(policy: &Policy) -> Vec<BucketClass<'_>> {
    let mut found = Vec::new();
    for resource in policy.resources.values() {
        let Native::Bucket(settings) = &resource.native else { continue };
        let classes = resource.data_classes.values();
        found.extend(classes.map(|class| BucketClass {
            resource,
            settings,
            class,
            which: which(class),
            objects: objects(class),
        }));
    }
    found
}

fn which(class: &DataClass) -> Which {
    match class.at.key.as_str() {
        "current" => Which::Current,
        "noncurrent" => Which::Noncurrent,
        _ => Which::Objects,
    }
}

/// The objects that a class speaks of.
pub(crate) fn objects(class: &DataClass) -> LifecycleFilter {
    LifecycleFilter {
        prefix: class.prefix.clone(),
        tags: class.tags.clone(),
        larger_than: None,
        smaller_than: None,
    }
}

impl<'a> BucketClass<'a> {
    /// The retention, unless an event begins it.
    pub(crate) fn retention(&self) -> Option<Spanned<&'a Retention>> {
        let written = self.class.retention.as_ref()?;
        match &written.value {
            ClassRetention::FromCreation(retention) => Some(written.with(retention)),
            ClassRetention::FromEvent { event: _, then: _ } => None,
        }
    }

    /// The courses of the bucket's rules that act on what the class speaks of,
    /// each with how its objects lie to those of the class: those of another,
    /// narrower class that promises such a thing too are not this one's.
    pub(crate) fn acting(
        &self,
        which: &'static str,
        promises: fn(&DataClass) -> bool,
    ) -> Vec<(Course<'a>, Reach)> {
        let rules = self.settings.lifecycle.iter().flatten();
        let acting = rules.flat_map(courses).filter(|course| course.which == which);
        let reached = acting.map(|course| {
            let reach = self.reach_by(course.rule, promises);
            (course, reach)
        });
        reached.filter(|(_, reach)| *reach != Reach::Apart).collect()
    }

    /// How the objects of a rule lie to those of the class: it covers them, or
    /// is wholly among them, or meets some of them.
    fn reach_by(&self, rule: &LifecycleRule, promises: fn(&DataClass) -> bool) -> Reach {
        let whole = LifecycleFilter::default();
        let acts_on = filter(rule).unwrap_or(&whole);
        if self.belongs_to_narrower(acts_on, promises) {
            return Reach::Apart;
        }
        match reach_of(acts_on, &self.objects) {
            Reach::Meets if reach_of(&self.objects, acts_on) == Reach::Covers => Reach::Covers,
            reach => reach,
        }
    }

    /// True if every object of the filter is in another class that is a part of
    /// this one.
    fn belongs_to_narrower(
        &self,
        acts_on: &LifecycleFilter,
        promises: fn(&DataClass) -> bool,
    ) -> bool {
        let others = self.resource.data_classes.values();
        let others = others.filter(|other| other.at != self.class.at && promises(other));
        others.filter(|other| which(other) == Which::Objects).map(objects).any(|other| {
            reach_of(&other, acts_on) == Reach::Covers
                && reach_of(&self.objects, &other) == Reach::Covers
                && reach_of(&other, &self.objects) != Reach::Covers
        })
    }

    /// True if superseded versions are kept beside the current ones.
    pub(crate) fn keeps_versions(&self) -> bool {
        self.settings.versioning.is_some_and(|state| state.value == Versioning::Enabled)
    }
}
