//! A lifecycle in CloudFormation's words: filters flat, sizes as strings.

use serde::{Deserialize, Serialize};

use crate::render::aws_json::{
    AbortView, NoncurrentExpirationView, SizeDefault, Status, TagView, tag_list,
};
use crate::resources::{
    BucketLifecycle, LifecycleFilter, LifecycleRule, NoncurrentTransition, Transition,
};

/// `LifecycleConfiguration`
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct LifecycleConfigurationView {
    transition_default_minimum_object_size: SizeDefault,
    rules: Vec<RuleView>,
}

/// `Rule`: the filter's members stand in the rule itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RuleView {
    id: String,
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tag_filters: Vec<TagView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_size_greater_than: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_size_less_than: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    transitions: Vec<TransitionView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expiration_in_days: Option<u32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    expired_object_delete_marker: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    noncurrent_version_transitions: Vec<NoncurrentTransitionView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    noncurrent_version_expiration: Option<NoncurrentExpirationView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    abort_incomplete_multipart_upload: Option<AbortView>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TransitionView {
    transition_in_days: u32,
    storage_class: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct NoncurrentTransitionView {
    transition_in_days: u32,
    storage_class: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    newer_noncurrent_versions: Option<u32>,
}

impl LifecycleConfigurationView {
    /// The view of a lifecycle.
    pub(super) fn of(lifecycle: &BucketLifecycle) -> Self {
        let BucketLifecycle { rules, transition_default_minimum_object_size } = lifecycle;
        Self {
            transition_default_minimum_object_size: (*transition_default_minimum_object_size)
                .into(),
            rules: rules.iter().map(RuleView::of).collect(),
        }
    }

    /// The lifecycle that the view stands for.
    ///
    /// # Errors
    /// A sentence about a rule that is off or a size that is no number.
    pub(super) fn read(self) -> Result<BucketLifecycle, String> {
        let Self { transition_default_minimum_object_size, rules } = self;
        Ok(BucketLifecycle {
            rules: rules.into_iter().map(RuleView::read).collect::<Result<_, _>>()?,
            transition_default_minimum_object_size: transition_default_minimum_object_size.into(),
        })
    }
}

impl RuleView {
    fn of(rule: &LifecycleRule) -> Self {
        let LifecycleRule {
            id,
            filter,
            transitions,
            expiration_days,
            expired_object_delete_marker: _,
            noncurrent_transitions,
            noncurrent_expiration,
            abort_incomplete_multipart_upload_days,
        } = rule;
        let LifecycleFilter { prefix, tags, object_size_greater_than, object_size_less_than } =
            filter;
        Self {
            id: id.clone(),
            status: Status::Enabled,
            prefix: prefix.clone(),
            tag_filters: tag_list(tags),
            object_size_greater_than: object_size_greater_than.map(|bytes| bytes.to_string()),
            object_size_less_than: object_size_less_than.map(|bytes| bytes.to_string()),
            transitions: transitions.iter().map(TransitionView::of).collect(),
            expiration_in_days: *expiration_days,
            expired_object_delete_marker: rule.removes_delete_markers(),
            noncurrent_version_transitions: noncurrent_transitions
                .iter()
                .map(NoncurrentTransitionView::of)
                .collect(),
            noncurrent_version_expiration: noncurrent_expiration.map(Into::into),
            abort_incomplete_multipart_upload: abort_incomplete_multipart_upload_days
                .map(|days_after_initiation| AbortView { days_after_initiation }),
        }
    }

    fn read(self) -> Result<LifecycleRule, String> {
        let Self {
            id,
            status,
            prefix,
            tag_filters,
            object_size_greater_than,
            object_size_less_than,
            transitions,
            expiration_in_days,
            expired_object_delete_marker,
            noncurrent_version_transitions,
            noncurrent_version_expiration,
            abort_incomplete_multipart_upload,
        } = self;
        if status != Status::Enabled {
            return Err("a rule is not enabled".to_owned());
        }
        Ok(LifecycleRule {
            id,
            filter: LifecycleFilter {
                prefix,
                tags: tag_filters.into_iter().map(TagView::read).collect(),
                object_size_greater_than: bytes(object_size_greater_than.as_deref())?,
                object_size_less_than: bytes(object_size_less_than.as_deref())?,
            },
            transitions: transitions.into_iter().map(TransitionView::read).collect(),
            expiration_days: expiration_in_days,
            expired_object_delete_marker,
            noncurrent_transitions: noncurrent_version_transitions
                .into_iter()
                .map(NoncurrentTransitionView::read)
                .collect(),
            noncurrent_expiration: noncurrent_version_expiration.map(Into::into),
            abort_incomplete_multipart_upload_days: abort_incomplete_multipart_upload
                .map(|abort| abort.days_after_initiation),
        })
    }
}

fn bytes(digits: Option<&str>) -> Result<Option<u64>, String> {
    digits
        .map(|digits| digits.parse().map_err(|_| "a size is not a number of bytes".to_owned()))
        .transpose()
}

impl TransitionView {
    fn of(transition: &Transition) -> Self {
        let Transition { days, storage_class } = transition.clone();
        Self { transition_in_days: days, storage_class }
    }

    fn read(self) -> Transition {
        let Self { transition_in_days, storage_class } = self;
        Transition { days: transition_in_days, storage_class }
    }
}

impl NoncurrentTransitionView {
    fn of(transition: &NoncurrentTransition) -> Self {
        let NoncurrentTransition { noncurrent_days, storage_class, newer_noncurrent_versions } =
            transition.clone();
        Self { transition_in_days: noncurrent_days, storage_class, newer_noncurrent_versions }
    }

    fn read(self) -> NoncurrentTransition {
        let Self { transition_in_days, storage_class, newer_noncurrent_versions } = self;
        NoncurrentTransition {
            noncurrent_days: transition_in_days,
            storage_class,
            newer_noncurrent_versions,
        }
    }
}
