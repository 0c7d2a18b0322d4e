//! A line break or another control character in a name or tag.

use crate::check::texts::texts;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "control-character-in-text",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a line break or another control character in a name or tag",
    explanation: include_str!("control-character-in-text.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for written in texts(policy) {
        let Some(character) = written.text.value.chars().find(|c| c.is_control()) else { continue };
        let message = format!(
            "the {} contains the control character `{}`",
            written.what,
            character.escape_unicode()
        );
        let finding = RULE.finding(written.text.span, message).path(written.path);
        findings
            .push(finding.help("write it without line breaks, tabs and other control characters"));
    }
}
