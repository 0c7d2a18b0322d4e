//! Allow-comments: `# policy: allow[rule-name] reason`.

use super::{LineIndex, Node, NodeKind, Span};

/// What an allow-comment begins with.
const MARK: &str = "policy:";

/// One rule named by one allow-comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowComment {
    /// The rule's name, as written between the brackets.
    pub rule: String,
    /// Where the name stands.
    pub span: Span,
    /// Last day it holds (`until=DATE`), as written.
    pub until: Option<String>,
    /// Why, as written; empty when no reason is given.
    pub reason: String,
    /// Line (from 0) that it speaks of: its own, or the next one with a value
    /// when the comment stands alone.
    pub line: usize,
}

/// Finds the allow-comments of a text.
pub fn allow_comments(text: &str, root: Option<&Node>, lines: &LineIndex) -> Vec<AllowComment> {
    let mut comments = Vec::new();
    for (at, _) in text.match_indices('#') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let body = rest.trim_start_matches([' ', '\t']);
        if !body.starts_with(MARK) || root.is_some_and(|root| in_scalar(root, at)) {
            continue;
        }
        let begin = at + 1 + (rest.len() - body.len()) + MARK.len();
        let end =
            text.get(begin..).and_then(|t| t.find(['\n', '\r'])).map_or(text.len(), |n| begin + n);
        read(text, Span::new(begin, end), spoken_of(text, at, lines), &mut comments);
    }
    comments
}

/// Reads ` allow[a, b] until=2027-01-01 reason`.
fn read(text: &str, span: Span, line: usize, out: &mut Vec<AllowComment>) {
    let body = span.slice(text);
    let Some(open) = body.find("allow[") else { return };
    let names_at = open + "allow[".len();
    let Some(close) = body.get(names_at..).and_then(|t| t.find(']')) else { return };
    let names = body.get(names_at..names_at + close).unwrap_or_default();
    let mut reason = body.get(names_at + close + 1..).unwrap_or_default().trim();
    let mut until = None;
    if let Some(rest) = reason.strip_prefix("until=") {
        let (date, after) = rest.split_once(' ').unwrap_or((rest, ""));
        until = Some(date.to_owned());
        reason = after.trim();
    }
    let mut at = span.start + names_at;
    for name in names.split(',') {
        let trimmed = name.trim();
        let start = at + (name.len() - name.trim_start().len());
        out.push(AllowComment {
            rule: trimmed.to_owned(),
            span: Span::new(start, start + trimmed.len()),
            until: until.clone(),
            reason: reason.to_owned(),
            line,
        });
        at += name.len() + 1;
    }
}

/// The line a comment speaks of: its own if a value stands before it, else the
/// next line that is neither blank nor a comment.
fn spoken_of(text: &str, at: usize, lines: &LineIndex) -> usize {
    let own = lines.line_of(at);
    let before = text.get(lines.range(own).start..at).unwrap_or_default();
    if !before.trim().is_empty() {
        return own;
    }
    let filled = |line: &usize| {
        let content = text.get(lines.range(*line)).unwrap_or_default().trim();
        !content.is_empty() && !content.starts_with('#')
    };
    (own + 1..lines.lines()).find(filled).unwrap_or(own)
}

fn in_scalar(node: &Node, at: usize) -> bool {
    if at < node.span.start || at >= node.span.end {
        return false;
    }
    match &node.kind {
        NodeKind::Scalar { .. } => true,
        NodeKind::Sequence(items) => items.iter().any(|item| in_scalar(item, at)),
        NodeKind::Mapping(entries) => entries.iter().any(|entry| {
            (entry.key.span.start..entry.key.span.end).contains(&at) || in_scalar(&entry.value, at)
        }),
    }
}
