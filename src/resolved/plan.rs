//! Plans, tiers, copies and restore testing.

use std::collections::BTreeMap;

use crate::document::{self, TestedPoints, ZoneText};
use crate::facts::backup_plan::{COMPLETION_WINDOW_DEFAULT_MINUTES, START_WINDOW_DEFAULT_MINUTES};
use crate::schedule::{Schedule, Zone};
use crate::source::{Map, Span, Spanned, Text};
use crate::units::{CalendarDays, Duration, Retention};

use super::context::{At, Context, at, is_on};
use super::cut::belongs;
use super::objective_layers::Layer;
use super::times::Times;
use super::vault::{Role, SpannedTags, Vault};

/// A backup plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where it stands.
    pub at: At,
    /// Name in AWS.
    pub aws_name: Spanned<String>,
    /// Role, a name under `roles`.
    pub role: Option<Spanned<String>>,
    /// Tiers by their names.
    pub tiers: BTreeMap<String, Tier>,
    /// Options of Windows and S3 backups.
    pub backup_options: Option<Spanned<document::BackupOptions>>,
    /// Regular restores.
    pub restore_testing: Option<RestoreTesting>,
    /// Tags of the plan.
    pub tags: SpannedTags,
    /// Resources that it protects, names under `resources`, in their order.
    pub users: Vec<String>,
    /// Created by other code.
    pub existing: bool,
    /// Keys that are written and could not be read.
    pub unread: Vec<&'static str>,
    /// Written, but switched off.
    pub planned: bool,
    /// Objectives of everything it protects.
    pub(super) objectives: Layer,
}

/// A start or completion window.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Its length, if stated or defaulted by the policy.
    pub stated: Option<Spanned<Duration>>,
}

impl Window {
    fn or(self, minutes: u32) -> Duration {
        self.stated.map_or(Duration::minutes(u64::from(minutes)), |stated| stated.value)
    }
}

/// A retention tier.
#[derive(Debug, Clone)]
pub struct Tier {
    /// Where it stands.
    pub at: At,
    /// When it runs.
    pub schedule: Option<Spanned<Schedule>>,
    /// Zone of the schedule.
    pub zone: Spanned<Zone>,
    /// How long points are kept.
    pub retention: Option<Spanned<Retention>>,
    /// Age of the move to cold storage.
    pub cold_storage_after: Option<Spanned<CalendarDays>>,
    /// Opts EBS into the snapshot archive.
    pub archive_ebs: Option<Spanned<bool>>,
    /// Continuous backup, where the key stands.
    pub continuous: Option<Span>,
    /// Vault, a name under `vaults`.
    pub vault: Option<Spanned<String>>,
    /// How late a job may start.
    pub start_window: Window,
    /// How long a job may take.
    pub completion_window: Window,
    /// Copies to other vaults.
    pub copies: Vec<Copy>,
    /// Tags put on the points.
    pub recovery_point_tags: SpannedTags,
    /// Lowered to a plan of its own.
    pub separate_plan: bool,
    /// How long its jobs and restores take.
    pub times: Times,
    /// Keys that are written and could not be read.
    pub unread: Vec<&'static str>,
    /// Written, but switched off.
    pub planned: bool,
}

/// A copy of a tier's points.
#[derive(Debug, Clone)]
pub struct Copy {
    /// Path of the copy.
    pub path: String,
    /// The whole copy.
    pub span: Span,
    /// Destination, a name under `vaults`.
    pub to: Spanned<String>,
    /// Retention, if stated.
    pub retention: Option<Spanned<Retention>>,
    /// Age of the move to cold storage, if stated.
    pub cold_storage_after: Option<Spanned<CalendarDays>>,
    /// How long the copy and a restore from it take.
    pub times: Times,
    /// Written, but switched off.
    pub planned: bool,
}

impl Tier {
    /// How late a job may start: as stated, else as AWS takes it.
    #[must_use]
    pub fn starts_within(&self) -> Duration {
        self.start_window.or(START_WINDOW_DEFAULT_MINUTES.value)
    }

    /// How long a job may run: as stated, else as AWS takes it.
    #[must_use]
    pub fn completes_within(&self) -> Duration {
        self.completion_window.or(COMPLETION_WINDOW_DEFAULT_MINUTES.value)
    }

    /// Retention of a copy: its own, else the tier's.
    pub fn copy_retention<'a>(&'a self, copy: &'a Copy) -> Option<&'a Spanned<Retention>> {
        copy.retention.as_ref().or(self.retention.as_ref())
    }

    /// Cold storage of a copy: its own; the tier's if the copy states neither.
    pub fn copy_cold_storage<'a>(&'a self, copy: &'a Copy) -> Option<&'a Spanned<CalendarDays>> {
        let inherited = || self.cold_storage_after.as_ref().filter(|_| copy.retention.is_none());
        copy.cold_storage_after.as_ref().or_else(inherited)
    }

    /// Copies that are switched on.
    pub fn active_copies(&self) -> impl Iterator<Item = &Copy> {
        self.copies.iter().filter(|copy| !copy.planned)
    }
}

/// Regular restores of a plan's recovery points.
#[derive(Debug, Clone)]
pub struct RestoreTesting {
    /// The whole section.
    pub span: Span,
    /// Its path.
    pub path: String,
    /// When the tests run.
    pub schedule: Option<Spanned<Schedule>>,
    /// Zone of the schedule.
    pub zone: Spanned<Zone>,
    /// Role that restores, a name under `roles`.
    pub role: Option<Spanned<String>>,
    /// Newest or random.
    pub points: Option<Spanned<TestedPoints>>,
    /// Age of the oldest point that may be picked.
    pub from_last: Option<Spanned<CalendarDays>>,
    /// Vaults, names under `vaults`; the plan's own if absent.
    pub vaults: Option<Vec<Spanned<String>>>,
    /// How late a test may start.
    pub start_window: Option<Spanned<Duration>>,
    /// How long restored resources are kept.
    pub keep_restored_for: Option<Spanned<Duration>>,
    /// Written, but switched off.
    pub planned: bool,
}

/// What plans and tiers fall back on and refer to.
pub(super) struct Around<'a> {
    pub(super) defaults: &'a document::Defaults,
    pub(super) roles: &'a BTreeMap<String, Role>,
    pub(super) vaults: &'a BTreeMap<String, Vault>,
}

/// What is stated nearest: on the tier, its plan or for all plans.
fn inherited<T>(levels: [&Option<T>; 3]) -> Option<&T> {
    levels.into_iter().find_map(Option::as_ref)
}

/// The keys of which it is true that they could not be read.
fn unread<const N: usize>(keys: [(&'static str, bool); N]) -> Vec<&'static str> {
    keys.into_iter().filter(|(_, unread)| *unread).map(|(key, _)| key).collect()
}

impl Context<'_> {
    pub(super) fn plans(
        &mut self,
        plans: &Map<document::Plan>,
        around: &Around<'_>,
    ) -> BTreeMap<String, Plan> {
        let mut resolved = BTreeMap::new();
        for (name, plan) in plans {
            if belongs(plan.only.as_ref(), &self.placeholders.environment) {
                resolved.insert(name.value.clone(), self.plan(name, plan, around));
            }
        }
        resolved
    }

    /// Reads values that may be inherited by nobody, for what is wrong with them.
    pub(super) fn windows(
        &mut self,
        start: Option<&document::ElapsedText>,
        completion: Option<&document::ElapsedText>,
        path: &str,
    ) {
        self.parse(start.map(|window| &window.0), path, Duration::parse);
        self.parse(completion.map(|window| &window.0), path, Duration::parse);
    }

    fn plan(&mut self, name: &Text, plan: &document::Plan, around: &Around<'_>) -> Plan {
        let at = at(name, "plans", &plan.was);
        let named = plan.role.as_ref().or(around.defaults.role.as_ref());
        let role = named.and_then(|role| {
            self.known(role, "roles", around.roles, &at.path).map(|_| role.0.clone())
        });
        let unread = unread([("role", named.is_some() && role.is_none())]);
        let section = format!("{}.tiers", at.path);
        self.windows(plan.start_window.as_ref(), plan.completion_window.as_ref(), &at.path);
        self.parse(plan.timezone.as_deref(), &at.path, Zone::parse);
        let mut tiers = BTreeMap::new();
        for (key, tier) in &plan.tiers {
            if belongs(tier.only.as_ref(), &self.placeholders.environment) {
                tiers.insert(key.value.clone(), self.tier(key, tier, plan, &section, around));
            }
        }
        let testing = plan
            .restore_testing
            .as_ref()
            .filter(|testing| belongs(testing.value.only.as_ref(), &self.placeholders.environment));
        Plan {
            aws_name: self.aws_name(plan.aws_name.as_deref(), &at),
            role,
            tiers,
            backup_options: plan.backup_options.clone(),
            restore_testing: testing
                .map(|testing| self.restore_testing(testing, plan, &at, around)),
            tags: self.tags(&plan.tags, &at.path),
            users: Vec::new(),
            existing: is_on(plan.existing.as_ref()),
            unread,
            planned: is_on(plan.planned.as_ref()),
            objectives: self.layer(plan.objectives.as_ref(), &format!("{}.objectives", at.path)),
            at,
        }
    }

    fn tier(
        &mut self,
        name: &Text,
        tier: &document::Tier,
        plan: &document::Plan,
        section: &str,
        around: &Around<'_>,
    ) -> Tier {
        let at = at(name, section, &tier.was);
        let defaults = around.defaults;
        let named = inherited([&tier.vault, &plan.vault, &defaults.vault]);
        let vault = named.and_then(|vault| {
            self.known(vault, "vaults", around.vaults, &at.path).map(|_| vault.0.clone())
        });
        let zones: [Option<&ZoneText>; 3] =
            [tier.timezone.as_ref(), plan.timezone.as_ref(), defaults.timezone.as_ref()];
        let start = inherited([&tier.start_window, &plan.start_window, &defaults.start_window]);
        let completion = inherited([
            &tier.completion_window,
            &plan.completion_window,
            &defaults.completion_window,
        ]);
        let schedule = self.schedule(tier.schedule.as_ref(), &at.path);
        let zone = self.zone(tier.schedule.as_ref(), &zones, &at.path);
        let retention = self.parse(tier.retention.as_deref(), &at.path, Retention::parse);
        let unread = unread([
            ("schedule", tier.schedule.is_some() && schedule.is_none()),
            ("retention", tier.retention.is_some() && retention.is_none()),
            ("vault", named.is_some() && vault.is_none()),
        ]);
        Tier {
            schedule,
            zone,
            retention,
            cold_storage_after: self.parse(
                tier.cold_storage_after.as_deref(),
                &at.path,
                CalendarDays::parse,
            ),
            archive_ebs: tier.archive_ebs,
            continuous: tier.continuous.filter(|flag| flag.value).map(|flag| flag.span),
            vault,
            start_window: Window {
                stated: self.parse(start.map(|w| &w.0), &at.path, Duration::parse),
            },
            completion_window: Window {
                stated: self.parse(completion.map(|w| &w.0), &at.path, Duration::parse),
            },
            copies: self.copies(tier, &at.path, around),
            recovery_point_tags: self.point_tags(plan, tier, &at.path),
            separate_plan: is_on(tier.separate_plan.as_ref()),
            times: self
                .times([tier.backup_time.as_ref(), None, tier.restore_time.as_ref()], &at.path),
            unread,
            planned: is_on(tier.planned.as_ref()),
            at,
        }
    }

    /// Tags of the points: those of the plan, and the tier's over them.
    fn point_tags(
        &mut self,
        plan: &document::Plan,
        tier: &document::Tier,
        path: &str,
    ) -> SpannedTags {
        let mut tags = self.tags(&plan.recovery_point_tags, path);
        tags.append(&mut self.tags(&tier.recovery_point_tags, path));
        tags
    }

    fn copies(&mut self, tier: &document::Tier, path: &str, around: &Around<'_>) -> Vec<Copy> {
        let mut copies = Vec::new();
        for (index, copy) in tier.copies.iter().enumerate() {
            let document::TierCopy {
                to,
                retention,
                cold_storage_after,
                copy_time,
                restore_time,
                planned,
                only,
            } = &copy.value;
            let path = format!("{path}.copies[{index}]");
            if !belongs(only.as_ref(), &self.placeholders.environment)
                || self.known(to, "vaults", around.vaults, &path).is_none()
            {
                continue;
            }
            copies.push(Copy {
                span: copy.span,
                to: to.0.clone(),
                retention: self.parse(retention.as_deref(), &path, Retention::parse),
                cold_storage_after: self.parse(
                    cold_storage_after.as_deref(),
                    &path,
                    CalendarDays::parse,
                ),
                times: self.times([None, copy_time.as_ref(), restore_time.as_ref()], &path),
                planned: is_on(planned.as_ref()),
                path,
            });
        }
        copies
    }

    fn restore_testing(
        &mut self,
        testing: &Spanned<document::RestoreTesting>,
        plan: &document::Plan,
        at: &At,
        around: &Around<'_>,
    ) -> RestoreTesting {
        let path = format!("{}.restore_testing", at.path);
        let document::RestoreTesting {
            schedule,
            role,
            points,
            from_last,
            vaults,
            start_window,
            keep_restored_for,
            planned,
            only: _,
        } = &testing.value;
        let role = role.as_ref().and_then(|role| {
            self.known(role, "roles", around.roles, &path).map(|_| role.0.clone())
        });
        let vaults = vaults.as_ref().map(|names| {
            let known = names
                .iter()
                .filter(|name| self.known(name, "vaults", around.vaults, &path).is_some());
            known.map(|name| name.0.clone()).collect()
        });
        RestoreTesting {
            span: testing.span,
            zone: self.zone(
                schedule.as_ref(),
                &[plan.timezone.as_ref(), around.defaults.timezone.as_ref()],
                &path,
            ),
            schedule: self.schedule(schedule.as_ref(), &path),
            role,
            points: *points,
            from_last: self.parse(from_last.as_deref(), &path, CalendarDays::parse),
            vaults,
            start_window: self.parse(start_window.as_deref(), &path, Duration::parse),
            keep_restored_for: self.parse(keep_restored_for.as_deref(), &path, Duration::parse),
            planned: is_on(planned.as_ref()),
            path,
        }
    }
}
