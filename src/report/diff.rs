//! The difference of two texts, for a reader.

use similar::TextDiff;

use super::clean;
use super::clean::push_excerpt;

/// A unified difference; empty if the texts are the same.
///
/// Characters that cannot be seen are written out, also those that are the same.
pub fn diff(name: &str, before: &str, after: &str) -> String {
    let (old, new) = (format!("a/{}", clean(name)), format!("b/{}", clean(name)));
    let unified = TextDiff::from_lines(before, after).unified_diff().header(&old, &new).to_string();
    let mut out = String::with_capacity(unified.len());
    for line in unified.split_inclusive('\n') {
        push_excerpt(&mut out, line.trim_end_matches(['\n', '\r']));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_shown_with_its_surroundings() {
        let before = "a: 1\nb: 2\nc: \u{202E}3\n\td: 4\r\n";
        let after = before.replace('2', "5");
        insta::assert_snapshot!(diff("x\u{202E}.yaml", before, &after), @r"
        --- a/x\u{202E}.yaml
        +++ b/x\u{202E}.yaml
        @@ -1,4 +1,4 @@
         a: 1
        -b: 2
        +b: 5
         c: \u{202E}3
         	d: 4
        ");
        assert_eq!(diff("x.yaml", before, before), "");
    }
}
