//! Byte offsets to lines and columns, in logarithmic time.

/// Where each line of a text begins.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
    length: usize,
}

/// A place as people count: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in Unicode scalar values.
    pub column: usize,
}

impl LineIndex {
    /// Indexes a text.
    pub fn new(text: &str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(newlines).collect();
        Self { starts, length: text.len() }
    }

    /// Index from 0 of the line that holds a byte.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Byte range of a line (from 0) with its line break.
    pub fn range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.length);
        let end = self.starts.get(line + 1).copied().unwrap_or(self.length);
        start..end
    }

    /// Number of lines; a text that ends with a line break has an empty last one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Line and column of a byte of the text that was indexed.
    pub fn line_column(&self, offset: usize, text: &str) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.range(line).start;
        let column = text.get(start..offset).map_or(0, |before| before.chars().count());
        LineColumn { line: line + 1, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "a: ü\nb: \"é\" x\n";
        let index = LineIndex::new(text);
        let x = text.find('x').unwrap();
        assert_eq!(index.line_column(x, text), LineColumn { line: 2, column: 8 });
        assert_eq!(index.lines(), 3);
        assert_eq!(text.get(index.range(0)), Some("a: ü\n"));
    }
}
