//! The layout of `terraform fmt`, for text that this program wrote.
//!
//! Knows the subset that the templates emit: no heredocs, no comments behind a
//! value, no expression over several lines except brackets. Strings hold no line
//! breaks, so a line can be read by itself.

/// Indents, aligns `=` in runs of single-line arguments, and keeps at most one
/// blank line, none at the edges of a block.
pub(super) fn canonical(text: &str) -> String {
    let mut out = Vec::new();
    let mut run: Vec<(String, String)> = Vec::new();
    for line in indented(text) {
        match split_assignment(&line) {
            Some(assignment) if !opens(&line) => run.push(assignment),
            Some((head, tail)) => {
                flush(&mut run, &mut out);
                out.push(format!("{head} {tail}"));
            }
            None => {
                flush(&mut run, &mut out);
                out.push(line);
            }
        }
    }
    flush(&mut run, &mut out);
    let mut text = out.join("\n");
    text.push('\n');
    text
}

/// Writes a run of assignments with their `=` in one column.
fn flush(run: &mut Vec<(String, String)>, out: &mut Vec<String>) {
    let width = run.iter().map(|(head, _)| head.chars().count()).max().unwrap_or(0);
    for (head, tail) in run.drain(..) {
        let padding = " ".repeat(width - head.chars().count());
        out.push(format!("{head}{padding} {tail}"));
    }
}

/// Lines with their indentation, superfluous blank lines removed.
fn indented(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            let wanted = lines.last().is_some_and(|last| !last.is_empty() && !opens(last));
            if wanted {
                lines.push(String::new());
            }
            continue;
        }
        let Brackets { opened, closed, leading } = Brackets::of(line);
        if leading > 0 && lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        if closed > opened {
            close(&mut open, closed - opened);
        }
        lines.push(format!("{}{line}", "  ".repeat(open.len())));
        if opened > closed {
            open.push(opened - closed);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// A line that opens two brackets indents once, and what closes both ends it.
fn close(open: &mut Vec<usize>, mut count: usize) {
    while let Some(last) = open.last_mut() {
        if *last > count {
            *last -= count;
            return;
        }
        count -= *last;
        open.pop();
        if count == 0 {
            return;
        }
    }
}

fn opens(line: &str) -> bool {
    let Brackets { opened, closed, leading: _ } = Brackets::of(line);
    opened > closed
}

/// Brackets of a line outside strings and comments.
struct Brackets {
    opened: usize,
    closed: usize,
    /// Closing brackets at the beginning of the line.
    leading: usize,
}

impl Brackets {
    fn of(line: &str) -> Self {
        let line = line.trim_start();
        let mut brackets = Self { opened: 0, closed: 0, leading: 0 };
        if line.starts_with('#') {
            return brackets;
        }
        for (_, c) in outside_strings(line) {
            match c {
                '{' | '[' | '(' => brackets.opened += 1,
                '}' | ']' | ')' => brackets.closed += 1,
                _ => {}
            }
        }
        brackets.leading = line.chars().take_while(|c| matches!(c, '}' | ']' | ')')).count();
        brackets
    }
}

/// Characters that are not inside a quoted literal, with their places.
fn outside_strings(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quoted = false;
    let mut escaped = false;
    line.char_indices().filter(move |(_, c)| {
        let inside = quoted;
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        !inside && *c != '"'
    })
}

/// `name` and `= value` of a line that assigns.
fn split_assignment(line: &str) -> Option<(String, String)> {
    if line.trim_start().starts_with('#') {
        return None;
    }
    let at = outside_strings(line).find_map(|(at, c)| (c == '=').then_some(at))?;
    let (head, tail) = line.split_at_checked(at)?;
    Some((head.trim_end().to_owned(), tail.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_single_line_arguments_are_aligned() {
        let text = "a {\nb = 1\nlonger = \"=\"\nmap = {\n\"x=y\" = 1\nz = {}\n}\nc = 2\n}\n";
        assert_eq!(
            canonical(text),
            "a {\n  b      = 1\n  longer = \"=\"\n  map = {\n    \"x=y\" = 1\n    z     = {}\n  }\n  c = 2\n}\n"
        );
    }

    #[test]
    fn a_line_that_opens_two_brackets_indents_once() {
        let text = "p   = jsonencode({\nS = [\n{\na = 1\n},\n]\n})\nq = 1\n";
        assert_eq!(
            canonical(text),
            "p = jsonencode({\n  S = [\n    {\n      a = 1\n    },\n  ]\n})\nq = 1\n"
        );
    }

    #[test]
    fn blank_lines_separate_and_nothing_else() {
        let text = "\n\na {\n\n\nb = 1\n\n\nc {\nd = 1\n}\n\n\n}\n\n\n";
        assert_eq!(canonical(text), "a {\n  b = 1\n\n  c {\n    d = 1\n  }\n}\n");
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let text = "a {\n# not { open\nb = \"{[\\\"(\"\n}\n";
        assert_eq!(canonical(text), "a {\n  # not { open\n  b = \"{[\\\"(\"\n}\n");
    }
}
