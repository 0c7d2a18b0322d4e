//! Words for places, values and lists.

use serde_json::Value;

use crate::source::{Node, NodeKind, Path, Plain};

/// The longest part of a value that a message repeats.
const SHOWN: usize = 48;
/// More words than this are counted, not listed.
const LISTED: usize = 12;

/// A text of the user's, short enough and harmless enough for one line.
pub(super) fn shown(text: &str) -> String {
    let mut line = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == SHOWN {
            line.push('…');
            break;
        }
        if c.is_control() || is_invisible(c) {
            line.extend(c.escape_unicode().filter(|_| !matches!(c, '\n' | '\r' | '\t')));
            line.push_str(match c {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => "",
            });
        } else {
            line.push(c);
        }
    }
    line
}

/// Characters that change how others look, or are not seen at all.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// What was written, in words.
pub(super) fn found(node: &Node) -> String {
    let text = shown(node.text().unwrap_or_default());
    match (&node.kind, node.plain()) {
        (NodeKind::Mapping(_), _) => "a mapping".to_owned(),
        (NodeKind::Sequence(_), _) => "a list".to_owned(),
        (_, Some(Plain::Int(_) | Plain::Float(_))) => format!("the number `{text}`"),
        (_, Some(Plain::Bool(_))) => format!("`{text}`, which YAML reads as true or false"),
        (NodeKind::Scalar { plain: false, .. }, _) if looks_typed(&text) => {
            format!("the text `\"{text}\"`")
        }
        (_, Some(Plain::Null)) => "nothing".to_owned(),
        (_, Some(Plain::Text) | None) if text.is_empty() => "an empty text".to_owned(),
        (_, Some(Plain::Text) | None) => format!("`{text}`"),
    }
}

/// Without its quotes the text would be a number or a boolean.
fn looks_typed(text: &str) -> bool {
    matches!(text, "true" | "false" | "null") || text.parse::<f64>().is_ok()
}

/// Where a key stands.
pub(super) fn place(path: &Path) -> String {
    let path = path.to_string();
    if path.is_empty() {
        return "at the top of a policy".to_owned();
    }
    format!("in `{}`", shown_path(&path))
}

/// A path of the user's, kept whole unless it is absurd.
pub(super) fn shown_path(path: &str) -> String {
    let plain = |c: char| !c.is_control() && !is_invisible(c);
    if path.chars().count() <= 4 * SHOWN && path.chars().all(plain) {
        return path.to_owned();
    }
    shown(path)
}

/// "a, b or c".
pub(super) fn either(parts: &[String]) -> String {
    match parts {
        [] => "another value".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// "`a`, `b` and 3 more".
pub(super) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<String> =
        words.iter().take(LISTED).map(|word| format!("`{}`", word.as_ref())).collect();
    match words.len().saturating_sub(LISTED) {
        0 => quoted.join(", "),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// A key's description without the word that says what it becomes.
pub(super) fn description(property: &Value) -> Option<&str> {
    let text = property.get("description")?.as_str()?;
    let text = ["Rendered: ", "Asserted: ", "Stated: "]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    Some(text.trim_end_matches('.'))
}
