//! Lines of the policy that something rests on.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Input;
use crate::source::Span;

/// A longer line is cut, in characters.
const LONGEST: usize = 240;

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    pub(super) text: String,
    /// What it says, each once.
    pub(super) says: Vec<String>,
}

/// Collects places, and gives their lines in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Lines {
    by_number: BTreeMap<usize, Vec<String>>,
}

impl Lines {
    /// Adds the first line of a place.
    pub(super) fn add(&mut self, input: &Input, span: Span, says: impl Into<String>) {
        let all = self.by_number.entry(number(input, span)).or_default();
        let says = says.into();
        if !says.is_empty() && !all.contains(&says) {
            all.push(says);
        }
    }

    pub(super) fn into_lines(self, input: &Input) -> Vec<Line> {
        let line =
            |(number, says): (usize, Vec<String>)| Line { number, text: text(input, number), says };
        self.by_number.into_iter().map(line).collect()
    }
}

/// The line of a place, from 1.
pub(super) fn number(input: &Input, span: Span) -> usize {
    input.lines.line_of(span.start.min(input.text.len())) + 1
}

fn text(input: &Input, number: usize) -> String {
    let range = input.lines.range(number - 1);
    let line = input.text.get(range).unwrap_or_default();
    let line = line.trim_end_matches(['\n', '\r']).replace('\t', "    ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_once_with_all_that_it_says() {
        let input = Input::new("a.yaml", "a: 1\nb: 2\nc: 3\n");
        let mut lines = Lines::default();
        for (at, says) in [(5, "second"), (0, "first"), (6, "second"), (7, "again")] {
            lines.add(&input, Span::new(at, at + 1), says);
        }
        let shown: Vec<(usize, String, Vec<String>)> = lines
            .into_lines(&input)
            .into_iter()
            .map(|line| (line.number, line.text, line.says))
            .collect();
        let says = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(
            shown,
            [
                (1, "a: 1".to_owned(), says(&["first"])),
                (2, "b: 2".to_owned(), says(&["second", "again"])),
            ]
        );
    }
}
