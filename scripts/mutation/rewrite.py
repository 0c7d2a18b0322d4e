"""Writes a source file anew with every change in it, each behind a switch.

A change is what cargo-mutants lists; `crate::switched(7)` is true while change
7 is switched on. Only the branch that is taken without a change holds switches
of its own, so that a file grows with the number of its changes.
"""

import re
from dataclasses import dataclass, field

import tree_sitter_rust
from tree_sitter import Language, Node, Parser

CONSTANT = re.compile(rb"\b(const fn )(\w+)")
RUST = Language(tree_sitter_rust.language())

# What `lib.rs` of the copy gets. A number is written once to the file that
# POLICY_MUTANTS_REACHED names when its switch is first asked.
SWITCH = """
/// Whether this change is switched on.
#[doc(hidden)]
pub fn switched(number: u32) -> bool {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{LazyLock, Mutex};
    static ON: LazyLock<u32> = LazyLock::new(|| {
        std::env::var("POLICY_MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0)
    });
    static REACHED: LazyLock<Option<Mutex<std::fs::File>>> = LazyLock::new(|| {
        let path = std::env::var_os("POLICY_MUTANTS_REACHED")?;
        std::fs::File::options().create(true).append(true).open(path).ok().map(Mutex::new)
    });
    static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
    if let Some(file) = REACHED.as_ref() {
        let seen = SEEN.get(number as usize);
        if seen.is_some_and(|seen| !seen.swap(true, Ordering::Relaxed)) {
            if let Ok(mut file) = file.lock() {
                let _ = file.write_all(format!("{number}\\n").as_bytes());
            }
        }
    }
    *ON == number
}

/// One of two iterators, for a function that says `impl Iterator`.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub enum Either<L, R> {
    #[expect(missing_docs, reason = "of a copy")]
    L(L),
    #[expect(missing_docs, reason = "of a copy")]
    R(R),
}

impl<T, L: Iterator<Item = T>, R: Iterator<Item = T>> Iterator for Either<L, R> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        match self {
            Self::L(left) => left.next(),
            Self::R(right) => right.next(),
        }
    }
}
"""


@dataclass
class Change:
    """A change as cargo-mutants lists it, with its number in that list."""

    number: int
    genre: str
    replacement: str
    start: int  # bytes
    end: int
    returns: str


@dataclass
class Written:
    """New text, and which bytes of it belong to which changes."""

    text: bytes = b""
    # Begin, end, numbers of the changes; inner ranges after the outer ones.
    ranges: list = field(default_factory=list)
    # Numbers of changes that have no place that can be switched.
    left_out: list = field(default_factory=list)

    def changes_at(self, begin: int, end: int) -> list:
        """The changes of the smallest range that holds these bytes."""
        holding = [r for r in self.ranges if r[0] <= begin and end <= r[1]]
        return min(holding, key=lambda r: r[1] - r[0])[2] if holding else []

    def unfix(self, besides: set):
        """Takes `const` from functions, which could not ask a switch."""

        def freed(found):
            name = found[2].decode()
            # As long as before, so that every place stays where it is.
            return found[0] if name in besides else b"      fn " + found[2]

        self.text = CONSTANT.sub(freed, self.text)


def offsets(source: str) -> list:
    """Where each line begins, in bytes."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    return starts


class Lines:
    """Byte offsets of the lines and columns (in signs, from 1) of a text."""

    def __init__(self, source: str):
        self.lines = source.splitlines(keepends=True)
        self.starts = offsets(source)

    def byte(self, place: dict) -> int:
        line = place["line"] - 1
        before = self.lines[line][: place["column"] - 1] if line < len(self.lines) else ""
        return self.starts[line] + len(before.encode())


def change_of(number: int, listed: dict, lines: Lines) -> Change:
    """What cargo-mutants says of one change."""
    span, function = listed["span"], listed.get("function") or {}
    return Change(
        number,
        listed["genre"],
        listed["replacement"],
        lines.byte(span["start"]),
        lines.byte(span["end"]),
        function.get("return_type") or "",
    )


def rewrite(source: str, changes: list) -> Written:
    """The text with all of these changes in it."""
    data = source.encode()
    root = Parser(RUST).parse(data).root_node
    writer = Writer(data)
    for change in changes:
        node = place_of(root, change)
        if node is None:
            writer.out.left_out.append(change.number)
        else:
            writer.at.setdefault(key(node), []).append(change)
            writer.mark(node)
            if blamed := blamed_node(node, change):
                writer.blamed.setdefault(key(blamed), []).append(change.number)
    writer.node(root)
    writer.out.text = bytes(writer.text)
    return writer.out


def place_of(root: Node, change: Change):
    """The node that a change is written at."""
    leaf = root.descendant_for_byte_range(change.start, change.end)
    if change.genre == "FnValue":
        return ancestor(leaf, lambda n: n.type == "block" and n.parent.type == "function_item")
    if change.genre in ("BinaryOperator", "UnaryOperator"):
        return operation_of(leaf.parent, change)
    if change.genre == "MatchArm":
        return ancestor(leaf, lambda n: n.type == "match_arm")
    if change.genre == "MatchArmGuard":
        arm = ancestor(leaf, lambda n: n.type == "match_arm")
        return arm if arm and arm.child_by_field_name("pattern") else None
    if change.genre == "StructField":
        return ancestor(leaf, lambda n: n.type == "struct_expression")
    return None


def blamed_node(node: Node, change: Change):
    """Where the compiler complains of a change, if not at the change."""
    if change.genre == "MatchArm":
        return ancestor(node, lambda n: n.type == "match_expression")
    # The types of two iterators do not agree.
    if change.genre == "FnValue" and "::once(" in change.replacement:
        return node.parent
    return None


def key(node: Node):
    return (node.start_byte, node.end_byte, node.type)


def operation_of(node, change: Change):
    """The whole chain of operators: another operator may bind its neighbours
    differently, as `a || b && c` does where `a && b && c` stood.
    """
    if node.type in ("unary_expression", "compound_assignment_expr"):
        return node
    while node.type == "binary_expression" and node.parent.type == "binary_expression":
        node = node.parent
    # `||` is no part of a chain of `let`, and parentheses would hide that.
    in_chain = node.parent.type == "let_chain" and change.replacement == "||"
    return node if node.type == "binary_expression" and not in_chain else None


def ancestor(node, wanted):
    while node is not None and not (node.parent and wanted(node)):
        node = node.parent
    return node


class Writer:
    """Walks the tree once and writes it down."""

    def __init__(self, data: bytes):
        self.data = data
        self.text = bytearray()
        self.out = Written()
        self.at = {}
        self.blamed = {}
        self.marked = set()

    def mark(self, node):
        """Remembers that something below these nodes changes."""
        while node is not None and node.id not in self.marked:
            self.marked.add(node.id)
            node = node.parent

    def raw(self, begin: int, end: int):
        self.text += self.data[begin:end]

    def say(self, text: str):
        self.text += text.encode()

    def branch(self, change: Change, opening: str, content, closing: str):
        """A branch of its own for one change."""
        begin = len(self.text)
        self.say(f"{opening}crate::switched({change.number}) {{\n")
        content()
        self.say(f"\n{closing}")
        self.out.ranges.append((begin, len(self.text), [change.number]))

    def node(self, node: Node):
        if node.id not in self.marked:
            self.raw(node.start_byte, node.end_byte)
            return
        changes = self.at.get(key(node), [])
        begin = len(self.text)
        write = {
            "block": self.body,
            "match_arm": self.arm,
            "struct_expression": self.literal,
        }.get(node.type, self.operation)
        if changes:
            write(node, changes)
            self.out.ranges.append((begin, len(self.text), [c.number for c in changes]))
        else:
            self.children(node)
        if blamed := self.blamed.get(key(node)):
            self.out.ranges.append((begin, len(self.text), blamed))

    def children(self, node: Node, besides=lambda child: False):
        at = node.start_byte
        for child in node.children:
            self.raw(at, child.start_byte)
            if not besides(child):
                self.node(child)
            at = child.end_byte
        self.raw(at, node.end_byte)

    def operation(self, node: Node, changes: list):
        self.say("(")
        for change in changes:
            def changed(change=change):
                self.raw(node.start_byte, change.start)
                self.say(f" {change.replacement} ")
                self.raw(change.end, node.end_byte)

            self.branch(change, "if ", changed, "} else ")
        self.say("{ ")
        self.children(node)
        self.say(" })")

    def literal(self, node: Node, changes: list):
        self.say("(")
        for change in changes:
            def changed(change=change):
                self.raw(node.start_byte, change.start)
                rest = self.data[change.end : node.end_byte].lstrip()
                self.text += rest.removeprefix(b",")

            self.branch(change, "if ", changed, "} else ")
        self.say("{ ")
        self.children(node)
        self.say(" })")

    def body(self, node: Node, changes: list):
        """A body that returns at once what a change returns instead."""
        wrapped = "impl " in changes[0].returns and "Iterator" in changes[0].returns
        self.say("{ ")
        opened = 0
        for change in changes:
            if wrapped:
                content = f"crate::Either::L({change.replacement})"
                self.branch(change, "if ", lambda: self.say(content), "} else { crate::Either::R(")
                opened += 1
            else:
                content = f"return {change.replacement};"
                self.branch(change, "if ", lambda: self.say(content), "}\n")
        self.children(node) if wrapped else self.inside(node)
        self.say(") }" * opened)
        self.say(" }")

    def inside(self, node: Node):
        """A block without its braces."""
        first, last = node.children[0], node.children[-1]
        at = first.end_byte
        for child in node.children[1:-1]:
            self.raw(at, child.start_byte)
            self.node(child)
            at = child.end_byte
        self.raw(at, last.start_byte)

    def arm(self, node: Node, changes: list):
        """An arm that is deleted does not match; a guard may be replaced."""
        pattern = node.child_by_field_name("pattern")
        condition = pattern.child_by_field_name("condition")
        at = node.start_byte
        for child in node.children:
            self.raw(at, child.start_byte)
            if child.id == pattern.id:
                guarded = [c for c in pattern.children if c.type == "if"]
                self.raw(pattern.start_byte, guarded[0].start_byte if guarded else pattern.end_byte)
                self.guard(condition, changes)
            else:
                self.node(child)
            at = child.end_byte
        self.raw(at, node.end_byte)

    def guard(self, condition, changes: list):
        deleted = [c for c in changes if c.genre == "MatchArm"]
        replaced = [c for c in changes if c.genre == "MatchArmGuard"]
        self.say(" if ")
        for change in deleted:
            begin = len(self.text)
            self.say(f"!crate::switched({change.number})\n")
            self.out.ranges.append((begin, len(self.text), [change.number]))
            if condition is not None:
                self.say(" && ")
        if condition is None:
            return
        self.say("(")
        for change in replaced:
            content = change.replacement
            self.branch(change, "if ", lambda: self.say(content), "} else ")
        self.say("{ ")
        self.node(condition)
        self.say(" })")
