//! S3 buckets, looked up by name.

mod lifecycle;
mod replication;
mod settings;

use crate::observe::Beyond;
use crate::resources::ResourceKind;

/// Collects what is set on one bucket and has no words in `resources`.
pub(super) struct SetOn<'a> {
    bucket: &'a str,
    found: &'a mut Vec<Beyond>,
}

impl SetOn<'_> {
    fn add(&mut self, field: impl Into<String>, value: impl Into<String>) {
        self.found.push(Beyond {
            kind: ResourceKind::Bucket,
            name: self.bucket.to_owned(),
            field: field.into(),
            value: value.into(),
        });
    }
}

/// S3's counts are never negative; if one were, nothing would be the worse reading.
fn whole(count: i32) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

/// Bytes, likewise.
fn size(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}
