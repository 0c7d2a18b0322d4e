//! Findings in what an environment changes show what they change.

use crate::diagnostic::Finding;
use crate::source::Span;

/// The words under the value that an override replaces.
const LABEL: &str = "replaces this value";

/// Labels the replaced value in every finding that points into a patch.
///
/// `replaced` holds the pairs of (patch, base), which never overlap: a value
/// inside a replaced one is not noted again.
pub fn label_replaced(findings: &mut [Finding], replaced: &[(Span, Span)]) {
    if replaced.is_empty() {
        return;
    }
    let mut sorted = replaced.to_vec();
    sorted.sort_unstable();
    for finding in findings {
        let at = finding.primary.span;
        let before = sorted.partition_point(|(patch, _)| patch.start <= at.start);
        let Some((patch, base)) = before.checked_sub(1).and_then(|last| sorted.get(last)) else {
            continue;
        };
        let known = finding.labels.iter().any(|label| label.span == *base);
        if at.end <= patch.end && !known {
            finding.labels.push(crate::diagnostic::Label { span: *base, text: LABEL.to_owned() });
        }
    }
}
