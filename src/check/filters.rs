//! How the objects that two lifecycle rules act on lie to each other.

use crate::resolved::{LifecycleFilter, LifecycleRule};
use crate::source::{Spanned, Text};

/// How the objects of one filter lie to those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Every object of the second is one of the first.
    Covers,
    /// Some objects can be in both.
    Meets,
    /// No object is in both.
    Apart,
}

/// How the objects of `outer` lie to those of `inner`.
pub(crate) fn reach(outer: &LifecycleRule, inner: &LifecycleRule) -> Reach {
    let whole = LifecycleFilter::default();
    reach_of(filter(outer).unwrap_or(&whole), filter(inner).unwrap_or(&whole))
}

/// The filter of a rule; nothing for the whole bucket.
pub(crate) fn filter(rule: &LifecycleRule) -> Option<&LifecycleFilter> {
    rule.filter.as_ref().map(|filter| &filter.value)
}

/// How the objects of filter `a` lie to those of filter `b`.
pub(crate) fn reach_of(a: &LifecycleFilter, b: &LifecycleFilter) -> Reach {
    let (pa, pb) = (prefix(a), prefix(b));
    let other_value =
        |(key, value): (&Text, &Spanned<String>)| b.tags.get(key).is_some_and(|v| v != value);
    let (sa, sb) = (sizes(a), sizes(b));
    if !(pa.starts_with(pb) || pb.starts_with(pa))
        || a.tags.iter().any(other_value)
        || sa.0.max(sb.0) > sa.1.min(sb.1)
    {
        return Reach::Apart;
    }
    let tags = a.tags.iter().all(|(key, value)| b.tags.get(key) == Some(value));
    if pb.starts_with(pa) && tags && sa.0 <= sb.0 && sb.1 <= sa.1 {
        return Reach::Covers;
    }
    Reach::Meets
}

fn prefix(filter: &LifecycleFilter) -> &str {
    filter.prefix.as_ref().map_or("", |prefix| prefix.as_str())
}

/// The smallest and the largest object of a filter, in bytes.
fn sizes(filter: &LifecycleFilter) -> (u64, u64) {
    let least = filter.larger_than.map_or(0, |size| size.value.count().saturating_add(1));
    let most = filter.smaller_than.map_or(u64::MAX, |size| size.value.count().saturating_sub(1));
    (least, most)
}

/// The literal beginning of the keys that a rule acts on.
pub(crate) fn prefix_of(rule: &LifecycleRule) -> &str {
    filter(rule).map_or("", prefix)
}

/// True if every size of `whole` is one of those that `parts` act on together.
pub(crate) fn sizes_cover(parts: &[&LifecycleRule], whole: &LifecycleRule) -> bool {
    let of = |rule: &LifecycleRule| filter(rule).map_or((0, u64::MAX), sizes);
    let (mut next, last) = of(whole);
    let mut parts: Vec<(u64, u64)> = parts.iter().map(|rule| of(rule)).collect();
    parts.sort_unstable();
    for (least, most) in parts {
        if least > next {
            return false;
        }
        if most >= last {
            return true;
        }
        next = next.max(most.saturating_add(1));
    }
    false
}

/// True if, whatever the sizes, every object of `inner` is one of `outer`.
pub(crate) fn covers_but_for_size(outer: &LifecycleRule, inner: &LifecycleRule) -> bool {
    let whole = LifecycleFilter::default();
    let without_size = |rule| LifecycleFilter {
        larger_than: None,
        smaller_than: None,
        ..filter(rule).unwrap_or(&whole).clone()
    };
    reach_of(&without_size(outer), &without_size(inner)) == Reach::Covers
}
