//! A selection by a wildcard and by tags, which adds up.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;
use crate::source::Spanned;

pub(super) static RULE: Rule = Rule {
    name: "arns-and-tags-add-up",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "a selection by a wildcard and by tags, which adds up",
    explanation: include_str!("arns-and-tags-add-up.md"),
    cites: &[limits::cite(&selection::ARNS_AND_TAGS_ADD_UP.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let Some(any_of) =
            resource.selection.as_ref().and_then(|selection| selection.value.any_of.as_ref())
        else {
            continue;
        };
        let Some((key, _)) = any_of.value.tags.first() else { continue };
        let wide = |arn: &&Spanned<String>| {
            limits::Arn::parse(&arn.value).is_none_or(|arn| arn.name() == "*")
        };
        if let Some(arn) = any_of.value.arns.iter().find(wide) {
            findings.push(
                RULE.finding(
                    arn.span,
                    format!("`{}` selects all of them, whatever their tags", arn.value),
                )
                .label(key.span, "adds more, and filters nothing")
                .help(
                    "to filter by the tag move it to `all_of`; to select by tag alone drop the ARN",
                )
                .path(&resource.at.path),
            );
        }
    }
}
