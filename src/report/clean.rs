//! Text of strangers, made safe to look at.
//!
//! A policy arrives in a pull request from anyone, names arrive from accounts.
//! A character that is drawn as nothing, moves the cursor or reorders its
//! neighbours could hide a finding or forge one.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Turns every character that would not be seen into a visible escape.
///
/// Control characters (line breaks and tabs too), bidirectional controls,
/// zero-width characters and blanks other than the space become `\u{202E}`.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_clean(&mut cleaned, c);
    }
    Cow::Owned(cleaned)
}

/// As [`clean`], for a line of a file: tabs stay, since the excerpt expands them.
pub(super) fn push_excerpt(out: &mut String, text: &str) {
    for c in text.chars() {
        if c == '\t' {
            out.push(c);
        } else {
            push_clean(out, c);
        }
    }
}

fn push_clean(out: &mut String, c: char) {
    if is_invisible(c) {
        // OK because writing to a String cannot fail.
        let _ = write!(out, "\\u{{{:X}}}", u32::from(c));
    } else {
        out.push(c);
    }
}

/// The character is drawn as nothing or as a blank, or directs what is drawn.
pub(super) fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control() || c.is_whitespace() || is_format(c)
}

/// Characters of Unicode's categories Cf, Zl and Zp, and the few letters and
/// marks that have no shape.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{600}'..='\u{605}'
            | '\u{61C}'
            | '\u{6DD}'
            | '\u{70F}'
            | '\u{890}'..='\u{891}'
            | '\u{8E2}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{110BD}'
            | '\u{110CD}'
            | '\u{13430}'..='\u{1343F}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(clean("a\u{202E}b"), "a\\u{202E}b");
        assert_eq!(clean("x\n\x1b[31m"), "x\\u{A}\\u{1B}[31m");
        assert_eq!(clean("zero\u{200B}width\u{FEFF}"), "zero\\u{200B}width\\u{FEFF}");
        assert_eq!(clean("no\u{A0}break"), "no\\u{A0}break");
    }

    #[test]
    fn what_can_be_seen_is_left_alone() {
        for text in ["plain `retention: 35d`", "Aufbewahrung für 35 Tage", "保存期間 35 日", "…"]
        {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn no_bidirectional_control_survives() {
        let controls = ('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}');
        for control in controls.chain(['\u{61C}', '\u{200E}', '\u{200F}']) {
            assert!(is_invisible(control), "{control:?}");
        }
    }
}
