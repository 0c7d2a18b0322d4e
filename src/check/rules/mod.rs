//! Every rule, in the order of the catalogue.

mod abort_with_tags_or_sizes;
mod archived_objects_in_backup;
mod backup_replication_of_a_cluster;
mod backup_replication_without_region;
mod backup_starts_in_database_window;
mod backup_window_in_maintenance;
mod backup_window_too_short;
mod bucket_backup_without_versioning;
mod bucket_configured_twice;
mod bucket_name_refused;
mod control_character_in_text;
mod delete_marker_cleanup_not_alone;
mod dots_in_bucket_name;
mod dynamic_reference_in_text;
mod early_deletion_charge;
mod early_infrequent_access;
mod empty_lifecycle;
mod existing_objects_unstated;
mod expiration_before_transition;
mod expiration_inside_object_lock;
mod filter_tag_refused;
mod incomplete_object_lock;
mod keep_newest_out_of_bounds;
mod keep_newest_without_age;
mod key_in_another_region;
mod lifecycle_name_refused;
mod lifecycle_rule_without_action;
mod lone_backup_window;
mod managed_without_setting;
mod native_backups_off_but_needed;
mod native_backups_switched_off;
mod native_retention_beside_continuous;
mod native_retention_out_of_bounds;
mod native_retention_unstated;
mod object_lock_is_permanent;
mod object_lock_out_of_bounds;
mod object_lock_without_versioning;
mod prefix_matching_nothing;
mod region_of_another_partition;
mod repeated_lifecycle_name;
mod repeated_storage_class;
mod replica_in_own_region;
mod replica_without_backups;
mod replication_delay_unbounded;
mod replication_to_a_folder;
mod replication_to_itself;
mod replication_without_destination_lock;
mod replication_without_versioning;
mod shorter_expiration_wins;
mod size_filter_matching_nothing;
mod size_filter_out_of_bounds;
mod small_objects_unstated;
mod storage_class_left_too_soon;
mod superseded_versions_kept_forever;
mod tag_refused;
mod too_many_lifecycle_rules;
mod too_many_replication_rules;
mod transition_never_reached;
mod transitions_out_of_order;
mod unfamiliar_region;
mod unknown_storage_class;
mod unnamed_resource;
mod version_actions_without_versioning;
mod wrong_database_identifier;
mod zero_day_lifecycle_action;

use std::sync::LazyLock;

use crate::diagnostic::{Finding, Rule};
use crate::resolved::Policy;
use crate::{document, resolved};

/// Looks for one fault in the policy of one environment.
pub type Check = fn(&Policy, &mut Vec<Finding>);

/// A rule and the function that looks for it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The rule.
    pub rule: &'static Rule,
    /// The function.
    pub check: Check,
}

/// Every rule with its function.
pub static TABLE: &[Row] = &[
    Row { rule: &abort_with_tags_or_sizes::RULE, check: abort_with_tags_or_sizes::check },
    Row { rule: &archived_objects_in_backup::RULE, check: archived_objects_in_backup::check },
    Row {
        rule: &backup_replication_of_a_cluster::RULE,
        check: backup_replication_of_a_cluster::check,
    },
    Row {
        rule: &backup_replication_without_region::RULE,
        check: backup_replication_without_region::check,
    },
    Row {
        rule: &backup_starts_in_database_window::RULE,
        check: backup_starts_in_database_window::check,
    },
    Row { rule: &backup_window_in_maintenance::RULE, check: backup_window_in_maintenance::check },
    Row { rule: &backup_window_too_short::RULE, check: backup_window_too_short::check },
    Row {
        rule: &bucket_backup_without_versioning::RULE,
        check: bucket_backup_without_versioning::check,
    },
    Row { rule: &bucket_configured_twice::RULE, check: bucket_configured_twice::check },
    Row { rule: &bucket_name_refused::RULE, check: bucket_name_refused::check },
    Row { rule: &control_character_in_text::RULE, check: control_character_in_text::check },
    Row {
        rule: &delete_marker_cleanup_not_alone::RULE,
        check: delete_marker_cleanup_not_alone::check,
    },
    Row { rule: &dots_in_bucket_name::RULE, check: dots_in_bucket_name::check },
    Row { rule: &dynamic_reference_in_text::RULE, check: dynamic_reference_in_text::check },
    Row { rule: &early_deletion_charge::RULE, check: early_deletion_charge::check },
    Row { rule: &early_infrequent_access::RULE, check: early_infrequent_access::check },
    Row { rule: &empty_lifecycle::RULE, check: empty_lifecycle::check },
    Row { rule: &existing_objects_unstated::RULE, check: existing_objects_unstated::check },
    Row { rule: &expiration_before_transition::RULE, check: expiration_before_transition::check },
    Row { rule: &expiration_inside_object_lock::RULE, check: expiration_inside_object_lock::check },
    Row { rule: &filter_tag_refused::RULE, check: filter_tag_refused::check },
    Row { rule: &incomplete_object_lock::RULE, check: incomplete_object_lock::check },
    Row { rule: &keep_newest_out_of_bounds::RULE, check: keep_newest_out_of_bounds::check },
    Row { rule: &keep_newest_without_age::RULE, check: keep_newest_without_age::check },
    Row { rule: &key_in_another_region::RULE, check: key_in_another_region::check },
    Row { rule: &lifecycle_name_refused::RULE, check: lifecycle_name_refused::check },
    Row { rule: &lifecycle_rule_without_action::RULE, check: lifecycle_rule_without_action::check },
    Row { rule: &lone_backup_window::RULE, check: lone_backup_window::check },
    Row { rule: &managed_without_setting::RULE, check: managed_without_setting::check },
    Row { rule: &native_backups_off_but_needed::RULE, check: native_backups_off_but_needed::check },
    Row { rule: &native_backups_switched_off::RULE, check: native_backups_switched_off::check },
    Row {
        rule: &native_retention_beside_continuous::RULE,
        check: native_retention_beside_continuous::check,
    },
    Row {
        rule: &native_retention_out_of_bounds::RULE,
        check: native_retention_out_of_bounds::check,
    },
    Row { rule: &native_retention_unstated::RULE, check: native_retention_unstated::check },
    Row { rule: &object_lock_is_permanent::RULE, check: object_lock_is_permanent::check },
    Row { rule: &object_lock_out_of_bounds::RULE, check: object_lock_out_of_bounds::check },
    Row {
        rule: &object_lock_without_versioning::RULE,
        check: object_lock_without_versioning::check,
    },
    Row { rule: &prefix_matching_nothing::RULE, check: prefix_matching_nothing::check },
    Row { rule: &region_of_another_partition::RULE, check: region_of_another_partition::check },
    Row { rule: &repeated_lifecycle_name::RULE, check: repeated_lifecycle_name::check },
    Row { rule: &repeated_storage_class::RULE, check: repeated_storage_class::check },
    Row { rule: &replica_in_own_region::RULE, check: replica_in_own_region::check },
    Row { rule: &replica_without_backups::RULE, check: replica_without_backups::check },
    Row { rule: &replication_delay_unbounded::RULE, check: replication_delay_unbounded::check },
    Row { rule: &replication_to_a_folder::RULE, check: replication_to_a_folder::check },
    Row { rule: &replication_to_itself::RULE, check: replication_to_itself::check },
    Row {
        rule: &replication_without_destination_lock::RULE,
        check: replication_without_destination_lock::check,
    },
    Row {
        rule: &replication_without_versioning::RULE,
        check: replication_without_versioning::check,
    },
    Row { rule: &shorter_expiration_wins::RULE, check: shorter_expiration_wins::check },
    Row { rule: &size_filter_matching_nothing::RULE, check: size_filter_matching_nothing::check },
    Row { rule: &size_filter_out_of_bounds::RULE, check: size_filter_out_of_bounds::check },
    Row { rule: &small_objects_unstated::RULE, check: small_objects_unstated::check },
    Row { rule: &storage_class_left_too_soon::RULE, check: storage_class_left_too_soon::check },
    Row {
        rule: &superseded_versions_kept_forever::RULE,
        check: superseded_versions_kept_forever::check,
    },
    Row { rule: &tag_refused::RULE, check: tag_refused::check },
    Row { rule: &too_many_lifecycle_rules::RULE, check: too_many_lifecycle_rules::check },
    Row { rule: &too_many_replication_rules::RULE, check: too_many_replication_rules::check },
    Row { rule: &transition_never_reached::RULE, check: transition_never_reached::check },
    Row { rule: &transitions_out_of_order::RULE, check: transitions_out_of_order::check },
    Row { rule: &unfamiliar_region::RULE, check: unfamiliar_region::check },
    Row { rule: &unknown_storage_class::RULE, check: unknown_storage_class::check },
    Row { rule: &unnamed_resource::RULE, check: unnamed_resource::check },
    Row {
        rule: &version_actions_without_versioning::RULE,
        check: version_actions_without_versioning::check,
    },
    Row { rule: &wrong_database_identifier::RULE, check: wrong_database_identifier::check },
    Row { rule: &zero_day_lifecycle_action::RULE, check: zero_day_lifecycle_action::check },
];

/// Every rule: of the document, of resolving, then of the table.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let document = document::rules::ALL.iter().copied();
    let resolved = resolved::rules::ALL.iter().copied();
    document.chain(resolved).chain(TABLE.iter().map(|row| row.rule)).collect()
});
