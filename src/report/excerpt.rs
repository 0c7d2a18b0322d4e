//! The lines of a file that a finding is about, as miette draws them.
//!
//! miette is given only the lines it shows, already cleaned and cut, with the
//! spans moved along: it scans its source from the first byte for every label,
//! which a large file would feel.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::diagnostic::{Finding, Input};
use crate::source::Span;

use super::columns::columns;
use super::line::{Marked, draw};
use super::{Style, clean, wrap};

/// A longer value is shown by its first line.
const LINES: usize = 4;
/// Labels nearer than this share one excerpt.
const NEAR: usize = 2;
/// So many places of one finding are drawn.
const PLACES: usize = 12;

/// The excerpts of a finding in one frame, the one with the primary place first.
pub(super) fn excerpts(finding: &Finding, input: &Input, style: Style) -> String {
    let handler = handler(style);
    let groups = grouped(places(finding, input));
    let digits = groups.iter().map(|group| digits(group)).max().unwrap_or_default();
    let mut out = String::new();
    for group in groups {
        let excerpt = Excerpt::new(&group, input, style.width);
        let mut drawn = String::new();
        if handler.render_report(&mut drawn, &excerpt).is_err() {
            continue;
        }
        // The first line is the header that `text` writes in its own words.
        let frame = drawn.split_once('\n').map_or("", |(_, rest)| rest);
        join(&mut out, frame, digits - self::digits(&group));
    }
    out
}

/// Digits of the last line number of a group.
fn digits(group: &[Place]) -> usize {
    group.iter().map(|place| place.lines.1 + 1).max().unwrap_or_default().to_string().len()
}

/// Adds a frame below another one, so that both look like one.
fn join(out: &mut String, frame: &str, indent: usize) {
    let mut lines = frame.lines();
    let first = lines.next().unwrap_or_default();
    let indent = " ".repeat(indent);
    if out.is_empty() {
        out.push_str(&format!("{indent}{first}\n"));
    } else {
        let end = out.trim_end().rfind('\n').map_or(0, |at| at + 1);
        out.truncate(end);
        out.push_str(&format!("{indent}{}\n", first.replacen('╭', "├", 1)));
    }
    lines.for_each(|line| out.push_str(&format!("{indent}{line}\n")));
}

fn handler(style: Style) -> GraphicalReportHandler {
    let styles = if style.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .without_syntax_highlighting()
        .tab_width(4)
}

/// A place of the file, within one line or a few.
#[derive(Debug)]
struct Place {
    span: Span,
    /// Lines from 0, first and last.
    lines: (usize, usize),
    text: String,
    primary: bool,
}

fn places(finding: &Finding, input: &Input) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let labels = std::iter::once(&finding.primary).chain(&finding.labels);
    for (index, label) in labels.take(PLACES).enumerate() {
        let (span, lines) = shown(label.span, input);
        let text = clean(&label.text);
        match places.iter_mut().find(|place| place.span == span) {
            Some(same) if same.text.is_empty() => same.text = text.into_owned(),
            Some(same) if text.is_empty() || same.text == text => {}
            Some(same) => same.text = format!("{}; {text}", same.text),
            None => {
                places.push(Place { span, lines, text: text.into_owned(), primary: index == 0 });
            }
        }
    }
    places.sort_by_key(|place| place.span);
    places
}

/// The part of a span that is drawn, on character boundaries, and its lines.
fn shown(span: Span, input: &Input) -> (Span, (usize, usize)) {
    let text = &input.text;
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
    let filled = text.get(start..end).unwrap_or_default().trim_end();
    // A span of blanks alone is drawn as it is, up to the end of its line.
    let end = if filled.is_empty() { end } else { start + filled.len() };
    let first = input.lines.line_of(start);
    let last = input.lines.line_of(end.saturating_sub(1).max(start));
    if last - first < LINES && !filled.is_empty() {
        return (Span::new(start, end), (first, last));
    }
    let line = input.lines.range(first);
    let body = text.get(line.clone()).unwrap_or_default().trim_end_matches(['\n', '\r']);
    (Span::new(start, end.min(line.start + body.len()).max(start)), (first, first))
}

/// Neighbours together; the group of the primary place first.
fn grouped(places: Vec<Place>) -> Vec<Vec<Place>> {
    let mut groups: Vec<Vec<Place>> = Vec::new();
    let mut last = 0;
    for place in places {
        let (first, end) = place.lines;
        match groups.last_mut() {
            Some(group) if first <= last + NEAR => group.push(place),
            _ => groups.push(vec![place]),
        }
        last = last.max(end);
    }
    groups.sort_by_key(|group| !group.iter().any(|place| place.primary));
    groups
}

/// A few neighbouring lines with marks: what miette sees of a finding.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// Line from 0 of the first line of `text`.
    first: usize,
    marks: Vec<Mark>,
}

#[derive(Debug)]
struct Mark {
    start: usize,
    end: usize,
    /// Line and column from 0 in the file.
    line: usize,
    column: usize,
    text: Option<String>,
    primary: bool,
}

impl Excerpt {
    fn new(places: &[Place], input: &Input, width: usize) -> Self {
        let first = places.iter().map(|place| place.lines.0).min().unwrap_or_default();
        let last = places.iter().map(|place| place.lines.1).max().unwrap_or_default();
        let width = width.saturating_sub((last + 1).to_string().len() + 6).max(40);
        let mut excerpt = Self {
            name: clean(&input.name).into_owned(),
            text: String::new(),
            first,
            marks: places.iter().map(|place| Mark::new(place, input)).collect(),
        };
        for line in first..=last {
            excerpt.push_line(line, places, input, width);
        }
        excerpt
    }

    /// Adds a line and moves the marks that begin or end on it.
    fn push_line(&mut self, line: usize, places: &[Place], input: &Input, width: usize) {
        let range = input.lines.range(line);
        let all = input.text.get(range.clone()).unwrap_or_default();
        let body = all.trim_end_matches(['\n', '\r']);
        let on_line = |place: &&Place| place.lines.0 <= line && line <= place.lines.1;
        let within = |at: usize| at.saturating_sub(range.start).min(body.len());
        let marked: Vec<Marked> = places
            .iter()
            .filter(on_line)
            .map(|place| Marked {
                range: within(place.span.start)..within(place.span.end),
                label: if place.text.is_empty() { 0 } else { columns(&place.text) + 5 },
            })
            .collect();
        let drawn = draw(body, &marked, width);
        let base = self.text.len();
        let marks = self.marks.iter_mut().zip(places).filter(|(_, place)| on_line(place));
        for ((mark, place), at) in marks.zip(&drawn.marks) {
            if place.lines.0 == line {
                mark.start = base + at.start;
                let before = columns(drawn.text.get(..at.start).unwrap_or_default());
                mark.fit_label(width.saturating_sub(before + 5));
            }
            if place.lines.1 == line {
                mark.end = base + at.end;
            }
        }
        self.text.push_str(&drawn.text);
        self.text.push('\n');
    }

    fn line_at(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        self.first + before.filter(|byte| **byte == b'\n').count()
    }
}

impl Mark {
    fn new(place: &Place, input: &Input) -> Self {
        let at = input.lines.line_column(place.span.start, &input.text);
        Self {
            start: 0,
            end: 0,
            line: at.line - 1,
            column: at.column - 1,
            text: Some(place.text.clone()).filter(|text| !text.is_empty()),
            primary: place.primary,
        }
    }

    /// Breaks a long label into lines that fit beside the mark.
    fn fit_label(&mut self, room: usize) {
        self.text = self.text.take().map(|text| wrap::lines(&text, room.max(24)).join("\n"));
    }
}

impl SourceCode for Excerpt {
    /// The whole excerpt with context, or the place of one mark without.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let mark = self.marks.iter().find(|mark| mark.start == span.offset());
        let (line, column) = match (before, after, mark) {
            (0, 0, Some(mark)) => (mark.line, mark.column),
            (0, 0, None) => (self.line_at(span.offset()), 0),
            _ => (self.first, 0),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            line,
            column,
            self.text.lines().count(),
        )))
    }
}

impl Diagnostic for Excerpt {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks.iter().map(|mark| {
            let span = (mark.start, mark.end.saturating_sub(mark.start));
            let mut label = if mark.primary {
                LabeledSpan::new_primary_with_span(None, span)
            } else {
                LabeledSpan::new_with_span(None, span)
            };
            label.set_label(mark.text.clone());
            label
        })))
    }
}

impl fmt::Display for Excerpt {
    /// Nothing: the header of a finding is written by `text`.
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Excerpt {}
