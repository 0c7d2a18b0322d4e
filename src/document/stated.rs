//! How many values of a document only the proof and the reports use.

use crate::source::{Node, NodeKind};

/// Keys under which everything is stated: never rendered, never asserted; in
/// the order of the alphabet.
const STATED: [&str; 27] = [
    "alarms",
    "backup_time",
    "base_backups",
    "claims",
    "copy_time",
    "data_classes",
    "deleters",
    "drills",
    "dumps",
    "existing_objects",
    "exports",
    "external",
    "ignore_drift",
    "irreversible",
    "lint",
    "needed_by",
    "objectives",
    "only",
    "planned",
    "recovery",
    "recreated_from",
    "restore_time",
    "size",
    "smaller",
    "standbys",
    "wal_archiving",
    "was",
];

/// Counts the values that are only stated.
pub fn stated(root: &Node) -> usize {
    match &root.kind {
        NodeKind::Scalar { .. } => 0,
        NodeKind::Sequence(items) => items.iter().map(stated).sum(),
        NodeKind::Mapping(entries) => entries
            .iter()
            .map(|entry| {
                let is_stated = STATED.binary_search(&&*entry.key.text).is_ok();
                if is_stated { leaves(&entry.value) } else { stated(&entry.value) }
            })
            .sum(),
    }
}

fn leaves(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Scalar { .. } => 1,
        NodeKind::Sequence(items) => items.iter().map(leaves).sum(),
        NodeKind::Mapping(entries) => entries.iter().map(|entry| leaves(&entry.value)).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_can_be_searched() {
        assert!(STATED.is_sorted());
    }
}
