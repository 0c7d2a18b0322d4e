//! An instance where a cluster is meant, or a cluster where an instance is.

use crate::check::storage::databases;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "wrong-database-identifier",
    kind: Kind::Document,
    level: Level::Error,
    summary: "an instance where a cluster is meant, or a cluster where an instance is",
    explanation: include_str!("wrong-database-identifier.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let (wrong, is, wanted) = match resource.type_name.as_str() {
            "rds_instance" => (&database.cluster, "cluster", "instance"),
            _ => (&database.instance, "instance", "cluster"),
        };
        let Some(wrong) = wrong else { continue };
        let message = format!(
            "the type `{}` is named by its `{wanted}`, not its `{is}`",
            resource.type_name.value
        );
        findings.push(
            RULE.finding(wrong.span, message)
                .path(&resource.at.path)
                .label(resource.at.span, format!("of type `{}`", resource.type_name.value))
                .help(format!("write `{wanted}:`, or change `type`")),
        );
    }
}
