//! A dot in the name of a bucket.

use crate::check::storage::{buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_bucket;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "dots-in-bucket-name",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "a dot in the name of a bucket",
    explanation: include_str!("dots-in-bucket-name.md"),
    cites: &[cite(s3_bucket::BUCKET_NAME.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        for name in
            bucket.names.iter().filter(|name| s3_bucket::BUCKET_NAME.value.accepts(name.as_str()))
        {
            if !name.value.contains('.') {
                continue;
            }
            let message = format!("the bucket `{}` has a dot in its name", name.value);
            findings.push(
                RULE.finding(name.span, message)
                    .path(bucket.path)
                    .help("prefer `-`: AWS advises dots for static web sites only")
                    .note("the certificate of S3 does not cover such a name over HTTPS"),
            );
        }
    }
}
