//! Byte offsets to the lines and columns of a report.

use crate::diagnostic::Input;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode scalar values.
    Character,
    /// UTF-16 code units.
    Utf16,
}

/// A position in a file; line and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) offset: usize,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Offsets to lines and columns, counting from the last answer when it is on
/// the same line: a file may be one long line with many findings.
#[derive(Debug)]
pub(super) struct Positions<'a> {
    input: &'a Input,
    unit: Unit,
    line: usize,
    offset: usize,
    column: usize,
}

impl<'a> Positions<'a> {
    pub(super) const fn new(input: &'a Input, unit: Unit) -> Self {
        Self { input, unit, line: 0, offset: 0, column: 0 }
    }

    /// The position of a byte, moved back to where its character begins.
    pub(super) fn at(&mut self, offset: usize) -> At {
        let text = &self.input.text;
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.input.lines.line_of(offset);
        if line != self.line {
            (self.line, self.offset, self.column) = (line, self.input.lines.range(line).start, 0);
        }
        let count = |from, to| text.get(from..to).map_or(0, |part| self.unit.count(part));
        if offset >= self.offset {
            self.column += count(self.offset, offset);
        } else {
            self.column -= count(offset, self.offset);
        }
        self.offset = offset;
        At { offset, line: line + 1, column: self.column + 1 }
    }
}

impl Unit {
    fn count(self, text: &str) -> usize {
        match self {
            Self::Character => text.chars().count(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_the_format_counts() {
        let input = Input::new("a.yaml", "a: 1\n😀ü: x\n");
        let x = input.text.find('x').unwrap();
        let column = |unit| Positions::new(&input, unit).at(x);
        assert_eq!(column(Unit::Character), At { offset: x, line: 2, column: 5 });
        assert_eq!(column(Unit::Utf16), At { offset: x, line: 2, column: 6 });
        let mut positions = Positions::new(&input, Unit::Utf16);
        let forward_and_back: Vec<_> = [x, 5, x, 0].map(|at| positions.at(at).column).into();
        assert_eq!(forward_and_back, [6, 1, 6, 1]);
    }
}
