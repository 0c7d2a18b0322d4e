//! The input of the call, member for member.

use serde::{Deserialize, Serialize};

use crate::render::aws_json::{
    AbortView, NoncurrentExpirationView, SizeDefault, Status, TagView, tag_list,
};
use crate::resources::{
    BucketLifecycle, LifecycleFilter, LifecycleRule, NoncurrentTransition, Tags, Transition,
};

/// The input; the size default is a header of the request, not of the document.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct LifecycleInput {
    bucket: String,
    transition_default_minimum_object_size: SizeDefault,
    lifecycle_configuration: ConfigurationView,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ConfigurationView {
    rules: Vec<RuleView>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RuleView {
    #[serde(rename = "ID")]
    id: String,
    status: Status,
    filter: FilterView,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    transitions: Vec<TransitionView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expiration: Option<ExpirationView>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    noncurrent_version_transitions: Vec<NoncurrentTransitionView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    noncurrent_version_expiration: Option<NoncurrentExpirationView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    abort_incomplete_multipart_upload: Option<AbortView>,
}

/// `LifecycleRuleFilter`: at most one member is present.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct FilterView {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tag: Option<TagView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_size_greater_than: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_size_less_than: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    and: Option<AndView>,
}

/// `LifecycleRuleAndOperator`: two predicates or more.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct AndView {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prefix: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<TagView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_size_greater_than: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    object_size_less_than: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct TransitionView {
    days: u32,
    storage_class: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ExpirationView {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    expired_object_delete_marker: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct NoncurrentTransitionView {
    noncurrent_days: u32,
    storage_class: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    newer_noncurrent_versions: Option<u32>,
}

impl LifecycleInput {
    /// The input for a bucket.
    pub(super) fn of(bucket: &str, lifecycle: &BucketLifecycle) -> Self {
        let BucketLifecycle { rules, transition_default_minimum_object_size } = lifecycle;
        Self {
            bucket: bucket.to_owned(),
            transition_default_minimum_object_size: (*transition_default_minimum_object_size)
                .into(),
            lifecycle_configuration: ConfigurationView {
                rules: rules.iter().map(RuleView::of).collect(),
            },
        }
    }

    /// The bucket and the lifecycle that the input stands for.
    ///
    /// # Errors
    /// A sentence about a filter that has none of S3's forms.
    pub(super) fn read(self) -> Result<(String, BucketLifecycle), String> {
        let Self { bucket, transition_default_minimum_object_size, lifecycle_configuration } = self;
        let rules = lifecycle_configuration.rules;
        let lifecycle = BucketLifecycle {
            rules: rules.into_iter().map(RuleView::read).collect::<Result<_, _>>()?,
            transition_default_minimum_object_size: transition_default_minimum_object_size.into(),
        };
        Ok((bucket, lifecycle))
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
        let expires = expiration_days.is_some() || rule.removes_delete_markers();
        Self {
            id: id.clone(),
            status: Status::Enabled,
            filter: FilterView::of(filter),
            transitions: transitions.iter().map(TransitionView::of).collect(),
            expiration: expires.then_some(ExpirationView {
                days: *expiration_days,
                expired_object_delete_marker: rule.removes_delete_markers(),
            }),
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
            status: Status::Enabled,
            filter,
            transitions,
            expiration,
            noncurrent_version_transitions,
            noncurrent_version_expiration,
            abort_incomplete_multipart_upload,
        } = self
        else {
            return Err("a rule is not enabled".to_owned());
        };
        let expiration = expiration
            .unwrap_or(ExpirationView { days: None, expired_object_delete_marker: false });
        Ok(LifecycleRule {
            id,
            filter: filter.read()?,
            transitions: transitions.into_iter().map(TransitionView::read).collect(),
            expiration_days: expiration.days,
            expired_object_delete_marker: expiration.expired_object_delete_marker,
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

impl FilterView {
    fn of(filter: &LifecycleFilter) -> Self {
        let LifecycleFilter { prefix, tags, object_size_greater_than, object_size_less_than } =
            filter.clone();
        if filter.predicates() > 1 {
            let and = AndView {
                prefix,
                tags: tag_list(&tags),
                object_size_greater_than,
                object_size_less_than,
            };
            return Self { and: Some(and), ..Self::default() };
        }
        let tag = tag_list(&tags).pop();
        Self { prefix, tag, object_size_greater_than, object_size_less_than, and: None }
    }

    fn read(self) -> Result<LifecycleFilter, String> {
        let written = |filter: &LifecycleFilter| {
            serde_json::to_value(Self::of(filter)).map_err(|error| error.to_string())
        };
        let given = serde_json::to_value(&self).map_err(|error| error.to_string())?;
        let Self { prefix, tag, object_size_greater_than, object_size_less_than, and } = self;
        let single = AndView {
            prefix,
            tags: tag.into_iter().collect(),
            object_size_greater_than,
            object_size_less_than,
        };
        let AndView { prefix, tags, object_size_greater_than, object_size_less_than } =
            and.unwrap_or(single);
        let tags: Tags = tags.into_iter().map(TagView::read).collect();
        let filter =
            LifecycleFilter { prefix, tags, object_size_greater_than, object_size_less_than };
        if written(&filter)? != given {
            return Err("a filter has none of the forms that S3 accepts".to_owned());
        }
        Ok(filter)
    }
}

impl TransitionView {
    fn of(transition: &Transition) -> Self {
        let Transition { days, storage_class } = transition.clone();
        Self { days, storage_class }
    }

    fn read(self) -> Transition {
        let Self { days, storage_class } = self;
        Transition { days, storage_class }
    }
}

impl NoncurrentTransitionView {
    fn of(transition: &NoncurrentTransition) -> Self {
        let NoncurrentTransition { noncurrent_days, storage_class, newer_noncurrent_versions } =
            transition.clone();
        Self { noncurrent_days, storage_class, newer_noncurrent_versions }
    }

    fn read(self) -> NoncurrentTransition {
        let Self { noncurrent_days, storage_class, newer_noncurrent_versions } = self;
        NoncurrentTransition { noncurrent_days, storage_class, newer_noncurrent_versions }
    }
}
