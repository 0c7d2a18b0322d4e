//! Data that nobody may change or delete, and that somebody can.

use crate::check::classes::{BucketClass, bucket_classes};
use crate::check::storage::{cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::LockMode;
use crate::facts::s3_bucket;
use crate::resolved::{ObjectLock, Policy};
use crate::source::Span;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "immutable-without-lock",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "data that nobody may change or delete, and that somebody can",
    explanation: include_str!("immutable-without-lock.md"),
    cites: &[cite(s3_bucket::LOCK_BEATS_LIFECYCLE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for class in bucket_classes(policy) {
        let Some(immutable) = class.class.immutable else { continue };
        findings.extend(match &class.settings.object_lock {
            None => Some(open(&class, immutable)),
            Some(lock) if lock.planned => Some(planned(&class, immutable, lock)),
            Some(lock) => locked(&class, immutable, lock),
        });
    }
}

fn finding(class: &BucketClass<'_>, span: Span, message: String) -> Finding {
    RULE.finding(span, message).path(&class.class.at.path)
}

fn open(class: &BucketClass<'_>, immutable: Span) -> Finding {
    let name = &class.class.at.key;
    finding(
        class,
        immutable,
        format!("`{name}` is promised to be immutable, and the bucket has no Object Lock"),
    )
    .help("state `object_lock: { mode: compliance, retention: … }` on the bucket, at least as long as the class is kept")
}

fn planned(class: &BucketClass<'_>, immutable: Span, lock: &ObjectLock) -> Finding {
    let name = &class.class.at.key;
    finding(
        class,
        immutable,
        format!("`{name}` is promised to be immutable, and the Object Lock is only planned"),
    )
    .label(lock.span, "switched off")
    .help("remove `planned: true` once the lock is on")
}

/// A lock that is on, but can be lifted or ends too early.
fn locked(class: &BucketClass<'_>, immutable: Span, lock: &ObjectLock) -> Option<Finding> {
    let name = &class.class.at.key;
    // A lock that leaves something out has a rule of its own.
    let (mode, length) = (lock.mode?, lock.retention.as_ref()?);
    let promise = class.retention();
    let promised = promise.and_then(|promise| match promise.value {
        Retention::Forever => Some((None, "`forever`".to_owned())),
        Retention::For(kept) => Some((Some(days(kept)), kept.longest())),
        Retention::Copies(_) => None,
    });
    let short = promised.filter(|(kept, _)| kept.is_none_or(|kept| days(&length.value) < kept));
    if let (Some((_, kept)), Some(promise)) = (short, promise) {
        let message = format!(
            "`{name}` is promised to be immutable for {kept}, and each version is locked for {}",
            length.value.longest()
        );
        return Some(
            finding(class, length.span, message)
                .label(immutable, "immutable until its retention ends")
                .label(promise.span, "promised here")
                .help(match promise.value {
                    Retention::For(kept) => {
                        format!("write `retention: {kept}` or more under `object_lock`")
                    }
                    Retention::Forever | Retention::Copies(_) => {
                        "a lock ends: extend it object by object, or promise a time".to_owned()
                    }
                }),
        );
    }
    (mode.value == LockMode::Governance).then(|| {
        let message = format!(
            "`{name}` is promised to be immutable, and whoever may bypass a governance lock can delete it"
        );
        finding(class, mode.span, message)
            .level(Level::Warning)
            .label(immutable, "nobody may change or delete it")
            .help("write `mode: compliance`, which nobody can undo before its time, or drop `immutable`")
    })
}
