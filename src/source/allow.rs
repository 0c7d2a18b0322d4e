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
    let mut filled = None;
    for (at, _) in text.match_indices('#') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let body = rest.trim_start_matches([' ', '\t']);
        if !body.starts_with(MARK) || root.is_some_and(|root| in_scalar(root, at)) {
            continue;
        }
        let begin = at + 1 + (rest.len() - body.len()) + MARK.len();
        let end =
            text.get(begin..).and_then(|t| t.find(['\n', '\r'])).map_or(text.len(), |n| begin + n);
        let line = spoken_of(text, at, lines, &mut filled);
        read(text, Span::new(begin, end), line, &mut comments);
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
fn spoken_of(text: &str, at: usize, lines: &LineIndex, filled: &mut Option<Vec<usize>>) -> usize {
    let own = lines.line_of(at);
    let before = text.get(lines.range(own).start..at).unwrap_or_default();
    if !before.trim().is_empty() {
        return own;
    }
    let filled = filled.get_or_insert_with(|| filled_lines(text, lines));
    let next = filled.partition_point(|line| *line <= own);
    filled.get(next).copied().unwrap_or(own)
}

/// The lines that are neither blank nor a comment, in order.
fn filled_lines(text: &str, lines: &LineIndex) -> Vec<usize> {
    let is_filled = |line: &usize| {
        let content = text.get(lines.range(*line)).unwrap_or_default().trim();
        !content.is_empty() && !content.starts_with('#')
    };
    (0..lines.lines()).filter(is_filled).collect()
}

/// A scalar or a key stands at a byte. Looks into one child of each level.
fn in_scalar(node: &Node, at: usize) -> bool {
    if at < node.span.start || at >= node.span.end {
        return false;
    }
    match &node.kind {
        NodeKind::Scalar { .. } => true,
        NodeKind::Sequence(items) => {
            let next = items.partition_point(|item| item.span.end <= at);
            items.get(next).is_some_and(|item| in_scalar(item, at))
        }
        NodeKind::Mapping(entries) => {
            let next = entries.partition_point(|entry| entry.value.span.end <= at);
            entries.get(next).is_some_and(|entry| {
                (entry.key.span.start..entry.key.span.end).contains(&at)
                    || in_scalar(&entry.value, at)
            })
        }
    }
}
