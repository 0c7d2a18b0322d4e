//! Backup plans: their rules by name, options and tags.

mod rule;

use std::collections::BTreeMap;

use crate::resolved::{Plan, TierName};
use crate::resources::{AdvancedBackupSetting, BackupPlan, BackupRule, Place, Tags};

use super::act::Act;
use super::comparing::Here;
use super::found::{Raw, Stated};
use super::{vault, whereabouts, words};

/// A plan of AWS with what the policy says of it.
pub(super) struct PlanPart<'a> {
    pub(super) plan: &'a Plan,
    /// The tier that has it for itself.
    pub(super) alone: Option<&'a str>,
}

/// What differs of a plan that is there.
pub(super) fn differences(
    here: &Here<'_>,
    part: &PlanPart<'_>,
    expected: &BackupPlan,
    actual: &BackupPlan,
) -> Vec<Raw> {
    let BackupPlan { rules, advanced_backup_settings, tags } = expected;
    let plan = part.plan;
    let mut raws = self::rules(here, part, rules, &actual.rules);
    let changed = options(plan, advanced_backup_settings, &actual.advanced_backup_settings);
    raws.extend(changed);
    let stated = |tag: &str| {
        let found = plan.tags.iter().find(|(key, _)| key.value == tag);
        let span = found.map(|(_, value)| value.span);
        whereabouts::of(&plan.at.path, plan.at.span, &format!("tags.{tag}"), span)
    };
    raws.extend(vault::tags("BackupPlanTags", tags, &actual.tags, plan.existing, stated));
    raws
}

fn rules(
    here: &Here<'_>,
    part: &PlanPart<'_>,
    expected: &[BackupRule],
    actual: &[BackupRule],
) -> Vec<Raw> {
    let by_name =
        |rules: &[BackupRule], name: &str| rules.iter().position(|rule| rule.rule_name == name);
    let new = actual.iter().filter(|rule| by_name(expected, &rule.rule_name).is_none());
    let mut extra: Vec<&BackupRule> = new.collect();
    let mut raws = Vec::new();
    for rule in expected {
        let found = by_name(actual, &rule.rule_name).and_then(|place| actual.get(place));
        if let Some(found) = found {
            raws.extend(rule::differences(here, part, rule, found));
            continue;
        }
        // The same rule under another name is a rule with another name.
        let same = |other: &&BackupRule| rule::differences(here, part, rule, other).is_empty();
        match extra.iter().position(same) {
            Some(place) => raws.push(renamed(part, rule, extra.remove(place))),
            None => raws.push(gone(here, part, rule)),
        }
    }
    // Of a plan that other code creates the policy states only its own tiers.
    if !part.plan.existing {
        raws.extend(extra.into_iter().map(|rule| added(here, part, rule)));
    }
    raws
}

fn tier_stated(part: &PlanPart<'_>, rule: &str) -> Stated {
    match part.plan.tiers.get(rule) {
        Some(tier) => Stated::at(tier.at.path.clone(), tier.at.span),
        None => Stated::at(part.plan.at.path.clone(), part.plan.at.span),
    }
}

fn tier_name(part: &PlanPart<'_>, rule: &str) -> TierName {
    TierName { plan: part.plan.at.key.clone(), tier: rule.to_owned() }
}

fn gone(here: &Here<'_>, part: &PlanPart<'_>, rule: &BackupRule) -> Raw {
    let name = &rule.rule_name;
    let vault = words::vault(here.policy(), &rule.target_backup_vault);
    Raw::new("rules", name, format!("Rules[{name}]"))
        .stated(tier_stated(part, name))
        .values(Some(format!("{}, in {vault}", words::rule(rule))), None)
        .acting(Act::TierGone(tier_name(part, name)))
}

fn renamed(part: &PlanPart<'_>, rule: &BackupRule, found: &BackupRule) -> Raw {
    let name = &rule.rule_name;
    Raw::new("rules", format!("{name}: name"), format!("Rules[{name}].RuleName"))
        .stated(tier_stated(part, name))
        .values(Some(name.clone()), Some(found.rule_name.clone()))
}

/// A rule that nobody asked for: it may take runs of those that are.
fn added(here: &Here<'_>, part: &PlanPart<'_>, rule: &BackupRule) -> Raw {
    let name = &rule.rule_name;
    let vault = &rule.target_backup_vault;
    let words = format!("{}, in {}", words::rule(rule), words::vault(here.policy(), vault));
    let raw = Raw::new("rules", name, format!("Rules[{name}]"))
        .stated(Stated::at(part.plan.at.path.clone(), part.plan.at.span))
        .values(None, Some(words))
        .note("of rules whose start windows overlap AWS runs only the one that keeps longest");
    match words::vault_key(here.policy(), vault) {
        Some(vault) if part.alone.is_none() => {
            let rule = Box::new(rule.clone());
            raw.acting(Act::TierAdded(tier_name(part, name), rule, vault.to_owned()))
        }
        _ => raw.doubted(),
    }
}

/// Options of resource types, one difference for each.
fn options(
    plan: &Plan,
    expected: &[AdvancedBackupSetting],
    actual: &[AdvancedBackupSetting],
) -> Vec<Raw> {
    let flat = |all: &[AdvancedBackupSetting]| -> BTreeMap<(String, String), String> {
        let each = |setting: &AdvancedBackupSetting| {
            let AdvancedBackupSetting { resource_type, backup_options } = setting;
            let own = |(key, value): (&String, &String)| {
                ((resource_type.clone(), key.clone()), value.clone())
            };
            backup_options.iter().map(own).collect::<Vec<_>>()
        };
        all.iter().flat_map(each).collect()
    };
    let (wanted, found) = (flat(expected), flat(actual));
    let keys: std::collections::BTreeSet<&(String, String)> =
        wanted.keys().chain(found.keys()).collect();
    let span = plan.backup_options.as_ref().map(|options| options.span);
    let stated = || whereabouts::of(&plan.at.path, plan.at.span, "backup_options", span);
    let mut raws = Vec::new();
    for (kind, option) in keys {
        let of = |all: &BTreeMap<(String, String), String>| {
            all.get(&(kind.clone(), option.clone())).cloned()
        };
        let (wanted, found) = (of(&wanted), of(&found));
        if wanted != found && !(plan.existing && wanted.is_none()) {
            // Left out, each is what AWS sets by itself.
            let field = format!("BackupPlan.AdvancedBackupSettings.{kind}.{option}");
            let or_default = |value: Option<String>| {
                value.or_else(|| crate::facts::defaults::absent(&field).map(str::to_owned))
            };
            raws.push(
                Raw::new(
                    "advanced_backup_settings",
                    format!("{kind}: {option}"),
                    format!("AdvancedBackupSettings[{kind}].BackupOptions.{option}"),
                )
                .stated(stated())
                .values(or_default(wanted), or_default(found))
                .doubted(),
            );
        }
    }
    raws
}

/// The plan that is not there.
pub(super) fn missing(part: &PlanPart<'_>, name: &str, place: &Place, rules: usize) -> Raw {
    let stated = match part.alone {
        Some(tier) => tier_stated(part, tier),
        None => Stated::at(part.plan.at.path.clone(), part.plan.at.span),
    };
    let count = if rules == 1 { "1 rule".to_owned() } else { format!("{rules} rules") };
    let alone = part.alone.map(str::to_owned);
    Raw::new("", "plan", "BackupPlanName")
        .stated(stated)
        .values(Some(format!("{name} in {place}, {count}")), None)
        .acting(Act::PlanGone(part.plan.at.key.clone(), alone))
}

/// Tags that rules put on recovery points.
fn point_tags(part: &PlanPart<'_>, rule: &str, expected: &Tags, actual: &Tags) -> Vec<Raw> {
    let tier = part.plan.tiers.get(rule);
    let stated = |tag: &str| match tier {
        Some(tier) => {
            let found = tier.recovery_point_tags.iter().find(|(key, _)| key.value == tag);
            let span = found.map(|(_, value)| value.span);
            whereabouts::tier(tier, &format!("recovery_point_tags.{tag}"), span)
        }
        None => tier_stated(part, rule),
    };
    let field = format!("Rules[{rule}].RecoveryPointTags");
    let mut raws = vault::tags(&field, expected, actual, part.plan.existing, stated);
    for raw in &mut raws {
        raw.setting = "rules";
        raw.what = format!("{rule}: {}", raw.what);
    }
    raws
}
