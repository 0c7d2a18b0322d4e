//! Where the file says what a setting came from.

use super::{Node, Span};

/// The key that a path such as `vaults.dr` leads to, as far as the file has it;
/// the very beginning if it has nothing of it.
pub fn written_at(root: &Node, origin: &str) -> Span {
    let mut span = Span::new(0, 0);
    let mut node = root;
    for key in origin.split('.') {
        let Some(entry) = node.entry(key) else { return span };
        span = entry.key.span;
        node = &entry.value;
    }
    span
}
