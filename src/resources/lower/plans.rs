//! Plans and their rules.

use super::overlap::{self, MergedCopy, merged_copies};
use super::vaults::vault_ref;
use super::{Lowering, label, plain_tags};
use crate::facts::backup_plan::{
    COMPLETION_WINDOW_DEFAULT_MINUTES, DEFAULT_TIMEZONE, START_WINDOW_DEFAULT_MINUTES,
};
use crate::resolved::{Plan, Tier, Window};
use crate::resources::{
    AdvancedBackupSetting, BackupPlan, BackupRule, CopyAction, Label, Lifecycle, Place,
    ResourceKind, Tags,
};
use crate::schedule::Zone;
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

/// A plan of AWS: the tiers that share one, or one tier alone.
pub(super) struct PlanPart<'a> {
    pub(super) plan: &'a Plan,
    /// The tier that has this plan for itself.
    pub(super) alone: Option<&'a Tier>,
    pub(super) tiers: Vec<&'a Tier>,
}

impl PlanPart<'_> {
    /// Name of the plan in AWS.
    pub(super) fn aws_name(&self) -> String {
        let name = &self.plan.aws_name.value;
        self.alone.map_or_else(|| name.clone(), |tier| format!("{name}-{}", tier.at.key))
    }

    /// Former keys of the plan.
    pub(super) fn was(&self) -> Vec<String> {
        let own = &self.plan.at;
        let Some(tier) = self.alone.map(|tier| &tier.at) else { return own.was.clone() };
        let plans = own.was.iter().chain([&own.key]);
        let tiers = || tier.was.iter().chain([&tier.key]);
        let all = plans.flat_map(|plan| tiers().map(move |tier| format!("{plan}/{tier}")));
        let now = self.key();
        all.filter(|key| *key != now).collect()
    }

    /// Key of the plan: the policy's own, `<plan>/<tier>` for a tier alone.
    pub(super) fn key(&self) -> String {
        let key = &self.plan.at.key;
        self.alone.map_or_else(|| key.clone(), |tier| format!("{key}/{}", tier.at.key))
    }
}

/// The plans of AWS that a plan of the policy becomes.
pub(super) fn parts(plan: &Plan) -> Vec<PlanPart<'_>> {
    if plan.planned {
        return Vec::new();
    }
    let active = || plan.tiers.values().filter(|tier| !tier.planned);
    let together: Vec<&Tier> = active().filter(|tier| !tier.separate_plan).collect();
    let shared = (!together.is_empty()).then_some(PlanPart { plan, alone: None, tiers: together });
    let alone = active().filter(|tier| tier.separate_plan).map(|tier| PlanPart {
        plan,
        alone: Some(tier),
        tiers: vec![tier],
    });
    shared.into_iter().chain(alone).collect()
}

impl Lowering<'_> {
    pub(super) fn plans(&mut self, home: &Place) {
        for plan in self.policy.plans.values() {
            for part in parts(plan) {
                let absorbed = overlap::judge(self.policy, &part, &mut self.findings);
                let rule = |tier: &&Tier| self.rule(tier, absorbed.get(tier.at.key.as_str()));
                let rules = part.tiers.iter().filter_map(rule).collect();
                let lowered = BackupPlan {
                    rules,
                    advanced_backup_settings: advanced_settings(plan),
                    tags: self.tags(&plan.tags),
                };
                let own = part.alone.map_or_else(|| label(&plan.at), |tier| label(&tier.at));
                let own =
                    Label { key: part.key(), was: part.was(), existing: plan.existing, ..own };
                self.label(home, ResourceKind::Plan, &part.aws_name(), own);
                self.settings(home).plans.insert(part.aws_name(), lowered);
            }
        }
    }

    /// A rule; `None` while schedule or vault is missing, which `check` reports.
    fn rule(&self, tier: &Tier, absorbed: Option<&Vec<&Tier>>) -> Option<BackupRule> {
        let vault = vault_ref(self.policy, &tier.vault.as_ref()?.value)?;
        let cron = tier.schedule.as_ref()?.value.cron()?;
        let absorbed = absorbed.map(Vec::as_slice).unwrap_or_default();
        let copies = merged_copies(tier, absorbed).unwrap_or_default();
        let mut copy_actions: Vec<CopyAction> =
            copies.iter().filter_map(|copy| self.copy_action(copy, tier)).collect();
        copy_actions.sort_by(|a, b| a.destination_backup_vault.cmp(&b.destination_backup_vault));
        Some(BackupRule {
            rule_name: tier.at.key.clone(),
            target_backup_vault: vault,
            schedule_expression: cron.as_written().to_owned(),
            schedule_expression_timezone: zone_name(&tier.zone.value),
            start_window_minutes: minutes(tier.start_window, START_WINDOW_DEFAULT_MINUTES.value),
            completion_window_minutes: minutes(
                tier.completion_window,
                COMPLETION_WINDOW_DEFAULT_MINUTES.value,
            ),
            lifecycle: lifecycle(tier.retention.as_ref(), tier.cold_storage_after.as_ref(), tier),
            enable_continuous_backup: tier.continuous.is_some(),
            recovery_point_tags: plain_tags(&tier.recovery_point_tags),
            copy_actions,
        })
    }

    fn copy_action(&self, copy: &MergedCopy, tier: &Tier) -> Option<CopyAction> {
        Some(CopyAction {
            destination_backup_vault: vault_ref(self.policy, &copy.to)?,
            lifecycle: Lifecycle {
                move_to_cold_storage_after_days: copy.cold_after_days,
                delete_after_days: copy.delete_after_days,
                opt_in_to_archive_for_supported_resources: opts_in_to_archive(tier),
            },
        })
    }
}

fn opts_in_to_archive(tier: &Tier) -> bool {
    tier.archive_ebs.is_some_and(|flag| flag.value)
}

/// AWS's name of a zone: it returns `Etc/UTC` for UTC.
pub(super) fn zone_name(zone: &Zone) -> String {
    if zone.is_utc() { DEFAULT_TIMEZONE.value.to_owned() } else { zone.name().to_owned() }
}

fn minutes(window: Window, default: u32) -> u64 {
    window.stated.map_or_else(|| u64::from(default), |stated| stated.value.minutes_up())
}

fn lifecycle(
    retention: Option<&Spanned<Retention>>,
    cold: Option<&Spanned<CalendarDays>>,
    tier: &Tier,
) -> Lifecycle {
    Lifecycle {
        move_to_cold_storage_after_days: cold.map(|days| days.value.most),
        delete_after_days: retention.and_then(|retention| retention.value.most_days()),
        opt_in_to_archive_for_supported_resources: opts_in_to_archive(tier),
    }
}

fn advanced_settings(plan: &Plan) -> Vec<AdvancedBackupSetting> {
    let Some(options) = &plan.backup_options else { return Vec::new() };
    let crate::document::BackupOptions { windows_vss, s3_acls, s3_object_tags } = &options.value;
    let word = |flag: &Spanned<bool>| if flag.value { "enabled" } else { "disabled" };
    let mut settings = Vec::new();
    if let Some(flag) = windows_vss {
        let backup_options = Tags::from([("WindowsVSS".to_owned(), word(flag).to_owned())]);
        settings.push(AdvancedBackupSetting { resource_type: "EC2".to_owned(), backup_options });
    }
    let s3 = [("BackupACLs", s3_acls), ("BackupObjectTags", s3_object_tags)];
    let s3 = s3
        .into_iter()
        .filter_map(|(key, flag)| Some((key.to_owned(), word(flag.as_ref()?).to_owned())));
    let backup_options: Tags = s3.collect();
    if !backup_options.is_empty() {
        settings.push(AdvancedBackupSetting { resource_type: "S3".to_owned(), backup_options });
    }
    settings
}
