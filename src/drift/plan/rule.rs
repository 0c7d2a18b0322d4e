//! One rule of a plan, which is there under its name.

use crate::resolved::{Copy, Tier, TierName};
use crate::resources::{BackupRule, CopyAction, Lifecycle, VaultRef};
use crate::source::Span;

use super::super::act::Act;
use super::super::comparing::Here;
use super::super::found::{Raw, Stated};
use super::super::{whereabouts, words};
use super::{PlanPart, point_tags, tier_name, tier_stated};

/// Nothing that is set now changes points that exist.
const NOT_RETROACTIVE: &str = "recovery points keep the lifecycle they were made with: it holds for those made since the change";

/// A rule with the tier that it is lowered from.
struct Of<'a> {
    here: &'a Here<'a>,
    part: &'a PlanPart<'a>,
    rule: &'a str,
    name: TierName,
    tier: Option<&'a Tier>,
}

/// What differs of a rule, its name aside.
pub(super) fn differences(
    here: &Here<'_>,
    part: &PlanPart<'_>,
    expected: &BackupRule,
    actual: &BackupRule,
) -> Vec<Raw> {
    let BackupRule {
        rule_name,
        target_backup_vault,
        schedule_expression: _,
        schedule_expression_timezone: _,
        start_window_minutes,
        completion_window_minutes,
        lifecycle,
        enable_continuous_backup,
        recovery_point_tags,
        copy_actions,
    } = expected;
    let of = Of {
        here,
        part,
        rule: rule_name,
        name: tier_name(part, rule_name),
        tier: part.plan.tiers.get(rule_name),
    };
    let mut raws = Vec::new();
    raws.extend(of.target(target_backup_vault, &actual.target_backup_vault));
    raws.extend(of.schedule(expected, actual));
    let windows = [*start_window_minutes, *completion_window_minutes];
    let found = [actual.start_window_minutes, actual.completion_window_minutes];
    raws.extend(of.windows(windows, found));
    raws.extend(of.lifecycle(lifecycle, &actual.lifecycle));
    raws.extend(of.continuous(*enable_continuous_backup, actual.enable_continuous_backup));
    raws.extend(point_tags(part, rule_name, recovery_point_tags, &actual.recovery_point_tags));
    raws.extend(of.copies(copy_actions, &actual.copy_actions));
    raws
}

impl Of<'_> {
    fn raw(&self, what: &str, field: &str) -> Raw {
        let rule = self.rule;
        Raw::new("rules", format!("{rule}: {what}"), format!("Rules[{rule}].{field}"))
    }

    fn stated(&self, key: &str, span: impl Fn(&Tier) -> Option<Span>) -> Stated {
        match self.tier {
            Some(tier) => whereabouts::tier(tier, key, span(tier)),
            None => tier_stated(self.part, self.rule),
        }
    }

    fn target(&self, expected: &VaultRef, actual: &VaultRef) -> Option<Raw> {
        if expected == actual {
            return None;
        }
        let policy = self.here.policy();
        let raw = self
            .raw("vault", "TargetBackupVaultName")
            .stated(self.stated("vault", |tier| tier.vault.as_ref().map(|vault| vault.span)))
            .values(Some(words::vault(policy, expected)), Some(words::vault(policy, actual)));
        Some(match words::vault_key(policy, actual) {
            Some(vault) => raw.acting(Act::Target(self.name.clone(), vault.to_owned())),
            // Nothing is known of a vault that no policy has.
            None => raw
                .acting(Act::TierGone(self.name.clone()))
                .note("the vault is none of the policy: its recovery points are not counted"),
        })
    }

    fn schedule(&self, expected: &BackupRule, actual: &BackupRule) -> Option<Raw> {
        let parts = |rule: &BackupRule| {
            (rule.schedule_expression.clone(), rule.schedule_expression_timezone.clone())
        };
        let (wanted, found) = (parts(expected), parts(actual));
        if wanted == found {
            return None;
        }
        let words = |(cron, zone): &(String, String)| Some(words::schedule(cron, zone));
        let field =
            if wanted.0 == found.0 { "ScheduleExpressionTimezone" } else { "ScheduleExpression" };
        let schedule = |tier: &Tier| match wanted.0 == found.0 {
            true => Some(tier.zone.span),
            false => tier.schedule.as_ref().map(|schedule| schedule.span),
        };
        Some(
            self.raw("schedule", field)
                .stated(self.stated("schedule", schedule))
                .values(words(&wanted), words(&found))
                .acting(Act::Schedule(self.name.clone(), found.0, found.1)),
        )
    }

    fn windows(&self, expected: [u64; 2], actual: [u64; 2]) -> Vec<Raw> {
        let [start, completion] = expected;
        let [found_start, found_completion] = actual;
        let mut raws = Vec::new();
        let words = |minutes: u64| Some(words::minutes(minutes));
        if start != found_start {
            let span = |tier: &Tier| tier.start_window.stated.map(|stated| stated.span);
            raws.push(
                self.raw("start window", "StartWindowMinutes")
                    .stated(self.stated("start_window", span))
                    .values(words(start), words(found_start))
                    .acting(Act::StartWindow(self.name.clone(), found_start)),
            );
        }
        if completion != found_completion {
            let span = |tier: &Tier| tier.completion_window.stated.map(|stated| stated.span);
            raws.push(
                self.raw("completion window", "CompletionWindowMinutes")
                    .stated(self.stated("completion_window", span))
                    .values(words(completion), words(found_completion))
                    .acting(Act::CompletionWindow(self.name.clone(), found_completion)),
            );
        }
        raws
    }

    fn lifecycle(&self, expected: &Lifecycle, actual: &Lifecycle) -> Vec<Raw> {
        let Lifecycle {
            move_to_cold_storage_after_days: cold,
            delete_after_days: kept,
            opt_in_to_archive_for_supported_resources: archive,
        } = *expected;
        let mut raws = Vec::new();
        if kept != actual.delete_after_days {
            let found = actual.delete_after_days;
            let span = |tier: &Tier| tier.retention.as_ref().map(|stated| stated.span);
            raws.push(
                self.raw("retention", "Lifecycle.DeleteAfterDays")
                    .stated(self.stated("retention", span))
                    .values(Some(words::kept(kept)), Some(words::kept(found)))
                    .acting(Act::Retention(self.name.clone(), found))
                    .note(NOT_RETROACTIVE),
            );
        }
        if cold != actual.move_to_cold_storage_after_days {
            let found = actual.move_to_cold_storage_after_days;
            let span = |tier: &Tier| tier.cold_storage_after.as_ref().map(|stated| stated.span);
            raws.push(
                self.raw("cold storage", "Lifecycle.MoveToColdStorageAfterDays")
                    .stated(self.stated("cold_storage_after", span))
                    .values(cold.map(words::days), found.map(words::days))
                    .acting(Act::Cold(self.name.clone(), found))
                    .note(NOT_RETROACTIVE),
            );
        }
        let found = actual.opt_in_to_archive_for_supported_resources;
        if archive != found {
            let field = "Lifecycle.OptInToArchiveForSupportedResources";
            let span = |tier: &Tier| tier.archive_ebs.map(|flag| flag.span);
            raws.push(
                self.raw("archive of EBS", field)
                    .stated(self.stated("archive_ebs", span))
                    .values(Some(words::switch(archive)), Some(words::switch(found)))
                    .acting(Act::Archive(self.name.clone(), found)),
            );
        }
        raws
    }

    fn continuous(&self, expected: bool, actual: bool) -> Option<Raw> {
        (expected != actual).then(|| {
            self.raw("continuous backup", "EnableContinuousBackup")
                .stated(self.stated("continuous", |tier| tier.continuous))
                .values(Some(words::switch(expected)), Some(words::switch(actual)))
                .acting(Act::Continuous(self.name.clone(), actual))
        })
    }

    fn copies(&self, expected: &[CopyAction], actual: &[CopyAction]) -> Vec<Raw> {
        let to = |copies: &[CopyAction], vault: &VaultRef| {
            copies.iter().find(|copy| copy.destination_backup_vault == *vault).cloned()
        };
        let mut raws = Vec::new();
        for copy in expected {
            match to(actual, &copy.destination_backup_vault) {
                Some(found) => raws.extend(self.copy(copy, &found)),
                None => raws.push(self.copy_gone(copy)),
            }
        }
        let extra =
            actual.iter().filter(|copy| to(expected, &copy.destination_backup_vault).is_none());
        // Of a rule that other code creates the policy states only its own copies.
        for copy in extra.filter(|_| !self.part.plan.existing) {
            raws.push(self.copy_added(copy));
        }
        raws
    }

    /// The copy of the policy that goes to a vault: of the tier itself, or of one
    /// that the rule takes over.
    fn copy_of(&self, vault: &str) -> Option<&Copy> {
        let others = self.part.plan.tiers.values();
        let tiers = self.tier.into_iter().chain(others);
        tiers.flat_map(Tier::active_copies).find(|copy| copy.to.value == vault)
    }

    fn copy_stated(
        &self,
        action: &CopyAction,
        key: &str,
        span: impl Fn(&Copy) -> Option<Span>,
    ) -> (Stated, String) {
        let policy = self.here.policy();
        let vault = &action.destination_backup_vault;
        let words = words::vault(policy, vault);
        let copy = words::vault_key(policy, vault).and_then(|vault| self.copy_of(vault));
        let stated = match copy {
            Some(copy) => whereabouts::copy(copy, key, span(copy)),
            None => self.stated("copies", |_| None),
        };
        (stated, words)
    }

    fn copy_gone(&self, copy: &CopyAction) -> Raw {
        let (stated, to) = self.copy_stated(copy, "to", |copy| Some(copy.span));
        let field = format!("CopyActions[{}]", copy.destination_backup_vault.name);
        let kept = words::lifecycle(&copy.lifecycle);
        self.raw(&format!("copy to {to}"), &field)
            .stated(stated)
            .values(Some(format!("kept {kept}")), None)
            .acting(Act::CopyGone(self.name.clone(), to))
    }

    fn copy_added(&self, copy: &CopyAction) -> Raw {
        let to = words::vault(self.here.policy(), &copy.destination_backup_vault);
        let field = format!("CopyActions[{}]", copy.destination_backup_vault.name);
        let kept = words::lifecycle(&copy.lifecycle);
        self.raw(&format!("copy to {to}"), &field)
            .stated(tier_stated(self.part, self.rule))
            .values(None, Some(format!("kept {kept}")))
            .note("nobody asked for this copy: it is not counted")
    }

    fn copy(&self, expected: &CopyAction, actual: &CopyAction) -> Vec<Raw> {
        let Lifecycle {
            move_to_cold_storage_after_days: cold,
            delete_after_days: kept,
            opt_in_to_archive_for_supported_resources: archive,
        } = expected.lifecycle;
        let field = format!("CopyActions[{}].Lifecycle", expected.destination_backup_vault.name);
        let mut raws = Vec::new();
        let found = actual.lifecycle.delete_after_days;
        if kept != found {
            let span = |copy: &Copy| copy.retention.as_ref().map(|stated| stated.span);
            let (stated, to) = self.copy_stated(expected, "retention", span);
            raws.push(
                self.raw(
                    &format!("retention of the copy to {to}"),
                    &format!("{field}.DeleteAfterDays"),
                )
                .stated(stated)
                .values(Some(words::kept(kept)), Some(words::kept(found)))
                .acting(Act::CopyRetention(self.name.clone(), to, found))
                .note(NOT_RETROACTIVE),
            );
        }
        let found = actual.lifecycle.move_to_cold_storage_after_days;
        if cold != found {
            let span = |copy: &Copy| copy.cold_storage_after.as_ref().map(|stated| stated.span);
            let (stated, to) = self.copy_stated(expected, "cold_storage_after", span);
            let field = format!("{field}.MoveToColdStorageAfterDays");
            raws.push(
                self.raw(&format!("cold storage of the copy to {to}"), &field)
                    .stated(stated)
                    .values(cold.map(words::days), found.map(words::days))
                    .acting(Act::CopyCold(self.name.clone(), to, found))
                    .note(NOT_RETROACTIVE),
            );
        }
        let found = actual.lifecycle.opt_in_to_archive_for_supported_resources;
        if archive != found {
            let (_, to) = self.copy_stated(expected, "", |_| None);
            let field = format!("{field}.OptInToArchiveForSupportedResources");
            raws.push(
                self.raw(&format!("archive of EBS of the copy to {to}"), &field)
                    .stated(self.stated("archive_ebs", |tier| tier.archive_ebs.map(|f| f.span)))
                    .values(Some(words::switch(archive)), Some(words::switch(found)))
                    .doubted(),
            );
        }
        raws
    }
}
