//! Vaults: kind, key, lock, access, notifications, tags.

use std::collections::BTreeSet;

use crate::resolved::Vault;
use crate::resources::{
    BackupVault, KeyRef, Notifications, OWN_TAGS, Place, Tags, VaultAccess, VaultKind, VaultLock,
};

use super::act::{Act, FoundLock};
use super::comparing::{Here, is_usable, unusable};
use super::found::{Raw, Stated};
use super::whereabouts::vault as at;
use super::words;

/// What differs of a vault that is there.
pub(super) fn differences(
    here: &Here<'_>,
    name: &str,
    vault: &Vault,
    expected: &BackupVault,
    actual: &BackupVault,
) -> Vec<Raw> {
    let BackupVault { kind, encryption_key, tags, lock, access, notifications } = expected;
    let mut raws = Vec::new();
    raws.extend(kind_of(vault, *kind, actual.kind));
    raws.extend(key(here, vault, encryption_key.as_ref(), actual.encryption_key.as_ref()));
    // Of what other code creates only what is stated counts.
    let stated = |is: bool| is || !vault.existing;
    if stated(lock.is_some()) {
        raws.extend(lock_of(here, name, vault, *lock, actual.lock));
    }
    if stated(access.is_some()) {
        raws.extend(access_of(vault, access.as_ref(), actual.access.as_ref()));
    }
    if stated(notifications.is_some()) {
        raws.extend(events(vault, notifications.as_ref(), actual.notifications.as_ref()));
    }
    let stated = |tag: &str| {
        let found = vault.tags.iter().find(|(key, _)| key.value == tag);
        at(vault, &format!("tags.{tag}"), found.map(|(_, value)| value.span))
    };
    raws.extend(self::tags("BackupVaultTags", tags, &actual.tags, vault.existing, stated));
    raws
}

fn kind_of(vault: &Vault, expected: VaultKind, actual: VaultKind) -> Option<Raw> {
    if expected == actual {
        return None;
    }
    let words = |kind| Some(words::vault_kind(kind));
    let lock = vault.lock.as_ref().map(|lock| lock.span);
    let raw = Raw::new("kind", "kind", "VaultType")
        .stated(match vault.air_gapped {
            Some(span) => at(vault, "air_gapped", Some(span)),
            None => at(vault, "lock", lock),
        })
        .values(words(expected), words(actual));
    Some(match (expected, actual) {
        (VaultKind::AirGapped { .. }, VaultKind::AirGapped { .. }) => Raw {
            field: "MinRetentionDays, MaxRetentionDays".to_owned(),
            what: "bounds of retention".to_owned(),
            ..raw.doubted().note("AWS never changes the bounds of an air-gapped vault")
        },
        _ => raw
            .doubted()
            .note("AWS never changes the type of a vault: it would have to be made anew"),
    })
}

fn key(
    here: &Here<'_>,
    vault: &Vault,
    expected: Option<&KeyRef>,
    actual: Option<&KeyRef>,
) -> Option<Raw> {
    // Without a key in the policy it is AWS's own, whose ARN nobody states.
    let expected = expected?;
    let stated = at(vault, "key", vault.key.as_ref().map(|key| key.span));
    match here.same_key(expected, actual) {
        // AWS keeps every vault under a key: a plan of Terraform may not know it yet.
        Some(false) if actual.is_none() && here.is_of_terraform() => {
            return Some(Raw::unknown("encryption_key"));
        }
        Some(true) => return key_state(here, vault, expected, actual, stated),
        Some(false) => {}
        None => return Some(Raw::unknown("encryption_key")),
    }
    Some(
        Raw::new("encryption_key", "key", "EncryptionKeyArn")
            .stated(stated)
            .values(Some(words::key(expected)), actual.map(words::key))
            .doubted()
            .note("AWS never changes the key of a vault, and what it holds stays under the key it was made with"),
    )
}

/// A key of others that cannot be used: whatever the vault holds is lost with it.
/// The state of one that the policy creates is a difference of the key.
fn key_state(
    here: &Here<'_>,
    vault: &Vault,
    expected: &KeyRef,
    actual: Option<&KeyRef>,
    stated: Stated,
) -> Option<Raw> {
    let (KeyRef::Existing(_), Some(KeyRef::Existing(arn))) = (expected, actual) else {
        return None;
    };
    let state = &here.observation?.answers.keys.get(arn)?.state;
    if is_usable(state) {
        return None;
    }
    let raw = unusable(state, "EncryptionKeyArn");
    let raw = Raw { setting: "encryption_key", ..raw }.stated(stated);
    Some(raw.acting(Act::KeyGone(vault.key.as_ref()?.value.clone())))
}

fn lock_of(
    here: &Here<'_>,
    name: &str,
    vault: &Vault,
    expected: Option<VaultLock>,
    actual: Option<VaultLock>,
) -> Option<Raw> {
    let wanted = expected.map(|lock| (lock.changeable_for_days.is_some(), lock));
    let date = here.lock_date(name);
    // AWS never returns the cooling-off period: a lock date says compliance.
    let found = actual.map(|lock| (date.is_some() || lock.changeable_for_days.is_some(), lock));
    let bounds = |lock: VaultLock| (lock.min_retention_days, lock.max_retention_days);
    let same = match (wanted, found) {
        (None, None) => true,
        (Some((mode, lock)), Some((is, found))) => mode == is && bounds(lock) == bounds(found),
        _ => false,
    };
    if same {
        return None;
    }
    let words = |lock: Option<(bool, VaultLock)>| lock.map(|(mode, l)| words::lock(&l, mode));
    let act = found.map(|(compliance, lock)| FoundLock {
        compliance,
        min: lock.min_retention_days,
        max: lock.max_retention_days,
    });
    let span = vault.lock.as_ref().filter(|lock| !lock.planned).map(|lock| lock.span);
    let mut raw = Raw::new("lock", "lock", lock_field(wanted, found))
        .stated(at(vault, "lock", span))
        .values(words(wanted), words(found))
        .acting(Act::Lock(vault.at.key.clone(), act));
    if found.is_some_and(|(compliance, _)| compliance) {
        raw.notes.extend(here.lock_note(name));
    }
    Some(raw)
}

/// The field that differs, where it is one.
fn lock_field(wanted: Option<(bool, VaultLock)>, found: Option<(bool, VaultLock)>) -> &'static str {
    let (Some((mode, wanted)), Some((is, found))) = (wanted, found) else { return "Locked" };
    if mode != is {
        return "LockDate";
    }
    match wanted.min_retention_days == found.min_retention_days {
        true => "MaxRetentionDays",
        false => "MinRetentionDays",
    }
}

fn access_of(
    vault: &Vault,
    expected: Option<&VaultAccess>,
    actual: Option<&VaultAccess>,
) -> Option<Raw> {
    let accounts = |access: Option<&VaultAccess>| {
        access.map(|access| access.copy_from_accounts.clone()).unwrap_or_default()
    };
    let (wanted, found) = (accounts(expected), accounts(actual));
    if wanted == found {
        return None;
    }
    let span = vault.access.first().map(|account| account.span);
    let raw = Raw::new("access", "access", "AccessPolicy")
        .stated(at(vault, "access", span))
        .values(words::list(&wanted), words::list(&found))
        .acting(Act::Access(vault.at.key.clone(), found.clone()));
    let (wanted, found): (BTreeSet<_>, BTreeSet<_>) =
        (wanted.into_iter().collect(), found.into_iter().collect());
    let more: Vec<&String> = found.difference(&wanted).collect();
    Some(match words::list(&more) {
        Some(more) => raw.note(format!("nobody asked that {more} may copy into it")),
        None => raw,
    })
}

fn events(
    vault: &Vault,
    expected: Option<&Notifications>,
    actual: Option<&Notifications>,
) -> Option<Raw> {
    if expected == actual {
        return None;
    }
    let same_topic = expected.map(|n| &n.sns_topic_arn) == actual.map(|n| &n.sns_topic_arn);
    let words = |all: Option<&Notifications>| match same_topic {
        true => words::list(&all?.backup_vault_events),
        false => all.map(|n| n.sns_topic_arn.clone()),
    };
    let (key, field) = match same_topic {
        true => ("notifications.events", "BackupVaultEvents"),
        false => ("notifications.topic", "SNSTopicArn"),
    };
    let span = vault.notifications.as_ref().map(|n| match same_topic {
        true => n.events.first().map_or(n.topic.span, |event| event.span),
        false => n.topic.span,
    });
    Some(
        Raw::new("notifications", "notifications", field)
            .stated(at(vault, key, span))
            .values(words(expected), words(actual)),
    )
}

/// Tags, one difference for each. Of what other code creates only stated ones
/// count, and none that says whose it is.
pub(super) fn tags(
    field: &str,
    expected: &Tags,
    actual: &Tags,
    existing: bool,
    stated: impl Fn(&str) -> Stated,
) -> Vec<Raw> {
    let keys: BTreeSet<&String> = match existing {
        true => expected.keys().filter(|key| !OWN_TAGS.contains(&key.as_str())).collect(),
        false => expected.keys().chain(actual.keys()).collect(),
    };
    let mut raws = Vec::new();
    for key in keys {
        let (wanted, found) = (expected.get(key), actual.get(key));
        if wanted != found {
            raws.push(
                Raw::new("tags", format!("tag {key}"), format!("{field}.{key}"))
                    .stated(stated(key))
                    .values(wanted.cloned(), found.cloned()),
            );
        }
    }
    raws
}

/// The vault that is not there.
pub(super) fn missing(vault: &Vault, place: &Place) -> Raw {
    Raw::new("", "vault", "BackupVaultName")
        .stated(Stated::at(vault.at.path.clone(), vault.at.span))
        .values(Some(format!("{} in {place}", vault.aws_name.value)), None)
        .acting(Act::VaultGone(vault.at.key.clone()))
}
