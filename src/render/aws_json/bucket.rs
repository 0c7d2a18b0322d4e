//! Parts of a bucket that the API and CloudFormation spell alike.

use serde::{Deserialize, Serialize};

use crate::resources::{NoncurrentExpiration, SmallObjects, Tags};

/// `Status` of a rule, of versioning and of much else in S3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    Enabled,
    Disabled,
    Suspended,
}

/// `TransitionDefaultMinimumObjectSize`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SizeDefault {
    #[serde(rename = "all_storage_classes_128K")]
    AllStorageClasses128K,
    #[serde(rename = "varies_by_storage_class")]
    VariesByStorageClass,
}

impl From<SmallObjects> for SizeDefault {
    fn from(small: SmallObjects) -> Self {
        match small {
            SmallObjects::AllStorageClasses128K => Self::AllStorageClasses128K,
            SmallObjects::VariesByStorageClass => Self::VariesByStorageClass,
        }
    }
}

impl From<SizeDefault> for SmallObjects {
    fn from(view: SizeDefault) -> Self {
        match view {
            SizeDefault::AllStorageClasses128K => Self::AllStorageClasses128K,
            SizeDefault::VariesByStorageClass => Self::VariesByStorageClass,
        }
    }
}

/// `NoncurrentVersionExpiration`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct NoncurrentExpirationView {
    noncurrent_days: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    newer_noncurrent_versions: Option<u32>,
}

impl From<NoncurrentExpiration> for NoncurrentExpirationView {
    fn from(expiration: NoncurrentExpiration) -> Self {
        let NoncurrentExpiration { noncurrent_days, newer_noncurrent_versions } = expiration;
        Self { noncurrent_days, newer_noncurrent_versions }
    }
}

impl From<NoncurrentExpirationView> for NoncurrentExpiration {
    fn from(view: NoncurrentExpirationView) -> Self {
        let NoncurrentExpirationView { noncurrent_days, newer_noncurrent_versions } = view;
        Self { noncurrent_days, newer_noncurrent_versions }
    }
}

/// `AbortIncompleteMultipartUpload`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct AbortView {
    pub(crate) days_after_initiation: u32,
}

/// A tag where AWS wants a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct TagView {
    key: String,
    value: String,
}

impl TagView {
    /// Key and value.
    pub(crate) fn read(self) -> (String, String) {
        let Self { key, value } = self;
        (key, value)
    }
}

/// Tags as a list, sorted by key.
pub(crate) fn tag_list(tags: &Tags) -> Vec<TagView> {
    tags.iter().map(|(key, value)| TagView { key: key.clone(), value: value.clone() }).collect()
}

/// The tags of such a list.
pub(crate) fn tags_of(list: Vec<TagView>) -> Tags {
    list.into_iter().map(TagView::read).collect()
}
