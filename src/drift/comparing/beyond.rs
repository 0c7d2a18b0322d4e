//! Settings that no policy can state, seen on something that one can.

use crate::observe::Beyond;
use crate::resources::{Bucket, ResourceId, ResourceKind};

use super::super::act::Act;
use super::super::found::{Raw, Stated};
use super::Here;

/// The field of a key that says whether it can be used.
const KEY_STATE: &str = "KeyState";

/// The end of the field by which a rule of a lifecycle deletes on a day.
const DELETES: &str = "].Expiration.Date";

impl Here<'_> {
    /// True unless other code creates it, and the policy leaves to it whatever it
    /// does not state.
    fn is_ours(&self, kind: ResourceKind, name: &str) -> bool {
        let existing = self.label(kind, name).is_some_and(|label| label.existing);
        let states = |bucket: &Bucket| bucket.lifecycle.is_some() || bucket.replication.is_some();
        match kind {
            ResourceKind::Vault => {
                let vault = self.expected().vaults.get(name);
                !existing || vault.is_some_and(|vault| vault.access.is_some())
            }
            ResourceKind::Plan => !existing,
            ResourceKind::Bucket => {
                !existing || self.expected().buckets.get(name).is_some_and(states)
            }
            _ => true,
        }
    }

    /// Adds settings that a policy cannot state. What they say of a setting that
    /// differs already is said with it: a rule that is not there is disabled.
    pub(super) fn beyond(&self, id: &ResourceId, own: &Stated, raws: &mut Vec<Raw>) {
        let all = self.observation.map(|seen| seen.beyond.as_slice()).unwrap_or_default();
        let ours = self.is_ours(id.kind, &id.name);
        // What deletes is not left to anyone.
        let here = |beyond: &&Beyond| {
            let deletes = id.kind == ResourceKind::Bucket && beyond.field.ends_with(DELETES);
            beyond.kind == id.kind && beyond.name == id.name && (ours || deletes)
        };
        for beyond in all.iter().filter(here) {
            if beyond.field == KEY_STATE {
                raws.push(self.key_state(id, beyond));
            } else if !raws.iter_mut().any(|raw| says_more(raw, beyond)) && !is_idle(beyond) {
                raws.push(
                    Raw::new("", beyond.field.clone(), beyond.field.clone())
                        .stated(part(own, beyond))
                        .values(None, Some(beyond.value.clone()))
                        .doubted()
                        .note("a policy cannot state this setting: what it does is not counted"),
                );
            }
        }
    }

    /// A key that cannot be used is, while that lasts, as good as gone.
    fn key_state(&self, id: &ResourceId, beyond: &Beyond) -> Raw {
        let raw = unusable(&beyond.value, beyond.field.clone());
        match self.label(id.kind, &id.name) {
            Some(label) => raw.acting(Act::KeyGone(label.key.clone())),
            None => raw,
        }
    }
}

/// Whether KMS uses a key that is in this state.
pub(in super::super) fn is_usable(state: &str) -> bool {
    matches!(state, "Enabled" | "Updating")
}

/// The difference that a key is not in the state that it should be in.
pub(in super::super) fn unusable(state: &str, field: impl Into<String>) -> Raw {
    let raw = Raw::new("", "state of the key", field)
        .values(Some("Enabled".to_owned()), Some(state.to_owned()))
        .doubted()
        .note("what it encrypts cannot be restored while it is not enabled");
    match state {
        "PendingDeletion" | "PendingReplicaDeletion" => raw
            .note("once it is deleted nothing that it encrypts can ever be restored: `aws kms cancel-key-deletion`, then `aws kms enable-key`"),
        "Disabled" => raw.note("`aws kms enable-key` makes it usable again"),
        _ => raw,
    }
}

/// True if it says of a rule that nobody asked for that it is switched off: such
/// a rule does nothing.
fn is_idle(beyond: &Beyond) -> bool {
    beyond.kind == ResourceKind::Bucket
        && beyond.field.ends_with("].Status")
        && beyond.value == "Disabled"
}

/// Where the policy would state it, as far as it has a word for what it is part of.
fn part(own: &Stated, beyond: &Beyond) -> Stated {
    let key = match (beyond.kind, beyond.field.split(['.', '[']).next()) {
        (ResourceKind::Vault, Some("AccessPolicy")) => "access",
        (ResourceKind::Bucket, Some("Rules")) => "lifecycle",
        (ResourceKind::Bucket, Some("ReplicationConfiguration")) => "replication",
        (ResourceKind::Bucket, Some("ObjectLockConfiguration")) => "object_lock",
        _ => return own.clone(),
    };
    let path = own.path.as_ref().map(|path| format!("{path}.{key}"));
    Stated { path, span: own.span }
}

/// Takes into a difference what is known besides of the same setting; false if
/// it is about another.
fn says_more(raw: &mut Raw, beyond: &Beyond) -> bool {
    let Beyond { kind: _, name: _, field, value } = beyond;
    // Rules of a lifecycle and of a replication may have one ID.
    let (setting, field) = match field.strip_prefix("ReplicationConfiguration.") {
        Some(field) => ("replication", field),
        None => ("lifecycle", field.as_str()),
    };
    let entry = field.rsplit_once("].").map(|(entry, _)| format!("{entry}]"));
    if raw.setting == setting && raw.actual.is_none() && entry.is_some_and(|e| e == raw.field) {
        field.clone_into(&mut raw.field);
        raw.actual = Some(value.to_lowercase());
        return true;
    }
    // Of the block of public access, which of its four parts is off.
    let part = field.strip_prefix(raw.field.split('.').next().unwrap_or_default());
    match part.and_then(|part| part.strip_prefix('.')) {
        Some(part) if raw.setting == "block_public_access" => {
            let joint = if raw.field.contains('.') { ", " } else { "." };
            raw.field = format!("{}{joint}{part}", raw.field);
            true
        }
        _ => false,
    }
}
