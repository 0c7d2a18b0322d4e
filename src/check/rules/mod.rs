//! Every rule, in the order of the catalogue.

mod abort_with_tags_or_sizes;
mod advanced_features_unstated;
mod air_gapped_lock_incomplete;
mod air_gapped_lock_mode;
mod air_gapped_own_vault;
mod alarm_after_objective;
mod alarm_before_next_backup;
mod alarm_on_absent_jobs;
mod alarm_without_effect;
mod alias_as_key;
mod archive_timeout_beyond_rpo;
mod archive_too_often;
mod archive_without_cold_storage;
mod archived_objects_in_backup;
mod archived_objects_not_replicated;
mod arn_elsewhere;
mod arn_of_another_type;
mod arns_and_tags_add_up;
mod backup_option_ignored;
mod backup_replication_of_a_cluster;
mod backup_replication_without_region;
mod backup_starts_in_database_window;
mod backup_window_in_maintenance;
mod backup_window_too_short;
mod backup_without_retention;
mod backups_unwatched;
mod bad_account_id;
mod bad_arn;
mod bad_aws_name;
mod bucket_backup_without_versioning;
mod bucket_configured_twice;
mod bucket_name_refused;
mod cache_export_elsewhere;
mod claim_beyond_objective;
mod claimed_history_not_kept;
mod claimed_region_without_copy;
mod claimed_too_often;
mod claims_disagree;
mod class_outlives_backups;
mod cluster_backups_kept;
mod cold_before_copy;
mod cold_storage_at_once;
mod cold_storage_ignored;
mod cold_storage_too_brief;
mod cold_storage_too_early;
mod completion_window_too_brief;
mod console_vault;
mod continuous_cold_storage;
mod continuous_in_two_vaults;
mod continuous_kept_too_long;
mod continuous_run_too_rare;
mod continuous_unsupported_type;
mod contradictory_conditions;
mod control_character_in_text;
mod copy_across_partitions;
mod copy_dies_with_source;
mod copy_missing_in_region;
mod copy_to_own_vault;
mod copy_unsupported_type;
mod copy_without_access;
mod copy_without_own_key;
mod counted_retention;
mod cross_account_copy_off;
mod data_read_too_slowly;
mod delete_marker_cleanup_not_alone;
mod delete_markers_left;
mod deleter_beats_retention;
mod deletion_takes_backups;
mod deprecated_vault_event;
mod dots_in_bucket_name;
mod duplicate_copy;
mod dynamic_reference_in_text;
mod early_deletion_charge;
mod early_infrequent_access;
mod empty_lifecycle;
mod erased_data_in_backups;
mod erased_too_late;
mod event_retention_unenforced;
mod existing_objects_unstated;
mod expiration_beats_retention;
mod expiration_before_transition;
mod expiration_inside_object_lock;
mod expiration_under_backup_tool;
mod expired_before_backup;
mod expired_before_promise;
mod export_of_live_database;
mod export_taken_for_backup;
mod feature_missing_in_region;
mod filter_tag_refused;
mod fractional_window;
mod history_missed;
mod immutable_without_lock;
mod incomplete_object_lock;
mod incomplete_uploads_kept;
mod inner_wildcard;
mod keep_newest_out_of_bounds;
mod keep_newest_without_age;
mod kept_beyond_retention;
mod key_elsewhere;
mod key_in_another_region;
mod lifecycle_name_refused;
mod lifecycle_rule_without_action;
mod lock_bounds_crossed;
mod lock_cooling_off_out_of_range;
mod lock_is_permanent;
mod lock_keeps_forever;
mod lock_mode_contradicted;
mod lock_mode_missing;
mod lock_out_of_range;
mod lone_backup_window;
mod managed_without_setting;
mod mirrored_deletion;
mod native_backups_off_but_needed;
mod native_backups_switched_off;
mod native_retention_beside_continuous;
mod native_retention_out_of_bounds;
mod native_retention_unstated;
mod never_made;
mod nothing_selected;
mod object_lock_is_permanent;
mod object_lock_out_of_bounds;
mod object_lock_without_versioning;
mod objective_missing;
mod objectives_not_met_together;
mod opt_in_missing;
mod overwritten_backup;
mod overwritten_wal;
mod plan_without_role;
mod plan_without_tiers;
mod prefix_matching_nothing;
mod prefixed_tag_key;
mod recovery_point_tags_beyond_limit;
mod region_of_another_partition;
mod repeated_lifecycle_name;
mod repeated_storage_class;
mod replica_in_own_region;
mod replica_lag_unwatched;
mod replica_without_backups;
mod replica_without_lifecycle;
mod replication_delay_unbounded;
mod replication_to_a_folder;
mod replication_to_itself;
mod replication_without_destination_lock;
mod replication_without_versioning;
mod reserved_recovery_point_tag;
mod restore_test_elsewhere;
mod restore_test_finds_nothing;
mod restore_test_incomplete;
mod restore_test_out_of_range;
mod restore_test_unsupported_type;
mod retention_missing;
mod retention_out_of_range;
mod retention_outside_lock;
mod rpo_missed;
mod rpo_not_guaranteed;
mod rto_missed;
mod run_in_skipped_hour;
mod scenario_beside_objectives;
mod scenario_needs_what_is_lost;
mod scenario_never_exercised;
mod scenario_restores_from_nothing;
mod scenario_restores_from_weaker;
mod scenario_too_slow;
mod schedule_beyond_cron;
mod schedule_left_open;
mod schedule_missing;
mod schedule_never_fires;
mod schedule_too_frequent;
mod selection_too_large;
mod selection_without_arn_or_tag;
mod settings_lost_on_restore;
mod shared_aws_name;
mod shorter_expiration_wins;
mod size_filter_matching_nothing;
mod size_filter_out_of_bounds;
mod small_objects_unstated;
mod start_window_too_short;
mod step_stops_at_midnight;
mod storage_class_left_too_soon;
mod superseded_versions_kept_forever;
mod tag_refused;
mod tier_without_vault;
mod too_many_copies;
mod too_many_lifecycle_rules;
mod too_many_replication_rules;
mod too_many_selections;
mod too_many_tiers;
mod topic_elsewhere;
mod transition_never_reached;
mod transitions_out_of_order;
mod two_archive_commands;
mod type_missing_in_region;
mod unclear_condition;
mod uneven_restore_points;
mod unfamiliar_region;
mod unknown_opt_in;
mod unknown_region;
mod unknown_storage_class;
mod unknown_vault_event;
mod unnamed_resource;
mod unproven;
mod unsupported_type;
mod unused_plan;
mod version_actions_without_versioning;
mod versions_not_copied;
mod wal_shorter_than_base;
mod wal_without_base;
mod weaker_replica;
mod wider_objective_stricter;
mod window_too_long;
mod windows_not_stated;
mod wrong_database_identifier;
mod zero_day_lifecycle_action;

use std::sync::LazyLock;

use crate::diagnostic::{Finding, Rule};
use crate::recoverability::Proof;
use crate::resolved::Policy;
use crate::{document, resolved, resources};

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

/// A rule about what is proven, with the function that looks for it.
#[derive(Debug, Clone, Copy)]
pub struct ProvenRow {
    /// The rule.
    pub rule: &'static Rule,
    /// The function.
    pub check: fn(&Policy, &Proof, &mut Vec<Finding>),
}

/// Every rule about what is proven.
pub static PROVEN: &[ProvenRow] = &[
    ProvenRow { rule: &rpo_missed::RULE, check: rpo_missed::check },
    ProvenRow { rule: &rpo_not_guaranteed::RULE, check: rpo_not_guaranteed::check },
    ProvenRow { rule: &rto_missed::RULE, check: rto_missed::check },
    ProvenRow { rule: &history_missed::RULE, check: history_missed::check },
    ProvenRow {
        rule: &objectives_not_met_together::RULE,
        check: objectives_not_met_together::check,
    },
    ProvenRow {
        rule: &scenario_restores_from_nothing::RULE,
        check: scenario_restores_from_nothing::check,
    },
    ProvenRow {
        rule: &scenario_restores_from_weaker::RULE,
        check: scenario_restores_from_weaker::check,
    },
    ProvenRow {
        rule: &scenario_needs_what_is_lost::RULE,
        check: scenario_needs_what_is_lost::check,
    },
    ProvenRow { rule: &scenario_too_slow::RULE, check: scenario_too_slow::check },
    ProvenRow { rule: &unproven::RULE, check: unproven::check },
];

/// Every rule with its function.
pub static TABLE: &[Row] = &[
    Row { rule: &abort_with_tags_or_sizes::RULE, check: abort_with_tags_or_sizes::check },
    Row { rule: &advanced_features_unstated::RULE, check: advanced_features_unstated::check },
    Row { rule: &air_gapped_lock_incomplete::RULE, check: air_gapped_lock_incomplete::check },
    Row { rule: &air_gapped_lock_mode::RULE, check: air_gapped_lock_mode::check },
    Row { rule: &air_gapped_own_vault::RULE, check: air_gapped_own_vault::check },
    Row { rule: &alarm_after_objective::RULE, check: alarm_after_objective::check },
    Row { rule: &alarm_before_next_backup::RULE, check: alarm_before_next_backup::check },
    Row { rule: &alarm_on_absent_jobs::RULE, check: alarm_on_absent_jobs::check },
    Row { rule: &alarm_without_effect::RULE, check: alarm_without_effect::check },
    Row { rule: &alias_as_key::RULE, check: alias_as_key::check },
    Row { rule: &archive_timeout_beyond_rpo::RULE, check: archive_timeout_beyond_rpo::check },
    Row { rule: &archive_too_often::RULE, check: archive_too_often::check },
    Row { rule: &archive_without_cold_storage::RULE, check: archive_without_cold_storage::check },
    Row { rule: &archived_objects_in_backup::RULE, check: archived_objects_in_backup::check },
    Row {
        rule: &archived_objects_not_replicated::RULE,
        check: archived_objects_not_replicated::check,
    },
    Row { rule: &arn_elsewhere::RULE, check: arn_elsewhere::check },
    Row { rule: &arn_of_another_type::RULE, check: arn_of_another_type::check },
    Row { rule: &arns_and_tags_add_up::RULE, check: arns_and_tags_add_up::check },
    Row { rule: &backup_option_ignored::RULE, check: backup_option_ignored::check },
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
    Row { rule: &backup_without_retention::RULE, check: backup_without_retention::check },
    Row { rule: &backups_unwatched::RULE, check: backups_unwatched::check },
    Row { rule: &bad_account_id::RULE, check: bad_account_id::check },
    Row { rule: &bad_arn::RULE, check: bad_arn::check },
    Row { rule: &bad_aws_name::RULE, check: bad_aws_name::check },
    Row {
        rule: &bucket_backup_without_versioning::RULE,
        check: bucket_backup_without_versioning::check,
    },
    Row { rule: &bucket_configured_twice::RULE, check: bucket_configured_twice::check },
    Row { rule: &bucket_name_refused::RULE, check: bucket_name_refused::check },
    Row { rule: &cache_export_elsewhere::RULE, check: cache_export_elsewhere::check },
    Row { rule: &claim_beyond_objective::RULE, check: claim_beyond_objective::check },
    Row { rule: &claimed_history_not_kept::RULE, check: claimed_history_not_kept::check },
    Row { rule: &claimed_region_without_copy::RULE, check: claimed_region_without_copy::check },
    Row { rule: &claimed_too_often::RULE, check: claimed_too_often::check },
    Row { rule: &claims_disagree::RULE, check: claims_disagree::check },
    Row { rule: &class_outlives_backups::RULE, check: class_outlives_backups::check },
    Row { rule: &cluster_backups_kept::RULE, check: cluster_backups_kept::check },
    Row { rule: &cold_before_copy::RULE, check: cold_before_copy::check },
    Row { rule: &cold_storage_at_once::RULE, check: cold_storage_at_once::check },
    Row { rule: &cold_storage_ignored::RULE, check: cold_storage_ignored::check },
    Row { rule: &cold_storage_too_brief::RULE, check: cold_storage_too_brief::check },
    Row { rule: &cold_storage_too_early::RULE, check: cold_storage_too_early::check },
    Row { rule: &completion_window_too_brief::RULE, check: completion_window_too_brief::check },
    Row { rule: &console_vault::RULE, check: console_vault::check },
    Row { rule: &continuous_cold_storage::RULE, check: continuous_cold_storage::check },
    Row { rule: &continuous_in_two_vaults::RULE, check: continuous_in_two_vaults::check },
    Row { rule: &continuous_kept_too_long::RULE, check: continuous_kept_too_long::check },
    Row { rule: &continuous_run_too_rare::RULE, check: continuous_run_too_rare::check },
    Row { rule: &continuous_unsupported_type::RULE, check: continuous_unsupported_type::check },
    Row { rule: &contradictory_conditions::RULE, check: contradictory_conditions::check },
    Row { rule: &control_character_in_text::RULE, check: control_character_in_text::check },
    Row { rule: &copy_across_partitions::RULE, check: copy_across_partitions::check },
    Row { rule: &copy_dies_with_source::RULE, check: copy_dies_with_source::check },
    Row { rule: &copy_missing_in_region::RULE, check: copy_missing_in_region::check },
    Row { rule: &copy_to_own_vault::RULE, check: copy_to_own_vault::check },
    Row { rule: &copy_unsupported_type::RULE, check: copy_unsupported_type::check },
    Row { rule: &copy_without_access::RULE, check: copy_without_access::check },
    Row { rule: &copy_without_own_key::RULE, check: copy_without_own_key::check },
    Row { rule: &counted_retention::RULE, check: counted_retention::check },
    Row { rule: &cross_account_copy_off::RULE, check: cross_account_copy_off::check },
    Row { rule: &data_read_too_slowly::RULE, check: data_read_too_slowly::check },
    Row {
        rule: &delete_marker_cleanup_not_alone::RULE,
        check: delete_marker_cleanup_not_alone::check,
    },
    Row { rule: &delete_markers_left::RULE, check: delete_markers_left::check },
    Row { rule: &deleter_beats_retention::RULE, check: deleter_beats_retention::check },
    Row { rule: &deletion_takes_backups::RULE, check: deletion_takes_backups::check },
    Row { rule: &deprecated_vault_event::RULE, check: deprecated_vault_event::check },
    Row { rule: &dots_in_bucket_name::RULE, check: dots_in_bucket_name::check },
    Row { rule: &duplicate_copy::RULE, check: duplicate_copy::check },
    Row { rule: &dynamic_reference_in_text::RULE, check: dynamic_reference_in_text::check },
    Row { rule: &early_deletion_charge::RULE, check: early_deletion_charge::check },
    Row { rule: &early_infrequent_access::RULE, check: early_infrequent_access::check },
    Row { rule: &empty_lifecycle::RULE, check: empty_lifecycle::check },
    Row { rule: &erased_data_in_backups::RULE, check: erased_data_in_backups::check },
    Row { rule: &erased_too_late::RULE, check: erased_too_late::check },
    Row { rule: &event_retention_unenforced::RULE, check: event_retention_unenforced::check },
    Row { rule: &existing_objects_unstated::RULE, check: existing_objects_unstated::check },
    Row { rule: &expiration_beats_retention::RULE, check: expiration_beats_retention::check },
    Row { rule: &expiration_before_transition::RULE, check: expiration_before_transition::check },
    Row { rule: &expiration_inside_object_lock::RULE, check: expiration_inside_object_lock::check },
    Row { rule: &expiration_under_backup_tool::RULE, check: expiration_under_backup_tool::check },
    Row { rule: &expired_before_backup::RULE, check: expired_before_backup::check },
    Row { rule: &expired_before_promise::RULE, check: expired_before_promise::check },
    Row { rule: &export_of_live_database::RULE, check: export_of_live_database::check },
    Row { rule: &export_taken_for_backup::RULE, check: export_taken_for_backup::check },
    Row { rule: &feature_missing_in_region::RULE, check: feature_missing_in_region::check },
    Row { rule: &filter_tag_refused::RULE, check: filter_tag_refused::check },
    Row { rule: &fractional_window::RULE, check: fractional_window::check },
    Row { rule: &immutable_without_lock::RULE, check: immutable_without_lock::check },
    Row { rule: &incomplete_object_lock::RULE, check: incomplete_object_lock::check },
    Row { rule: &incomplete_uploads_kept::RULE, check: incomplete_uploads_kept::check },
    Row { rule: &inner_wildcard::RULE, check: inner_wildcard::check },
    Row { rule: &keep_newest_out_of_bounds::RULE, check: keep_newest_out_of_bounds::check },
    Row { rule: &keep_newest_without_age::RULE, check: keep_newest_without_age::check },
    Row { rule: &kept_beyond_retention::RULE, check: kept_beyond_retention::check },
    Row { rule: &key_elsewhere::RULE, check: key_elsewhere::check },
    Row { rule: &key_in_another_region::RULE, check: key_in_another_region::check },
    Row { rule: &lifecycle_name_refused::RULE, check: lifecycle_name_refused::check },
    Row { rule: &lifecycle_rule_without_action::RULE, check: lifecycle_rule_without_action::check },
    Row { rule: &lock_bounds_crossed::RULE, check: lock_bounds_crossed::check },
    Row { rule: &lock_cooling_off_out_of_range::RULE, check: lock_cooling_off_out_of_range::check },
    Row { rule: &lock_is_permanent::RULE, check: lock_is_permanent::check },
    Row { rule: &lock_keeps_forever::RULE, check: lock_keeps_forever::check },
    Row { rule: &lock_mode_contradicted::RULE, check: lock_mode_contradicted::check },
    Row { rule: &lock_mode_missing::RULE, check: lock_mode_missing::check },
    Row { rule: &lock_out_of_range::RULE, check: lock_out_of_range::check },
    Row { rule: &lone_backup_window::RULE, check: lone_backup_window::check },
    Row { rule: &managed_without_setting::RULE, check: managed_without_setting::check },
    Row { rule: &mirrored_deletion::RULE, check: mirrored_deletion::check },
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
    Row { rule: &never_made::RULE, check: never_made::check },
    Row { rule: &nothing_selected::RULE, check: nothing_selected::check },
    Row { rule: &object_lock_is_permanent::RULE, check: object_lock_is_permanent::check },
    Row { rule: &object_lock_out_of_bounds::RULE, check: object_lock_out_of_bounds::check },
    Row {
        rule: &object_lock_without_versioning::RULE,
        check: object_lock_without_versioning::check,
    },
    Row { rule: &objective_missing::RULE, check: objective_missing::check },
    Row { rule: &opt_in_missing::RULE, check: opt_in_missing::check },
    Row { rule: &overwritten_backup::RULE, check: overwritten_backup::check },
    Row { rule: &overwritten_wal::RULE, check: overwritten_wal::check },
    Row { rule: &plan_without_role::RULE, check: plan_without_role::check },
    Row { rule: &plan_without_tiers::RULE, check: plan_without_tiers::check },
    Row { rule: &prefix_matching_nothing::RULE, check: prefix_matching_nothing::check },
    Row { rule: &prefixed_tag_key::RULE, check: prefixed_tag_key::check },
    Row {
        rule: &recovery_point_tags_beyond_limit::RULE,
        check: recovery_point_tags_beyond_limit::check,
    },
    Row { rule: &region_of_another_partition::RULE, check: region_of_another_partition::check },
    Row { rule: &repeated_lifecycle_name::RULE, check: repeated_lifecycle_name::check },
    Row { rule: &repeated_storage_class::RULE, check: repeated_storage_class::check },
    Row { rule: &replica_in_own_region::RULE, check: replica_in_own_region::check },
    Row { rule: &replica_lag_unwatched::RULE, check: replica_lag_unwatched::check },
    Row { rule: &replica_without_backups::RULE, check: replica_without_backups::check },
    Row { rule: &replica_without_lifecycle::RULE, check: replica_without_lifecycle::check },
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
    Row { rule: &reserved_recovery_point_tag::RULE, check: reserved_recovery_point_tag::check },
    Row { rule: &restore_test_elsewhere::RULE, check: restore_test_elsewhere::check },
    Row { rule: &restore_test_finds_nothing::RULE, check: restore_test_finds_nothing::check },
    Row { rule: &restore_test_incomplete::RULE, check: restore_test_incomplete::check },
    Row { rule: &restore_test_out_of_range::RULE, check: restore_test_out_of_range::check },
    Row { rule: &restore_test_unsupported_type::RULE, check: restore_test_unsupported_type::check },
    Row { rule: &retention_missing::RULE, check: retention_missing::check },
    Row { rule: &retention_out_of_range::RULE, check: retention_out_of_range::check },
    Row { rule: &retention_outside_lock::RULE, check: retention_outside_lock::check },
    Row { rule: &run_in_skipped_hour::RULE, check: run_in_skipped_hour::check },
    Row { rule: &scenario_beside_objectives::RULE, check: scenario_beside_objectives::check },
    Row { rule: &scenario_never_exercised::RULE, check: scenario_never_exercised::check },
    Row { rule: &schedule_beyond_cron::RULE, check: schedule_beyond_cron::check },
    Row { rule: &schedule_left_open::RULE, check: schedule_left_open::check },
    Row { rule: &schedule_missing::RULE, check: schedule_missing::check },
    Row { rule: &schedule_never_fires::RULE, check: schedule_never_fires::check },
    Row { rule: &schedule_too_frequent::RULE, check: schedule_too_frequent::check },
    Row { rule: &selection_too_large::RULE, check: selection_too_large::check },
    Row { rule: &selection_without_arn_or_tag::RULE, check: selection_without_arn_or_tag::check },
    Row { rule: &settings_lost_on_restore::RULE, check: settings_lost_on_restore::check },
    Row { rule: &shared_aws_name::RULE, check: shared_aws_name::check },
    Row { rule: &shorter_expiration_wins::RULE, check: shorter_expiration_wins::check },
    Row { rule: &size_filter_matching_nothing::RULE, check: size_filter_matching_nothing::check },
    Row { rule: &size_filter_out_of_bounds::RULE, check: size_filter_out_of_bounds::check },
    Row { rule: &small_objects_unstated::RULE, check: small_objects_unstated::check },
    Row { rule: &start_window_too_short::RULE, check: start_window_too_short::check },
    Row { rule: &step_stops_at_midnight::RULE, check: step_stops_at_midnight::check },
    Row { rule: &storage_class_left_too_soon::RULE, check: storage_class_left_too_soon::check },
    Row {
        rule: &superseded_versions_kept_forever::RULE,
        check: superseded_versions_kept_forever::check,
    },
    Row { rule: &tag_refused::RULE, check: tag_refused::check },
    Row { rule: &tier_without_vault::RULE, check: tier_without_vault::check },
    Row { rule: &too_many_copies::RULE, check: too_many_copies::check },
    Row { rule: &too_many_lifecycle_rules::RULE, check: too_many_lifecycle_rules::check },
    Row { rule: &too_many_replication_rules::RULE, check: too_many_replication_rules::check },
    Row { rule: &too_many_selections::RULE, check: too_many_selections::check },
    Row { rule: &too_many_tiers::RULE, check: too_many_tiers::check },
    Row { rule: &topic_elsewhere::RULE, check: topic_elsewhere::check },
    Row { rule: &transition_never_reached::RULE, check: transition_never_reached::check },
    Row { rule: &transitions_out_of_order::RULE, check: transitions_out_of_order::check },
    Row { rule: &two_archive_commands::RULE, check: two_archive_commands::check },
    Row { rule: &type_missing_in_region::RULE, check: type_missing_in_region::check },
    Row { rule: &unclear_condition::RULE, check: unclear_condition::check },
    Row { rule: &uneven_restore_points::RULE, check: uneven_restore_points::check },
    Row { rule: &unfamiliar_region::RULE, check: unfamiliar_region::check },
    Row { rule: &unknown_opt_in::RULE, check: unknown_opt_in::check },
    Row { rule: &unknown_region::RULE, check: unknown_region::check },
    Row { rule: &unknown_storage_class::RULE, check: unknown_storage_class::check },
    Row { rule: &unknown_vault_event::RULE, check: unknown_vault_event::check },
    Row { rule: &unnamed_resource::RULE, check: unnamed_resource::check },
    Row { rule: &unsupported_type::RULE, check: unsupported_type::check },
    Row { rule: &unused_plan::RULE, check: unused_plan::check },
    Row {
        rule: &version_actions_without_versioning::RULE,
        check: version_actions_without_versioning::check,
    },
    Row { rule: &versions_not_copied::RULE, check: versions_not_copied::check },
    Row { rule: &wal_shorter_than_base::RULE, check: wal_shorter_than_base::check },
    Row { rule: &wal_without_base::RULE, check: wal_without_base::check },
    Row { rule: &weaker_replica::RULE, check: weaker_replica::check },
    Row { rule: &wider_objective_stricter::RULE, check: wider_objective_stricter::check },
    Row { rule: &window_too_long::RULE, check: window_too_long::check },
    Row { rule: &windows_not_stated::RULE, check: windows_not_stated::check },
    Row { rule: &wrong_database_identifier::RULE, check: wrong_database_identifier::check },
    Row { rule: &zero_day_lifecycle_action::RULE, check: zero_day_lifecycle_action::check },
];

/// Every rule: of the document, of resolving, of lowering, of the table, then
/// of a run.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let reported = [document::rules::ALL, resolved::rules::ALL, resources::rules::ALL];
    let reported = reported.into_iter().flatten().copied();
    let run = super::run_rules::ALL.iter().copied();
    let proven = PROVEN.iter().map(|row| row.rule);
    reported.chain(TABLE.iter().map(|row| row.rule)).chain(proven).chain(run).collect()
});
