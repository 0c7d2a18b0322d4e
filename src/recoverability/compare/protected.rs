//! What is selected, what its own settings protect, and what the account lets.

use std::collections::BTreeSet;

use crate::document::{KeepOrDelete, LockMode, Versioning};
use crate::resolved::{BucketSettings, LifecycleRule, Native, OnDelete, Resource, Selection};
use crate::source::{Span, Spanned};
use crate::units::{CalendarDays, Retention};

use super::matched::Id;
use super::setting::{Aspect, Keeper, Kept, Setting, Settings, list};
use super::{Comparing, Direction, Kind};

/// A setting that is on or off, with its place.
type Switch = (&'static str, Option<Spanned<bool>>, Option<Spanned<bool>>);

/// Parts of a selection before and now, and whether more of them select more.
type Listed = (&'static str, Vec<Spanned<String>>, Vec<Spanned<String>>, bool);

const FINAL_SNAPSHOT: &str = "final snapshot";
const KEPT_BACKUPS: &str = "keeping automated backups after deletion";

impl Comparing<'_> {
    pub(super) fn protected(&self, settings: &mut Settings) {
        for new in self.new.policy.resources.values() {
            let was = |old: &&Resource| self.renames.resource(&old.at.key) == new.at.key;
            let Some(old) = self.old.policy.resources.values().find(was) else { continue };
            self.selected(old, new, settings);
            if let (Some(old), Some(now)) = (on_delete(old), on_delete(new)) {
                self.deletion(&new.at.key, old, now, settings);
            }
            if let (Native::Bucket(old), Native::Bucket(now)) = (&old.native, &new.native) {
                self.bucket(&new.at.key, new.at.span, (old, now), settings);
            }
        }
        for new in self.new.policy.repositories.values() {
            let was = |old: &&crate::resolved::Repository| {
                self.renames.repository(&old.at.key) == new.at.key
            };
            if let Some(old) = self.old.policy.repositories.values().find(was) {
                let buckets = (&old.settings, &new.settings);
                self.bucket(&new.at.key, new.at.span, buckets, settings);
            }
        }
        self.account(settings);
    }

    fn of_resource(&self, name: &str) -> BTreeSet<Id> {
        let all = self.before.on.keys().chain(self.now.on.keys());
        all.filter(|id| id.resource == name).cloned().collect()
    }

    /// Which resources of AWS are meant: what is taken away is not protected.
    fn selected(&self, old: &Resource, new: &Resource, settings: &mut Settings) {
        let lists: [Listed; 4] = [
            ("", old.identifiers.clone(), new.identifiers.clone(), true),
            ("selection", any_of(old), any_of(new), true),
            ("condition", all_of(old), all_of(new), false),
            ("exception", except(old), except(new), false),
        ];
        for (label, before, now, wider) in lists {
            // A selection begins or ends with its first part, not by growing.
            let both = old.selection.is_some() == new.selection.is_some();
            let starts = label == "selection" && (before.is_empty() != now.is_empty()) && both;
            for (gone, list, other) in [(true, &before, &now), (false, &now, &before)] {
                let missing =
                    list.iter().filter(|item| !other.iter().any(|o| o.value == item.value));
                for item in missing {
                    let worse = gone == (wider != starts);
                    let direction = if worse { Direction::Worse } else { Direction::Better };
                    let value = Some(format!("`{}`", item.value));
                    let phrase = match (gone, label) {
                        (true, "") => format!("no longer has {}", item.value),
                        (false, "") => format!("now has {}", item.value),
                        (true, label) => format!("no longer has the {label} `{}`", item.value),
                        (false, label) => format!("now has the {label} `{}`", item.value),
                    };
                    let spans =
                        if gone { (Some(item.span), None) } else { (None, Some(item.span)) };
                    let values = if gone { (value, None) } else { (None, value) };
                    let label = if label.is_empty() { "selection" } else { label };
                    settings.add(
                        Setting::new(
                            Aspect::Wanted,
                            Kind::Selection,
                            direction,
                            format!("`{}`", new.at.key),
                        )
                        .called(label, phrase)
                        .values(values.0, values.1)
                        .at(spans.0, spans.1)
                        .loosening(),
                    );
                }
            }
        }
    }

    /// What happens when it is deleted.
    fn deletion(&self, name: &str, old: OnDelete, new: OnDelete, settings: &mut Settings) {
        let kept = |found: Option<Spanned<KeepOrDelete>>| {
            found.map(|found| found.with(found.value == KeepOrDelete::Keep))
        };
        let switches: [Switch; 3] = [
            ("deletion protection", old.deletion_protection, new.deletion_protection),
            (FINAL_SNAPSHOT, old.final_snapshot, new.final_snapshot),
            (KEPT_BACKUPS, kept(old.automated_backups), kept(new.automated_backups)),
        ];
        self.switches(name, switches, settings);
    }

    fn switches<const N: usize>(&self, name: &str, all: [Switch; N], settings: &mut Settings) {
        let word = |found: Option<Spanned<bool>>| match found.map(|found| found.value) {
            Some(true) => "on",
            Some(false) => "off",
            None => "not stated",
        };
        for (label, old, new) in all {
            let (was, is) = (word(old), word(new));
            if was == is {
                continue;
            }
            let on = |found: Option<Spanned<bool>>| found.is_some_and(|found| found.value);
            let phrase = format!("has {label} {is}");
            settings.add(
                Setting::new(
                    Aspect::Held,
                    Kind::Lock,
                    Direction::by(&on(old), &on(new)),
                    format!("`{name}`"),
                )
                .called(label, phrase)
                .values(Some(was.to_owned()), Some(is.to_owned()))
                .at(old.map(|found| found.span), new.map(|found| found.span))
                .touching(if keeps_backups(label) {
                    self.of_resource(name)
                } else {
                    BTreeSet::new()
                })
                .loosening(),
            );
        }
    }

    fn bucket(
        &self,
        name: &str,
        span: Span,
        (old, new): (&BucketSettings, &BucketSettings),
        settings: &mut Settings,
    ) {
        self.versioning(name, span, (old, new), settings);
        self.object_lock(name, span, (old, new), settings);
        let current = |settings: &BucketSettings| -> Vec<(String, Spanned<CalendarDays>)> {
            let rules = settings.lifecycle.iter().flatten().filter(|rule| !rule.planned);
            rules.filter_map(|rule| Some((rule.name.value.clone(), expires(rule)?))).collect()
        };
        let (before, now) = (current(old), current(new));
        let names: BTreeSet<&String> = before.iter().chain(&now).map(|(name, _)| name).collect();
        for rule in names {
            let find = |all: &[(String, Spanned<CalendarDays>)]| {
                all.iter().find(|(name, _)| name == rule).map(|(_, age)| age.clone())
            };
            let (was, is) = (find(&before), find(&now));
            if was.as_ref().map(|w| &w.value) == is.as_ref().map(|i| &i.value) {
                continue;
            }
            let age = |found: &Option<Spanned<CalendarDays>>| {
                found.as_ref().map_or((u32::MAX, u32::MAX), |f| (f.value.least, f.value.most))
            };
            let word = |found: &Option<Spanned<CalendarDays>>| {
                found.as_ref().map(|found| format!("`{}`", found.value))
            };
            let kept = |found: &Option<Spanned<CalendarDays>>| {
                Some(found.as_ref().map_or(Retention::Forever, |f| Retention::For(f.value.clone())))
            };
            let said = word(&is).unwrap_or_else(|| "never".to_owned());
            let mut setting = Setting::new(
                Aspect::Kept,
                Kind::Retention,
                Direction::by(&age(&was), &age(&is)),
                format!("objects of `{name}` under `{rule}`"),
            )
            .called("expiration", format!("now expire after {said}"))
            .values(word(&was), word(&is))
            .at(was.as_ref().map(|w| w.span), is.as_ref().map(|i| i.span))
            .loosening();
            setting.kept = Some(Kept { before: kept(&was), now: kept(&is), by: Keeper::Window });
            settings.add(setting);
        }
    }

    fn versioning(
        &self,
        name: &str,
        span: Span,
        (old, new): (&BucketSettings, &BucketSettings),
        settings: &mut Settings,
    ) {
        let word = |bucket: &BucketSettings| match bucket.versioning.map(|v| v.value) {
            Some(Versioning::Enabled) => "enabled",
            Some(Versioning::Suspended) => "suspended",
            Some(Versioning::Never) => "never on",
            None => "not stated",
        };
        let (was, is) = (word(old), word(new));
        if was == is {
            return;
        }
        let on = |word: &str| word == "enabled";
        let place = |bucket: &BucketSettings| bucket.versioning.map(|found| found.span);
        settings.add(
            Setting::new(
                Aspect::Held,
                Kind::Lock,
                Direction::by(&on(was), &on(is)),
                format!("`{name}`"),
            )
            .called("versioning", format!("has versioning {is}"))
            .values(Some(was.to_owned()), Some(is.to_owned()))
            .at(place(old), Some(place(new).unwrap_or(span)))
            .touching(self.of_resource(name))
            .loosening(),
        );
    }

    fn object_lock(
        &self,
        name: &str,
        span: Span,
        (old, new): (&BucketSettings, &BucketSettings),
        settings: &mut Settings,
    ) {
        let on = |bucket: &BucketSettings| bucket.object_lock.clone().filter(|lock| !lock.planned);
        let (before, now) = (on(old), on(new));
        let compliance = |lock: &crate::resolved::ObjectLock| {
            lock.mode.is_some_and(|mode| mode.value == LockMode::Compliance)
        };
        let days = |lock: &crate::resolved::ObjectLock| {
            lock.retention.as_ref().map_or(0, |days| days.value.most)
        };
        let words = |lock: &crate::resolved::ObjectLock| {
            let mode = if compliance(lock) { "compliance" } else { "governance" };
            let kept = lock.retention.as_ref().map(|kept| format!(", {}", kept.value));
            format!("{mode}{}", kept.unwrap_or_default())
        };
        let (was, is) = (before.as_ref().map(words), now.as_ref().map(words));
        if was == is {
            return;
        }
        let worth = |lock: &Option<crate::resolved::ObjectLock>| {
            lock.as_ref().map(|lock| (compliance(lock), days(lock)))
        };
        let (had, has) = (worth(&before), worth(&now));
        let direction = match (had, has) {
            // Tighter, but for less time, or the other way round.
            (Some((was, old)), Some((is, new))) if was != is && old != new && is != (new > old) => {
                Direction::Neither
            }
            _ => Direction::by(&had, &has),
        };
        let phrase = match &is {
            Some(is) => format!("has Object Lock in {is}"),
            None => "has no Object Lock any more".to_owned(),
        };
        let place = |bucket: &BucketSettings| bucket.object_lock.as_ref().map(|lock| lock.span);
        let mut setting = Setting::new(Aspect::Held, Kind::Lock, direction, format!("`{name}`"))
            .called("Object Lock", phrase)
            .values(was, is)
            .at(place(old), place(new).or(Some(span).filter(|_| now.is_some())))
            .touching(self.of_resource(name))
            .loosening();
        let longer = had.is_none_or(|(was, before)| !was || has.is_some_and(|(_, d)| d > before));
        if let (Some(lock), Some((true, _)), true) = (&now, has, longer) {
            let kept = lock.retention.as_ref().map(|days| format!(" for `{}`", days.value));
            setting.irreversible = Some(format!(
                "from the day it is deployed no account, AWS included, can delete or shorten a new \
                 version{}",
                kept.unwrap_or_default()
            ));
        }
        settings.add(setting);
    }

    /// AWS Backup's settings of the account.
    fn account(&self, settings: &mut Settings) {
        let none = crate::resolved::AccountSettings::default;
        let of = |side: &super::Side<'_>| side.policy.account_settings.clone();
        let (old, new) = (of(&self.old), of(&self.new));
        let (old, new) = (old.unwrap_or_else(none), new.unwrap_or_else(none));
        self.switches(
            "account_settings",
            [
                (
                    "DynamoDB's advanced features",
                    old.dynamodb_advanced_features,
                    new.dynamodb_advanced_features,
                ),
                ("copies to other accounts", old.cross_account_copy, new.cross_account_copy),
            ],
            settings,
        );
        let types = |found: &crate::resolved::AccountSettings| -> BTreeSet<String> {
            found.service_opt_in.iter().flatten().map(|name| name.value.clone()).collect()
        };
        let (before, now) = (types(&old), types(&new));
        let lost: Vec<&str> = before.difference(&now).map(String::as_str).collect();
        let won: Vec<&str> = now.difference(&before).map(String::as_str).collect();
        for (gone, names) in [(true, lost), (false, won)].into_iter().filter(|(_, n)| !n.is_empty())
        {
            let direction = if gone { Direction::Worse } else { Direction::Better };
            let value = Some(list(&names));
            let values = if gone { (value, None) } else { (None, value) };
            let first = |found: &crate::resolved::AccountSettings| {
                found.service_opt_in.iter().flatten().next().map(|name| name.span)
            };
            settings.add(
                Setting::new(Aspect::Wanted, Kind::Selection, direction, "the account".to_owned())
                    .called("opt-in to AWS Backup", "is opted in otherwise")
                    .values(values.0, values.1)
                    .at(first(&old), first(&new))
                    .loosening(),
            );
        }
    }
}

/// A setting that decides what a deletion leaves; others only hinder it.
fn keeps_backups(label: &str) -> bool {
    matches!(label, FINAL_SNAPSHOT | KEPT_BACKUPS)
}

fn expires(rule: &LifecycleRule) -> Option<Spanned<CalendarDays>> {
    rule.current.as_ref()?.value.expire_after.clone()
}

const fn on_delete(resource: &Resource) -> Option<OnDelete> {
    match &resource.native {
        Native::Dynamodb(native) => Some(native.on_delete),
        Native::Database(native) => Some(native.on_delete),
        Native::Cache(native) => Some(native.on_delete),
        Native::Bucket(_) | Native::None => None,
    }
}

fn selection(resource: &Resource) -> Option<&Selection> {
    resource.selection.as_ref().map(|selection| &selection.value)
}

fn any_of(resource: &Resource) -> Vec<Spanned<String>> {
    let Some(any) = selection(resource).and_then(|selection| selection.any_of.as_ref()) else {
        return Vec::new();
    };
    let tags = any.value.tags.iter();
    let tags = tags.map(|(tag, value)| value.with(format!("{}={}", tag.value, value.value)));
    any.value.arns.iter().cloned().chain(tags).collect()
}

fn all_of(resource: &Resource) -> Vec<Spanned<String>> {
    let conditions = selection(resource).map(|s| s.all_of.as_slice()).unwrap_or_default();
    let tests = conditions.iter().flat_map(|condition| {
        condition.tests.iter().map(|(kind, value)| Spanned {
            value: format!("{} {} {}", condition.tag.value, words(*kind), value.value),
            span: condition.span,
        })
    });
    tests.collect()
}

const fn words(kind: crate::resolved::ConditionKind) -> &'static str {
    match kind {
        crate::resolved::ConditionKind::Equals => "equals",
        crate::resolved::ConditionKind::NotEquals => "is not",
        crate::resolved::ConditionKind::Like => "is like",
        crate::resolved::ConditionKind::NotLike => "is not like",
    }
}

fn except(resource: &Resource) -> Vec<Spanned<String>> {
    selection(resource).map(|selection| selection.except.clone()).unwrap_or_default()
}
