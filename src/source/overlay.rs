//! Patches one tree with another: how an environment changes the policy.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Key, Node, NodeKind, Span};

/// Keys of the base that a problem carries along.
const KNOWN: usize = 200;

/// A patch that names what the base does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayProblem {
    /// The key that removes or patches nothing.
    pub key: Key,
    /// Keys that the base has at this place.
    pub known: Vec<String>,
    /// The patch removes (`null`) rather than changes.
    pub removes: bool,
}

/// Lays `patch` over `base`: mappings merge by key, lists and scalars replace,
/// the literal word `null` removes.
///
/// Spans of the result point into the text of whichever side a value is from.
/// Every replaced value is noted in `replaced` as (span of the patch, span of
/// the base), so that a finding can label both.
pub fn overlay(
    base: &Node,
    patch: &Node,
    replaced: &mut Vec<(Span, Span)>,
    problems: &mut Vec<OverlayProblem>,
) -> Node {
    let (NodeKind::Mapping(ours), NodeKind::Mapping(theirs)) = (&base.kind, &patch.kind) else {
        replaced.push((patch.span, base.span));
        return patch.clone();
    };
    let patches: BTreeMap<&str, &Entry> =
        theirs.iter().map(|entry| (&*entry.key.text, entry)).collect();
    let mut entries = Vec::with_capacity(ours.len());
    for entry in ours {
        match patches.get(&*entry.key.text) {
            None => entries.push(entry.clone()),
            Some(patch) if patch.value.is_literal_null() => {}
            Some(patch) => {
                let value = overlay(&entry.value, &patch.value, replaced, problems);
                entries.push(Entry { key: entry.key.clone(), value });
            }
        }
    }
    let known: BTreeSet<&str> = ours.iter().map(|entry| &*entry.key.text).collect();
    for patch in theirs.iter().filter(|patch| !known.contains(&*patch.key.text)) {
        if patch.value.is_literal_null() {
            problems.push(OverlayProblem {
                key: patch.key.clone(),
                known: known.iter().take(KNOWN).map(|key| (*key).to_owned()).collect(),
                removes: true,
            });
        } else if removes_something(&patch.value) {
            problems.push(OverlayProblem {
                key: patch.key.clone(),
                known: known.iter().take(KNOWN).map(|key| (*key).to_owned()).collect(),
                removes: false,
            });
        } else {
            entries.push(patch.clone());
        }
    }
    Node { span: base.span, kind: NodeKind::Mapping(entries) }
}

/// True for a patch that removes an entry: what is new has none to remove.
fn removes_something(patch: &Node) -> bool {
    let NodeKind::Mapping(entries) = &patch.kind else { return false };
    entries.iter().any(|entry| entry.value.is_literal_null() || removes_something(&entry.value))
}
