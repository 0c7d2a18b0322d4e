//! The form of the names that users give their entries.

use crate::source::{Node, NodeKind, Span};

/// The form, as a pattern of the schema.
pub(super) const PATTERN: &str = "^[a-z][a-z0-9-]{0,39}$";
/// The longest name.
const LONGEST: usize = 40;

/// Keys whose entries are named by the user, wherever they hold a mapping.
pub(super) const NAMED: [&str; 23] = [
    "accounts",
    "environments",
    "keys",
    "roles",
    "vaults",
    "plans",
    "tiers",
    "resources",
    "repositories",
    "deleters",
    "recovery",
    "restores",
    "drills",
    "alarms",
    "data_classes",
    "external",
    "exports",
    "snapshots",
    "read_replicas",
    "standbys",
    "dumps",
    "base_backups",
    "wal_archiving",
];

/// The first name of another form. Decoding takes any key for a name; what is
/// built from names (file names, addresses, AWS names) relies on their form.
pub(super) fn malformed(node: &Node) -> Option<Span> {
    match &node.kind {
        NodeKind::Scalar { .. } => None,
        NodeKind::Sequence(items) => items.iter().find_map(malformed),
        NodeKind::Mapping(entries) => entries.iter().find_map(|entry| {
            // The snapshots of a cache are one setting, not named ones; a patch
            // does not say what it patches and is judged once it is merged.
            let setting = &*entry.key.text == "snapshots" && may_be(node, "elasticache");
            let named = NAMED.contains(&&*entry.key.text) && !setting;
            let names = entry.value.entries().iter().filter(|_| named);
            let bad = names.map(|inner| &inner.key).find(|key| !is_name(&key.text));
            bad.map(|key| key.span).or_else(|| malformed(&entry.value))
        }),
    }
}

fn may_be(resource: &Node, kind: &str) -> bool {
    resource.get("type").is_none_or(|own| own.text() == Some(kind))
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
