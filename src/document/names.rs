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
pub(super) fn malformed(root: &Node) -> Option<Span> {
    let own = root.get("name").filter(|name| name.text().is_some_and(|text| !is_name(text)));
    own.map(|name| name.span).or_else(|| malformed_in(root, false))
}

/// `named`: the keys of this mapping are names already judged, and say nothing
/// about what is below them.
fn malformed_in(node: &Node, named: bool) -> Option<Span> {
    match &node.kind {
        NodeKind::Scalar { .. } => None,
        NodeKind::Sequence(items) => items.iter().find_map(|item| malformed_in(item, false)),
        NodeKind::Mapping(entries) => entries.iter().find_map(|entry| {
            let key = &*entry.key.text;
            // The snapshots of a cache are one setting, not named ones; a patch
            // does not say what it patches and is judged once it is merged.
            let setting = key == "snapshots" && may_be(node, "elasticache");
            if named || setting || !NAMED.contains(&key) {
                return malformed_in(&entry.value, false);
            }
            let mut names = entry.value.entries().iter().map(|inner| &inner.key);
            let bad = names.find(|name| !is_name(&name.text));
            bad.map(|name| name.span).or_else(|| malformed_in(&entry.value, true))
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
