//! Places of the file: `orders.yaml:26: daily: { … }` with the value marked.

use super::super::columns::columns;
use super::super::line::{Marked, draw};
use super::super::{Style, clean};
use super::layout::padded;
use crate::diagnostic::Input;
use crate::source::Span;

/// Columns that a line of the file gets at least beside its place.
const LEAST: usize = 36;

/// One place, indented, in at most the width of the style.
pub(super) fn place(input: &Input, span: Span, indent: usize, style: Style) -> String {
    let number = input.lines.line_of(span.start);
    let range = input.lines.range(number);
    let line = input.text.get(range.clone()).unwrap_or_default().trim_end();
    let lead = line.len() - line.trim_start().len();
    let start = span.start.saturating_sub(range.start).clamp(lead, line.len());
    let end = span.end.saturating_sub(range.start).clamp(start, line.len());
    let line = line.get(lead..).unwrap_or_default();
    let mark = Marked { range: start - lead..end - lead, label: 0 };
    let name = format!("{}:{}: ", clean(&input.name), number + 1);
    let blanks = padded("", indent);
    let (before, used) = match style.width.saturating_sub(indent + columns(&name)) {
        room if room >= LEAST => {
            (format!("{blanks}{}", style.paint("36", &name)), indent + columns(&name))
        }
        // No room beside it: below it.
        _ => {
            let name = super::layout::hanging(&blanks, name.trim_end(), Some("36"), style);
            (format!("{name}{blanks}  "), indent + 2)
        }
    };
    let drawn = draw(line, &[mark], style.width.saturating_sub(used).max(1));
    let marked = drawn.marks.first().cloned().unwrap_or_default();
    let part = |range: std::ops::Range<usize>| drawn.text.get(range).unwrap_or_default();
    let (head, tail) = (part(0..marked.start), part(marked.end..drawn.text.len()));
    let marked = match part(marked) {
        "" => String::new(),
        text => style.paint("4", text),
    };
    format!("{before}{head}{marked}{tail}\n")
}
