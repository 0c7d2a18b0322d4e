//! One line of a file, cut so that the marked parts of it can be shown.

use std::ops::Range;

use super::clean::push_excerpt;
use super::columns::columns;

/// Columns that the text of a mark gets at least, to the right of the mark.
const LABEL: usize = 28;
/// Characters that are shown of a mark longer than the line may be.
const HEAD: usize = 48;

/// A part of a line that must be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// Bytes of the line.
    pub(super) range: Range<usize>,
    /// Columns of the text that is drawn below it.
    pub(super) label: usize,
}

/// A line as it is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Its text, cleaned.
    pub(super) text: String,
    /// Where each mark is in that text.
    pub(super) marks: Vec<Range<usize>>,
}

/// Draws `line` in at most `width` columns if its marks allow.
///
/// Looks only at what is near the marks: a line of megabytes costs no more.
pub(super) fn draw(line: &str, marks: &[Marked], width: usize) -> Drawn {
    let mut fallback = None;
    if line.len() <= width * 4 {
        let whole = drawn(line, std::slice::from_ref(&(0..line.len())), marks);
        if columns(&whole.text) <= width {
            if labels_fit(&whole, marks, width) {
                return whole;
            }
            fallback = Some(whole);
        }
    }
    for share in [1, 2, 3, 4, 6, 8, 12, 24] {
        let cut = drawn(line, &kept(line, marks, width / share), marks);
        if columns(&cut.text) > width && share < 24 {
            continue;
        }
        if labels_fit(&cut, marks, width) {
            return cut;
        }
        fallback.get_or_insert(cut);
    }
    fallback.unwrap_or_else(|| drawn(line, &kept(line, marks, 4), marks))
}

fn labels_fit(drawn: &Drawn, marks: &[Marked], width: usize) -> bool {
    drawn.marks.iter().zip(marks).all(|(at, mark)| {
        let before = drawn.text.get(..at.start).map_or(0, columns);
        before + mark.label.min(LABEL) <= width
    })
}

/// The parts of a line around its marks, with `context` characters each side.
fn kept(line: &str, marks: &[Marked], context: usize) -> Vec<Range<usize>> {
    if marks.is_empty() {
        return std::iter::once(0..forward(line, 0, context)).collect();
    }
    let mut kept: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let head = forward(line, mark.range.start, HEAD).min(mark.range.end);
        let near = back(line, mark.range.start, context)..forward(line, head, context);
        match kept.last_mut() {
            Some(last) if near.start <= last.end + 3 => last.end = last.end.max(near.end),
            _ => kept.push(near),
        }
    }
    kept
}

fn back(line: &str, from: usize, count: usize) -> usize {
    let before = line.get(..from).unwrap_or_default();
    before.char_indices().rev().take(count).last().map_or(from, |(at, _)| at)
}

fn forward(line: &str, from: usize, count: usize) -> usize {
    let after = line.get(from..).unwrap_or_default();
    after.char_indices().nth(count).map_or(line.len(), |(at, _)| from + at)
}

fn drawn(line: &str, kept: &[Range<usize>], marks: &[Marked]) -> Drawn {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(kept.len());
    for (index, part) in kept.iter().enumerate() {
        match (index, part.start) {
            (0, 0) => {}
            (0, _) => text.push('…'),
            _ => text.push_str(" … "),
        }
        starts.push(text.len());
        push_excerpt(&mut text, line.get(part.clone()).unwrap_or_default());
    }
    if kept.last().is_some_and(|part| part.end < line.len()) {
        let filled = text.trim_end().len();
        let blank = filled < text.len();
        text.truncate(filled);
        text.push_str(if blank { " …" } else { "…" });
    }
    let locate = |at: usize| {
        let parts = kept.iter().zip(&starts).rev().find(|(part, _)| part.start <= at);
        let Some((part, start)) = parts else { return 0 };
        let mut before = String::new();
        let cut = if at > part.end { '…'.len_utf8() } else { 0 };
        push_excerpt(&mut before, line.get(part.start..at.min(part.end)).unwrap_or_default());
        (start + before.len() + cut).min(text.len())
    };
    let marks = marks
        .iter()
        .map(|mark| {
            let start = locate(mark.range.start);
            start..locate(mark.range.end).max(start)
        })
        .collect();
    Drawn { text, marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(line: &str, part: &str) -> Marked {
        let start = line.find(part).unwrap();
        Marked { range: start..start + part.len(), label: 10 }
    }

    fn shown(line: &str, part: &str, width: usize) -> (String, String) {
        let drawn = draw(line, &[mark(line, part)], width);
        let marked = drawn.text.get(drawn.marks[0].clone()).unwrap().to_owned();
        (drawn.text, marked)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(shown("retention: 35d", "35d", 80), ("retention: 35d".into(), "35d".into()));
    }

    #[test]
    fn the_mark_moves_with_the_escapes_before_it() {
        let (text, marked) = shown("a\u{202E}b: 35d", "35d", 80);
        assert_eq!(text, "a\\u{202E}b: 35d");
        assert_eq!(marked, "35d");
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let line = format!("{}HERE{}", "x".repeat(5_000_000), "y".repeat(5_000_000));
        let (text, marked) = shown(&line, "HERE", 60);
        assert!(text.starts_with('…') && text.ends_with('…'), "{text}");
        assert!(text.chars().count() <= 60, "{text}");
        assert_eq!(marked, "HERE");
    }

    #[test]
    fn a_long_mark_keeps_its_head() {
        let line = format!("key: {}", "v".repeat(1_000));
        let (text, marked) = shown(&line, &"v".repeat(1_000), 60);
        assert!(text.chars().count() <= 60, "{text}");
        assert!(marked.starts_with("vvv") && marked.ends_with('…'), "{marked}");
    }

    #[test]
    fn distant_marks_share_one_line() {
        let line = format!("FIRST{}SECOND", " ".repeat(500));
        let drawn = draw(&line, &[mark(&line, "FIRST"), mark(&line, "SECOND")], 60);
        let marked: Vec<_> =
            drawn.marks.iter().map(|at| drawn.text.get(at.clone()).unwrap()).collect();
        assert_eq!(marked, ["FIRST", "SECOND"]);
        assert!(drawn.text.contains(" … ") && drawn.text.chars().count() <= 60, "{}", drawn.text);
    }
}
