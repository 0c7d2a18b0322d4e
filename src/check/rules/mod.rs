//! Every rule, in the order of the catalogue.

mod archive_too_often;
mod archive_without_cold_storage;
mod cold_storage_at_once;
mod cold_storage_ignored;
mod cold_storage_too_brief;
mod cold_storage_too_early;
mod completion_window_too_brief;
mod continuous_cold_storage;
mod continuous_kept_too_long;
mod continuous_run_too_rare;
mod continuous_unsupported_type;
mod counted_retention;
mod fractional_window;
mod retention_missing;
mod retention_out_of_range;
mod run_in_skipped_hour;
mod schedule_beyond_cron;
mod schedule_left_open;
mod schedule_missing;
mod schedule_never_fires;
mod schedule_too_frequent;
mod start_window_too_short;
mod step_stops_at_midnight;
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
    Row { rule: &archive_too_often::RULE, check: archive_too_often::check },
    Row { rule: &archive_without_cold_storage::RULE, check: archive_without_cold_storage::check },
    Row { rule: &cold_storage_at_once::RULE, check: cold_storage_at_once::check },
    Row { rule: &cold_storage_ignored::RULE, check: cold_storage_ignored::check },
    Row { rule: &cold_storage_too_brief::RULE, check: cold_storage_too_brief::check },
    Row { rule: &cold_storage_too_early::RULE, check: cold_storage_too_early::check },
    Row { rule: &completion_window_too_brief::RULE, check: completion_window_too_brief::check },
    Row { rule: &continuous_cold_storage::RULE, check: continuous_cold_storage::check },
    Row { rule: &continuous_kept_too_long::RULE, check: continuous_kept_too_long::check },
    Row { rule: &continuous_run_too_rare::RULE, check: continuous_run_too_rare::check },
    Row { rule: &continuous_unsupported_type::RULE, check: continuous_unsupported_type::check },
    Row { rule: &counted_retention::RULE, check: counted_retention::check },
    Row { rule: &fractional_window::RULE, check: fractional_window::check },
    Row { rule: &retention_missing::RULE, check: retention_missing::check },
    Row { rule: &retention_out_of_range::RULE, check: retention_out_of_range::check },
    Row { rule: &run_in_skipped_hour::RULE, check: run_in_skipped_hour::check },
    Row { rule: &schedule_beyond_cron::RULE, check: schedule_beyond_cron::check },
    Row { rule: &schedule_left_open::RULE, check: schedule_left_open::check },
    Row { rule: &schedule_missing::RULE, check: schedule_missing::check },
    Row { rule: &schedule_never_fires::RULE, check: schedule_never_fires::check },
    Row { rule: &schedule_too_frequent::RULE, check: schedule_too_frequent::check },
    Row { rule: &start_window_too_short::RULE, check: start_window_too_short::check },
    Row { rule: &step_stops_at_midnight::RULE, check: step_stops_at_midnight::check },
    Row { rule: &window_too_long::RULE, check: window_too_long::check },
    Row { rule: &windows_not_stated::RULE, check: windows_not_stated::check },
];

/// Every rule: of the document, of resolving, then of the table.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let document = document::rules::ALL.iter().copied();
    let resolved = resolved::rules::ALL.iter().copied();
    document.chain(resolved).chain(TABLE.iter().map(|row| row.rule)).collect()
});
