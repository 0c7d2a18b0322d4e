//! A bucket's lifecycle as S3 returns it.

use aws_sdk_s3::operation::get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationOutput;
use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_sdk_s3::types::{
    ExpirationStatus, LifecycleRule as SdkRule, LifecycleRuleAndOperator, LifecycleRuleFilter, Tag,
    TransitionDefaultMinimumObjectSize as SizeDefault,
};

use super::{SetOn, size, whole};
use crate::facts::defaults::absent;
use crate::resources::{
    BucketLifecycle, LifecycleFilter, LifecycleRule, NoncurrentExpiration, NoncurrentTransition,
    SmallObjects, Tags, Transition,
};

/// The rules that act, and in `beyond` what no rule of a policy can say.
///
/// None without a rule that acts: S3 itself has no lifecycle without rules.
pub(super) fn lifecycle(
    output: &GetBucketLifecycleConfigurationOutput,
    beyond: &mut SetOn<'_>,
) -> Option<BucketLifecycle> {
    let rules: Vec<LifecycleRule> =
        output.rules().iter().filter_map(|seen| rule(seen, beyond)).collect();
    let small = small_objects(output.transition_default_minimum_object_size(), beyond);
    (!rules.is_empty())
        .then_some(BucketLifecycle { rules, transition_default_minimum_object_size: small })
}

/// Directory buckets and other stores leave the default out: it reads as S3's.
fn small_objects(seen: Option<&SizeDefault>, beyond: &mut SetOn<'_>) -> SmallObjects {
    let default = absent("LifecycleConfiguration.TransitionDefaultMinimumObjectSize");
    let Some(value) = seen.map(SizeDefault::as_str).or(default) else {
        return SmallObjects::AllStorageClasses128K;
    };
    if value == SizeDefault::VariesByStorageClass.as_str() {
        return SmallObjects::VariesByStorageClass;
    }
    if value != SizeDefault::AllStorageClasses128K.as_str() {
        beyond.add("TransitionDefaultMinimumObjectSize", value);
    }
    SmallObjects::AllStorageClasses128K
}

/// A rule that is switched on; one that is off is no rule.
fn rule(seen: &SdkRule, beyond: &mut SetOn<'_>) -> Option<LifecycleRule> {
    let id = seen.id().unwrap_or_default();
    let at = format!("Rules[{id}]");
    if *seen.status() != ExpirationStatus::Enabled {
        beyond.add(format!("{at}.Status"), seen.status().as_str());
        return None;
    }
    let expiration = seen.expiration();
    if let Some(date) = expiration.and_then(|expiration| expiration.date()) {
        beyond.add(format!("{at}.Expiration.Date"), day(date));
    }
    Some(LifecycleRule {
        id: id.to_owned(),
        filter: filter(seen),
        transitions: transitions(seen, &at, beyond),
        expiration_days: expiration.and_then(|expiration| expiration.days()).map(whole),
        expired_object_delete_marker: expiration
            .and_then(|expiration| expiration.expired_object_delete_marker())
            .unwrap_or(false),
        noncurrent_transitions: noncurrent_transitions(seen),
        noncurrent_expiration: seen.noncurrent_version_expiration().map(|expiration| {
            NoncurrentExpiration {
                noncurrent_days: expiration.noncurrent_days().map(whole).unwrap_or_default(),
                newer_noncurrent_versions: expiration.newer_noncurrent_versions().map(whole),
            }
        }),
        abort_incomplete_multipart_upload_days: seen
            .abort_incomplete_multipart_upload()
            .and_then(|abort| abort.days_after_initiation())
            .map(whole),
    })
}

fn transitions(seen: &SdkRule, at: &str, beyond: &mut SetOn<'_>) -> Vec<Transition> {
    let mut transitions = Vec::new();
    for transition in seen.transitions() {
        let class = transition.storage_class().map(|class| class.as_str()).unwrap_or_default();
        match transition.date() {
            Some(date) => beyond.add(format!("{at}.Transitions[{class}].Date"), day(date)),
            None => transitions.push(Transition {
                days: transition.days().map(whole).unwrap_or_default(),
                storage_class: class.to_owned(),
            }),
        }
    }
    transitions
}

fn noncurrent_transitions(seen: &SdkRule) -> Vec<NoncurrentTransition> {
    let transition = |transition: &aws_sdk_s3::types::NoncurrentVersionTransition| {
        let class = transition.storage_class().map(|class| class.as_str());
        NoncurrentTransition {
            noncurrent_days: transition.noncurrent_days().map(whole).unwrap_or_default(),
            storage_class: class.unwrap_or_default().to_owned(),
            newer_noncurrent_versions: transition.newer_noncurrent_versions().map(whole),
        }
    };
    seen.noncurrent_version_transitions().iter().map(transition).collect()
}

/// The one form of every way to say which objects: a rule of old has its prefix
/// beside it, a new one in a filter, and two predicates or more stand in `And`.
fn filter(seen: &SdkRule) -> LifecycleFilter {
    #[expect(deprecated, reason = "configurations of old still have it, and S3 returns it")]
    let of_old = seen.prefix();
    let found = match seen.filter() {
        Some(filter) => filter.and().map_or_else(|| alone(filter), together),
        None => LifecycleFilter { prefix: of_old.map(str::to_owned), ..LifecycleFilter::default() },
    };
    LifecycleFilter { prefix: found.prefix.filter(|prefix| !prefix.is_empty()), ..found }
}

fn alone(filter: &LifecycleRuleFilter) -> LifecycleFilter {
    LifecycleFilter {
        prefix: filter.prefix().map(str::to_owned),
        tags: tags(filter.tag()),
        object_size_greater_than: filter.object_size_greater_than().map(size),
        object_size_less_than: filter.object_size_less_than().map(size),
    }
}

fn together(and: &LifecycleRuleAndOperator) -> LifecycleFilter {
    LifecycleFilter {
        prefix: and.prefix().map(str::to_owned),
        tags: tags(and.tags()),
        object_size_greater_than: and.object_size_greater_than().map(size),
        object_size_less_than: and.object_size_less_than().map(size),
    }
}

fn tags<'a>(list: impl IntoIterator<Item = &'a Tag>) -> Tags {
    list.into_iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect()
}

/// S3 acts at midnight UTC: the day says all.
fn day(date: &DateTime) -> String {
    let written = date.fmt(DateTimeFormat::DateTime).unwrap_or_default();
    written.split('T').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::types::{
        AbortIncompleteMultipartUpload, LifecycleExpiration,
        NoncurrentVersionExpiration as SdkExpiration,
        NoncurrentVersionTransition as SdkNoncurrentTransition, Transition as SdkTransition,
        TransitionStorageClass, builders::LifecycleRuleBuilder,
    };

    use super::*;
    use crate::observe::Beyond;

    fn enabled(id: &str) -> LifecycleRuleBuilder {
        SdkRule::builder().id(id).status(ExpirationStatus::Enabled)
    }

    fn expiring(days: i32) -> LifecycleExpiration {
        LifecycleExpiration::builder().days(days).build()
    }

    fn tag(key: &str, value: &str) -> Tag {
        Tag::builder().key(key).value(value).build().unwrap()
    }

    /// What is read, and what is beyond it as `field = value`.
    fn read(
        rules: impl IntoIterator<Item = LifecycleRuleBuilder>,
        small: Option<SizeDefault>,
    ) -> (Option<BucketLifecycle>, Vec<String>) {
        let rules: Vec<SdkRule> = rules.into_iter().map(|rule| rule.build().unwrap()).collect();
        let output = GetBucketLifecycleConfigurationOutput::builder()
            .set_rules(Some(rules))
            .set_transition_default_minimum_object_size(small)
            .build();
        let mut found = Vec::new();
        let read = lifecycle(&output, &mut SetOn { bucket: "docs", found: &mut found });
        let words = |Beyond { kind, name, field, value }: Beyond| {
            assert_eq!((kind, name.as_str()), (crate::resources::ResourceKind::Bucket, "docs"));
            format!("{field} = {value}")
        };
        (read, found.into_iter().map(words).collect())
    }

    fn only_rule(rule: LifecycleRuleBuilder) -> LifecycleRule {
        let (lifecycle, beyond) = read([rule], None);
        assert_eq!(beyond, [""; 0]);
        lifecycle.unwrap().rules.remove(0)
    }

    #[test]
    fn every_way_to_say_the_whole_bucket_reads_alike() {
        #[expect(deprecated, reason = "rules of old are written so")]
        let ways = [
            enabled("all").filter(LifecycleRuleFilter::builder().build()),
            enabled("all").filter(LifecycleRuleFilter::builder().prefix("").build()),
            enabled("all").prefix(""),
            enabled("all"),
        ];
        for way in ways {
            assert_eq!(only_rule(way.expiration(expiring(30))).filter, LifecycleFilter::default());
        }
    }

    #[test]
    fn a_prefix_of_old_reads_as_one_in_a_filter() {
        #[expect(deprecated, reason = "rules of old are written so")]
        let of_old = enabled("logs").prefix("logs/");
        let now = enabled("logs").filter(LifecycleRuleFilter::builder().prefix("logs/").build());
        assert_eq!(only_rule(of_old.clone()), only_rule(now));
        assert_eq!(only_rule(of_old).filter.prefix.as_deref(), Some("logs/"));
    }

    #[test]
    fn one_predicate_stands_alone_and_several_in_and() {
        let one = LifecycleRuleFilter::builder().tag(tag("kind", "scan")).build();
        let filter = only_rule(enabled("one").filter(one)).filter;
        assert_eq!(filter.tags, Tags::from([("kind".to_owned(), "scan".to_owned())]));
        let both = LifecycleRuleAndOperator::builder()
            .prefix("invoices/")
            .tags(tag("kind", "scan"))
            .tags(tag("age", "old"))
            .object_size_greater_than(131_072)
            .object_size_less_than(1_073_741_824)
            .build();
        let several = LifecycleRuleFilter::builder().and(both).build();
        let filter = only_rule(enabled("several").filter(several)).filter;
        assert_eq!(filter.prefix.as_deref(), Some("invoices/"));
        assert_eq!(filter.tags.keys().collect::<Vec<_>>(), ["age", "kind"]);
        assert_eq!(filter.object_size_greater_than, Some(131_072));
        assert_eq!(filter.object_size_less_than, Some(1_073_741_824));
    }

    #[test]
    fn every_action_is_read() {
        let rule = enabled("all")
            .transitions(
                SdkTransition::builder()
                    .days(0)
                    .storage_class(TransitionStorageClass::GlacierIr)
                    .build(),
            )
            .expiration(expiring(400))
            .noncurrent_version_transitions(
                SdkNoncurrentTransition::builder()
                    .noncurrent_days(30)
                    .newer_noncurrent_versions(3)
                    .storage_class(TransitionStorageClass::from("SOME_LATER_CLASS"))
                    .build(),
            )
            .noncurrent_version_expiration(
                SdkExpiration::builder().noncurrent_days(90).newer_noncurrent_versions(2).build(),
            )
            .abort_incomplete_multipart_upload(
                AbortIncompleteMultipartUpload::builder().days_after_initiation(7).build(),
            );
        let read = only_rule(rule);
        assert_eq!(
            read.transitions,
            [Transition { days: 0, storage_class: "GLACIER_IR".to_owned() }]
        );
        assert_eq!(read.expiration_days, Some(400));
        assert!(!read.expired_object_delete_marker);
        assert_eq!(
            read.noncurrent_transitions,
            [NoncurrentTransition {
                noncurrent_days: 30,
                storage_class: "SOME_LATER_CLASS".to_owned(),
                newer_noncurrent_versions: Some(3),
            }]
        );
        let kept = NoncurrentExpiration { noncurrent_days: 90, newer_noncurrent_versions: Some(2) };
        assert_eq!(read.noncurrent_expiration, Some(kept));
        assert_eq!(read.abort_incomplete_multipart_upload_days, Some(7));
    }

    #[test]
    fn a_delete_marker_action_that_is_false_is_none() {
        let markers = |on| {
            let expiration = LifecycleExpiration::builder().expired_object_delete_marker(on);
            only_rule(enabled("markers").expiration(expiration.build()))
        };
        assert!(markers(true).expired_object_delete_marker);
        assert!(!markers(false).expired_object_delete_marker);
    }

    #[test]
    fn a_rule_that_is_off_is_no_rule_and_is_said() {
        let off = || SdkRule::builder().id("old").status(ExpirationStatus::Disabled);
        let (lifecycle, beyond) = read([enabled("all"), off()], None);
        assert_eq!(lifecycle.unwrap().rules.len(), 1);
        assert_eq!(beyond, ["Rules[old].Status = Disabled"]);
        assert_eq!(read([off()], None).0, None, "without a rule that acts there is no lifecycle");
    }

    #[test]
    fn dates_are_said_by_their_day() {
        let new_year = DateTime::from_secs(1_798_761_600);
        let rule = enabled("close")
            .transitions(
                SdkTransition::builder()
                    .date(new_year)
                    .storage_class(TransitionStorageClass::Glacier)
                    .build(),
            )
            .expiration(LifecycleExpiration::builder().date(new_year).build());
        let (lifecycle, beyond) = read([rule], None);
        let rule = lifecycle.unwrap().rules.remove(0);
        assert_eq!((rule.transitions, rule.expiration_days), (Vec::new(), None));
        assert_eq!(
            beyond,
            [
                "Rules[close].Expiration.Date = 2027-01-01",
                "Rules[close].Transitions[GLACIER].Date = 2027-01-01",
            ]
        );
    }

    #[test]
    fn an_absent_default_for_small_objects_reads_as_that_of_s3() {
        let small = |seen: Option<SizeDefault>| {
            let (lifecycle, beyond) = read([enabled("all")], seen);
            (lifecycle.unwrap().transition_default_minimum_object_size, beyond.len())
        };
        assert_eq!(small(None), (SmallObjects::AllStorageClasses128K, 0));
        let all = SizeDefault::AllStorageClasses128K;
        assert_eq!(small(Some(all)), (SmallObjects::AllStorageClasses128K, 0));
        let varies = SizeDefault::VariesByStorageClass;
        assert_eq!(small(Some(varies)), (SmallObjects::VariesByStorageClass, 0));
        assert_eq!(small(Some(SizeDefault::from("later"))).1, 1, "an unknown default is said");
    }
}
