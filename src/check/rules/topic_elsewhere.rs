//! A topic in another Region or account than its vault.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "topic-elsewhere",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a topic in another Region or account than its vault",
    explanation: include_str!("topic-elsewhere.md"),
    cites: &[limits::cite(&vault::EVENTS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for vault in policy.vaults.values() {
        let (Some(notifications), Some(place)) = (&vault.notifications, &vault.place) else {
            continue;
        };
        let topic = &notifications.topic;
        let Some(arn) = limits::Arn::parse(&topic.value) else { continue };
        let elsewhere = [
            ("Region", arn.region, place.region.as_str()),
            ("account", arn.account, place.account.as_str()),
        ];
        for (what, of_topic, of_vault) in elsewhere {
            if limits::may_be(of_topic, of_vault) {
                continue;
            }
            findings.push(
                RULE.finding(
                    topic.span,
                    format!(
                        "the topic is in the {what} {of_topic}, the vault `{}` in {of_vault}",
                        vault.at.key
                    ),
                )
                .label(vault.at.span, "the vault")
                .help("use a topic beside the vault, and forward from there")
                .path(format!("{}.notifications", vault.at.path)),
            );
        }
    }
}
