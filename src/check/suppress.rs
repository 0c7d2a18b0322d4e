//! Which findings count: allowed by the file, or weighed by the command line.
//!
//! What AWS would refuse, and jobs that would fail, cannot be allowed: the
//! finding stays and says so.

mod written;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::find;
use super::run_rules::{ALLOW_WITHOUT_REASON, EXPIRED_ALLOW, UNKNOWN_RULE_ALLOWED, UNUSED_ALLOW};
use crate::diagnostic::{Finding, Judged, Kind, Level, Rule, Suppression};
use crate::source::{LineIndex, Span, nearest};

pub use written::{commented, written};

/// What the command line makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Its findings are errors.
    Deny,
    /// Its findings are warnings.
    Warn,
    /// Its findings do not count.
    Allow,
}

/// A choice written in the policy itself: under `lint`, or in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyChoice {
    /// Name of the rule, as written.
    pub rule: String,
    /// What it makes of the rule.
    pub choice: Choice,
    /// Why; may be empty.
    pub reason: String,
    /// Last day it holds, as written.
    pub until: Option<String>,
    /// Where the rule's name stands.
    pub span: Span,
    /// The line (from 0) that an allow-comment speaks of; what stands under
    /// `lint` speaks of the whole file.
    pub line: Option<usize>,
}

/// What a run asks for beyond the file.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Choices of the command line, by name of the rule.
    pub choices: BTreeMap<String, Choice>,
    /// Whether what the file allows is allowed.
    pub file_may_allow: bool,
    /// The day on which `until=` is judged.
    pub as_of: Date,
    /// Every environment is looked at, so that an allowance nobody needs is unused.
    pub whole: bool,
    /// Rules that this run does not look for.
    pub not_looked_for: &'static [&'static str],
}

/// Applies both kinds of choices to the findings of a file and adds what is
/// wrong with the allowances. The findings end in the order of the file.
pub fn suppress(judged: &mut Judged, in_policy: &[PolicyChoice], asked: &Asked) {
    let allowances =
        if asked.file_may_allow { allowances(in_policy, asked.as_of) } else { Vec::new() };
    let used = allow(judged, &allowances);
    let complete = asked.whole && !judged.findings.iter().any(stops_the_rules);
    for (allowance, used) in allowances.iter().zip(used) {
        judged.findings.extend(allowance.finding(used || !complete, asked));
    }
    let weighed = in_policy.iter().filter(|entry| match entry.choice {
        Choice::Deny => true,
        Choice::Warn => asked.file_may_allow,
        Choice::Allow => false,
    });
    for entry in weighed.clone().filter(|entry| find(&entry.rule).is_none()) {
        judged.findings.push(unknown(&entry.rule, entry.span));
    }
    let in_policy: BTreeMap<&str, Choice> =
        weighed.map(|entry| (entry.rule.as_str(), entry.choice)).collect();
    for finding in &mut judged.findings {
        if asked.choices.contains_key(finding.rule) {
            weigh(finding, &asked.choices);
        } else if let Some(choice) = in_policy.get(finding.rule) {
            choose(finding, *choice, "`lint`");
        }
    }
    judged.findings.sort_by_key(|f| (f.primary.span.start, f.rule, f.primary.span.end));
}

/// Applies what the command line makes of the finding's rule.
pub fn weigh(finding: &mut Finding, choices: &BTreeMap<String, Choice>) {
    if let Some(choice) = choices.get(finding.rule) {
        choose(finding, *choice, "the command line");
    }
}

/// One rule allowed at one place.
#[derive(Debug)]
struct Allowance {
    rule: String,
    reason: String,
    span: Span,
    /// The line a comment speaks of; `lint.allow` speaks of the whole file.
    line: Option<usize>,
    until: Option<Until>,
}

#[derive(Debug)]
enum Until {
    Holds,
    Ended(Date),
    Unreadable(String),
}

fn allowances(in_policy: &[PolicyChoice], as_of: Date) -> Vec<Allowance> {
    let allowed = in_policy.iter().filter(|entry| entry.choice == Choice::Allow);
    allowed
        .map(|entry| Allowance {
            rule: entry.rule.clone(),
            reason: entry.reason.clone(),
            span: entry.span,
            line: entry.line,
            until: entry.until.clone().map(|until| Until::read(until, as_of)),
        })
        .collect()
}

impl Until {
    fn read(written: String, as_of: Date) -> Self {
        match written.parse::<Date>() {
            Ok(last) if last >= as_of => Self::Holds,
            Ok(last) => Self::Ended(last),
            Err(_) => Self::Unreadable(written),
        }
    }
}

/// Allowances of one rule by the line they speak of (`None`: the whole file).
type ByLine<'a> = BTreeMap<Option<usize>, Vec<(usize, &'a Allowance)>>;

/// Marks the findings that an allowance speaks of; says which ones were used.
fn allow(judged: &mut Judged, allowances: &[Allowance]) -> Vec<bool> {
    let mut used = vec![false; allowances.len()];
    let mut by_rule: BTreeMap<&str, ByLine<'_>> = BTreeMap::new();
    for (index, allowance) in allowances.iter().enumerate().filter(|(_, a)| a.holds()) {
        let by_line = by_rule.entry(&allowance.rule).or_default();
        by_line.entry(allowance.line).or_default().push((index, allowance));
    }
    let Judged { input, findings, rendered: _, asserted: _, stated: _, unproven: _ } = judged;
    for finding in findings {
        let Some(by_line) = by_rule.get(finding.rule) else { continue };
        let on_lines = lines_of(finding, &input.lines);
        let ranges = on_lines.into_iter().map(|range| Some(*range.start())..=Some(*range.end()));
        let spoken = ranges.chain(std::iter::once(None..=None)).flat_map(|r| by_line.range(r));
        for (index, allowance) in spoken.flat_map(|(_, allowances)| allowances) {
            if let Some(used) = used.get_mut(*index) {
                *used = true;
            }
            allowance.apply(finding);
        }
    }
    used
}

/// The lines that each place of a finding touches.
fn lines_of(finding: &Finding, lines: &LineIndex) -> Vec<std::ops::RangeInclusive<usize>> {
    std::iter::once(&finding.primary)
        .chain(&finding.labels)
        .map(|label| {
            let last = label.span.end.saturating_sub(1).max(label.span.start);
            lines.line_of(label.span.start)..=lines.line_of(last)
        })
        .collect()
}

/// A mistake of the document keeps other rules from looking, so that an
/// allowance may only seem unused.
pub(super) fn stops_the_rules(finding: &Finding) -> bool {
    finding.kind == Kind::Document && finding.level == Level::Error
}

/// An error that nothing sets aside.
pub(super) fn is_certain(finding: &Finding) -> bool {
    finding.kind.is_certain() && finding.level == Level::Error
}

/// Why an error of this kind stays, as a note.
fn stays(finding: &mut Finding, asked: &str) {
    let reason = match finding.kind {
        Kind::Rejected => "AWS would refuse the request",
        Kind::JobFails => "the job would fail",
        _ => "the file would not be a policy",
    };
    let note = format!("{asked} does not change this error: {reason}");
    if !finding.notes.contains(&note) {
        finding.notes.push(note);
    }
}

fn choose(finding: &mut Finding, choice: Choice, by: &str) {
    match choice {
        Choice::Deny => finding.level = Level::Error,
        Choice::Warn if is_certain(finding) => stays(finding, by),
        Choice::Warn => finding.level = Level::Warning,
        Choice::Allow if is_certain(finding) => stays(finding, by),
        Choice::Allow => {
            let by = Suppression { by: "command line", reason: String::new() };
            finding.suppressed.get_or_insert(by);
        }
    }
}

fn unknown(rule: &str, span: Span) -> Finding {
    let message = if rule.is_empty() {
        "an allow-comment that names no rule".to_owned()
    } else {
        format!("there is no rule `{rule}`, so nothing is changed by naming it")
    };
    let help = match nearest(rule, super::rules::RULES.iter().map(|rule| rule.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`policy rules` lists all rules".to_owned(),
    };
    UNKNOWN_RULE_ALLOWED.finding(span, message).help(help)
}

impl Allowance {
    const fn holds(&self) -> bool {
        matches!(self.until, None | Some(Until::Holds))
    }

    fn apply(&self, finding: &mut Finding) {
        let by = if self.line.is_some() { "comment" } else { "lint.allow" };
        if is_certain(finding) {
            stays(finding, if self.line.is_some() { "the allow-comment" } else { "`lint.allow`" });
        } else if finding.suppressed.is_none() {
            finding.suppressed = Some(Suppression { by, reason: self.reason.clone() });
        }
    }

    /// What is wrong with the allowance itself, if anything.
    fn finding(&self, used: bool, asked: &Asked) -> Option<Finding> {
        let Self { rule, reason, span, line: _, until } = self;
        let Some(known) = find(rule) else { return Some(unknown(rule, *span)) };
        match until {
            Some(Until::Ended(last)) => Some(
                EXPIRED_ALLOW
                    .finding(*span, format!("`{rule}` was allowed here until {last}"))
                    .marking(format!("ended before {}", asked.as_of))
                    .help("mend what was allowed, or agree on a later date"),
            ),
            Some(Until::Unreadable(written)) => Some(
                EXPIRED_ALLOW
                    .finding(*span, format!("`until={written}` is no date, so `{rule}` counts"))
                    .help("write the last day it holds: `until=2027-01-31`"),
            ),
            None | Some(Until::Holds) if !used && Self::is_looked_for(known, asked) => {
                Some(self.unused())
            }
            None | Some(Until::Holds) if reason.is_empty() => Some(
                ALLOW_WITHOUT_REASON
                    .finding(*span, format!("`{rule}` is allowed without a reason"))
                    .help(format!("say why: `allow[{rule}] what makes it right here`")),
            ),
            None | Some(Until::Holds) => None,
        }
    }

    fn is_looked_for(rule: &Rule, asked: &Asked) -> bool {
        !asked.not_looked_for.contains(&rule.name)
    }

    fn unused(&self) -> Finding {
        let Self { rule, reason: _, span, line, until: _ } = self;
        let place = if line.is_some() { "the line it speaks of" } else { "the file" };
        UNUSED_ALLOW
            .finding(*span, format!("`{rule}` is allowed, but {place} has no such finding"))
            .help("remove it, so that it cannot hide a later mistake")
    }
}

#[cfg(test)]
mod tests;
