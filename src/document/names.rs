//! The form of the names that users give their entries.

use crate::source::{Node, Span};

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

/// Where named entries stand: at the top, or in each entry of a section.
const IN_SECTIONS: [(&str, &[&str]); 3] = [
    ("plans", &["tiers"]),
    (
        "resources",
        &[
            "data_classes",
            "external",
            "exports",
            "snapshots",
            "read_replicas",
            "standbys",
            "dumps",
            "base_backups",
            "wal_archiving",
        ],
    ),
    ("recovery", &["restores"]),
];

/// The first name of another form. Decoding takes any key for a name; what is
/// built from names (file names, addresses, AWS names) relies on their form.
///
/// An override is judged once it is merged: a patch does not say what it patches.
pub(super) fn malformed(root: &Node) -> Option<Span> {
    let top = root.entries().iter().filter(|entry| NAMED.contains(&&*entry.key.text));
    top.filter_map(|entry| bad_name(&entry.value)).next().or_else(|| {
        IN_SECTIONS.iter().find_map(|(section, keys)| {
            let entries = root.get(section).map(Node::entries).unwrap_or_default();
            entries.iter().find_map(|entry| bad_name_in(&entry.value, keys))
        })
    })
}

fn bad_name_in(holder: &Node, keys: &[&str]) -> Option<Span> {
    keys.iter().find_map(|key| {
        // The snapshots of a cache are one setting, not named ones.
        let setting = *key == "snapshots" && may_be(holder, "elasticache");
        holder.get(key).filter(|_| !setting).and_then(bad_name)
    })
}

fn bad_name(named: &Node) -> Option<Span> {
    let mut keys = named.entries().iter().map(|entry| &entry.key);
    keys.find(|key| !is_name(&key.text)).map(|key| key.span)
}

fn may_be(resource: &Node, kind: &str) -> bool {
    resource.get("type").is_none_or(|own| own.text() == Some(kind))
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
