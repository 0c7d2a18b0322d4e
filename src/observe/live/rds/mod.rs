//! Database instances and clusters, looked up by identifier.

mod cluster;
mod instance;

/// Status of what is being deleted: it is there no more for those who need it.
const DELETING: &str = "deleting";

/// Days are never negative; if they were, none would be the worse reading.
fn days(days: i32) -> u32 {
    u32::try_from(days).unwrap_or_default()
}

/// The Region in an ARN; none in a plain identifier.
fn region_of(text: &str) -> Option<&str> {
    text.strip_prefix("arn:")?.split(':').nth(2).filter(|region| !region.is_empty())
}
