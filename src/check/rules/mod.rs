//! Every rule, in the order of the catalogue.

mod air_gapped_lock_incomplete;
mod air_gapped_lock_mode;
mod air_gapped_own_vault;
mod alias_as_key;
mod archive_too_often;
mod archive_without_cold_storage;
mod arn_elsewhere;
mod arn_of_another_type;
mod arns_and_tags_add_up;
mod backup_option_ignored;
mod bad_account_id;
mod bad_arn;
mod bad_aws_name;
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
mod copy_across_partitions;
mod copy_dies_with_source;
mod copy_missing_in_region;
mod copy_to_own_vault;
mod copy_unsupported_type;
mod copy_without_access;
mod copy_without_own_key;
mod counted_retention;
mod cross_account_copy_off;
mod deprecated_vault_event;
mod duplicate_copy;
mod feature_missing_in_region;
mod fractional_window;
mod inner_wildcard;
mod key_elsewhere;
mod lock_bounds_crossed;
mod lock_cooling_off_out_of_range;
mod lock_is_permanent;
mod lock_keeps_forever;
mod lock_mode_contradicted;
mod lock_mode_missing;
mod lock_out_of_range;
mod nothing_selected;
mod opt_in_missing;
mod plan_without_role;
mod plan_without_tiers;
mod prefixed_tag_key;
mod recovery_point_tags_beyond_limit;
mod reserved_recovery_point_tag;
mod restore_test_elsewhere;
mod restore_test_finds_nothing;
mod restore_test_incomplete;
mod restore_test_out_of_range;
mod restore_test_unsupported_type;
mod retention_missing;
mod retention_out_of_range;
mod retention_outside_lock;
mod run_in_skipped_hour;
mod schedule_beyond_cron;
mod schedule_left_open;
mod schedule_missing;
mod schedule_never_fires;
mod schedule_too_frequent;
mod selection_too_large;
mod selection_without_arn_or_tag;
mod shared_aws_name;
mod start_window_too_short;
mod step_stops_at_midnight;
mod tier_without_vault;
mod too_many_copies;
mod too_many_selections;
mod too_many_tiers;
mod topic_elsewhere;
mod type_missing_in_region;
mod unclear_condition;
mod unknown_opt_in;
mod unknown_region;
mod unknown_vault_event;
mod unsupported_type;
mod unused_plan;
mod window_too_long;
mod windows_not_stated;

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
    Row { rule: &air_gapped_lock_incomplete::RULE, check: air_gapped_lock_incomplete::check },
    Row { rule: &air_gapped_lock_mode::RULE, check: air_gapped_lock_mode::check },
    Row { rule: &air_gapped_own_vault::RULE, check: air_gapped_own_vault::check },
    Row { rule: &alias_as_key::RULE, check: alias_as_key::check },
    Row { rule: &archive_too_often::RULE, check: archive_too_often::check },
    Row { rule: &archive_without_cold_storage::RULE, check: archive_without_cold_storage::check },
    Row { rule: &arn_elsewhere::RULE, check: arn_elsewhere::check },
    Row { rule: &arn_of_another_type::RULE, check: arn_of_another_type::check },
    Row { rule: &arns_and_tags_add_up::RULE, check: arns_and_tags_add_up::check },
    Row { rule: &backup_option_ignored::RULE, check: backup_option_ignored::check },
    Row { rule: &bad_account_id::RULE, check: bad_account_id::check },
    Row { rule: &bad_arn::RULE, check: bad_arn::check },
    Row { rule: &bad_aws_name::RULE, check: bad_aws_name::check },
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
    Row { rule: &copy_across_partitions::RULE, check: copy_across_partitions::check },
    Row { rule: &copy_dies_with_source::RULE, check: copy_dies_with_source::check },
    Row { rule: &copy_missing_in_region::RULE, check: copy_missing_in_region::check },
    Row { rule: &copy_to_own_vault::RULE, check: copy_to_own_vault::check },
    Row { rule: &copy_unsupported_type::RULE, check: copy_unsupported_type::check },
    Row { rule: &copy_without_access::RULE, check: copy_without_access::check },
    Row { rule: &copy_without_own_key::RULE, check: copy_without_own_key::check },
    Row { rule: &counted_retention::RULE, check: counted_retention::check },
    Row { rule: &cross_account_copy_off::RULE, check: cross_account_copy_off::check },
    Row { rule: &deprecated_vault_event::RULE, check: deprecated_vault_event::check },
    Row { rule: &duplicate_copy::RULE, check: duplicate_copy::check },
    Row { rule: &feature_missing_in_region::RULE, check: feature_missing_in_region::check },
    Row { rule: &fractional_window::RULE, check: fractional_window::check },
    Row { rule: &inner_wildcard::RULE, check: inner_wildcard::check },
    Row { rule: &key_elsewhere::RULE, check: key_elsewhere::check },
    Row { rule: &lock_bounds_crossed::RULE, check: lock_bounds_crossed::check },
    Row { rule: &lock_cooling_off_out_of_range::RULE, check: lock_cooling_off_out_of_range::check },
    Row { rule: &lock_is_permanent::RULE, check: lock_is_permanent::check },
    Row { rule: &lock_keeps_forever::RULE, check: lock_keeps_forever::check },
    Row { rule: &lock_mode_contradicted::RULE, check: lock_mode_contradicted::check },
    Row { rule: &lock_mode_missing::RULE, check: lock_mode_missing::check },
    Row { rule: &lock_out_of_range::RULE, check: lock_out_of_range::check },
    Row { rule: &nothing_selected::RULE, check: nothing_selected::check },
    Row { rule: &opt_in_missing::RULE, check: opt_in_missing::check },
    Row { rule: &plan_without_role::RULE, check: plan_without_role::check },
    Row { rule: &plan_without_tiers::RULE, check: plan_without_tiers::check },
    Row { rule: &prefixed_tag_key::RULE, check: prefixed_tag_key::check },
    Row {
        rule: &recovery_point_tags_beyond_limit::RULE,
        check: recovery_point_tags_beyond_limit::check,
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
    Row { rule: &schedule_beyond_cron::RULE, check: schedule_beyond_cron::check },
    Row { rule: &schedule_left_open::RULE, check: schedule_left_open::check },
    Row { rule: &schedule_missing::RULE, check: schedule_missing::check },
    Row { rule: &schedule_never_fires::RULE, check: schedule_never_fires::check },
    Row { rule: &schedule_too_frequent::RULE, check: schedule_too_frequent::check },
    Row { rule: &selection_too_large::RULE, check: selection_too_large::check },
    Row { rule: &selection_without_arn_or_tag::RULE, check: selection_without_arn_or_tag::check },
    Row { rule: &shared_aws_name::RULE, check: shared_aws_name::check },
    Row { rule: &start_window_too_short::RULE, check: start_window_too_short::check },
    Row { rule: &step_stops_at_midnight::RULE, check: step_stops_at_midnight::check },
    Row { rule: &tier_without_vault::RULE, check: tier_without_vault::check },
    Row { rule: &too_many_copies::RULE, check: too_many_copies::check },
    Row { rule: &too_many_selections::RULE, check: too_many_selections::check },
    Row { rule: &too_many_tiers::RULE, check: too_many_tiers::check },
    Row { rule: &topic_elsewhere::RULE, check: topic_elsewhere::check },
    Row { rule: &type_missing_in_region::RULE, check: type_missing_in_region::check },
    Row { rule: &unclear_condition::RULE, check: unclear_condition::check },
    Row { rule: &unknown_opt_in::RULE, check: unknown_opt_in::check },
    Row { rule: &unknown_region::RULE, check: unknown_region::check },
    Row { rule: &unknown_vault_event::RULE, check: unknown_vault_event::check },
    Row { rule: &unsupported_type::RULE, check: unsupported_type::check },
    Row { rule: &unused_plan::RULE, check: unused_plan::check },
    Row { rule: &window_too_long::RULE, check: window_too_long::check },
    Row { rule: &windows_not_stated::RULE, check: windows_not_stated::check },
];

/// Every rule: of the document, of resolving, then of the table.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let document = document::rules::ALL.iter().copied();
    let resolved = resolved::rules::ALL.iter().copied();
    document.chain(resolved).chain(TABLE.iter().map(|row| row.rule)).collect()
});
