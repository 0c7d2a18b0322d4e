//! Patches one tree with another: how an environment changes the policy.

use super::{Entry, Key, Node, NodeKind, Span};

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
    let mut entries = ours.clone();
    for patch_entry in theirs {
        let position = entries.iter().position(|entry| entry.key.text == patch_entry.key.text);
        let removes = patch_entry.value.is_literal_null();
        match position {
            Some(at) if removes => {
                entries.remove(at);
            }
            Some(at) => {
                if let Some(entry) = entries.get_mut(at) {
                    entry.value = overlay(&entry.value, &patch_entry.value, replaced, problems);
                }
            }
            None if removes => {
                let known = ours.iter().map(|entry| entry.key.text.to_string()).collect();
                problems.push(OverlayProblem { key: patch_entry.key.clone(), known, removes });
            }
            None => entries
                .push(Entry { key: patch_entry.key.clone(), value: patch_entry.value.clone() }),
        }
    }
    Node { span: base.span, kind: NodeKind::Mapping(entries) }
}
