//! An alarm that nothing sets off, or that tells nobody.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Alarm, AlarmCondition, Policy};

pub(super) static RULE: Rule = Rule {
    name: "alarm-without-effect",
    kind: Kind::Advice,
    level: Level::Warning,
    summary: "an alarm that nothing sets off, or that tells nobody",
    explanation: include_str!("alarm-without-effect.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for alarm in policy.alarms.values() {
        let name = &alarm.at.key;
        let (message, help) = match (goes_off(alarm), alarm.notify.is_empty()) {
            (true, false) => continue,
            (true, true) => (
                format!("`{name}` tells nobody"),
                "name a topic, an address or a person under `notify`",
            ),
            (false, false) => (
                format!("nothing is stated that sets `{name}` off"),
                "state `when`, such as `{ age_over: 26h }` or `{ job_failed: true }`",
            ),
            (false, true) => (
                format!("nothing is stated that sets `{name}` off, and it tells nobody"),
                "state `when`, such as `{ age_over: 26h }`, and who is told under `notify`",
            ),
        };
        findings.push(RULE.finding(alarm.at.span, message).path(&alarm.at.path).help(help));
    }
}

fn goes_off(alarm: &Alarm) -> bool {
    alarm.when.as_ref().is_some_and(|when| {
        let AlarmCondition { age_over, lag_over, lag_bytes_over, job_longer_than, job_failed } =
            &when.value;
        age_over.is_some()
            || lag_over.is_some()
            || lag_bytes_over.is_some()
            || job_longer_than.is_some()
            || job_failed.is_some_and(|flag| flag.value)
    })
}
