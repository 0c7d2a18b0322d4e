//! Moments as AWS returns them, in UTC as in RFC 3339 to the second.

use aws_sdk_backup::primitives::{DateTime, DateTimeFormat};

/// The moment as text; fractions of a second are dropped.
pub(in super::super) fn rfc3339(moment: &DateTime) -> String {
    let seconds = DateTime::from_secs(moment.secs());
    // OK because only years beyond 9999 cannot be written.
    seconds.fmt(DateTimeFormat::DateTime).unwrap_or_default()
}
