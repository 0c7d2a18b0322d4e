//! Prose in lines of a width.

use super::columns::columns;

/// Breaks `text` at spaces so that no line exceeds `width` unless one word does.
///
/// No line begins with `::`: in the log of a GitHub workflow that is a command,
/// and the word may be a stranger's.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = columns(word);
        if !line.is_empty() && used + 1 + wide > width && !word.starts_with("::") {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += wide;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// `first` and then the text, its later lines indented to stand below it.
pub(super) fn hanging(first: &str, text: &str, width: usize) -> String {
    hanging_after(first, columns(first), text, width)
}

/// As [`hanging`], where `first` has codes of colours and takes `indent` columns.
pub(super) fn hanging_after(first: &str, indent: usize, text: &str, width: usize) -> String {
    let lines = lines(text, width.saturating_sub(indent).max(24));
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index == 0 {
            out.push_str(first);
        } else {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_with_what_a_runner_obeys() {
        assert_eq!(lines("one two ::error::forged three", 8), ["one two ::error::forged", "three"]);
    }
}
