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
mod backups_deletable_at_will;
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
mod continuous_claimed_as_backups;
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
mod database_windows_unstated;
mod decryption_key_unstated;
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
mod kept_for_years_without_lock;
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
mod months_without_run;
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
mod recovery_beyond_availability;
mod recovery_point_tags_beyond_limit;
mod region_of_another_partition;
mod repeated_lifecycle_name;
mod repeated_storage_class;
mod replica_in_own_region;
mod replica_lag_unwatched;
mod replica_without_backups;
mod replica_without_lifecycle;
mod replication_delay_unbounded;
mod replication_skips_encrypted;
mod replication_to_a_folder;
mod replication_to_itself;
mod replication_without_destination_lock;
mod replication_without_versioning;
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
mod second_continuous_tier;
mod selection_too_large;
mod selection_without_arn_or_tag;
mod settings_lost_on_restore;
mod shared_aws_name;
mod short_stay_in_cold_class;
mod shorter_expiration_wins;
mod size_filter_matching_nothing;
mod size_filter_out_of_bounds;
mod small_objects_in_cold_class;
mod small_objects_unstated;
mod snapshots_beside_continuous;
mod snapshots_inside_recovery_window;
mod start_window_too_short;
mod step_stops_at_midnight;
mod storage_class_left_too_soon;
mod strictest_scenario_exercised_least;
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
mod unencrypted_beside_encrypted;
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
mod years_counted_as_days;
mod zero_day_lifecycle_action;

use std::sync::LazyLock;

pub use super::row::{Check, ProvenCheck, Row};
use crate::diagnostic::Rule;
use crate::{document, resolved, resources};

/// The rows of these rules, each in the module of its name; after a colon what
/// it looks at besides the policy.
macro_rules! rows {
    ($($name:ident $(: $besides:ident)?),* $(,)?) => {
        &[$(Row { rule: &$name::RULE, check: rows!(@ $name $($besides)?) }),*]
    };
    (@ $name:ident) => { Check::Policy($name::check) };
    (@ $name:ident $besides:ident) => { Check::$besides($name::check) };
}

/// The rows of rules about what is proven.
macro_rules! proven {
    ($($name:ident),* $(,)?) => { &[$(Row { rule: &$name::RULE, check: $name::check }),*] };
}

/// Every rule about what is proven.
pub static PROVEN: &[Row<ProvenCheck>] = proven![
    rpo_missed,
    rpo_not_guaranteed,
    rto_missed,
    recovery_beyond_availability,
    history_missed,
    objectives_not_met_together,
    scenario_restores_from_nothing,
    scenario_restores_from_weaker,
    scenario_needs_what_is_lost,
    scenario_too_slow,
    unproven,
];

/// Every rule with its function.
pub static TABLE: &[Row<Check>] = rows![
    abort_with_tags_or_sizes,
    advanced_features_unstated,
    air_gapped_lock_incomplete,
    air_gapped_lock_mode,
    air_gapped_own_vault,
    alarm_after_objective: Mechanisms,
    alarm_before_next_backup: Mechanisms,
    alarm_on_absent_jobs: Mechanisms,
    alarm_without_effect,
    alias_as_key,
    archive_timeout_beyond_rpo,
    archive_too_often,
    archive_without_cold_storage,
    archived_objects_in_backup,
    archived_objects_not_replicated,
    arn_elsewhere,
    arn_of_another_type,
    arns_and_tags_add_up,
    backup_option_ignored,
    backup_replication_of_a_cluster,
    backup_replication_without_region,
    backup_starts_in_database_window,
    backup_window_in_maintenance,
    backup_window_too_short,
    backup_without_retention,
    backups_deletable_at_will,
    backups_unwatched,
    bad_account_id,
    bad_arn,
    bad_aws_name,
    bucket_backup_without_versioning,
    bucket_configured_twice,
    bucket_name_refused,
    cache_export_elsewhere,
    claim_beyond_objective,
    claimed_history_not_kept: Mechanisms,
    claimed_region_without_copy: Mechanisms,
    claimed_too_often: Mechanisms,
    claims_disagree,
    class_outlives_backups: Mechanisms,
    cluster_backups_kept,
    cold_before_copy,
    cold_storage_at_once,
    cold_storage_ignored,
    cold_storage_too_brief,
    cold_storage_too_early,
    completion_window_too_brief,
    console_vault,
    continuous_claimed_as_backups,
    continuous_cold_storage,
    continuous_in_two_vaults,
    continuous_kept_too_long,
    continuous_run_too_rare,
    continuous_unsupported_type,
    contradictory_conditions,
    control_character_in_text,
    copy_across_partitions,
    copy_dies_with_source,
    copy_missing_in_region,
    copy_to_own_vault,
    copy_unsupported_type,
    copy_without_access,
    copy_without_own_key,
    counted_retention,
    cross_account_copy_off,
    data_read_too_slowly,
    database_windows_unstated,
    decryption_key_unstated,
    delete_marker_cleanup_not_alone,
    delete_markers_left,
    deleter_beats_retention: Mechanisms,
    deletion_takes_backups,
    deprecated_vault_event,
    dots_in_bucket_name,
    duplicate_copy,
    dynamic_reference_in_text,
    early_deletion_charge,
    early_infrequent_access,
    empty_lifecycle,
    erased_data_in_backups: Mechanisms,
    erased_too_late,
    event_retention_unenforced,
    existing_objects_unstated,
    expiration_beats_retention: Mechanisms,
    expiration_before_transition,
    expiration_inside_object_lock,
    expiration_under_backup_tool,
    expired_before_backup,
    expired_before_promise,
    export_of_live_database,
    export_taken_for_backup,
    feature_missing_in_region,
    filter_tag_refused,
    fractional_window,
    immutable_without_lock,
    incomplete_object_lock,
    incomplete_uploads_kept,
    inner_wildcard,
    keep_newest_out_of_bounds,
    keep_newest_without_age,
    kept_beyond_retention,
    kept_for_years_without_lock,
    key_elsewhere,
    key_in_another_region,
    lifecycle_name_refused,
    lifecycle_rule_without_action,
    lock_bounds_crossed,
    lock_cooling_off_out_of_range,
    lock_is_permanent,
    lock_keeps_forever,
    lock_mode_contradicted,
    lock_mode_missing,
    lock_out_of_range,
    lone_backup_window,
    managed_without_setting,
    mirrored_deletion,
    months_without_run,
    native_backups_off_but_needed,
    native_backups_switched_off,
    native_retention_beside_continuous,
    native_retention_out_of_bounds,
    native_retention_unstated,
    never_made,
    nothing_selected,
    object_lock_is_permanent,
    object_lock_out_of_bounds,
    object_lock_without_versioning,
    objective_missing,
    opt_in_missing,
    overwritten_backup,
    overwritten_wal,
    plan_without_role,
    plan_without_tiers,
    prefix_matching_nothing,
    prefixed_tag_key,
    recovery_point_tags_beyond_limit,
    region_of_another_partition,
    repeated_lifecycle_name,
    repeated_storage_class,
    replica_in_own_region,
    replica_lag_unwatched,
    replica_without_backups,
    replica_without_lifecycle,
    replication_delay_unbounded,
    replication_skips_encrypted,
    replication_to_a_folder,
    replication_to_itself,
    replication_without_destination_lock,
    replication_without_versioning,
    restore_test_elsewhere,
    restore_test_finds_nothing,
    restore_test_incomplete,
    restore_test_out_of_range,
    restore_test_unsupported_type,
    retention_missing,
    retention_out_of_range,
    retention_outside_lock,
    run_in_skipped_hour,
    scenario_beside_objectives,
    scenario_never_exercised,
    schedule_beyond_cron,
    schedule_left_open,
    schedule_missing,
    schedule_never_fires,
    schedule_too_frequent,
    second_continuous_tier,
    selection_too_large,
    selection_without_arn_or_tag,
    settings_lost_on_restore,
    shared_aws_name,
    short_stay_in_cold_class: Mechanisms,
    shorter_expiration_wins,
    size_filter_matching_nothing,
    size_filter_out_of_bounds,
    small_objects_in_cold_class,
    small_objects_unstated,
    snapshots_beside_continuous,
    snapshots_inside_recovery_window,
    start_window_too_short,
    step_stops_at_midnight,
    storage_class_left_too_soon,
    strictest_scenario_exercised_least,
    superseded_versions_kept_forever,
    tag_refused,
    tier_without_vault,
    too_many_copies,
    too_many_lifecycle_rules,
    too_many_replication_rules,
    too_many_selections,
    too_many_tiers,
    topic_elsewhere,
    transition_never_reached,
    transitions_out_of_order,
    two_archive_commands,
    type_missing_in_region,
    unclear_condition,
    unencrypted_beside_encrypted,
    uneven_restore_points: Mechanisms,
    unfamiliar_region,
    unknown_opt_in,
    unknown_region,
    unknown_storage_class,
    unknown_vault_event,
    unnamed_resource,
    unsupported_type,
    unused_plan,
    version_actions_without_versioning,
    versions_not_copied,
    wal_shorter_than_base,
    wal_without_base,
    weaker_replica,
    wider_objective_stricter,
    window_too_long,
    windows_not_stated,
    wrong_database_identifier,
    years_counted_as_days,
    zero_day_lifecycle_action,
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
