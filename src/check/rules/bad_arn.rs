//! A text that is not the ARN its key takes.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{selection, vault};
use crate::resolved::{KeySource, Policy, RoleSource};
use crate::source::Spanned;

pub(super) static RULE: Rule = Rule {
    name: "bad-arn",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a text that is not the ARN its key takes",
    explanation: include_str!("bad-arn.md"),
    cites: &[limits::cite(&selection::FORMULA.source), limits::cite(&vault::KEY_IS_ARN.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    // Without a place the placeholders have no values, which is reported as such.
    if policy.environment.place.is_none() {
        return;
    }
    for key in policy.keys.values() {
        if let KeySource::Existing(arn) = &key.source {
            one(
                arn,
                ("kms", &["key/", "alias/"]),
                "arn:aws:kms:us-east-1:111122223333:key/…",
                &key.at.path,
                findings,
            );
        }
    }
    for role in policy.roles.values() {
        if let RoleSource::Existing(arn) = &role.source {
            one(
                arn,
                ("iam", &["role/"]),
                "arn:aws:iam::111122223333:role/backup",
                &role.at.path,
                findings,
            );
        }
    }
    for vault in policy.vaults.values() {
        if let Some(notifications) = &vault.notifications {
            one(
                &notifications.topic,
                ("sns", &[""]),
                "arn:aws:sns:us-east-1:111122223333:backup",
                &vault.at.path,
                findings,
            );
        }
    }
    for resource in policy.resources.values() {
        for arn in walk::arns(resource)
            .filter(|arn| arn.value != "*" && limits::Arn::parse(&arn.value).is_none())
        {
            findings.push(
                RULE.finding(arn.span, format!("`{}` is not an ARN", arn.value))
                    .help("write for example `arn:aws:ec2:*:*:volume/*`, or `*` for everything")
                    .path(&resource.at.path),
            );
        }
    }
}

/// Reports what is no ARN of this service with one of these beginnings.
fn one(
    arn: &Spanned<String>,
    (service, heads): (&str, &[&str]),
    example: &str,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let fits = limits::Arn::parse(&arn.value).is_some_and(|parsed| {
        parsed.service == service
            && heads
                .iter()
                .any(|head| parsed.resource.strip_prefix(head).is_some_and(|name| !name.is_empty()))
            && limits::is_account(parsed.account)
            && (parsed.region.is_empty() == (service == "iam"))
    });
    if !fits {
        findings.push(
            RULE.finding(arn.span, format!("`{}` is not the ARN of {}", arn.value, what(service)))
                .help(format!("write for example `{example}`"))
                .path(path),
        );
    }
}

fn what(service: &str) -> &'static str {
    match service {
        "kms" => "a key",
        "iam" => "a role",
        _ => "a topic",
    }
}
