//! Text to tree: the only place that knows the YAML parser.

use std::borrow::Cow;
use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};

use super::{Entry, Key, Node, NodeKind, SourceProblem, Span};

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;
/// Longest scalar, in bytes.
pub const MAX_SCALAR_BYTES: usize = 16 * 1024;
/// After so many problems of YAML itself the rest is noise.
const MAX_PROBLEMS: usize = 20;

/// The outcome of reading a text as YAML.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The tree; absent when the text is no YAML or holds nothing.
    pub root: Option<Node>,
    /// What is wrong with the text as YAML.
    pub problems: Vec<SourceProblem>,
    /// Values that a problem speaks of already; an empty list stands in.
    pub unread: Vec<Span>,
}

/// Reads a text as one YAML document.
pub fn parse(text: &str) -> Parsed {
    if text.len() > MAX_BYTES {
        return too_large(text.len());
    }
    let mut builder = Builder::new(text);
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(next) = parser.next_event() {
        let step = match next {
            Ok((event, span)) => builder.event(event, &parser_span(&span)),
            Err(error) => {
                builder.syntax_error(&error);
                Flow::Stop
            }
        };
        if matches!(step, Flow::Stop) {
            return Parsed { problems: builder.problems, ..Parsed::default() };
        }
    }
    builder.finish()
}

enum Flow {
    Go,
    Stop,
}

/// A list or mapping that is still open.
enum Frame {
    Sequence { start: usize, items: Vec<Node> },
    Mapping { start: usize, entries: Vec<Entry>, seen: Seen, key: Option<Key> },
}

/// Keys of an open mapping with their places.
type Seen = BTreeMap<Box<str>, Span>;

struct Builder<'a> {
    text: &'a str,
    stack: Vec<Frame>,
    root: Option<Node>,
    documents: usize,
    problems: Vec<SourceProblem>,
    /// Keys that repeat: their values are read and dropped.
    dropped: Vec<Node>,
    unread: Vec<Span>,
}

fn parser_span(span: &granit_parser::Span) -> Span {
    let range = span.byte_range().unwrap_or_default();
    Span { start: range.start, end: range.end }
}

fn too_large(length: usize) -> Parsed {
    let mib = |bytes: usize| bytes.div_ceil(1024 * 1024);
    let problem = SourceProblem {
        rule: "oversized-input",
        message: format!(
            "the file is {} MiB; at most {} MiB are read",
            mib(length),
            mib(MAX_BYTES)
        ),
        span: Span::default(),
        label: "of this file".to_owned(),
        other: None,
        help: Some("split the policy into several files".to_owned()),
    };
    Parsed { problems: vec![problem], ..Parsed::default() }
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            stack: vec![],
            root: None,
            documents: 0,
            problems: vec![],
            dropped: vec![],
            unread: vec![],
        }
    }

    fn event(&mut self, event: Event<'_>, span: &Span) -> Flow {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), *span);
                self.scalar(text, style, *span)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), *span);
                self.open(Frame::Sequence { start: span.start, items: vec![] }, *span)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), *span);
                let seen = Seen::new();
                self.open(
                    Frame::Mapping { start: span.start, entries: vec![], seen, key: None },
                    *span,
                )
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(*span),
            Event::Alias(_) => {
                self.problem("alias", "an alias is not part of this language", *span, "used here", Some("write the value out; lists such as `buckets: [...]` or `plans: [...]` carry reuse"));
                self.stand_in(*span)
            }
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.problem(
                        "several-documents",
                        "the file holds more than one YAML document",
                        *span,
                        "a second document begins here",
                        Some("one file is one policy: move the second document to its own file"),
                    );
                    return Flow::Stop;
                }
                Flow::Go
            }
            _ => Flow::Go,
        }
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Span) -> Flow {
        if text.len() > MAX_SCALAR_BYTES {
            let length = text.len();
            self.problem(
                "oversized-input",
                &format!(
                    "a value of {length} bytes; the longest that makes sense has {MAX_SCALAR_BYTES}"
                ),
                Span::new(span.start, span.start),
                "begins here",
                None,
            );
            return self.stand_in(Span::new(span.start, span.start));
        }
        let plain = style == ScalarStyle::Plain;
        // The parser says `~` where nothing is written.
        let text = if plain && span.start == span.end { Cow::Borrowed("") } else { text };
        let node = Node { span, kind: NodeKind::Scalar { text: text.into(), plain } };
        self.add(node)
    }

    /// An empty list in place of a value whose problem is reported.
    fn stand_in(&mut self, span: Span) -> Flow {
        self.unread.push(span);
        self.add(Node { span, kind: NodeKind::Sequence(vec![]) })
    }

    fn open(&mut self, frame: Frame, span: Span) -> Flow {
        if self.stack.len() >= MAX_DEPTH {
            let start = Span::new(span.start, (span.start + 1).min(self.text.len()));
            self.problem(
                "nested-too-deep",
                &format!("nested more than {MAX_DEPTH} levels deep"),
                start,
                "the level that is too deep",
                Some("no construct of the language nests that deep"),
            );
            return Flow::Stop;
        }
        self.stack.push(frame);
        Flow::Go
    }

    fn close(&mut self, end: Span) -> Flow {
        let node = match self.stack.pop() {
            Some(Frame::Sequence { start, items }) => {
                let end = self.trimmed_end(start, end.end, items.last().map(|item| item.span.end));
                Node { span: Span { start, end }, kind: NodeKind::Sequence(items) }
            }
            Some(Frame::Mapping { start, entries, .. }) => {
                let last = entries.last().map(|entry| entry.value.span.end.max(entry.key.span.end));
                let end = self.trimmed_end(start, end.end, last);
                Node { span: Span { start, end }, kind: NodeKind::Mapping(entries) }
            }
            None => return Flow::Go,
        };
        self.add(node)
    }

    /// A block collection ends with its last value, not where the next line
    /// begins; a flow collection ends with its bracket.
    fn trimmed_end(&self, start: usize, end: usize, last: Option<usize>) -> usize {
        let closes = self.text.get(..end).is_some_and(|text| text.ends_with([']', '}']));
        let opens = self.text.get(start..).is_some_and(|text| text.starts_with(['[', '{']));
        if opens && closes { end } else { last.unwrap_or(start) }
    }

    fn add(&mut self, node: Node) -> Flow {
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::Sequence { items, .. }) => items.push(node),
            Some(Frame::Mapping { key: slot @ None, seen, .. }) => {
                let NodeKind::Scalar { text, .. } = node.kind else {
                    self.problem(
                        "wrong-type",
                        "a key is a word, not a list or a mapping",
                        node.span,
                        "used as a key",
                        None,
                    );
                    return Flow::Stop;
                };
                let key = Key { text, span: node.span };
                let first = seen.get(&key.text).copied();
                *slot = Some(key);
                if let Some(first) = first {
                    self.duplicate(first);
                }
            }
            Some(Frame::Mapping { entries, key: slot, seen, .. }) => {
                let Some(key) = slot.take() else { return Flow::Go };
                if seen.contains_key(&key.text) {
                    self.dropped.push(node);
                } else {
                    seen.insert(key.text.clone(), key.span);
                    entries.push(Entry { key, value: node });
                }
            }
        }
        if self.problems.len() >= MAX_PROBLEMS { Flow::Stop } else { Flow::Go }
    }

    fn duplicate(&mut self, first: Span) {
        let Some(Frame::Mapping { key: Some(key), .. }) = self.stack.last() else { return };
        let (text, span) = (key.text.clone(), key.span);
        self.problem(
            "duplicate-key",
            &format!("the key `{text}` is written twice"),
            span,
            "again here",
            Some("keep one of the two: YAML readers disagree which one counts"),
        );
        if let Some(problem) = self.problems.last_mut() {
            problem.other = Some((first, "first here".to_owned()));
        }
    }

    fn refuse_properties(&mut self, anchor: usize, tagged: bool, span: Span) {
        if anchor == 0 && !tagged {
            return;
        }
        let start = self.properties_before(span.start);
        if anchor != 0 {
            self.problem(
                "alias",
                "an anchor is not part of this language",
                start,
                "anchored here",
                Some("write the value out where it is needed"),
            );
        }
        if tagged {
            self.problem(
                "yaml-tag",
                "a YAML tag is not part of this language",
                start,
                "tagged here",
                Some("remove the `!…`: the language gives each value its type"),
            );
        }
    }

    /// The anchor and the tag that stand before a value.
    fn properties_before(&self, at: usize) -> Span {
        let before = self.text.get(..at).unwrap_or_default().trim_end();
        let is_property = |word: &str| word.starts_with(['&', '!']);
        let mut start = before.len();
        let mut rest = before;
        while let Some(word) = rest.rsplit([' ', '\t', '\n', '\r', '[', '{', ',']).next() {
            if !is_property(word) {
                break;
            }
            start = rest.len() - word.len();
            rest = rest.get(..start).unwrap_or_default().trim_end();
        }
        if start == before.len() { Span::new(at, at) } else { Span::new(start, before.len()) }
    }

    fn problem(
        &mut self,
        rule: &'static str,
        message: &str,
        span: Span,
        label: &str,
        help: Option<&str>,
    ) {
        self.problems.push(SourceProblem {
            rule,
            message: message.to_owned(),
            span,
            label: label.to_owned(),
            other: None,
            help: help.map(str::to_owned),
        });
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let end =
            self.text.get(at..).and_then(|t| t.chars().next()).map_or(at, |c| at + c.len_utf8());
        let (rule, message, help) = syntax_words(error.kind());
        self.problem(rule, &message, Span::new(at, end), "here", help);
    }

    fn finish(mut self) -> Parsed {
        let empty = self.root.as_ref().is_none_or(Node::is_null);
        if empty && self.problems.is_empty() {
            self.problem(
                "empty-policy",
                "the file holds no policy",
                Span::default(),
                "nothing is written here",
                Some("`policy init` writes a commented starter"),
            );
        }
        Parsed { root: self.root.filter(|_| !empty), problems: self.problems, unread: self.unread }
    }
}

/// Our words for what the parser stumbled on.
#[expect(clippy::too_many_lines, reason = "a table from the parser's words to ours")]
fn syntax_words(kind: &ErrorKind) -> (&'static str, String, Option<&'static str>) {
    const SYNTAX: &str = "syntax-error";
    let (message, help) = match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInIndentation => (
            "a tab stands where YAML wants spaces",
            Some("indent with two spaces; most editors have a setting for it"),
        ),
        ErrorKind::RecursionLimitExceeded => {
            return (
                "nested-too-deep",
                format!("nested more than {MAX_DEPTH} levels deep"),
                Some("no construct of the language nests that deep"),
            );
        }
        ErrorKind::UnknownAnchor => {
            return (
                "alias",
                "an alias is not part of this language".to_owned(),
                Some("quote the value if it begins with `*`"),
            );
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidBlockScalarIndent => (
            "the indentation does not fit the lines above",
            Some("entries of one mapping or list begin in the same column"),
        ),
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => (
            "a quoted value goes on in a line that is not indented",
            Some("close the quote on its own line"),
        ),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::MappingKeyNotAllowed => {
            ("a `:` where no key ends", Some("put a value that holds `: ` between double quotes"))
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "something stands after a closing quote",
            Some("quote the whole value; a quote inside it is doubled or escaped"),
        ),
        ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => (
            "a `-` entry stands between brackets",
            Some("between `[ ]` entries are separated by `, ` and have no `-`"),
        ),
        ErrorKind::CommentNotSeparated | ErrorKind::CommentInterceptedScalar => (
            "a comment stands where a value goes on",
            Some("a comment begins with ` #` and ends its line"),
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "a key without `:`, or a value that looks like one",
            Some("write `key: value`; quote a value that holds `: `"),
        ),
        ErrorKind::UnclosedQuotedScalar => ("a quote is opened and never closed", None),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("a `{` or `[` is opened and never closed", None)
        }
        ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => (
            "the brackets do not match, or a `,` is missing",
            Some("entries between `{ }` and `[ ]` are separated by `, `"),
        ),
        ErrorKind::UnexpectedCharacter { .. } => (
            "a character that YAML reserves begins a value",
            Some("put the value between double quotes"),
        ),
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => (
            "an escape that YAML does not know",
            Some("double the backslash, or use single quotes"),
        ),
        _ => ("the text stops being YAML here", Some("look at this line and the one above it")),
    };
    (SYNTAX, message.to_owned(), help)
}
