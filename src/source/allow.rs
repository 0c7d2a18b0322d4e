//! Allow-comments: `# policy: allow[rule-name] reason`.

use super::{LineIndex, Node, NodeKind, Span};

/// What an allow-comment begins with.
const MARK: &str = "policy:";
/// Further names of one comment allow nothing.
const NAMES: usize = 64;
/// Bytes of a reason that are kept.
const REASON: usize = 1_000;

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

/// Finds the allow-comments of a text, in time linear in its length.
pub fn allow_comments(text: &str, root: Option<&Node>, lines: &LineIndex) -> Vec<AllowComment> {
    let mut comments = Vec::new();
    let mut known: Option<Surroundings> = None;
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find('#')).map(|at| from + at) {
        from = at + 1;
        let rest = text.get(from..).unwrap_or_default();
        let body = rest.trim_start_matches([' ', '\t']);
        if !body.starts_with(MARK) {
            continue;
        }
        let known = known.get_or_insert_with(|| Surroundings::of(text, root, lines));
        if known.is_value(at) {
            continue;
        }
        let begin = from + (rest.len() - body.len()) + MARK.len();
        let end =
            text.get(begin..).and_then(|t| t.find(['\n', '\r'])).map_or(text.len(), |n| begin + n);
        let own = lines.line_of(at);
        let before = text.get(lines.range(own).start..at).unwrap_or_default();
        let line = if before.trim().is_empty() { known.filled_after(own) } else { own };
        read(text, Span::new(begin, end), line, &mut comments);
        from = end;
    }
    comments
}

/// What is looked up for every comment, gathered once.
struct Surroundings {
    /// Spans of the keys and scalars, in order; they do not overlap.
    values: Vec<Span>,
    /// For each line the next one that is neither blank nor a comment.
    next_filled: Vec<Option<usize>>,
}

impl Surroundings {
    fn of(text: &str, root: Option<&Node>, lines: &LineIndex) -> Self {
        let mut values = Vec::new();
        if let Some(root) = root {
            gather(root, &mut values);
        }
        let mut next_filled = vec![None; lines.lines()];
        let mut next = None;
        for (line, after) in next_filled.iter_mut().enumerate().rev() {
            *after = next;
            let content = text.get(lines.range(line)).unwrap_or_default().trim();
            if !content.is_empty() && !content.starts_with('#') {
                next = Some(line);
            }
        }
        Self { values, next_filled }
    }

    /// The byte is a part of a key or scalar.
    fn is_value(&self, at: usize) -> bool {
        let after = self.values.partition_point(|span| span.start <= at);
        let before = after.checked_sub(1).and_then(|index| self.values.get(index));
        before.is_some_and(|span| at < span.end)
    }

    /// The next line with a value, or the line itself if none follows.
    fn filled_after(&self, line: usize) -> usize {
        self.next_filled.get(line).copied().flatten().unwrap_or(line)
    }
}

fn gather(node: &Node, values: &mut Vec<Span>) {
    match &node.kind {
        NodeKind::Scalar { .. } => values.push(node.span),
        NodeKind::Sequence(items) => items.iter().for_each(|item| gather(item, values)),
        NodeKind::Mapping(entries) => {
            for entry in entries {
                values.push(entry.key.span);
                gather(&entry.value, values);
            }
        }
    }
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
    for name in names.split(',').take(NAMES) {
        let trimmed = name.trim();
        let start = at + (name.len() - name.trim_start().len());
        out.push(AllowComment {
            rule: trimmed.to_owned(),
            span: Span::new(start, start + trimmed.len()),
            until: until.clone(),
            reason: cut(reason, REASON).to_owned(),
            line,
        });
        at += name.len() + 1;
    }
}

/// `text` up to a number of bytes.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::parse;

    fn found(text: &str) -> Vec<AllowComment> {
        allow_comments(text, parse(text).root.as_ref(), &LineIndex::new(text))
    }

    #[test]
    fn a_comment_speaks_of_its_line_or_the_next_with_a_value() {
        let text = "# policy: allow[a] one\n\n# more\nx: 1 # policy: allow[b, c] until=2027-01-01 two\ny: 2\n# policy: allow[d] at the end\n";
        let shown: Vec<_> = found(text)
            .into_iter()
            .map(|c| (c.span.slice(text).to_owned(), c.line, c.reason, c.until))
            .collect();
        let day = Some("2027-01-01".to_owned());
        let expected = [
            ("a", 3, "one", None),
            ("b", 3, "two", day.clone()),
            ("c", 3, "two", day),
            ("d", 5, "at the end", None),
        ];
        assert_eq!(shown, expected.map(|(a, b, c, d)| (a.to_owned(), b, c.to_owned(), d)));
    }

    #[test]
    fn a_hash_within_a_key_or_value_begins_no_comment() {
        for text in
            ["\"# policy: allow[a] x\": 1\n", "- '# policy: allow[a] x'\n", "x#policy: allow[a]\n"]
        {
            assert_eq!(found(text), [], "{text}");
        }
        let text = "x: '# policy: allow[a] x' # policy: allow[b] y\n";
        assert_eq!(found(text).len(), 1);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test measures itself")]
    fn hostile_comments_cost_no_more_than_their_length() {
        let many = format!("{}x: 1\n", "# policy: allow[alias] why\n".repeat(100_000));
        let long = format!("x: 1 {}\n", "#policy:".repeat(100_000));
        let values = format!("x: [{}]\n", "'#policy:',".repeat(100_000));
        let begin = std::time::Instant::now();
        let lines = LineIndex::new(&many);
        let comments = allow_comments(&many, None, &lines);
        assert_eq!(comments.len(), 100_000);
        assert!(comments.iter().all(|comment| comment.line == 100_000));
        assert_eq!(allow_comments(&long, None, &LineIndex::new(&long)), []);
        assert!(begin.elapsed().as_millis() < 1_500, "{:?}", begin.elapsed());
        assert_eq!(found(&values), []);
    }

    #[test]
    fn names_and_reasons_are_cut_so_that_one_comment_stays_small() {
        let text = format!("x: 1 # policy: allow[{}] {}\n", "a,".repeat(9_000), "ü".repeat(9_000));
        let comments = found(&text);
        assert_eq!(comments.len(), NAMES);
        assert!(comments.iter().all(|comment| comment.reason.len() <= REASON));
    }
}
