//! A retention that the vault's lock does not accept.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{backup_plan, vault_lock};
use crate::resolved::Policy;
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "retention-outside-lock",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a retention that the vault's lock does not accept",
    explanation: include_str!("retention-outside-lock.md"),
    cites: &[
        limits::cite(&vault_lock::LOCK_FAILS_JOBS.source),
        limits::cite(&vault_lock::LOCK_MAX_REFUSES_FOREVER.source),
    ],
};

const AT_LEAST: &str = "at least";

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for kept in walk::kept(policy) {
        let (Some(vault), Some(retention)) = (kept.vault, kept.retention()) else { continue };
        let Some(lock) = &vault.lock else { continue };
        let shortest = lock.min_retention.as_ref();
        let longest = lock.max_retention.as_ref();
        // Where no retention fits, that has a rule of its own.
        if limits::crossed(lock).is_some() {
            continue;
        }
        let (bound, word, level) = match &retention.value {
            Retention::For(days) => match (
                shortest.filter(|least| days.most < least.value.most),
                longest.filter(|most| days.most > most.value.most),
            ) {
                (Some(least), _) => (least, AT_LEAST, Level::Error),
                (None, Some(most)) => (most, "at most", Level::Error),
                (None, None) => continue,
            },
            // AWS documents the bound, not what it does with no retention at all.
            Retention::Forever => match longest {
                Some(most) => (most, "at most", Level::Warning),
                None => continue,
            },
            Retention::Copies(_) => continue,
        };
        let stated = match &retention.value {
            Retention::For(days) => days.longest(),
            Retention::Forever | Retention::Copies(_) => format!("`{}`", retention.value),
        };
        let mut finding = RULE
            .finding(
                retention.span,
                format!(
                    "the vault `{}` accepts {word} {}, not {stated}",
                    vault.at.key,
                    bound.value.longest()
                ),
            )
            .level(level)
            .label(bound.span, "the bound of its lock")
            .help(help(&kept, bound, word))
            .path(kept.path());
        // The tier's own retention is not changed for one of its copies.
        let own = kept.copy.is_none_or(|copy| copy.retention.is_some());
        let continuous = kept.tier.continuous.is_some() && kept.copy.is_none();
        if word == AT_LEAST && own && (!continuous || continuous_fits(bound)) {
            finding = finding.fix(retention.span, format!("{}d", bound.value.most));
        }
        findings.push(finding);
    }
}

/// True if a continuous point can live as long as the lock asks.
fn continuous_fits(bound: &Spanned<CalendarDays>) -> bool {
    bound.value.most <= backup_plan::CONTINUOUS_RETENTION_DAYS.value.most
}

fn help(kept: &walk::Kept<'_>, bound: &Spanned<CalendarDays>, word: &str) -> String {
    let most = backup_plan::CONTINUOUS_RETENTION_DAYS.value.most;
    let continuous = kept.copy.is_none() && kept.tier.continuous.is_some();
    if continuous && word == AT_LEAST && !continuous_fits(bound) {
        return format!(
            "continuous points live at most {most} days: use a vault whose lock asks for less"
        );
    }
    if word == AT_LEAST {
        return format!(
            "write `retention: {}d` or more, or lower the bound of the lock",
            bound.value.most
        );
    }
    "raise `max_retention` of the lock, or use another vault".to_owned()
}
