//! A replication group as ElastiCache describes it.

use aws_sdk_elasticache::types::{
    AutomaticFailoverStatus, MultiAzStatus, PendingAutomaticFailoverStatus, ReplicationGroup,
};

use crate::resources::CacheGroup;

/// Identifier and settings; none if the group is being deleted.
pub(super) fn group(seen: &ReplicationGroup) -> Option<(String, CacheGroup)> {
    if seen.status() == Some("deleting") {
        return None;
    }
    let zones = seen.multi_az().map(|status| *status == MultiAzStatus::Enabled);
    let group = CacheGroup {
        snapshot_retention_limit: seen
            .snapshot_retention_limit()
            .map(|days| u32::try_from(days).unwrap_or_default()),
        snapshot_window: seen
            .snapshot_window()
            .filter(|window| !window.is_empty())
            .map(str::to_owned),
        multi_az: zones.map(|zones| zones && fails_over(seen)),
    };
    Some((seen.replication_group_id()?.to_owned(), group))
}

/// Nodes in several zones help only if one takes over by itself. A change that
/// is pending counts as made.
fn fails_over(seen: &ReplicationGroup) -> bool {
    let pending = seen.pending_modified_values();
    match pending.and_then(|pending| pending.automatic_failover_status()) {
        Some(pending) => *pending == PendingAutomaticFailoverStatus::Enabled,
        None => matches!(
            seen.automatic_failover(),
            Some(AutomaticFailoverStatus::Enabled | AutomaticFailoverStatus::Enabling)
        ),
    }
}
