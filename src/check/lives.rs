//! How long data stays where it is used: objects by the lifecycle of their
//! bucket, other data by what deletes it.

use crate::document::Versioning;
use crate::resolved::{
    BucketSettings, DataClass, Deleter, LifecycleFilter, Policy, Referent, Resource,
};
use crate::schedule::longest_gap;
use crate::source::Spanned;
use crate::units::{CalendarDays, Duration};

use super::filters::{Reach, filter, reach_of};
use super::storage::{Course, courses, days};

/// How long objects stay in a bucket, as far as its lifecycle ends them.
#[derive(Debug, Clone)]
pub(crate) struct Life<'a> {
    /// Age at which a current version expires.
    pub(crate) expire: &'a Spanned<CalendarDays>,
    /// Days for which it then stays as a noncurrent one, where versions are kept.
    pub(crate) then: Option<&'a Spanned<CalendarDays>>,
}

impl Life<'_> {
    /// Both together, in days.
    pub(crate) fn days(&self) -> u32 {
        let then = self.then.map_or(0, |then| days(&then.value));
        days(&self.expire.value).saturating_add(then)
    }
}

/// How long the objects of a filter stay in a bucket at most; nothing if no
/// rule that is on deletes all of them.
pub(crate) fn life<'a>(
    settings: &'a BucketSettings,
    objects: &LifecycleFilter,
) -> Option<Life<'a>> {
    let whole = LifecycleFilter::default();
    let rules = settings.lifecycle.iter().flatten().filter(|rule| !rule.planned);
    let covering =
        rules.filter(|rule| reach_of(filter(rule).unwrap_or(&whole), objects) == Reach::Covers);
    let all: Vec<Course<'a>> = covering.flat_map(courses).collect();
    let shortest = |which: &str| {
        let ending = all.iter().filter(|course| course.which == which);
        // Versions that stay whatever their age are not deleted by any age.
        let ending = ending.filter(|course| course.keep_newest.is_none());
        ending.filter_map(|course| course.expire_after).min_by_key(|age| days(&age.value))
    };
    let expire = shortest("current")?;
    if settings.versioning.is_none_or(|state| state.value == Versioning::Never) {
        return Some(Life { expire, then: None });
    }
    Some(Life { expire, then: Some(shortest("noncurrent")?) })
}

/// What is switched on and deletes a data class.
pub(crate) fn deleters<'a>(
    policy: &'a Policy,
    resource: &Resource,
    class: &DataClass,
) -> Vec<&'a Deleter> {
    let (resource, class) = (resource.at.key.clone(), class.at.key.clone());
    let meant = Referent::DataClass { resource, class };
    let on = policy.deleters.values().filter(|deleter| !deleter.planned);
    on.filter(|deleter| deleter.deletes.iter().any(|what| what.means.contains(&meant))).collect()
}

/// A daily job, also where clocks change: an age in days is over in the course
/// of a day, so it is in time.
const DAILY: Duration = Duration::hours(25);

/// How long what is old enough may wait for the next run of a deleter.
pub(crate) fn waits_for(deleter: &Deleter) -> Duration {
    let schedule = deleter.timetable.schedule.as_ref();
    let gap = schedule.and_then(|at| longest_gap(&at.value, &deleter.timetable.zone.value));
    gap.map(|gap| gap.length).filter(|gap| *gap > DAILY).unwrap_or_default()
}

/// Days after which a deleter has deleted everything; nothing without an age.
pub(crate) fn gone_after(deleter: &Deleter) -> Option<Duration> {
    let age = deleter.older_than.as_ref()?;
    Some(Duration::days(days(&age.value).into()).plus(waits_for(deleter)))
}
