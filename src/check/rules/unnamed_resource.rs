//! A resource of AWS without an identifier.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Native, Policy};

pub(super) static RULE: Rule = Rule {
    name: "unnamed-resource",
    kind: Kind::Document,
    level: Level::Warning,
    summary: "a resource of AWS without an identifier",
    explanation: include_str!("unnamed-resource.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let key = match (&resource.native, resource.type_name.as_str()) {
            (Native::Dynamodb(_), _) => "tables: [orders]",
            (Native::Database(_), "rds_instance") => "instance: orders",
            (Native::Database(_), _) => "cluster: orders",
            (Native::Cache(_), _) => "replication_group: orders",
            (Native::Bucket(_), _) => "buckets: [orders]",
            (Native::None, _) => continue,
        };
        if !resource.identifiers.is_empty() || resource.selection.is_some() {
            continue;
        }
        let message =
            format!("`{}` does not say which {} it is", resource.at.key, resource.type_name.value);
        let level = if resource.plans.is_empty() { Level::Warning } else { Level::Error };
        findings.push(
            RULE.finding(resource.at.span, message)
                .level(level)
                .path(&resource.at.path)
                .help(format!("write for example `{key}`")),
        );
    }
}
