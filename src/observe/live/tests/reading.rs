//! What an account that answers is seen to hold.

use std::sync::{Arc, Mutex};

use serde_json::json;

use super::server::{Answer, Server};
use super::world::{ACCOUNT, REGION, assumed, assumed_until, identity};
use super::*;
use crate::observe::{JobKind, Reason, Source};

#[test]
fn a_small_account_is_read_whole() {
    let server = Server::start(world::answer);
    let seen = seen(&server);
    assert_eq!(unread(&seen), [] as [&str; 0]);
    assert_eq!(seen.source, Source::Aws);
    assert_eq!(seen.caller.as_ref().unwrap().arn, "arn:aws:iam::111122223333:user/reader");
    assert_eq!(names(&seen)["plans"], ["orders"]);
    assert_eq!(names(&seen)["selections"], ["orders/tables"]);
    assert_eq!(names(&seen)["vaults"], ["main"]);
    let plan = &seen.settings.plans["orders"];
    assert_eq!(plan.tags["policy:name"], "orders");
    assert_eq!(plan.rules[0].completion_window_minutes, 10_080);
    assert_eq!(plan.rules[0].schedule_expression_timezone, "Etc/UTC");
    assert_eq!(plan.rules[0].copy_actions[0].destination_backup_vault.name, "dr");
    let account = seen.settings.account.unwrap();
    assert_eq!(account.service_opt_in, ["S3"]);
    assert_eq!(account.dynamodb_advanced_features, Some(true));
    assert_eq!(account.cross_account_copy, None);
    assert_eq!(seen.answers.locks["main"].lock_date.as_deref(), Some("2026-11-22T05:00:00Z"));
    assert!(seen.activity.is_none());
}

#[test]
fn everything_is_asked_with_reading_methods_and_signed_for_the_region() {
    let server = Server::start(world::answer);
    seen(&server);
    for request in server.asked() {
        let by_form = ["sts", "tagging"].contains(&request.service.as_str());
        assert!(request.method == "GET" || by_form, "{request:?}");
        assert_eq!(request.region, REGION, "{request:?}");
    }
}

#[test]
fn lists_are_followed_page_by_page() {
    let server = Server::start(|request| match request.target.as_str() {
        "/backup/plans" => Answer::json(&json!({
            "BackupPlansList": [{"BackupPlanId": "p-1", "BackupPlanName": "orders"}], "NextToken": "two"
        })),
        "/backup/plans?nextToken=two" => Answer::json(&json!({
            "BackupPlansList": [{"BackupPlanId": "p-2", "BackupPlanName": "orders"}], "NextToken": ""
        })),
        "/backup/plans/p-2" => Answer::json(&world::plan()),
        "/backup/plans/p-2/selections" => Answer::json(&json!({"BackupSelectionsList": []})),
        _ => world::answer(request),
    });
    let seen = seen(&server);
    assert_eq!(unread(&seen), [] as [&str; 0]);
    // The second one of a name bears its id: no wanted plan has such a name.
    assert_eq!(names(&seen)["plans"], ["orders", "orders [p-2]"]);
}

#[test]
fn tags_come_in_pages_too() {
    let server = Server::start(|request| {
        let first = request.target.starts_with("/tags/") && !request.target.contains("nextToken");
        if first {
            return Answer::json(&json!({"Tags": {"team": "orders"}, "NextToken": "more"}));
        }
        world::answer(request)
    });
    let tags = &seen(&server).settings.vaults["main"].tags;
    assert_eq!(tags.keys().collect::<Vec<_>>(), ["policy:name", "team"]);
}

#[test]
fn an_air_gapped_vault_is_looked_for_before_it_is_called_missing() {
    let server = Server::start(|request| match request.target.as_str() {
        "/backup-vaults?vaultType=LOGICALLY_AIR_GAPPED_BACKUP_VAULT" => {
            Answer::json(&json!({"BackupVaultList": [{"BackupVaultName": "gap"}]}))
        }
        "/backup-vaults/gap" => Answer::json(&json!({
            "BackupVaultName": "gap", "VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
            "MinRetentionDays": 7, "MaxRetentionDays": 100, "VaultState": "CREATING"
        })),
        _ => world::answer(request),
    });
    let mut wanted = wanted();
    wanted.names.insert(ResourceKind::Vault, ["gap".to_owned(), "main".to_owned()].into());
    let seen = observe_at(&server.url, &[wanted], &options()).remove(0);
    assert_eq!(names(&seen)["vaults"], ["gap", "main"]);
    assert_eq!(seen.beyond.len(), 1, "{:?}", seen.beyond);
    assert_eq!(seen.beyond[0].field, "VaultState");
}

#[test]
fn recovery_points_and_jobs_are_read_if_asked_for() {
    let table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    let server = Server::start(move |request| {
        let path = request.target.split('?').next().unwrap();
        match path.trim_end_matches('/') {
            "/backup-vaults/main/recovery-points" => Answer::json(&json!({"RecoveryPoints": [
                {"ResourceArn": table, "Status": "COMPLETED", "CreationDate": 1_795_237_200},
                {"ResourceArn": table, "Status": "COMPLETED", "CreationDate": 1_795_150_800},
                {"ResourceArn": table, "Status": "PARTIAL", "CreationDate": 1_795_323_600},
                {"ResourceArn": "arn:aws:s3:::other", "Status": "COMPLETED", "CreationDate": 1}
            ]})),
            "/backup-jobs" => Answer::json(&json!({"BackupJobs": [
                {"ResourceArn": table, "State": "COMPLETED", "BackupJobId": "a", "CreationDate": 1},
                {"ResourceArn": table, "State": "RUNNING", "BackupJobId": "b", "CreationDate": 1},
                {"ResourceArn": table, "State": "EXPIRED", "BackupJobId": "c", "CreationDate": 1_795_150_800}
            ]})),
            "/copy-jobs" => Answer::json(&json!({"CopyJobs": [
                {"ResourceArn": table, "State": "FAILED", "CopyJobId": "d", "CreationDate": 1_795_237_200,
                 "MessageCategory": "AccessDenied", "StatusMessage": "a secret"}
            ]})),
            _ => world::answer(request),
        }
    });
    let seen = observe_at(&server.url, &[wanted().with_activity()], &options()).remove(0);
    assert_eq!(unread(&seen), [] as [&str; 0]);
    let activity = seen.activity.unwrap();
    let points = &activity.points[&(table.to_owned(), "main".to_owned())];
    assert_eq!((points.count, activity.points.len()), (2, 1));
    assert_eq!(points.newest, "2026-11-21T05:00:00Z");
    assert_eq!(points.oldest, "2026-11-20T05:00:00Z");
    let jobs = &activity.jobs[table];
    assert_eq!(jobs.completed, 1);
    let failed: Vec<_> = jobs.failed.iter().map(|j| (j.kind, j.id.as_str(), &*j.state)).collect();
    assert_eq!(failed, [(JobKind::Copy, "d", "FAILED"), (JobKind::Backup, "c", "EXPIRED")]);
    assert_eq!(jobs.failed[0].category.as_deref(), Some("AccessDenied"));
    let runs = &activity.planned_runs["orders"];
    assert_eq!((runs[0].rule.as_str(), runs[0].at.as_str()), ("daily", "2026-11-22T05:00:00Z"));
}

#[test]
fn a_role_is_assumed_in_each_account() {
    let server = Server::start(|request| {
        if request.body.contains("Action=AssumeRole&") {
            assert_eq!(request.key, "own");
            let other = request.body.contains("444455556666%3Arole%2Freader");
            return assumed(if other { "in-4" } else { "in-1" });
        }
        match request.key.as_str() {
            "in-4" if request.service == "sts" => identity("444455556666"),
            "in-1" | "in-4" => world::answer(request),
            _ => Answer::error(403, "AccessDeniedException"),
        }
    });
    let options = Options { role: Some("reader".to_owned()), ..options() };
    let other = Wanted::nothing(&place("444455556666", REGION));
    let seen = observe_at(&server.url, &[wanted(), other], &options);
    let callers: Vec<_> =
        seen.iter().map(|s| s.caller.as_ref().unwrap().account.as_str()).collect();
    assert_eq!(callers, [ACCOUNT, "444455556666"]);
    assert!(seen.iter().all(|seen| seen.unread.is_empty()), "{seen:?}");
}

#[test]
fn a_role_whose_credentials_run_out_is_assumed_again() {
    let turns = Arc::new(Mutex::new(0));
    let counted = turns.clone();
    let server = Server::start(move |request| {
        if request.body.contains("Action=AssumeRole&") {
            let mut turn = counted.lock().unwrap();
            *turn += 1;
            // The first credentials are over once the caller is known.
            return match *turn {
                1 => assumed_until("old", "2020-01-01T00:00:00Z"),
                _ => assumed("new"),
            };
        }
        match request.key.as_str() {
            "new" => world::answer(request),
            "old" if request.service == "sts" => identity(ACCOUNT),
            _ => Answer::error(403, "ExpiredTokenException"),
        }
    });
    let options = Options { role: Some("reader".to_owned()), ..options() };
    let seen = observe_at(&server.url, &[wanted()], &options).remove(0);
    assert_eq!(unread(&seen), [] as [&str; 0]);
    assert_eq!(names(&seen)["vaults"], ["main"]);
    assert_eq!(*turns.lock().unwrap(), 2, "assumed once, and once again");
}

#[test]
fn a_role_that_may_not_be_assumed_again_is_said() {
    let turns = Arc::new(Mutex::new(0));
    let server = Server::start(move |request| {
        if request.body.contains("Action=AssumeRole&") {
            let mut turn = turns.lock().unwrap();
            *turn += 1;
            return match *turn {
                1 => assumed_until("old", "2020-01-01T00:00:00Z"),
                _ => world::xml_error(403, "AccessDenied"),
            };
        }
        world::answer(request)
    });
    let options = Options { role: Some("reader".to_owned()), ..options() };
    let seen = observe_at(&server.url, &[wanted()], &options).remove(0);
    assert_eq!(seen.unread[0].reason, Reason::Credentials("AccessDenied".to_owned()));
    assert_eq!(seen.settings, crate::resources::Settings::default());
}

#[test]
fn another_account_is_never_read() {
    let server = Server::start(|request| match request.service.as_str() {
        "sts" => identity("444455556666"),
        _ => world::answer(request),
    });
    let seen = seen(&server);
    let reason = Reason::OtherAccount("444455556666".to_owned());
    assert_eq!(seen.unread.len(), 1);
    assert_eq!(seen.unread[0].reason, reason);
    assert_eq!(seen.settings, crate::resources::Settings::default());
    assert!(server.asked().iter().all(|request| request.service == "sts"));
}

#[test]
fn places_are_handed_over_in_the_order_asked_for_and_progress_is_told() {
    let server = Server::start(|request| {
        if request.region == "eu-west-1" && request.target == "/backup/plans" {
            std::thread::sleep(Duration::from_millis(100));
        }
        world::answer(request)
    });
    let regions = ["eu-west-1", "us-east-1", "eu-north-1", "us-west-2", "sa-east-1", "eu-west-2"];
    let all: Vec<Wanted> =
        regions.iter().map(|region| Wanted::nothing(&place(ACCOUNT, region))).collect();
    let told: Arc<Mutex<Vec<_>>> = Arc::default();
    let listening = told.clone();
    let tell: super::super::Tell =
        Arc::new(move |progress| listening.lock().unwrap().push(progress));
    let options = Options { progress: Some(tell), ..options() };
    let seen = observe_at(&server.url, &all, &options);
    assert_eq!(seen.iter().map(|s| s.place.region.as_str()).collect::<Vec<_>>(), regions);
    let told = told.lock().unwrap();
    let last = told.last().unwrap();
    assert_eq!((last.done, last.places, last.calls), (6, 6, server.asked().len()));
}
