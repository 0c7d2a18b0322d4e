//! The lifecycle configuration of a bucket, rule by rule.

use crate::resolved;
use crate::resources::{
    Bucket, BucketLifecycle, LifecycleFilter, LifecycleRule, NoncurrentExpiration,
    NoncurrentTransition, SmallObjects, Transition,
};
use crate::source::Span;

use super::super::act::Act;
use super::super::found::{Raw, Stated};
use super::super::{whereabouts, words};
use super::Of;

/// S3 looks at the age of what is stored already.
const AT_ONCE: &str = "it acts on what is stored already, from the next run of the lifecycle on";
/// The field that says what happens to small objects.
const SMALL_OBJECTS: &str = "transition_default_minimum_object_size";
const DELETES: &str = "S3 deletes objects by it";

impl Of<'_> {
    pub(super) fn lifecycle(&self, expected: &Bucket, actual: &Bucket) -> Vec<Raw> {
        let found = actual.lifecycle.as_ref();
        let found_rules = found.map(|lifecycle| lifecycle.rules.as_slice()).unwrap_or_default();
        // A configuration without rules is none at all.
        let stated = self.settings.lifecycle.is_some();
        if !stated {
            return self.not_stated(found_rules);
        }
        let wanted = expected.lifecycle.as_ref();
        let wanted_rules = wanted.map(|lifecycle| lifecycle.rules.as_slice()).unwrap_or_default();
        let mut raws = self.rules(wanted_rules, found_rules);
        if raws.is_empty() {
            raws.extend(self.small_objects(wanted, found));
        }
        raws
    }

    /// Rules on a bucket whose lifecycle the policy leaves to others: what deletes
    /// is not left to anyone.
    fn not_stated(&self, actual: &[LifecycleRule]) -> Vec<Raw> {
        let deletes = |rule: &&LifecycleRule| {
            rule.expiration_days.is_some() || rule.noncurrent_expiration.is_some()
        };
        actual.iter().filter(deletes).map(|rule| self.added(rule)).collect()
    }

    fn rules(&self, expected: &[LifecycleRule], actual: &[LifecycleRule]) -> Vec<Raw> {
        let named = |rules: &[LifecycleRule], id: &str| rules.iter().any(|rule| rule.id == id);
        let mut extra: Vec<&LifecycleRule> =
            actual.iter().filter(|rule| !named(expected, &rule.id)).collect();
        let mut raws = Vec::new();
        for rule in expected {
            if let Some(found) = actual.iter().find(|found| found.id == rule.id) {
                raws.extend(self.lifecycle_rule(rule, found));
                continue;
            }
            // S3 makes up the ID of a rule that was put without one.
            let same = |other: &&LifecycleRule| {
                LifecycleRule { id: rule.id.clone(), ..(*other).clone() } == *rule
            };
            match extra.iter().position(same) {
                Some(place) => {
                    extra.remove(place);
                }
                None => raws.push(self.gone(rule)),
            }
        }
        raws.extend(extra.into_iter().map(|rule| self.added(rule)));
        raws
    }

    fn stated_lifecycle(&self, id: &str) -> Option<&resolved::LifecycleRule> {
        self.settings.lifecycle.iter().flatten().find(|rule| rule.name.value == id)
    }

    fn lifecycle_at(
        &self,
        id: &str,
        key: &str,
        span: impl Fn(&resolved::LifecycleRule) -> Option<Span>,
    ) -> Stated {
        match self.stated_lifecycle(id) {
            Some(rule) => whereabouts::of(&rule.path, rule.span, key, span(rule)),
            None => self.own.clone(),
        }
    }

    fn act(&self, id: &str, rule: Option<LifecycleRule>) -> Act {
        Act::LifecycleRule(self.owner.clone(), id.to_owned(), rule.map(Box::new))
    }

    fn gone(&self, rule: &LifecycleRule) -> Raw {
        let id = &rule.id;
        let raw = Raw::new("lifecycle", format!("lifecycle rule {id}"), format!("Rules[{id}]"))
            .stated(self.lifecycle_at(id, "name", |rule| Some(rule.name.span)))
            .values(Some(rule_words(rule)), None)
            .acting(self.act(id, None));
        match rule.expiration_days {
            Some(_) => raw.note("nothing erases the objects that it should"),
            None => raw,
        }
    }

    fn added(&self, rule: &LifecycleRule) -> Raw {
        let id = &rule.id;
        let raw = Raw::new("lifecycle", format!("lifecycle rule {id}"), format!("Rules[{id}]"))
            .stated(self.at("lifecycle", None))
            .values(None, Some(rule_words(rule)))
            .acting(self.act(id, Some(rule.clone())))
            .note(AT_ONCE);
        match rule.expiration_days {
            Some(_) => raw.doubted().note(DELETES),
            None => raw,
        }
    }

    /// One difference for each field, each alone in an otherwise expected rule.
    fn lifecycle_rule(&self, expected: &LifecycleRule, actual: &LifecycleRule) -> Vec<Raw> {
        let id = &expected.id;
        let changed = current(expected, actual).into_iter().chain(superseded(expected, actual));
        let deletes =
            expected.expiration_days.is_some() || expected.noncurrent_expiration.is_some();
        let raw = |Field { key, what, field, values: [wanted, found], with }: Field| {
            let raw =
                Raw::new("lifecycle", format!("{id}: {what}"), format!("Rules[{id}].{field}"))
                    .stated(self.lifecycle_at(id, key, |rule| part(rule, key)))
                    .values(wanted, found)
                    .acting(self.act(id, Some(with)))
                    .note(AT_ONCE);
            match what {
                "expiration" => raw.doubted().note(DELETES),
                // Which objects are deleted is not what the policy says.
                "filter" if deletes => raw.doubted().note(DELETES),
                _ => raw,
            }
        };
        changed.map(raw).collect()
    }

    /// What happens to small objects matters only where something moves.
    fn small_objects(
        &self,
        expected: Option<&BucketLifecycle>,
        actual: Option<&BucketLifecycle>,
    ) -> Option<Raw> {
        let (expected, actual) = (expected?, actual?);
        let moves = |rule: &LifecycleRule| {
            !rule.transitions.is_empty() || !rule.noncurrent_transitions.is_empty()
        };
        let matters = self.settings.small_objects.is_some() || expected.rules.iter().any(moves);
        let size = |lifecycle: &BucketLifecycle| lifecycle.transition_default_minimum_object_size;
        if !matters || size(expected) == size(actual) {
            return None;
        }
        let word = |small: SmallObjects| match small {
            SmallObjects::AllStorageClasses128K => "stay".to_owned(),
            SmallObjects::VariesByStorageClass => "move".to_owned(),
        };
        let span = self.settings.small_objects.map(|small| small.span);
        Some(
            Raw::new(SMALL_OBJECTS, "small objects", "TransitionDefaultMinimumObjectSize")
                .stated(self.at("small_objects", span))
                .values(Some(word(size(expected))), Some(word(size(actual)))),
        )
    }
}

/// A field that differs.
struct Field {
    /// The key of the policy.
    key: &'static str,
    what: &'static str,
    field: &'static str,
    values: [Option<String>; 2],
    /// The expected rule with what was found in this field.
    with: LifecycleRule,
}

/// What differs of the filter and of current versions.
fn current(expected: &LifecycleRule, actual: &LifecycleRule) -> Vec<Field> {
    let mut fields = Vec::new();
    if expected.filter != actual.filter {
        fields.push(Field {
            key: "filter",
            what: "filter",
            field: "Filter",
            values: [&expected.filter, &actual.filter].map(|filter| Some(filter_words(filter))),
            with: LifecycleRule { filter: actual.filter.clone(), ..expected.clone() },
        });
    }
    if expected.transitions != actual.transitions {
        fields.push(Field {
            key: "current",
            what: "transitions",
            field: "Transitions",
            values: [&expected.transitions, &actual.transitions].map(|all| transition_words(all)),
            with: LifecycleRule { transitions: actual.transitions.clone(), ..expected.clone() },
        });
    }
    let ages = [expected.expiration_days, actual.expiration_days];
    if expected.expiration_days != actual.expiration_days {
        fields.push(Field {
            key: "current",
            what: "expiration",
            field: "Expiration.Days",
            values: ages.map(|age| age.map(words::days)),
            with: LifecycleRule { expiration_days: actual.expiration_days, ..expected.clone() },
        });
    }
    let found = actual.expired_object_delete_marker;
    if expected.expired_object_delete_marker != found {
        let flags = [expected.expired_object_delete_marker, found];
        fields.push(Field {
            key: "current",
            what: "removal of delete markers",
            field: "Expiration.ExpiredObjectDeleteMarker",
            values: flags.map(|on| Some(words::switch(on))),
            with: LifecycleRule { expired_object_delete_marker: found, ..expected.clone() },
        });
    }
    fields
}

/// What differs of superseded versions and unfinished uploads.
fn superseded(expected: &LifecycleRule, actual: &LifecycleRule) -> Vec<Field> {
    let mut fields = Vec::new();
    let moves = [&expected.noncurrent_transitions, &actual.noncurrent_transitions];
    if expected.noncurrent_transitions != actual.noncurrent_transitions {
        let noncurrent_transitions = actual.noncurrent_transitions.clone();
        fields.push(Field {
            key: "noncurrent",
            what: "noncurrent transitions",
            field: "NoncurrentVersionTransitions",
            values: moves.map(|all| noncurrent_words(all)),
            with: LifecycleRule { noncurrent_transitions, ..expected.clone() },
        });
    }
    let found = actual.noncurrent_expiration;
    if expected.noncurrent_expiration != found {
        let ends = [expected.noncurrent_expiration, found];
        fields.push(Field {
            key: "noncurrent",
            what: "noncurrent expiration",
            field: "NoncurrentVersionExpiration",
            values: ends.map(|end| end.map(expiration_words)),
            with: LifecycleRule { noncurrent_expiration: found, ..expected.clone() },
        });
    }
    let abort_incomplete_multipart_upload_days = actual.abort_incomplete_multipart_upload_days;
    let stated = expected.abort_incomplete_multipart_upload_days;
    if stated != abort_incomplete_multipart_upload_days {
        let ages = [stated, abort_incomplete_multipart_upload_days];
        fields.push(Field {
            key: "abort_incomplete_uploads_after",
            what: "unfinished uploads",
            field: "AbortIncompleteMultipartUpload.DaysAfterInitiation",
            values: ages.map(|age| age.map(words::days)),
            with: LifecycleRule { abort_incomplete_multipart_upload_days, ..expected.clone() },
        });
    }
    fields
}

fn part(rule: &resolved::LifecycleRule, key: &str) -> Option<Span> {
    match key {
        "filter" => rule.filter.as_ref().map(|filter| filter.span),
        "current" => rule.current.as_ref().map(|current| current.span),
        "noncurrent" => rule.noncurrent.as_ref().map(|noncurrent| noncurrent.span),
        "abort_incomplete_uploads_after" => {
            rule.abort_incomplete_uploads_after.as_ref().map(|age| age.span)
        }
        _ => None,
    }
}

fn transition_words(transitions: &[Transition]) -> Option<String> {
    let each = |t: &Transition| format!("{} after {}d", t.storage_class, t.days);
    words::list(&transitions.iter().map(each).collect::<Vec<_>>())
}

fn noncurrent_words(transitions: &[NoncurrentTransition]) -> Option<String> {
    let each = |t: &NoncurrentTransition| {
        let newest = newest(t.newer_noncurrent_versions);
        format!("{} after {}d{newest}", t.storage_class, t.noncurrent_days)
    };
    words::list(&transitions.iter().map(each).collect::<Vec<_>>())
}

fn expiration_words(expiration: NoncurrentExpiration) -> String {
    let NoncurrentExpiration { noncurrent_days, newer_noncurrent_versions } = expiration;
    format!("{noncurrent_days}d{}", newest(newer_noncurrent_versions))
}

fn newest(count: Option<u32>) -> String {
    count.map(|count| format!(", keeping the newest {count}")).unwrap_or_default()
}

fn filter_words(filter: &LifecycleFilter) -> String {
    let LifecycleFilter { prefix, tags, object_size_greater_than, object_size_less_than } = filter;
    let parts = [
        prefix.clone(),
        words::tags(tags),
        object_size_greater_than.map(|size| format!("larger than {size} bytes")),
        object_size_less_than.map(|size| format!("smaller than {size} bytes")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    words::list(&parts).unwrap_or_else(|| "the whole bucket".to_owned())
}

/// A whole rule in short.
fn rule_words(rule: &LifecycleRule) -> String {
    let parts = [
        transition_words(&rule.transitions),
        rule.expiration_days.map(|days| format!("expires after {days}d")),
        noncurrent_words(&rule.noncurrent_transitions).map(|text| format!("noncurrent {text}")),
        rule.noncurrent_expiration
            .map(|expiration| format!("noncurrent expires after {}", expiration_words(expiration))),
        rule.expired_object_delete_marker.then(|| "removes delete markers".to_owned()),
        rule.abort_incomplete_multipart_upload_days
            .map(|days| format!("unfinished uploads end after {days}d")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let does = words::list(&parts).unwrap_or_else(|| "does nothing".to_owned());
    format!("{}: {does}", filter_words(&rule.filter))
}
