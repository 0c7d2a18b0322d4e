//! Applying the edits that findings suggest.
//!
//! Invariants: what an edit does not cover stays byte for byte; of edits that
//! meet, the first alone is applied; nothing is kept for a shorter time than
//! before; a text that was a policy is one afterwards.

use std::collections::BTreeMap;

use crate::diagnostic::{Edit, Finding, Level};
use crate::document;
use crate::source::{self, Node, NodeKind, Span};
use crate::units::Retention;

/// A text after its edits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The new text; the old one if nothing was applied.
    pub text: String,
    /// Rules of the applied edits, in the order of the file.
    pub applied: Vec<&'static str>,
    /// Edits that were left out.
    pub skipped: Vec<Skipped>,
}

/// An edit that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The rule that suggested it.
    pub rule: &'static str,
    /// What it would have replaced.
    pub span: Span,
    /// Why it was left out, without a period.
    pub reason: &'static str,
}

const OVERLAPS: &str = "it meets another edit";
const SHORTENS: &str = "it would keep something for a shorter time";
const OUTSIDE: &str = "its place is not in the file";
const BREAKS: &str = "the file would no longer be a policy";

/// Applies the edits of the findings that count.
pub fn fix(text: &str, findings: &[Finding]) -> Fixed {
    let mut edits: Vec<(&'static str, &Edit)> = findings
        .iter()
        .filter(|finding| finding.counts())
        .filter_map(|finding| Some((finding.rule, finding.fix.as_ref()?)))
        .collect();
    edits.sort_by_key(|(rule, edit)| (edit.span, *rule));
    edits.dedup_by_key(|(_, edit)| *edit);
    let mut fixed = Fixed { text: text.to_owned(), ..Fixed::default() };
    if edits.is_empty() {
        return fixed;
    }
    let root = source::parse(text).root;
    let kept = root.as_ref().map(lengths).unwrap_or_default();
    let by_span: BTreeMap<Span, &str> =
        kept.values().map(|(at, old)| (*at, old.as_str())).collect();
    let mut chosen: Vec<(&'static str, &Edit)> = Vec::new();
    for (rule, edit) in edits {
        let before = chosen.last().map(|(_, edit)| edit.span);
        match objection(edit, before, text, &by_span) {
            Some(reason) => fixed.skipped.push(Skipped { rule, span: edit.span, reason }),
            None => chosen.push((rule, edit)),
        }
    }
    let new = applied(text, &chosen);
    match broken(text, &kept, &new) {
        Some(reason) => {
            let all = chosen.iter();
            fixed.skipped.extend(all.map(|(rule, edit)| Skipped { rule, span: edit.span, reason }));
            fixed.skipped.sort_by_key(|skipped| (skipped.span, skipped.rule));
        }
        None => {
            fixed.applied = chosen.iter().map(|(rule, _)| *rule).collect();
            fixed.text = new;
        }
    }
    fixed
}

/// Why an edit must not be applied, if anything speaks against it.
fn objection(
    edit: &Edit,
    before: Option<Span>,
    text: &str,
    kept: &BTreeMap<Span, &str>,
) -> Option<&'static str> {
    let Edit { span, replacement } = edit;
    if text.get(span.start..span.end).is_none() {
        return Some(OUTSIDE);
    }
    // Two insertions at one place have no order either.
    if before.is_some_and(|before| span.start < before.end || span.start == before.start) {
        return Some(OVERLAPS);
    }
    kept.get(span).is_some_and(|old| is_shorter(old, replacement)).then_some(SHORTENS)
}

fn applied(text: &str, edits: &[(&'static str, &Edit)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (_, Edit { span, replacement }) in edits {
        out.push_str(text.get(from..span.start).unwrap_or_default());
        out.push_str(replacement);
        from = span.end;
    }
    out + text.get(from..).unwrap_or_default()
}

/// What all edits together would do that none may do.
fn broken(text: &str, kept: &BTreeMap<String, (Span, String)>, new: &str) -> Option<&'static str> {
    let (before, after) = (document::read(text), document::read(new));
    let errors = |read: &document::Read| {
        read.findings.iter().filter(|finding| finding.level == Level::Error).count()
    };
    if before.policy.is_some() && after.policy.is_none() || errors(&after) > errors(&before) {
        return Some(BREAKS);
    }
    let Some(root) = source::parse(new).root else { return Some(BREAKS) };
    let after = lengths(&root);
    let shorter = |(path, (_, old)): (&String, &(Span, String))| {
        after.get(path).is_some_and(|(_, new)| is_shorter(old, new))
    };
    kept.iter().any(shorter).then_some(SHORTENS)
}

/// The values that say how long something is kept, by path.
fn lengths(root: &Node) -> BTreeMap<String, (Span, String)> {
    let mut out = BTreeMap::new();
    gather(root, String::new(), false, &mut out);
    out
}

fn gather(node: &Node, path: String, keeps: bool, out: &mut BTreeMap<String, (Span, String)>) {
    match &node.kind {
        NodeKind::Scalar { text, .. } if keeps => {
            out.insert(path, (node.span, text.to_string()));
        }
        NodeKind::Scalar { .. } => {}
        NodeKind::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, format!("{path}[{index}]"), keeps, out);
            }
        }
        NodeKind::Mapping(entries) => {
            for entry in entries {
                let key = &entry.key.text;
                gather(&entry.value, format!("{path}.{key}"), keeps_data(key), out);
            }
        }
    }
}

/// Keys whose shorter value loses data sooner.
fn keeps_data(key: &str) -> bool {
    key.contains("retention")
        || matches!(key, "expire_after" | "erase_after" | "older_than" | "keep_newest" | "history")
}

/// The new length is less than the old one, or cannot be compared with it.
/// What could not be read before kept nothing.
fn is_shorter(old: &str, new: &str) -> bool {
    let Some(old) = length(old) else { return false };
    let Some(new) = length(new) else { return true };
    match (&old, &new) {
        (_, Retention::Forever) => false,
        (Retention::Copies(old), Retention::Copies(new)) => new < old,
        (Retention::For(_), Retention::For(_)) => {
            new.most_days() < old.most_days() || new.least_days() < old.least_days()
        }
        (Retention::Forever | Retention::For(_) | Retention::Copies(_), _) => true,
    }
}

fn length(text: &str) -> Option<Retention> {
    let text = text.trim_matches(['"', '\'']);
    text.parse::<u32>().ok().map(Retention::Copies).or_else(|| Retention::parse(text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Kind;

    const TEXT: &str = "version: 1 # first\nname: orders\nplans: { core: { tiers: { daily: { retention: 35d } } } }\n";

    fn edit(rule: &'static str, part: &str, by: &str) -> Finding {
        let at = TEXT.find(part).unwrap();
        let span = Span::new(at, at + part.len());
        Finding::new(rule, Kind::Advice, Level::Warning, span, "x").fix(span, by)
    }

    fn reasons(fixed: &Fixed) -> Vec<(&str, &str)> {
        fixed.skipped.iter().map(|skipped| (skipped.rule, skipped.reason)).collect()
    }

    #[test]
    fn what_is_not_edited_stays_as_it_is() {
        let fixed = fix(TEXT, &[edit("b", "35d", "1y"), edit("a", "orders", "payments")]);
        assert_eq!(fixed.text, TEXT.replace("35d", "1y").replace("orders", "payments"));
        assert_eq!((fixed.applied, fixed.skipped), (vec!["a", "b"], vec![]));
    }

    #[test]
    fn of_edits_that_meet_the_first_is_applied() {
        let fixed = fix(TEXT, &[edit("b", "rders", "x"), edit("a", "orders", "payments")]);
        assert_eq!(fixed.applied, ["a"]);
        assert_eq!(reasons(&fixed), [("b", OVERLAPS)]);
        let twice = fix(TEXT, &[edit("a", "orders", "b"), edit("c", "orders", "b")]);
        assert_eq!(twice.applied, ["a"], "the same edit is one edit");
        assert_eq!(twice.skipped, []);
    }

    #[test]
    fn no_edit_shortens_what_is_kept() {
        for shorter in ["34d", "1mo", "7 copies", "soon", "\"\""] {
            let fixed = fix(TEXT, &[edit("a", "35d", shorter)]);
            assert_eq!((fixed.text.as_str(), reasons(&fixed)), (TEXT, vec![("a", SHORTENS)]));
        }
        for longer in ["36d", "35d", "2mo", "forever"] {
            assert_eq!(fix(TEXT, &[edit("a", "35d", longer)]).applied, ["a"], "{longer}");
        }
        let around = fix(TEXT, &[edit("a", "{ retention: 35d }", "{ retention: 7d }")]);
        assert_eq!((around.text.as_str(), reasons(&around)), (TEXT, vec![("a", SHORTENS)]));
        let digits = fix(TEXT, &[edit("a", "5d", "d")]);
        assert_eq!(reasons(&digits), [("a", SHORTENS)], "a part of a value is the value");
    }

    #[test]
    fn a_policy_stays_a_policy() {
        for (part, by) in
            [("orders", "{"), ("name", "title"), ("version: 1", "version: 1\nversion: 1")]
        {
            let fixed = fix(TEXT, &[edit("a", part, by)]);
            assert_eq!(
                (fixed.text.as_str(), reasons(&fixed)),
                (TEXT, vec![("a", BREAKS)]),
                "{part}"
            );
        }
    }

    #[test]
    fn what_is_allowed_or_elsewhere_is_not_edited() {
        let mut allowed = edit("a", "orders", "b");
        allowed.suppressed =
            Some(crate::diagnostic::Suppression { by: "comment", reason: String::new() });
        assert_eq!(fix(TEXT, &[allowed]).applied, Vec::<&str>::new());
        let mut outside = edit("a", "orders", "b");
        outside.fix = Some(Edit { span: Span::new(900, 901), replacement: String::new() });
        assert_eq!(reasons(&fix(TEXT, &[outside])), [("a", OUTSIDE)]);
    }
}
