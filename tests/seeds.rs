//! What must be found in the five runbooks under `policies/as-written`.
//!
//! Each runbook was read by hand, statement by statement, before any rule was
//! written. The statements that contradict each other, miss an objective, can
//! be lost or cannot work are numbered: `1-4` is the fourth statement of the
//! second runbook. Each number stands here with what finds it: a rule, which
//! must report the line that ends in `finds: NAME`; or nothing, where the statement is right and must stay unblamed.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::Path;

use policy::check;
use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input, Level};
use policy::source::Span;

use Found::{NeverError, OutOfScope, Rule, Silent, Unsaid};

/// The runbooks, by the first part of a number, with their count of statements.
const RUNBOOKS: [(&str, usize); 5] = [
    ("defillama", 17),
    ("raptorflow", 28),
    ("wedefidaily", 32),
    ("banking", 18),
    ("sale-module", 33),
];

/// What finds a statement.
#[derive(Debug, Clone, Copy)]
enum Found {
    /// This rule, at the marked line that has these words.
    Rule(&'static str, &'static str),
    /// Nothing may be reported at this value.
    Silent(&'static str),
    /// No error may be reported at this value.
    NeverError(&'static str),
    /// The language has no words for it, for this reason.
    Unsaid(&'static str),
    /// It is about a command of the runbook, not about the policy.
    OutOfScope,
}

const ROWS: &[(&str, &[Found])] = &[
    ("0-1", &[Rule("rpo-missed", "  database:")]),
    ("0-2", &[Unsaid("an RPO of five minutes is met by five minutes: no objective is strict")]),
    ("0-3", &[Rule("rpo-missed", "  table:")]),
    ("0-4", &[Rule("unproven", "  redis:")]),
    ("0-5", &[Rule("superseded-versions-kept-forever", "versioning: enabled")]),
    ("0-6", &[Rule("objective-missing", "  files:")]),
    ("0-7", &[Rule("unproven", "  database:")]),
    ("0-8", &[Rule("scenario-restores-from-nothing", "from: plans.rds")]),
    ("0-9", &[Rule("claims-disagree", "restore_test: every month")]),
    ("0-10", &[Rule("alarm-on-absent-jobs", "backup-status:")]),
    ("0-11", &[OutOfScope]),
    ("0-12", &[OutOfScope]),
    ("0-13", &[Unsaid("an objective without an environment holds in all of them")]),
    ("0-14", &[Rule("database-windows-unstated", "  database:")]),
    ("0-15", &[Unsaid("RPO and RTO are keys of their own: data loss cannot be an RTO")]),
    ("0-16", &[Rule("uneven-restore-points", "redis: { from")]),
    ("0-17", &[Rule("settings-lost-on-restore", "table: {")]),
    ("1-1", &[Rule("continuous-claimed-as-backups", "backup: every 5m")]),
    ("1-2", &[Rule("scenario-restores-from-weaker", "from: database.snapshots.automated")]),
    ("1-3", &[Rule("scenario-restores-from-nothing", "from: database.snapshots.automated")]),
    ("1-4", &[Rule("deleter-beats-retention", "older_than: 30d")]),
    ("1-5", &[OutOfScope]),
    ("1-6", &[Rule("never-made", "weekly: {")]),
    ("1-7", &[Rule("never-made", "yearly: {")]),
    (
        "1-8",
        &[
            Rule("export-taken-for-backup", "restorable: true"),
            Rule("export-of-live-database", "source:"),
        ],
    ),
    (
        "1-9",
        &[
            Rule("backup-without-retention", "to: exports"),
            Rule("superseded-versions-kept-forever", "exports: { bucket"),
        ],
    ),
    ("1-10", &[Unsaid("a log about backups is no data that anything is recovered from")]),
    ("1-11", &[Rule("wider-objective-stricter", "region: { rpo: 5m, rto: 30m }")]),
    ("1-12", &[Rule("replica-lag-unwatched", "west: { region")]),
    ("1-13", &[Rule("replica-without-backups", "west:"), Rule("weaker-replica", "smaller: true")]),
    ("1-14", &[OutOfScope]),
    ("1-15", &[Unsaid("a copy that other code makes has a place and no key")]),
    ("1-16", &[Rule("unproven", "  database:")]),
    ("1-17", &[OutOfScope]),
    ("1-18", &[Unsaid("which instance a restore makes")]),
    ("1-19", &[OutOfScope]),
    ("1-20", &[Rule("unproven", "  database:")]),
    ("1-21", &[NeverError("\"02:00-03:00\""), NeverError("\"sun:03:00-sun:04:00\"")]),
    ("1-22", &[Unsaid("a scenario without an RTO takes that of what it restores")]),
    ("1-23", &[Rule("rpo-missed", "  database:")]),
    ("1-24", &[Rule("never-made", "monthly: { retention")]),
    ("1-25", &[Rule("unproven", "  database:")]),
    ("1-26", &[Unsaid("a diagram")]),
    ("1-27", &[Rule("strictest-scenario-exercised-least", "quarterly: {")]),
    ("1-28", &[Unsaid("`7y` is calendar years here, which nothing falls short of")]),
    ("2-1", &[Rule("unproven", "  wedefi:")]),
    ("2-2", &[Rule("rpo-missed", "  wedefi:")]),
    ("2-3", &[Rule("wal-without-base", "wal-e: {")]),
    ("2-4", &[Rule("two-archive-commands", "wal-e: {")]),
    ("2-5", &[Rule("archive-timeout-beyond-rpo", "s3-cp: {")]),
    ("2-6", &[Rule("backup-without-retention", "wal-e: {")]),
    ("2-7", &[Rule("overwritten-wal", "s3-cp: {")]),
    ("2-8", &[Rule("mirrored-deletion", "propagates_deletes: true")]),
    ("2-9", &[Rule("short-stay-in-cold-class", "STANDARD_IA, after: 0d")]),
    ("2-10", &[Rule("backup-without-retention", "wedefi-full-%Y%m%d.backup")]),
    (
        "2-11",
        &[
            Rule("overwritten-backup", "wedefi-full-weekly.backup"),
            Rule("short-stay-in-cold-class", "storage_class: GLACIER"),
        ],
    ),
    ("2-12", &[OutOfScope]),
    ("2-13", &[Rule("class-outlives-backups", "transaction-history:")]),
    ("2-14", &[Rule("event-retention-unenforced", "governance-locks:")]),
    ("2-15", &[Rule("rto-missed", "  wedefi:")]),
    ("2-16", &[OutOfScope]),
    ("2-17", &[OutOfScope]),
    ("2-18", &[Rule("backups-deletable-at-will", "deletable_by:")]),
    ("2-19", &[OutOfScope]),
    ("2-20", &[OutOfScope]),
    ("2-21", &[Rule("unencrypted-beside-encrypted", "wedefi-full-%Y%m%d.backup")]),
    ("2-22", &[Rule("replica-lag-unwatched", "lag_bytes_over")]),
    ("2-23", &[Rule("alarm-before-next-backup", "age_over: 24h")]),
    ("2-24", &[OutOfScope]),
    ("2-25", &[Rule("erased-too-late", "older_than: 30d")]),
    ("2-26", &[Unsaid("the statements inside a job are not part of a policy")]),
    ("2-27", &[Unsaid("a table beside another one is no place of its own")]),
    ("2-28", &[Rule("erased-data-in-backups", "alert-deliveries: {")]),
    ("2-29", &[Rule("recovery-beyond-availability", "  wedefi:")]),
    ("2-30", &[Rule("rto-missed", "  wedefi:")]),
    ("2-31", &[OutOfScope]),
    ("2-32", &[Rule("scenario-never-exercised", "  point-in-time:")]),
    ("3-1", &[Rule("objective-missing", "  database:")]),
    ("3-2", &[Rule("native-backups-switched-off", "retention: 0d")]),
    ("3-3", &[Rule("production-kept-no-longer", "retention: 7d }                 # Automated")]),
    ("3-4", &[Rule("scenario-restores-from-weaker", "from: database.snapshots.automated")]),
    ("3-5", &[Rule("deletion-takes-backups", "database:")]),
    ("3-6", &[Rule("backup-without-retention", "weekly: {")]),
    ("3-7", &[Rule("backup-without-retention", "monthly: {")]),
    ("3-8", &[Rule("overwritten-backup", "1 copies")]),
    ("3-9", &[OutOfScope]),
    ("3-10", &[OutOfScope]),
    ("3-11", &[Rule("unencrypted-beside-encrypted", "backup-%Y%m%d.sql")]),
    ("3-12", &[Rule("objective-missing", "  database:")]),
    ("3-13", &[Rule("superseded-versions-kept-forever", "    versioning: enabled")]),
    ("3-14", &[Rule("settings-lost-on-restore", "database.automated_backups } }")]),
    ("3-15", &[Unsaid("no RTO is stated that it could break")]),
    ("3-16", &[Rule("database-windows-unstated", "automated_backups: { retention: 7d }")]),
    ("3-17", &[Rule("scenario-never-exercised", "  complete-loss:")]),
    ("3-18", &[Unsaid("a command without effect")]),
    ("4-1", &[Rule("rpo-missed", "  tables:")]),
    ("4-2", &[Rule("rpo-missed", "  tables:")]),
    ("4-3", &[Rule("rpo-missed", "  attachments:")]),
    ("4-4", &[Rule("schedule-missing", "annual: { retention: 7y }")]),
    (
        "4-5",
        &[
            Rule("never-made", "monthly: { to: exports"),
            Rule("never-made", "annual: { to: exports"),
        ],
    ),
    ("4-6", &[Rule("deleter-beats-retention", "clean-old-versions")]),
    ("4-7", &[Rule("deleter-beats-retention", "cleanup-backups")]),
    ("4-8", &[Rule("expired-before-promise", "expire_after: 2555d")]),
    ("4-9", &[Rule("kept-beyond-retention", "weekly: { schedule")]),
    ("4-10", &[Unsaid("a transition states one age, so that ranges cannot overlap")]),
    (
        "4-11",
        &[
            Rule("years-counted-as-days", "expire_after: 2555d"),
            Rule("expiration-beats-retention", "expire_after: 2555d"),
        ],
    ),
    ("4-12", &[Silent("after: 30d }"), Silent("after: 90d }"), Silent("after: 365d }")]),
    ("4-13", &[Rule("unproven", "  attachments:")]),
    (
        "4-14",
        &[
            Rule("unproven", "  tables:"),
            Rule("settings-lost-on-restore", "tables.point_in_time_recovery"),
        ],
    ),
    ("4-15", &[Rule("advanced-features-unstated", "plans: [backup-plan]")]),
    ("4-16", &[Rule("snapshots-inside-recovery-window", "daily: { schedule")]),
    (
        "4-17",
        &[
            Rule("console-vault", "aws_name: Default"),
            Rule("kept-for-years-without-lock", "annual: { retention: 7y }"),
        ],
    ),
    ("4-18", &[Rule("scenario-restores-from-weaker", "from: plans.backup-plan.tiers.daily")]),
    ("4-19", &[Rule("scenario-restores-from-weaker", "from: tables.external.full")]),
    ("4-20", &[Rule("rpo-missed", "  tables:")]),
    ("4-21", &[Rule("scenario-restores-from-nothing", "from: tables.exports.weekly")]),
    ("4-22", &[Rule("versions-not-copied", "backup-s3.sh")]),
    ("4-23", &[Unsaid("what a backup costs: a policy holds no prices")]),
    ("4-24", &[Rule("existing-objects-unstated", "to: attachments-replica")]),
    ("4-25", &[Rule("replica-without-lifecycle", "to: attachments-replica")]),
    ("4-26", &[OutOfScope]),
    ("4-27", &[Rule("settings-lost-on-restore", "plans.backup-plan.tiers.daily")]),
    ("4-28", &[Rule("objective-missing", "  user-pool:")]),
    ("4-29", &[Rule("kept-for-years-without-lock", "noncurrent: { retention: 7y }")]),
    ("4-30", &[Rule("small-objects-unstated", "STANDARD_IA, after: 30d")]),
    ("4-31", &[Rule("scenario-never-exercised", "  region-failure:")]),
    ("4-32", &[Silent("retention: 90d }  # \"Weekly: Sunday")]),
    ("4-33", &[OutOfScope]),
];

/// A runbook with what is found in it.
struct Runbook {
    name: &'static str,
    text: String,
    findings: Vec<Finding>,
}

impl Runbook {
    #[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
    fn read(name: &'static str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/as-written");
        let text = std::fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
        let judged = compile(&Input::new(name, text.as_str()), &Options::default()).judged;
        Self { name, text, findings: judged.findings }
    }

    /// The lines that are marked with a rule, by their numbers.
    fn marks(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate();
        lines.flat_map(|(line, text)| {
            let names = text.split_once("# finds: ").map_or("", |(_, names)| names);
            names.split(", ").filter(|name| !name.is_empty()).map(move |name| (line, name))
        })
    }

    /// True if a rule reports this line.
    fn reports(&self, rule: &str, line: usize) -> bool {
        let line_of = |finding: &Finding| {
            let before = Span::new(0, finding.primary.span.start);
            before.slice(&self.text).matches('\n').count()
        };
        self.findings.iter().any(|finding| finding.rule == rule && line_of(finding) == line)
    }

    /// The findings whose underlined text meets these words, wherever they stand.
    fn at(&self, words: &str) -> Vec<&Finding> {
        let places: Vec<(usize, usize)> =
            self.text.match_indices(words).map(|(at, _)| (at, at + words.len())).collect();
        assert!(!places.is_empty(), "{}: nothing reads {words:?}", self.name);
        let meets = |finding: &&Finding| {
            let span = finding.primary.span;
            places.iter().any(|(from, to)| span.start < *to && *from < span.end)
        };
        self.findings.iter().filter(meets).collect()
    }
}

fn runbooks() -> Vec<Runbook> {
    RUNBOOKS.iter().map(|(name, _)| Runbook::read(name)).collect()
}

/// The runbook of a number.
fn of<'r>(runbooks: &'r [Runbook], row: &str) -> &'r Runbook {
    let digit = row.split_once('-').unwrap().0;
    &runbooks[digit.parse::<usize>().unwrap()]
}

/// What is wrong with one expectation; nothing if it holds.
fn objection(runbook: &Runbook, found: Found) -> Option<String> {
    let described = |findings: Vec<&Finding>| {
        findings.iter().map(|f| format!("{}: {}", f.rule, f.message)).collect::<Vec<_>>()
    };
    match found {
        Rule(rule, words) => {
            let has_words = |line: usize| runbook.text.lines().nth(line).unwrap().contains(words);
            let marked: Vec<usize> = runbook
                .marks()
                .filter(|(line, name)| *name == rule && has_words(*line))
                .map(|(line, _)| line)
                .collect();
            if check::find(rule).is_none() {
                return Some(format!("there is no rule `{rule}`"));
            }
            if marked.is_empty() {
                return Some(format!("no line with {words:?} is marked `finds: {rule}`"));
            }
            let missed = marked.iter().find(|line| !runbook.reports(rule, **line))?;
            Some(format!("`{rule}` does not report line {}", missed + 1))
        }
        Silent(words) => {
            let findings = runbook.at(words);
            (!findings.is_empty()).then(|| format!("{words:?}: {:?}", described(findings)))
        }
        NeverError(words) => {
            let mut findings = runbook.at(words);
            findings.retain(|finding| finding.level == Level::Error);
            (!findings.is_empty()).then(|| format!("{words:?}: {:?}", described(findings)))
        }
        Unsaid(_) | OutOfScope => None,
    }
}

#[test]
fn every_statement_is_found_where_it_stands() {
    let runbooks = runbooks();
    let mut wrong = String::new();
    for (row, founds) in ROWS {
        for found in *founds {
            if let Some(objection) = objection(of(&runbooks, row), *found) {
                wrong.push_str(&format!("{row}: {objection}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    let count = |test: fn(&Found) -> bool| {
        ROWS.iter().filter(|(_, founds)| founds.iter().any(test)).count()
    };
    println!(
        "{} statements: {} by rules, {} right, {} without words in the \
         language, {} about commands",
        ROWS.len(),
        count(|found| matches!(found, Rule(..))),
        count(|found| matches!(found, Silent(_) | NeverError(_))),
        count(|found| matches!(found, Unsaid(_))),
        count(|found| matches!(found, OutOfScope)),
    );
}

#[test]
fn every_statement_has_its_row() {
    let mut rows: Vec<String> = ROWS.iter().map(|(row, _)| (*row).to_owned()).collect();
    let all = RUNBOOKS.iter().enumerate().flat_map(|(number, (_, count))| {
        (1..=*count).map(move |statement| format!("{number}-{statement}"))
    });
    assert_eq!(rows, all.collect::<Vec<_>>());
    rows.dedup();
    assert_eq!(rows.len(), ROWS.len());
    assert!(ROWS.iter().all(|(_, founds)| !founds.is_empty()));
    for (row, founds) in ROWS {
        for found in *founds {
            if let Unsaid(words) = found {
                assert!(!words.is_empty(), "{row}");
            }
        }
    }
}

#[test]
fn every_mark_belongs_to_a_statement() {
    let runbooks = runbooks();
    for runbook in &runbooks {
        let mut seen = BTreeSet::new();
        for (line, rule) in runbook.marks() {
            let text = runbook.text.lines().nth(line).unwrap();
            let stated = ROWS.iter().any(|(row, founds)| {
                of(&runbooks, row).name == runbook.name
                    && founds.iter().any(|found| {
                        matches!(found, Rule(name, words) if *name == rule && text.contains(words))
                    })
            });
            assert!(stated, "{}: no row for `{rule}` in line {}", runbook.name, line + 1);
            assert!(seen.insert((line, rule)), "{}: marked twice", line + 1);
        }
    }
}
