//! The choices that a policy states under `lint` and in comments.

use crate::document::{AllowedRule, Lint, TextOr};
use crate::source::{AllowComment, LineIndex, Node, allow_comments};

use super::{Choice, PolicyChoice};

/// The choices of a policy, in the order of its keys.
pub fn written(lint: &Lint) -> Vec<PolicyChoice> {
    let Lint { allow, warn, deny } = lint;
    let allowed = allow.iter().map(|(rule, why)| {
        let (reason, until) = match &why.value {
            TextOr::Text(reason, _) => (reason.clone(), None),
            TextOr::Full(AllowedRule { reason, until }) => {
                (reason.value.clone(), until.as_ref().map(|until| until.value.clone()))
            }
        };
        PolicyChoice {
            rule: rule.value.clone(),
            choice: Choice::Allow,
            reason,
            until,
            span: rule.span,
            line: None,
        }
    });
    let weighed = [(Choice::Warn, warn), (Choice::Deny, deny)];
    let weighed = weighed.into_iter().flat_map(|(choice, rules)| {
        rules.iter().map(move |rule| PolicyChoice {
            rule: rule.value.clone(),
            choice,
            reason: String::new(),
            until: None,
            span: rule.span,
            line: None,
        })
    });
    allowed.chain(weighed).collect()
}

/// The allow-comments of a file; `root` tells a comment from a `#` in a value.
pub fn commented(text: &str, root: Option<&Node>, lines: &LineIndex) -> Vec<PolicyChoice> {
    // Most files have none: then nothing is searched.
    if !text.contains("allow[") {
        return Vec::new();
    }
    let choice = |comment| {
        let AllowComment { rule, span, until, reason, line } = comment;
        PolicyChoice { rule, choice: Choice::Allow, reason, until, span, line: Some(line) }
    };
    allow_comments(text, root, lines).into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    #[test]
    fn every_form_of_lint_is_read_with_its_place() {
        let text = "version: 1
name: orders
lint:
  allow:
    unused-allow: for a while
    expired-allow: { reason: agreed, until: 2027-03-01 }
  warn: [alias]
  deny: [not-utf8]
";
        let policy = document::read(text).policy.unwrap();
        let choices = written(&policy.lint.unwrap());
        let shown: Vec<_> = choices
            .iter()
            .map(|c| (c.span.slice(text), c.choice, c.reason.as_str(), c.until.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                ("expired-allow", Choice::Allow, "agreed", Some("2027-03-01")),
                ("unused-allow", Choice::Allow, "for a while", None),
                ("alias", Choice::Warn, "", None),
                ("not-utf8", Choice::Deny, "", None),
            ]
        );
    }
}
