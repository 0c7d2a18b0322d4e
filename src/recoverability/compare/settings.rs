//! Changed values of mechanisms, field by field.

use crate::resolved::{
    Limit, Mechanism, MechanismKind, Points, Policy, Scheduled, Time, TimeFigure,
};
use crate::source::{Span, Spanned};
use crate::units::{CalendarDays, Duration, Retention};

use super::matched::{Id, Known};
use super::setting::{Aspect, Keeper, Kept, Setting, Settings, list};
use super::{Comparing, Direction, Kind};

/// A mechanism that both versions have.
struct Pair<'a> {
    id: &'a Id,
    old: &'a Mechanism,
    new: &'a Mechanism,
    known: &'a Known,
}

impl Comparing<'_> {
    /// Everything that is stated of a mechanism, and which mechanisms there are.
    pub(super) fn mechanisms(&self, settings: &mut Settings) {
        for (id, new) in &self.now.on {
            match self.before.on.get(id) {
                Some(old) => {
                    let pair = Pair { id, old, new, known: &self.now };
                    pair.retention(settings);
                    pair.limits(settings);
                    pair.schedule(settings);
                    pair.times(settings);
                    pair.cold(settings);
                }
                None => self.exists(id, new, Direction::Better, settings),
            }
        }
        for (id, old) in &self.before.on {
            if !self.now.on.contains_key(id) {
                self.exists(id, old, Direction::Worse, settings);
            }
        }
    }

    /// A mechanism that only one version has, by the key that brought or took it.
    fn exists(&self, id: &Id, mechanism: &Mechanism, direction: Direction, all: &mut Settings) {
        let gone = direction == Direction::Worse;
        let (own, other) = match gone {
            true => (self.old.policy, self.new.policy),
            false => (self.new.policy, self.old.policy),
        };
        let both = self.renames.resource(&mechanism.resource) == id.resource
            && self.new.policy.resources.contains_key(&id.resource);
        let had = self.old.policy.resources.keys().any(|r| self.renames.resource(r) == id.resource);
        if !both || !had {
            // The resource itself is new or gone, which says it all.
            return;
        }
        let known = if gone { &self.before } else { &self.now };
        let (name, span, of_all) = self.origin(mechanism, own, other, gone, known);
        let planned = |known: &Known| known.planned.get(id).map(|planned| planned.span);
        let (phrase, span_old, span_new) = match (gone, planned(&self.now), planned(&self.before)) {
            (true, Some(span), _) => ("is switched off", None, Some(span)),
            (true, None, _) => ("is gone", Some(span), None),
            (false, _, Some(_)) => ("is switched on", None, Some(span)),
            (false, _, None) => ("is new", None, Some(span)),
        };
        let kept = Kept {
            before: retention(mechanism).cloned().filter(|_| gone),
            now: retention(mechanism).cloned().filter(|_| !gone),
            by: keeper(mechanism),
        };
        let phrase = if of_all { phrase.to_owned() } else { plural(&name, phrase) };
        let mut setting = Setting::new(Aspect::Exists, Kind::Mechanism, direction, name)
            .called("", phrase.clone())
            .at(span_old, span_new)
            .touching([id.clone()]);
        setting.kept = Some(kept);
        let value = |text: &str| Some(text.to_owned());
        setting = match phrase.contains("switched") {
            true => setting.values(
                value(if gone { "on" } else { "off" }),
                value(if gone { "off" } else { "on" }),
            ),
            false if gone => setting.values(value("protects"), None),
            false => setting.values(None, value("protects")),
        };
        all.add(setting);
    }

    /// The key that a mechanism comes or goes with; true if that is more than
    /// the mechanism itself.
    fn origin(
        &self,
        mechanism: &Mechanism,
        own: &Policy,
        other: &Policy,
        gone: bool,
        known: &Known,
    ) -> (String, Span, bool) {
        let itself = (known.name(mechanism), mechanism.span, false);
        let path = mechanism.made_from.as_ref().unwrap_or(&mechanism.reference);
        let parts: Vec<&str> = path.split('.').collect();
        let ["plans", plan_name, "tiers", tier_name, ..] = parts.as_slice() else { return itself };
        let Some(plan) = own.plans.get(*plan_name) else { return itself };
        let Some(tier) = plan.tiers.get(*tier_name) else { return itself };
        let same = |name: &str, of_other: &str| match gone {
            true => self.renames.plan(name) == of_other,
            false => name == self.renames.plan(of_other),
        };
        let there = other.plans.iter().find(|(name, _)| same(plan_name, name));
        let Some((_, there)) = there.filter(|(_, there)| there.planned == plan.planned) else {
            return (format!("plan `{plan_name}`"), plan.at.span, true);
        };
        let resource = own.resources.get(&mechanism.resource);
        let listed = resource.and_then(|r| r.plans.iter().find(|plan| plan.value == *plan_name));
        let of_other = other.resources.values().find(|r| match gone {
            true => self.renames.resource(&mechanism.resource) == r.at.key,
            false => mechanism.resource == self.renames.resource(&r.at.key),
        });
        let lists = of_other.is_some_and(|r| r.plans.iter().any(|p| same(plan_name, &p.value)));
        if let (Some(listed), false) = (listed, lists) {
            let name = format!("plan `{plan_name}` for `{}`", mechanism.resource);
            return (name, listed.span, true);
        }
        let path = if gone { self.renames.path(path) } else { path.to_string() };
        let same_tier = there.tiers.values().find(|tier| match gone {
            true => tier.at.path == path,
            false => self.renames.path(&tier.at.path) == path,
        });
        if same_tier.is_none_or(|there| there.planned != tier.planned) {
            return (format!("tier `{}`", known.tier(path.as_str())), tier.at.span, true);
        }
        itself
    }
}

/// `copies` are gone, a `replica` is.
fn plural(name: &str, phrase: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    let many = first.ends_with('s') || name.starts_with("automated backups");
    match phrase.strip_prefix("is ") {
        Some(rest) if many => format!("are {rest}"),
        _ => phrase.to_owned(),
    }
}

impl Pair<'_> {
    fn setting(&self, aspect: Aspect, kind: Kind, direction: Direction) -> Setting {
        Setting::new(aspect, kind, direction, self.known.name(self.new)).touching([self.id.clone()])
    }

    /// A setting of the tier, which its copies share.
    fn of_tier(&self, aspect: Aspect, direction: Direction) -> Setting {
        let path = self.new.made_from.as_ref().unwrap_or(&self.new.reference);
        let name = match self.new.kind {
            MechanismKind::RecoveryPoints
            | MechanismKind::Copy
            | MechanismKind::ContinuousBackup => format!("tier `{}`", self.known.tier(path)),
            _ => self.known.name(self.new),
        };
        Setting::new(aspect, Kind::Setting, direction, name).touching([self.id.clone()])
    }

    fn retention(&self, settings: &mut Settings) {
        let (before, now) = (spanned_retention(self.old), spanned_retention(self.new));
        let worth = |found: Option<&Spanned<Retention>>| found.map(|found| found.value.clone());
        let (old, new) = (worth(before), worth(now));
        if old == new {
            return;
        }
        let direction = match (&old, &new) {
            (Some(old), Some(new)) => longer(old, new),
            (Some(_), None) => Direction::Worse,
            (None, _) => Direction::Better,
        };
        let word = |found: Option<&Retention>| found.map(|found| format!("`{found}`"));
        let (was, is) = (word(old.as_ref()), word(new.as_ref()));
        let phrase = match (&was, &is) {
            (Some(was), Some(is)) => format!("now kept {is}, not {was}"),
            (_, Some(is)) => format!("now kept {is}"),
            (_, None) => "now kept nobody says how long".to_owned(),
        };
        let mut setting = self
            .setting(Aspect::Kept, Kind::Retention, direction)
            .called("retention", phrase)
            .values(was, is)
            .at(before.map(|found| found.span), now.map(|found| found.span))
            .loosening();
        setting.kept = Some(Kept { before: old, now: new, by: keeper(self.new) });
        settings.add(setting);
    }

    /// What deletes points before their time: lifecycle rules and deleters.
    fn limits(&self, settings: &mut Settings) {
        let find = |all: &[Limit], path: &str| all.iter().find(|l| l.path == path).cloned();
        let paths = self.old.limits.iter().chain(&self.new.limits).map(|limit| &limit.path);
        let paths: std::collections::BTreeSet<&String> = paths.collect();
        for path in paths {
            let (old, new) = (find(&self.old.limits, path), find(&self.new.limits, path));
            let (direction, phrase) = match (&old, &new) {
                (Some(old), Some(new)) if old.after == new.after => continue,
                (Some(old), Some(new)) => (
                    Direction::by(&old.after.least, &new.after.least),
                    format!("now deleted by `{path}` after `{}`, not `{}`", new.after, old.after),
                ),
                (None, Some(new)) => {
                    (Direction::Worse, format!("now deleted by `{path}` after `{}`", new.after))
                }
                (Some(_), None) => (Direction::Better, format!("no longer deleted by `{path}`")),
                (None, None) => continue,
            };
            let age = |limit: &Option<Limit>| limit.as_ref().map(|l| format!("`{}`", l.after));
            let kept = |limit: &Option<Limit>| {
                limit.as_ref().map(|limit| Retention::For(limit.after.clone()))
            };
            let mut setting = self
                .setting(Aspect::Kept, Kind::Retention, direction)
                .called("deletion", phrase)
                .values(age(&old), age(&new))
                .at(old.as_ref().map(|l| l.span), new.as_ref().map(|l| l.span))
                .loosening();
            setting.kept = Some(Kept { before: kept(&old), now: kept(&new), by: Keeper::Window });
            settings.add(setting);
        }
    }

    fn schedule(&self, settings: &mut Settings) {
        let (Points::Scheduled(old), Points::Scheduled(new)) = (&self.old.points, &self.new.points)
        else {
            return;
        };
        let text = |points: &Scheduled| {
            let schedule = points.schedule.as_ref()?;
            Some(format!("{}, {}", schedule.value, points.zone))
        };
        let same_zone = old.zone.to_string() == new.zone.to_string();
        if text(old) != text(new) {
            let word = |points: &Scheduled| match (&points.schedule, same_zone) {
                (Some(schedule), true) => Some(schedule.value.to_string()),
                _ => text(points),
            };
            let (was, is) = (word(old), word(new));
            let phrase = match (&was, &is) {
                (Some(was), Some(is)) => format!("now runs {is}, not {was}"),
                (_, Some(is)) => format!("now runs {is}"),
                (_, None) => "now runs nobody says when".to_owned(),
            };
            let span = |points: &Scheduled| points.schedule.as_ref().map(|s| s.span);
            settings.add(
                self.of_tier(Aspect::Made, Direction::Neither)
                    .called("schedule", phrase)
                    .values(was, is)
                    .at(span(old), span(new)),
            );
        }
        let windows: [(&'static str, Option<Duration>, Option<Duration>); 2] = [
            ("start window", Some(old.start_window), Some(new.start_window)),
            ("completion window", old.completion_window, new.completion_window),
        ];
        for (label, old, new) in windows.into_iter().filter(|(_, old, new)| old != new) {
            let word = |length: Option<Duration>| length.map(|length| format!("`{length}`"));
            let said = word(new).unwrap_or_else(|| "not stated".to_owned());
            settings.add(
                self.of_tier(Aspect::Jobs, Direction::Neither)
                    .called(label, format!("now has a {label} of {said}"))
                    .values(word(old), word(new))
                    .at(Some(self.old.span), Some(self.new.span)),
            );
        }
    }

    fn times(&self, settings: &mut Settings) {
        let (old, new) = (&self.old.times, &self.new.times);
        let times = [
            (Aspect::Jobs, "backup time", &old.backup, &new.backup),
            (Aspect::Jobs, "copy time", &old.copy, &new.copy),
            (Aspect::Restore, "restore time", &old.restore, &new.restore),
        ];
        for (aspect, label, old, new) in times {
            let (was, is) = (old.as_ref().map(said), new.as_ref().map(said));
            if was == is {
                continue;
            }
            let phrase = match &is {
                Some(is) => format!("now has a {label} of {is}"),
                None => format!("now has no {label}"),
            };
            let direction = Direction::by(&worth(old.as_ref()), &worth(new.as_ref()));
            settings.add(
                self.setting(aspect, Kind::Setting, direction)
                    .called(label, phrase)
                    .values(was, is)
                    .at(old.as_ref().map(|t| t.span), new.as_ref().map(|t| t.span)),
            );
        }
    }

    /// Colder storage, from which a restore waits longer.
    fn cold(&self, settings: &mut Settings) {
        let text = |mechanism: &Mechanism| -> Vec<String> {
            let colder = mechanism.colder.iter().map(|colder| {
                let class = colder.storage_class.as_ref();
                let class = class.map_or("cold storage", |class| class.value.as_str());
                format!("{class} after `{}`", colder.after.value)
            });
            colder.collect()
        };
        let (old, new) = (text(self.old), text(self.new));
        if old == new {
            return;
        }
        let word = |all: &[String]| {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            Some(list(&all)).filter(|text| !text.is_empty())
        };
        let span = |mechanism: &Mechanism| mechanism.colder.first().map(|c| c.after.span);
        let is = word(&new).unwrap_or_else(|| "no colder storage".to_owned());
        settings.add(
            self.setting(Aspect::Restore, Kind::Setting, Direction::Neither)
                .called("colder storage", format!("now move to {is}"))
                .values(word(&old), word(&new))
                .at(span(self.old), span(self.new)),
        );
    }
}

fn spanned_retention(mechanism: &Mechanism) -> Option<&Spanned<Retention>> {
    match &mechanism.points {
        Points::Scheduled(points) => points.retention.as_ref(),
        Points::Continuous { retention, lag: _ } | Points::OnChange { retention, .. } => {
            retention.as_ref()
        }
        Points::Replica { .. } => None,
    }
}

fn retention(mechanism: &Mechanism) -> Option<&Retention> {
    spanned_retention(mechanism).map(|retention| &retention.value)
}

/// Which of two retentions is the longer one, where that can be said.
fn longer(old: &Retention, new: &Retention) -> Direction {
    let days = |days: &CalendarDays| (days.most, days.least);
    match (old, new) {
        (Retention::Forever, Retention::Forever) => Direction::Neither,
        (Retention::Forever, _) => Direction::Worse,
        (_, Retention::Forever) => Direction::Better,
        (Retention::For(old), Retention::For(new)) => Direction::by(&days(old), &days(new)),
        (Retention::Copies(old), Retention::Copies(new)) => Direction::by(old, new),
        (Retention::For(_), Retention::Copies(_)) | (Retention::Copies(_), Retention::For(_)) => {
            Direction::Neither
        }
    }
}

fn keeper(mechanism: &Mechanism) -> Keeper {
    match mechanism.kind {
        MechanismKind::RecoveryPoints => Keeper::Points,
        MechanismKind::Copy => Keeper::Copies,
        MechanismKind::ContinuousBackup
        | MechanismKind::PointInTimeRecovery
        | MechanismKind::AutomatedBackups
        | MechanismKind::ReplicaBackups
        | MechanismKind::ReplicatedBackups
        | MechanismKind::Versioning
        | MechanismKind::ReplicaVersions => Keeper::Window,
        _ => Keeper::Other,
    }
}

/// A time as a reader knows it: `40m`, measured.
pub(super) fn said(time: &Time) -> String {
    let grows = if time.takes_per.is_some() { " and more with the data lost" } else { "" };
    let figure = match time.figure {
        Some(TimeFigure::Measured(range)) => format!("`{}` measured", range.value),
        Some(TimeFigure::Estimated(range)) => format!("`{}` estimated", range.value),
        None => "a time that grows".to_owned(),
    };
    let of = time.size.as_ref().map(|size| format!(" with {}", size.value)).unwrap_or_default();
    let on = time.at.as_ref().map(|at| format!(" on {}", at.value)).unwrap_or_default();
    format!("{figure}{of}{on}{grows}")
}

/// Measured is worth more than estimated, quick more than slow.
pub(super) fn worth(time: Option<&Time>) -> (u8, std::cmp::Reverse<Duration>) {
    let Some(time) = time else { return (0, std::cmp::Reverse(Duration::ZERO)) };
    let (rank, value) = match time.figure {
        Some(TimeFigure::Measured(range)) => (3, range.value.worse()),
        Some(TimeFigure::Estimated(range)) => (2, range.value.worse()),
        None => (1, Duration::ZERO),
    };
    (rank, std::cmp::Reverse(value))
}
