//! Facts worth checking: what people get wrong about AWS Backup, S3 and native
//! backups, and what finds each. Rows that nothing finds stand, with the
//! reason, on the page `docs/not-checked.md`.

#![cfg(test)]

use std::collections::BTreeSet;

use policy::check::rules::RULES;

/// What finds a mistake.
enum Found {
    /// These rules, together.
    By(&'static [&'static str]),
    /// These rules where one setting is enough to see it, and the proof of the
    /// objectives where several are needed.
    ByAnd(&'static [&'static str]),
    /// The proof of the objectives alone.
    Proof,
    /// Nothing can: the language has no words for the mistake.
    Unsayable,
    /// Nothing does; the words are a heading of the page.
    NotChecked(&'static str),
}

use Found::{By, ByAnd, NotChecked, Proof, Unsayable};

type Row = (u8, &'static str, Found);

const AWS_BACKUP: [Row; 40] = [
    (1, "ARNs and tags of a selection add up", By(&["arns-and-tags-add-up"])),
    (2, "a selection of conditions alone is refused", By(&["selection-without-arn-or-tag"])),
    (
        3,
        "continuous backups live 1 to 35 days",
        By(&["continuous-kept-too-long", "retention-out-of-range"]),
    ),
    (4, "continuous backups need a retention", By(&["retention-missing"])),
    (5, "continuous backups never go cold", By(&["continuous-cold-storage"])),
    (6, "the copy of a continuous backup is a snapshot", Proof),
    (7, "many types have no continuous backup", ByAnd(&["continuous-unsupported-type"])),
    (8, "a resource has one continuous backup", By(&["continuous-in-two-vaults"])),
    (9, "cold storage lasts 90 days, also of copies", By(&["cold-storage-too-brief"])),
    (10, "cold after 0 days is not \"off\"", By(&["cold-storage-at-once"])),
    (11, "many types stay warm", By(&["cold-storage-ignored"])),
    (
        12,
        "the EBS archive is opted in to, and is for monthly snapshots",
        By(&["cold-storage-ignored", "archive-without-cold-storage", "archive-too-often"]),
    ),
    (13, "a week of warm storage keeps backups incremental", By(&["cold-storage-too-early"])),
    (14, "a restore from the archive takes days", Proof),
    (15, "cold points cannot be copied", By(&["cold-before-copy"])),
    (16, "a copy kept for ever dies with its source", By(&["copy-dies-with-source"])),
    (17, "the age of a copy counts from its source", Proof),
    (18, "some types cannot be copied", By(&["copy-unsupported-type"])),
    (
        19,
        "some Regions and partitions cannot be reached",
        By(&["copy-across-partitions", "copy-missing-in-region", "type-missing-in-region"]),
    ),
    (20, "some types need a key of their own to be copied", By(&["copy-without-own-key"])),
    (
        21,
        "a copy into another account is let in",
        ByAnd(&["cross-account-copy-off", "copy-without-access"]),
    ),
    (22, "a copy goes elsewhere, and once", By(&["copy-to-own-vault", "duplicate-copy"])),
    (
        23,
        "plans, copies, selections and tags are counted",
        By(&[
            "too-many-copies",
            "too-many-tiers",
            "too-many-selections",
            "selection-too-large",
            "recovery-point-tags-beyond-limit",
        ]),
    ),
    (24, "a lock bounds every retention that lands in it", By(&["retention-outside-lock"])),
    (
        25,
        "a lock above 35 days takes no continuous backup",
        By(&["retention-outside-lock", "continuous-kept-too-long"]),
    ),
    (
        26,
        "a compliance lock keeps what is kept for ever",
        By(&["lock-keeps-forever", "lock-is-permanent"]),
    ),
    (
        27,
        "a cooling-off period means compliance mode, and lasts 3 days or more",
        By(&["lock-cooling-off-out-of-range", "lock-mode-contradicted", "lock-mode-missing"]),
    ),
    (
        28,
        "an air-gapped vault has both bounds, and not every type",
        By(&[
            "air-gapped-lock-incomplete",
            "air-gapped-lock-mode",
            "air-gapped-own-vault",
            "lock-out-of-range",
            "copy-unsupported-type",
        ]),
    ),
    (29, "overlapping start windows lose runs and copies", By(&["tiers-overlap"])),
    (
        30,
        "schedules are cron of six fields, hourly at most",
        By(&["malformed-value", "schedule-beyond-cron", "schedule-too-frequent"]),
    ),
    (31, "a step of hours ends at midnight", By(&["step-stops-at-midnight"])),
    (32, "summer time skips runs", By(&["run-in-skipped-hour"])),
    (33, "windows and job times count into the RPO", Proof),
    (
        34,
        "windows have a least length",
        ByAnd(&["start-window-too-short", "completion-window-too-brief", "windows-not-stated"]),
    ),
    (35, "databases refuse backups around maintenance", By(&["backup-starts-in-database-window"])),
    (
        36,
        "archived and short-lived objects are in no backup",
        By(&[
            "archived-objects-in-backup",
            "bucket-backup-without-versioning",
            "expired-before-backup",
        ]),
    ),
    (37, "types are opted in to", ByAnd(&["opt-in-missing", "unknown-opt-in"])),
    (38, "tag keys have one form", By(&["prefixed-tag-key", "contradictory-conditions"])),
    (39, "some services are not protected", By(&["unsupported-type", "arn-of-another-type"])),
    (40, "organization policies have a shape of their own", NotChecked("Organization policies")),
];

const S3_AND_NATIVE: [Row; 40] = [
    (1, "the loss is the interval and the duration", ByAnd(&["rpo-missed", "rpo-not-guaranteed"])),
    (2, "no mechanism is better than its floor", Proof),
    (3, "a daily backup loses more than a day", Proof),
    (4, "every resource has objectives", By(&["objective-missing"])),
    (5, "the steps of a recovery add up", ByAnd(&["scenario-too-slow", "rto-missed"])),
    (
        6,
        "a Region's loss needs something elsewhere",
        ByAnd(&["rpo-missed", "claimed-region-without-copy"]),
    ),
    (
        7,
        "objectives contradict each other",
        By(&["wider-objective-stricter", "claim-beyond-objective", "claims-disagree"]),
    ),
    (
        8,
        "an asynchronous replica lags without a bound",
        ByAnd(&["replica-lag-unwatched", "replication-delay-unbounded"]),
    ),
    (9, "a runbook restores from the weaker mechanism", ByAnd(&["scenario-restores-from-weaker"])),
    (
        10,
        "what deletes backups beats their retention",
        ByAnd(&[
            "deleter-beats-retention",
            "expiration-beats-retention",
            "shorter-expiration-wins",
        ]),
    ),
    (
        11,
        "a tier has a schedule, and a schedule a retention",
        By(&[
            "schedule-missing",
            "retention-missing",
            "never-made",
            "backup-without-retention",
            "production-kept-no-longer",
        ]),
    ),
    (
        12,
        "native retentions have bounds, and 0 is off",
        By(&[
            "native-retention-out-of-bounds",
            "native-backups-switched-off",
            "native-backups-off-but-needed",
        ]),
    ),
    (13, "an export is no backup", ByAnd(&["export-taken-for-backup", "cache-export-elsewhere"])),
    (14, "years and months have more days than one thinks", Unsayable),
    (15, "one name for a series of dumps keeps one dump", ByAnd(&["overwritten-backup"])),
    (
        16,
        "deleting a database deletes its backups",
        ByAnd(&["deletion-takes-backups", "cluster-backups-kept"]),
    ),
    (
        17,
        "transitions lead to colder classes, later",
        By(&["transitions-out-of-order", "expiration-before-transition"]),
    ),
    (18, "a class is left after its least stay", By(&["storage-class-left-too-soon"])),
    (
        19,
        "lifecycle rules have a shape",
        By(&[
            "abort-with-tags-or-sizes",
            "delete-marker-cleanup-not-alone",
            "empty-lifecycle",
            "keep-newest-out-of-bounds",
            "keep-newest-without-age",
            "lifecycle-name-refused",
            "lifecycle-rule-without-action",
            "prefix-matching-nothing",
            "repeated-lifecycle-name",
            "size-filter-matching-nothing",
            "too-many-lifecycle-rules",
            "zero-day-lifecycle-action",
        ]),
    ),
    (
        20,
        "the shorter of two expirations wins",
        By(&["shorter-expiration-wins", "transition-never-reached"]),
    ),
    (
        21,
        "versions need versioning",
        By(&[
            "version-actions-without-versioning",
            "bucket-backup-without-versioning",
            "replication-without-versioning",
            "object-lock-without-versioning",
        ]),
    ),
    (22, "an expiration of versions frees nothing", By(&["superseded-versions-kept-forever"])),
    (23, "the archive answers after hours", ByAnd(&["data-read-too-slowly", "rto-missed"])),
    (24, "a short stay is billed in full", By(&["early-deletion-charge"])),
    (25, "small objects do not move by themselves", By(&["small-objects-unstated"])),
    (
        26,
        "replication has prerequisites",
        By(&[
            "replication-without-versioning",
            "existing-objects-unstated",
            "archived-objects-not-replicated",
            "replica-without-lifecycle",
            "replication-to-a-folder",
        ]),
    ),
    (
        27,
        "what nobody can delete is locked, elsewhere, long enough",
        ByAnd(&[
            "immutable-without-lock",
            "expiration-inside-object-lock",
            "replication-without-destination-lock",
        ]),
    ),
    (
        28,
        "windows have a length and do not overlap",
        By(&["backup-window-too-short", "backup-window-in-maintenance", "lone-backup-window"]),
    ),
    (29, "a continuous tier owns native backups", By(&["native-retention-beside-continuous"])),
    (
        30,
        "some services and settings are not covered",
        By(&["unsupported-type", "opt-in-missing", "copy-unsupported-type"]),
    ),
    (
        31,
        "keys are where they are needed",
        By(&["key-in-another-region", "key-elsewhere", "copy-without-own-key"]),
    ),
    (32, "a promoted replica has no backups", By(&["replica-without-backups", "weaker-replica"])),
    (33, "a restored table lacks what protected it", By(&["settings-lost-on-restore"])),
    (34, "WAL needs a base of the same tool", ByAnd(&["wal-without-base", "two-archive-commands"])),
    (35, "the archive timeout bounds the loss", ByAnd(&["archive-timeout-beyond-rpo"])),
    (36, "WAL outlives the oldest base", ByAnd(&["wal-shorter-than-base"])),
    (37, "a mirror repeats deletions", ByAnd(&["mirrored-deletion"])),
    (38, "a step of a runbook works", NotChecked("Whether a step of a runbook works")),
    (
        39,
        "tests and alarms come often enough",
        By(&["scenario-never-exercised", "alarm-after-objective", "backups-unwatched"]),
    ),
    (40, "some promises cannot be enforced", By(&["event-retention-unenforced"])),
];

/// At most this part of a list may go unchecked: one in ten.
const UNCHECKED: usize = 10;

const PAGE: &str = include_str!("../docs/not-checked.md");

fn headings() -> BTreeSet<&'static str> {
    PAGE.lines().filter_map(|line| line.strip_prefix("### ")).collect()
}

#[test]
fn rows_are_numbered() {
    for list in [&AWS_BACKUP, &S3_AND_NATIVE] {
        assert!(list.iter().map(|(number, _, _)| *number).eq(1..=40));
        let facts: BTreeSet<&str> = list.iter().map(|(_, fact, _)| *fact).collect();
        assert_eq!(facts.len(), list.len(), "a fact stands twice");
    }
}

#[test]
fn what_finds_a_mistake_exists() {
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    for (number, fact, found) in AWS_BACKUP.iter().chain(&S3_AND_NATIVE) {
        let (By(names) | ByAnd(names)) = found else { continue };
        assert!(!names.is_empty(), "{number}. {fact}");
        for name in *names {
            assert!(rules.contains(name), "{number}. {fact}: there is no rule {name}");
        }
    }
}

#[test]
fn what_is_not_checked_is_said_with_its_reason() {
    let headings = headings();
    for (number, fact, found) in AWS_BACKUP.iter().chain(&S3_AND_NATIVE) {
        let NotChecked(heading) = found else { continue };
        assert!(headings.contains(heading), "{number}. {fact}: no heading {heading:?}");
    }
    for heading in headings {
        let (_, below) = PAGE.split_once(&format!("### {heading}\n")).unwrap();
        let reason = below.split("\n#").next().unwrap().trim();
        assert!(reason.len() > 80, "{heading}: a reason is a sentence");
    }
}

#[test]
fn nine_of_ten_are_checked() {
    for list in [&AWS_BACKUP, &S3_AND_NATIVE] {
        let unchecked = list.iter().filter(|(_, _, found)| matches!(found, NotChecked(_)));
        assert!(unchecked.count() * UNCHECKED <= list.len());
    }
}

#[test]
fn rules_named_on_the_page_exist() {
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    let links = PAGE.split("](rules/").skip(1).map(|rest| rest.split(".md").next().unwrap());
    let links: Vec<&str> = links.filter(|link| *link != "README").collect();
    assert!(!links.is_empty());
    for link in links {
        assert!(rules.contains(link), "there is no rule {link}");
    }
}
