//! Escapes for characters that a reviewer cannot see.
//!
//! JSON allows them raw, but a bidirectional override or a zero-width space in
//! a tag would show something else than it says; YAML 1.1 folds some of them
//! away as line breaks or refuses the file.

use std::fmt::Write as _;

/// Writes hidden characters of JSON text as JSON escapes.
///
/// Outside of strings JSON text is ASCII, so the whole text can be given.
pub(crate) fn json_escapes(json: &str) -> String {
    escape_hidden(json, |out, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            push_escape(out, 'u', 4, u32::from(*unit));
        }
    })
}

/// Writes hidden characters of a JSON string as YAML double-quoted escapes.
///
/// YAML has no surrogate pairs: beyond the first plane it writes `\U`.
pub(crate) fn yaml_escapes(json: &str) -> String {
    escape_hidden(json, |out, c| {
        let code = u32::from(c);
        if code > 0xFFFF { push_escape(out, 'U', 8, code) } else { push_escape(out, 'u', 4, code) }
    })
}

fn escape_hidden(text: &str, escape: impl Fn(&mut String, char)) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) { escape(&mut out, c) } else { out.push(c) }
    }
    out
}

fn push_escape(out: &mut String, letter: char, width: usize, code: u32) {
    // OK because writing to a `String` cannot fail.
    let _ = write!(out, "\\{letter}{code:0width$x}");
}

/// Control, format, filler and bidirectional characters, and noncharacters.
///
/// The C0 controls are not listed: JSON never holds them raw in a string, and
/// a line feed between members belongs to the layout.
fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0x7F..=0xA0
        | 0xAD
        | 0x034F
        | 0x061C
        | 0x115F..=0x1160
        | 0x17B4..=0x17B5
        | 0x180B..=0x180F
        | 0x2000..=0x200F
        | 0x2028..=0x202F
        | 0x205F..=0x206F
        | 0x3000
        | 0x3164
        | 0xFE00..=0xFE0F
        | 0xFEFF
        | 0xFFA0
        | 0xFFF0..=0xFFFB
        | 0xFFFE..=0xFFFF
        | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_become_escapes_that_json_reads_back() {
        let text = "a\u{202e}b\u{200b}c\u{e0041}d\u{85}é漢😀";
        let escaped = json_escapes(&serde_json::to_string(text).unwrap());
        assert_eq!(escaped, r#""a\u202eb\u200bc\udb40\udc41d\u0085é漢😀""#);
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
    }

    #[test]
    fn yaml_writes_no_surrogates() {
        assert_eq!(yaml_escapes("\"\u{e0041}\u{feff}\""), r#""\U000e0041\ufeff""#);
    }
}
