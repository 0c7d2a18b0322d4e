//! What holds backups: locks, keys, places, and who may copy into a vault.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::document::LockMode;
use crate::resolved::{KeySource, Lock, Mechanism, Vault};
use crate::resources::ResourceKind;
use crate::source::Spanned;
use crate::units::CalendarDays;

use super::matched::Id;
use super::setting::{Aspect, Setting, Settings, list};
use super::{Comparing, Complete, Direction, Kind};

const COOLED_OFF: &str = "when its cooling-off period ends";
const CREATED: &str = "as it is locked from its creation";

impl Comparing<'_> {
    pub(super) fn held(&self, settings: &mut Settings) {
        for new in self.new.policy.vaults.values() {
            let was = |old: &&Vault| self.renames.vault(&old.at.key) == new.at.key;
            match self.old.policy.vaults.values().find(was) {
                Some(old) => {
                    self.lock(old, new, settings);
                    self.vault(old, new, settings);
                }
                None => self.irreversible_vault(new, settings),
            }
        }
        self.keys(settings);
    }

    /// The mechanisms of either version that lie in a vault.
    fn in_vault(&self, vault: &Vault) -> BTreeSet<Id> {
        self.touched(|mechanism, renamed| {
            mechanism.vault.as_deref().map(renamed) == Some(vault.at.key.clone())
        })
    }

    fn touched(&self, is: impl Fn(&Mechanism, &dyn Fn(&str) -> String) -> bool) -> BTreeSet<Id> {
        let old = |name: &str| self.renames.vault(name).to_owned();
        let before = self.before.on.iter().filter(|(_, m)| is(m, &old));
        let now = self.now.on.iter().filter(|(_, m)| is(m, &|name| name.to_owned()));
        before.chain(now).map(|(id, _)| id.clone()).collect()
    }

    fn lock(&self, old: &Vault, new: &Vault, settings: &mut Settings) {
        let on = |vault: &Vault| vault.lock.clone().filter(|lock| !lock.planned);
        let (before, now) = (on(old), on(new));
        let (was, is) = (before.as_ref().map(lock_words), now.as_ref().map(lock_words));
        if was == is {
            return;
        }
        let direction = match (&before, &now) {
            (None, _) => Direction::Better,
            (Some(_), None) => Direction::Worse,
            (Some(before), Some(now)) => tighter(before, now),
        };
        let name = format!("vault `{}`", new.at.key);
        let phrase = match &is {
            None if new.lock.is_some() => "has its lock switched off".to_owned(),
            None => "has no lock any more".to_owned(),
            Some(is) => format!("has {}", article(is)),
        };
        let span = |vault: &Vault| vault.lock.as_ref().map(|lock| lock.span);
        let mut setting = Setting::new(Aspect::Held, Kind::Lock, direction, name)
            .called("lock", phrase)
            .values(was, is)
            .at(span(old), span(new))
            .touching(self.in_vault(new))
            .loosening();
        self.permanent(new, &mut setting);
        settings.add(setting);
    }

    /// Says of what is locked for good that it is, and from when on.
    fn permanent(&self, vault: &Vault, setting: &mut Setting) {
        let of = |id: &crate::resources::ResourceId| {
            id.kind == ResourceKind::Vault && id.name == vault.aws_name.value
        };
        let mut all = self.new.lowered.irreversible.iter();
        let Some(found) = all.find(|found| of(&found.resource)) else { return };
        setting.irreversible = Some(found.effect.clone());
        if let Some(agreed) = &found.agreed {
            setting.notes.push(format!("agreed: {agreed}"));
        }
        let cooling_off = vault.lock.as_ref().and_then(|lock| lock.changeable_for.as_ref());
        let days = cooling_off.filter(|_| vault.air_gapped.is_none());
        setting.complete = match days {
            Some(days) => self
                .in_days(u64::from(days.value.most))
                .map(|on| Complete { on: Some(on), because: COOLED_OFF }),
            None => Some(Complete { on: None, because: CREATED }),
        };
    }

    /// A vault that is new, if it is one that nobody can unlock.
    fn irreversible_vault(&self, new: &Vault, settings: &mut Settings) {
        let lock = new.lock.as_ref().filter(|lock| !lock.planned);
        let span = lock.map(|lock| lock.span).or(new.air_gapped).unwrap_or(new.at.span);
        let name = format!("vault `{}`", new.at.key);
        let words = lock.map(lock_words);
        let mut setting = Setting::new(Aspect::Held, Kind::Lock, Direction::Better, name)
            .called("", "is new and locked")
            .values(None, words)
            .at(None, Some(span))
            .touching(self.in_vault(new));
        self.permanent(new, &mut setting);
        if setting.irreversible.is_some() {
            settings.add(setting);
        }
    }

    fn vault(&self, old: &Vault, new: &Vault, settings: &mut Settings) {
        let name = || format!("vault `{}`", new.at.key);
        let key = |name: &str| format!("key `{name}`");
        let was = old.key.as_ref().map(|name| key(self.renames.key(&name.value)));
        let is = new.key.as_ref().map(|name| key(&name.value));
        if was != is {
            let spans = (old.key.as_ref().map(|k| k.span), new.key.as_ref().map(|k| k.span));
            let phrase = match &is {
                Some(key) => format!("is encrypted with {key}"),
                None => "is encrypted with AWS's own key".to_owned(),
            };
            settings.add(
                Setting::new(Aspect::Held, Kind::Access, Direction::Neither, name())
                    .called("key", phrase)
                    .values(was, is)
                    .at(spans.0, Some(spans.1.unwrap_or(new.at.span)))
                    .touching(self.in_vault(new)),
            );
        }
        if old.place != new.place {
            let place = |vault: &Vault| vault.place.as_ref().map(ToString::to_string);
            let said = place(new).unwrap_or_else(|| "an unknown place".to_owned());
            let stated = [new.region.as_ref(), new.account.as_ref()];
            let span = stated.into_iter().flatten().map(|stated| stated.span).next();
            settings.add(
                Setting::new(Aspect::Held, Kind::Setting, Direction::Neither, name())
                    .called("place", format!("is now in {said}"))
                    .values(place(old), place(new))
                    .at(None, Some(span.unwrap_or(new.at.span)))
                    .touching(self.in_vault(new)),
            );
        }
        self.access(old, new, settings);
    }

    fn access(&self, old: &Vault, new: &Vault, settings: &mut Settings) {
        let ids = |vault: &Vault| -> BTreeSet<String> {
            vault.access.iter().map(|id| id.value.clone()).collect()
        };
        let (before, now) = (ids(old), ids(new));
        let word = |ids: &BTreeSet<String>| {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            Some(list(&ids)).filter(|text| !text.is_empty())
        };
        let lost = before.difference(&now).next().is_some();
        let direction = match (lost, now.difference(&before).next().is_some()) {
            (false, false) => return,
            (true, false) => Direction::Worse,
            (false, true) => Direction::Better,
            (true, true) => Direction::Neither,
        };
        let span = |vault: &Vault| vault.access.first().map(|id| id.span);
        let said = word(&now).unwrap_or_else(|| "no other account".to_owned());
        settings.add(
            Setting::new(Aspect::Held, Kind::Access, direction, format!("vault `{}`", new.at.key))
                .called("accounts that may copy into it,", format!("takes copies of {said}"))
                .values(word(&before), word(&now))
                .at(span(old), span(new))
                .touching(self.in_vault(new)),
        );
    }

    /// Keys whose own account or Region changed.
    fn keys(&self, settings: &mut Settings) {
        for new in self.new.policy.keys.values() {
            let was = |key: &&crate::resolved::Key| self.renames.key(&key.at.key) == new.at.key;
            let Some(old) = self.old.policy.keys.values().find(was) else { continue };
            let said = |source: &KeySource| match source {
                KeySource::Created(Some(place)) => format!("created in {place}"),
                KeySource::Created(None) => "created".to_owned(),
                KeySource::Existing(arn) => format!("`{}`", arn.value),
            };
            let (was, is) = (said(&old.source), said(&new.source));
            if was == is {
                continue;
            }
            let span = match &new.source {
                KeySource::Existing(arn) => arn.span,
                KeySource::Created(_) => new.at.span,
            };
            let uses = |mechanism: &Mechanism| {
                matches!(&mechanism.key, crate::resolved::MechanismKey::Customer { name, .. }
                    if *name == new.at.key || *name == old.at.key)
            };
            let name = format!("key `{}`", new.at.key);
            settings.add(
                Setting::new(Aspect::Held, Kind::Access, Direction::Neither, name)
                    .called("", format!("is now {is}"))
                    .values(Some(was), Some(is))
                    .at(None, Some(span))
                    .touching(self.touched(|mechanism, _| uses(mechanism))),
            );
        }
    }
}

/// `compliance lock, 7d to 10y`.
fn lock_words(lock: &Lock) -> String {
    let mode = match lock.mode.map(|mode| mode.value) {
        Some(LockMode::Compliance) => "compliance lock",
        Some(LockMode::Governance) => "governance lock",
        None => "lock",
    };
    let days = |days: &Option<Spanned<CalendarDays>>| days.as_ref().map(|days| days.value.clone());
    let bounds = match (days(&lock.min_retention), days(&lock.max_retention)) {
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", {min} at least"),
        (None, Some(max)) => format!(", {max} at most"),
        (None, None) => String::new(),
    };
    let changeable = lock.changeable_for.as_ref();
    let changeable = changeable.map(|days| format!(", changeable for {}", days.value));
    format!("{mode}{bounds}{}", changeable.unwrap_or_default())
}

fn article(words: &str) -> String {
    format!("a {words}")
}

/// Compliance is tighter than governance, and narrower bounds are tighter than
/// wide ones; a longer cooling-off period leaves more time to remove it.
fn tighter(before: &Lock, now: &Lock) -> Direction {
    let mode = |lock: &Lock| lock.mode.is_some_and(|mode| mode.value == LockMode::Compliance);
    let least = |lock: &Lock| lock.min_retention.as_ref().map_or(0, |days| days.value.most);
    let most =
        |lock: &Lock| Reverse(lock.max_retention.as_ref().map_or(u32::MAX, |days| days.value.most));
    let open =
        |lock: &Lock| Reverse(lock.changeable_for.as_ref().map_or(0, |days| days.value.most));
    let parts = [
        Direction::by(&mode(before), &mode(now)),
        Direction::by(&least(before), &least(now)),
        Direction::by(&most(before), &most(now)),
        // What is not permanent has no such period.
        match mode(before) && mode(now) {
            true => Direction::by(&open(before), &open(now)),
            false => Direction::Neither,
        },
    ];
    let is = |direction: Direction| parts.contains(&direction);
    match (is(Direction::Worse), is(Direction::Better)) {
        (true, false) => Direction::Worse,
        (false, true) => Direction::Better,
        (true, true) => Direction::by(&mode(before), &mode(now)),
        (false, false) => Direction::Neither,
    }
}
