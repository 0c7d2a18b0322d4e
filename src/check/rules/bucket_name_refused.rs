//! A name that no bucket can have.

use crate::check::storage::{Bucket, buckets, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_bucket;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "bucket-name-refused",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a name that no bucket can have",
    explanation: include_str!("bucket-name-refused.md"),
    cites: &[
        cite(s3_bucket::BUCKET_NAME.source),
        cite(s3_bucket::BUCKET_NAME_PREFIXES.source),
        cite(s3_bucket::BUCKET_NAME_SUFFIXES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    // Without a place a `${region}` stays empty, and the name is not the real one.
    if policy.environment.place.is_none() {
        return;
    }
    for bucket in buckets(policy) {
        for name in &bucket.names {
            let Some((level, fault, help)) = judge(name.as_str(), &bucket) else { continue };
            let message = format!("`{}` is no name of a bucket: {fault}", name.value);
            let finding = RULE.finding(name.span, message).level(level).path(bucket.path);
            findings.push(finding.help(help));
        }
    }
}

fn judge(name: &str, bucket: &Bucket<'_>) -> Option<(Level, String, String)> {
    let rule = &s3_bucket::BUCKET_NAME.value;
    let (least, most) = (rule.length.least, rule.length.most);
    let length = u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
    let plain =
        "write lower-case letters, digits and `-`, beginning and ending with a letter or digit";
    let error = |fault: String| Some((Level::Error, fault, plain.to_owned()));
    if !rule.length.contains(&length) {
        let help = format!("write {least} to {most} characters");
        return Some((Level::Error, format!("it has {length} characters"), help));
    }
    if let Some(character) = rule.offending(name) {
        let level = if old(name, bucket) { Level::Warning } else { Level::Error };
        return Some((
            level,
            format!("it contains `{}`", character.escape_debug()),
            plain.to_owned(),
        ));
    }
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric())
        || !name.ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        return error("it begins or ends with a sign".to_owned());
    }
    if let Some(part) = find(s3_bucket::BUCKET_NAME_WITHOUT.value, |part| name.contains(part)) {
        return error(format!("it contains `{part}`"));
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() {
        return error("it looks like an address".to_owned());
    }
    if let Some(part) = find(s3_bucket::BUCKET_NAME_PREFIXES.value, |part| name.starts_with(part)) {
        return error(format!("AWS reserves names that begin with `{part}`"));
    }
    let part = find(s3_bucket::BUCKET_NAME_SUFFIXES.value, |part| name.ends_with(part))?;
    let fault = format!("AWS reserves names that end with `{part}`");
    Some((Level::Warning, fault, plain.to_owned()))
}

fn find(parts: &'static [&'static str], is: impl Fn(&str) -> bool) -> Option<&'static str> {
    parts.iter().copied().find(|part| is(part))
}

/// A bucket of other code may be older than today's rules, which once took
/// capitals and `_`.
fn old(name: &str, bucket: &Bucket<'_>) -> bool {
    let once = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    bucket.settings.create.is_none() && name.chars().all(once)
}
