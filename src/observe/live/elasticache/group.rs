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

#[cfg(test)]
mod tests {
    use aws_sdk_elasticache::types::{
        ReplicationGroupPendingModifiedValues, builders::ReplicationGroupBuilder,
    };

    use super::*;

    fn sessions() -> ReplicationGroupBuilder {
        ReplicationGroup::builder()
            .replication_group_id("sessions")
            .status("available")
            .snapshot_retention_limit(7)
            .snapshot_window("03:00-04:00")
            .multi_az(MultiAzStatus::Enabled)
            .automatic_failover(AutomaticFailoverStatus::Enabled)
    }

    fn read(seen: ReplicationGroupBuilder) -> CacheGroup {
        group(&seen.build()).unwrap().1
    }

    #[test]
    fn what_a_policy_states_is_read() {
        let expected = CacheGroup {
            snapshot_retention_limit: Some(7),
            snapshot_window: Some("03:00-04:00".to_owned()),
            multi_az: Some(true),
        };
        assert_eq!(group(&sessions().build()), Some(("sessions".to_owned(), expected)));
    }

    #[test]
    fn snapshots_that_are_off_keep_their_window() {
        let off = read(sessions().snapshot_retention_limit(0));
        assert_eq!(off.snapshot_retention_limit, Some(0));
        assert_eq!(off.snapshot_window.as_deref(), Some("03:00-04:00"));
    }

    #[test]
    fn several_zones_need_automatic_failover() {
        let with = |failover| read(sessions().automatic_failover(failover)).multi_az;
        assert_eq!(with(AutomaticFailoverStatus::Enabling), Some(true));
        assert_eq!(with(AutomaticFailoverStatus::Disabling), Some(false));
        assert_eq!(with(AutomaticFailoverStatus::Disabled), Some(false));
        assert_eq!(read(sessions().multi_az(MultiAzStatus::Disabled)).multi_az, Some(false));
        let pending = ReplicationGroupPendingModifiedValues::builder()
            .automatic_failover_status(PendingAutomaticFailoverStatus::Disabled);
        let pending = sessions().pending_modified_values(pending.build());
        assert_eq!(read(pending).multi_az, Some(false), "a pending change counts as made");
    }

    #[test]
    fn what_is_being_deleted_is_not_there() {
        assert_eq!(group(&sessions().status("deleting").build()), None);
    }
}
