//! Small policies about storage.

#[path = "../check_edges/policies.rs"]
mod small;

pub(crate) use small::{compiled, of, policy, table};

/// A bucket with these settings.
pub(crate) fn bucket(settings: &str) -> String {
    policy(
        "us-east-1",
        &format!("resources: {{ documents: {{ type: s3, buckets: [orders], {settings} }} }}"),
    )
}

/// A bucket with these lifecycle rules.
pub(crate) fn lifecycle(rules: &str) -> String {
    bucket(&format!("lifecycle: [ {rules} ]"))
}
