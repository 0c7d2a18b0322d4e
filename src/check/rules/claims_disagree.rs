//! Two documents that promise different things.

use crate::check::claimed::{quoted, speaks_of};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Claim, HistoryLength, Policy};
use crate::schedule::{Zone, longest_gap};
use crate::source::{Span, Spanned};
use crate::units::{Duration, Retention};

pub(super) static RULE: Rule = Rule {
    name: "claims-disagree",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "two documents that promise different things",
    explanation: include_str!("claims-disagree.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (position, later) in policy.claims.iter().enumerate() {
        for earlier in policy.claims.iter().take(position) {
            if alike(policy, earlier, later) {
                findings.extend(compare(earlier, later));
            }
        }
    }
}

/// True if both speak of one resource after one disruption.
fn alike(policy: &Policy, a: &Claim, b: &Claim) -> bool {
    let after = |claim: &Claim| claim.disruption.map(|disruption| disruption.value);
    let mut resources = policy.resources.keys();
    after(a) == after(b) && resources.any(|name| speaks_of(a, name) && speaks_of(b, name))
}

/// A promise as it is compared and as it is shown.
struct Promise {
    what: &'static str,
    key: &'static str,
    /// Nothing stands for `none`, and for ever.
    length: Option<Duration>,
    shown: String,
    span: Span,
}

fn compare(earlier: &Claim, later: &Claim) -> Vec<Finding> {
    let (before, after) = (promises(earlier), promises(later));
    let pairs = after.iter().filter_map(|new| {
        let old = before.iter().find(|old| old.key == new.key)?;
        (old.length != new.length).then_some((old, new))
    });
    pairs.map(|(old, new)| finding(earlier, later, old, new)).collect()
}

fn finding(earlier: &Claim, later: &Claim, old: &Promise, new: &Promise) -> Finding {
    let message = format!(
        "{} says {} of {}, and {} says {}",
        quoted(later),
        new.what,
        new.shown,
        quoted(earlier),
        old.shown
    );
    RULE.finding(new.span, message)
        .path(format!("{}.{}", later.path, new.key))
        .label(old.span, "another document, another promise")
        .help("correct the document that is wrong, and the claim with it")
}

fn promises(claim: &Claim) -> Vec<Promise> {
    let Claim { rpo, rto, history, retention, backup, restore_test, .. } = claim;
    let mut found = Vec::new();
    let mut add = |what, key, length, shown, span| {
        found.push(Promise { what, key, length, shown, span });
    };
    for (what, key, promise) in [("an RPO", "rpo", rpo), ("an RTO", "rto", rto)] {
        if let Some(promise) = promise {
            let stated = promise.value.stated();
            add(what, key, stated.copied(), shown(stated), promise.span);
        }
    }
    if let Some(promise) = history {
        let stated = promise.value.stated();
        let length = stated.map(HistoryLength::longest);
        add("a history", "history", length, shown(stated), promise.span);
    }
    if let Some(promise) = retention {
        let days = promise.value.most_days();
        let length = days.map(|days| Duration::days(days.into()));
        let counted = matches!(promise.value, Retention::Copies(_));
        if !counted {
            add("a retention", "retention", length, promise.value.to_string(), promise.span);
        }
    }
    let intervals =
        [("a backup", "backup", backup), ("a restore test", "restore_test", restore_test)];
    for (what, key, promise) in intervals {
        if let Some(Spanned { value, span }) = promise {
            let gap = longest_gap(value, &Zone::utc()).map(|gap| gap.length);
            add(what, key, gap, format!("{value}"), *span);
        }
    }
    found
}

fn shown<T: std::fmt::Display>(stated: Option<&T>) -> String {
    stated.map_or_else(|| "none".to_owned(), ToString::to_string)
}
