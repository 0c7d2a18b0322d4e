//! What is left unread when something goes wrong, and why.

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use serde_json::json;

use super::server::{Answer, Request, Server};
use super::world::{assumed, identity, xml_error};
use super::*;
use crate::observe::Reason;

/// The small account, with another answer to requests for one path.
fn with(path: &'static str, answer: impl Fn() -> Answer + Send + Sync + 'static) -> Server {
    Server::start(move |request| match path_of(request) == path {
        true => answer(),
        false => world::answer(request),
    })
}

fn path_of(request: &Request) -> &str {
    request.target.split('?').next().unwrap().trim_end_matches('/')
}

type Answering = fn() -> Answer;

#[test]
fn each_failure_has_its_reason_and_only_that_is_unread() {
    let reasons: [(Answering, &str); 12] = [
        (|| Answer::error(403, "AccessDeniedException"), "Denied"),
        (|| Answer::Http(403, None, String::new()), "Denied"),
        (|| Answer::error(400, "ExpiredTokenException"), "Credentials(\"ExpiredTokenException\")"),
        (|| Answer::error(429, "ThrottlingException"), "Throttled"),
        (
            || Answer::error(503, "ServiceUnavailableException"),
            "Server(\"ServiceUnavailableException\")",
        ),
        (|| Answer::Http(500, None, "<html>".to_owned()), "Server(\"500\")"),
        (
            || Answer::error(400, "InvalidParameterValueException"),
            "Refused(\"InvalidParameterValueException\")",
        ),
        (|| Answer::Silence(Duration::from_secs(2)), "TimedOut"),
        (|| Answer::Http(200, None, "{\"BackupPlan\": [".to_owned()), "Malformed"),
        (|| Answer::Http(200, None, "{}".to_owned()), "Malformed"),
        (|| Answer::CutOff(world::plan().to_string()), "Malformed"),
        (|| Answer::Closed, "Unreachable"),
    ];
    for (answer, reason) in reasons {
        let seen = seen(&with("/backup/plans/p-1", answer));
        let plan = format!(
            "Resource(Plan, \"orders\") backup:GetBackupPlan backup:GetBackupPlan {reason}"
        );
        assert!(unread(&seen).contains(&plan), "{reason}: {:?}", unread(&seen));
        let foreign =
            seen.unread.iter().filter(|unread| unread.operation != "backup:GetBackupPlan");
        assert_eq!(foreign.count(), 0, "{:?}", seen.unread);
        assert_eq!(names(&seen)["plans"], [] as [&str; 0]);
        assert_eq!(names(&seen)["vaults"], ["main"]);
    }
}

#[test]
fn what_aws_writes_about_a_failure_is_not_kept_but_its_id_is() {
    let seen = seen(&with("/backup/plans/p-1", || Answer::error(403, "AccessDeniedException")));
    assert_eq!(seen.unread[0].request_id.as_deref(), Some("id-1"));
    assert!(!format!("{seen:?}").contains("nobody's business"));
}

#[test]
fn a_code_that_is_no_word_is_not_kept() {
    let seen = seen(&with("/backup/plans/p-1", || Answer::error(400, "<script>alert(1)</script>")));
    assert!(unread(&seen)[0].ends_with("Refused(\"400\")"), "{:?}", unread(&seen));
}

#[test]
fn a_denied_list_leaves_the_kind_unknown() {
    let seen = seen(&with("/backup/plans", || Answer::error(403, "AccessDeniedException")));
    let all = unread(&seen);
    for kind in ["Plan", "Selection"] {
        let line = format!("Kind({kind}) backup:ListBackupPlans backup:ListBackupPlans Denied");
        assert!(all.contains(&line), "{all:?}");
    }
    assert!(!seen.listed.contains(&ResourceKind::Plan));
    assert!(seen.listed.contains(&ResourceKind::Vault));
}

#[test]
fn an_answer_without_its_list_is_no_empty_list() {
    for (path, subject) in [
        ("/backup/plans", "Kind(Plan) backup:ListBackupPlans"),
        ("/backup-vaults", "Kind(Vault) backup:ListBackupVaults"),
        ("/backup/plans/p-1/selections", "Resource(Selection, \"orders/tables\")"),
    ] {
        let seen = seen(&with(path, || Answer::json(&json!({}))));
        let all = unread(&seen);
        let said = |line: &&String| line.starts_with(subject) && line.ends_with("Malformed");
        assert_eq!(all.iter().filter(said).count(), 1, "{path}: {all:?}");
    }
}

#[test]
fn denied_selections_leave_the_wanted_ones_unknown_and_their_plan_known() {
    let seen =
        seen(&with("/backup/plans/p-1/selections", || Answer::error(403, "AccessDeniedException")));
    let denied = "backup:ListBackupSelections backup:ListBackupSelections Denied";
    assert_eq!(
        unread(&seen),
        [
            format!("Resource(Selection, \"orders/tables\") {denied}"),
            format!("Setting(Plan, \"orders\", \"selections\") {denied}"),
        ]
    );
    assert_eq!(names(&seen)["plans"], ["orders"]);
}

#[test]
fn denied_parts_of_a_vault_leave_the_rest_known() {
    for (path, field, operation) in [
        ("/backup-vaults/main/access-policy", "access", "GetBackupVaultAccessPolicy"),
        (
            "/backup-vaults/main/notification-configuration",
            "notifications",
            "GetBackupVaultNotifications",
        ),
    ] {
        let seen = seen(&with(path, || Answer::error(403, "AccessDeniedException")));
        let line = format!(
            "Setting(Vault, \"main\", \"{field}\") backup:{operation} backup:{operation} Denied"
        );
        assert_eq!(unread(&seen), [line]);
        assert_eq!(names(&seen)["vaults"], ["main"]);
    }
}

#[test]
fn a_plan_that_is_deleted_between_list_and_get_is_gone_and_not_unread() {
    for path in ["/backup/plans/p-1", "/backup/plans/p-1/selections"] {
        let seen = seen(&with(path, || Answer::error(404, "ResourceNotFoundException")));
        assert_eq!(unread(&seen), [] as [&str; 0], "{path}");
        assert_eq!(names(&seen)["plans"], [] as [&str; 0], "{path}");
        assert_eq!(seen.beyond, []);
    }
    let deleted = seen(&with("/backup/plans/p-1", || {
        let mut plan = world::plan();
        plan["DeletionDate"] = json!(1_795_323_600);
        Answer::json(&plan)
    }));
    assert_eq!(names(&deleted)["plans"], [] as [&str; 0]);
}

#[test]
fn a_token_that_comes_again_is_no_list() {
    let seen = seen(&with("/backup-vaults", || {
        Answer::json(&json!({"BackupVaultList": [], "NextToken": "again"}))
    }));
    let all = unread(&seen);
    assert!(all[0].starts_with("Kind(Vault) backup:ListBackupVaults"), "{all:?}");
    assert!(all[0].ends_with("Malformed"), "{all:?}");
    assert!(!seen.listed.contains(&ResourceKind::Vault));
}

#[test]
fn throttling_that_passes_is_not_a_failure() {
    let times = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |request| {
        let first = times.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 3;
        if first { Answer::error(429, "ThrottlingException") } else { world::answer(request) }
    });
    assert_eq!(unread(&seen(&server)), [] as [&str; 0]);
}

#[test]
fn credentials_that_sts_refuses_stop_everything() {
    for (status, code, reason) in [
        (403, "ExpiredToken", "Credentials(\"ExpiredToken\")"),
        (403, "InvalidClientTokenId", "Credentials(\"InvalidClientTokenId\")"),
        (403, "RegionDisabledException", "Region"),
        (403, "SignatureDoesNotMatch", "Credentials(\"SignatureDoesNotMatch\")"),
    ] {
        let server = Server::start(move |_| xml_error(status, code));
        let seen = seen(&server);
        assert_eq!(unread(&seen), [format!("Everything sts:GetCallerIdentity - {reason}")]);
        assert_eq!(seen.caller, None);
    }
}

#[test]
fn a_role_that_may_not_be_assumed_is_said_with_the_permission() {
    let options = Options { role: Some("reader".to_owned()), ..options() };
    let server = Server::start(|request| match request.body.contains("Action=AssumeRole&") {
        true => xml_error(403, "AccessDenied"),
        false => world::answer(request),
    });
    let seen = observe_at(&server.url, &[wanted()], &options).remove(0);
    assert_eq!(unread(&seen), ["Everything sts:AssumeRole sts:AssumeRole Denied"]);
    // A role of another account leads there, and there nothing is read.
    let elsewhere = Server::start(|request| match request.body.contains("Action=AssumeRole&") {
        true => assumed("x"),
        false => identity("444455556666"),
    });
    let arn = "arn:aws:iam::444455556666:role/reader".to_owned();
    let options = Options { role: Some(arn), ..options };
    let seen = observe_at(&elsewhere.url, &[wanted()], &options).remove(0);
    assert_eq!(seen.unread[0].reason, Reason::OtherAccount("444455556666".to_owned()));
}

#[test]
fn no_server_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let seen = observe_at(&url, &[wanted()], &options()).remove(0);
    assert_eq!(unread(&seen), ["Everything sts:GetCallerIdentity - Unreachable"]);
}

/// A chain of credentials that ends without any.
#[derive(Debug)]
struct Nobody;

impl ProvideCredentials for Nobody {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded_no_source()))
    }
}

#[test]
fn no_credentials_are_a_reason_and_nothing_is_sent() {
    let server = Server::start(world::answer);
    let config = config(&server.url).to_builder();
    let without = SharedCredentialsProvider::new(Nobody);
    let config = config.credentials_provider(without).build();
    let seen = observe_with(config, &[wanted()], &options(), std::future::pending()).remove(0);
    let line = "Everything sts:GetCallerIdentity - Credentials(\"NoCredentials\")";
    assert_eq!(unread(&seen), [line]);
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn an_interrupt_leaves_the_rest_unread_and_hands_over_what_there_is() {
    let server = with("/backup/plans/p-1", || Answer::Silence(Duration::from_secs(5)));
    let options = Options { timeout: Duration::from_secs(30), ..options() };
    let later = Wanted::nothing(&place("444455556666", REGION));
    let many: Vec<Wanted> = [wanted()].into_iter().chain(vec![later; 9]).collect();
    let begun = Duration::from_millis(300);
    let interrupt = async move { tokio::time::sleep(begun).await };
    let seen = observe_with(config(&server.url), &many, &options, interrupt);
    assert_eq!(seen.len(), 10);
    assert_eq!(names(&seen[0])["vaults"], ["main"]);
    assert!(seen[0].unread.iter().any(|unread| unread.reason == Reason::Interrupted));
    assert_eq!(unread(&seen[9]), ["Everything sts:GetCallerIdentity - Interrupted"]);
}

#[test]
fn a_setting_of_the_organization_is_missed_only_where_it_is_stated() {
    let server = Server::start(world::answer);
    let mut stated = wanted();
    stated.names.insert(ResourceKind::Account, ["cross_account_copy".to_owned()].into());
    let seen = observe_at(&server.url, &[stated], &options()).remove(0);
    let operation = "backup:DescribeGlobalSettings backup:DescribeGlobalSettings";
    let line = format!("Setting(Account, \"\", \"cross_account_copy\") {operation} Denied");
    assert_eq!(unread(&seen), [line]);
}

#[test]
fn settings_of_the_region_that_name_no_type_are_no_settings() {
    let server = with("/account-settings", || Answer::json(&json!({})));
    let operation = "backup:DescribeRegionSettings backup:DescribeRegionSettings Malformed";
    let answers = ["advanced_dynamodb", "opted_in"];
    let open = answers.map(|answer| format!("Answer(\"{answer}\") {operation}"));
    assert_eq!(unread(&seen(&server)), open);
    let mut stated = wanted();
    stated.names.insert(ResourceKind::Account, ["service_opt_in".to_owned()].into());
    let seen = observe_at(&server.url, &[stated], &options()).remove(0);
    assert_eq!(unread(&seen)[0], format!("Resource(Account, \"\") {operation}"));
    assert_eq!(seen.settings.account, None);
}

#[test]
fn an_account_without_an_organization_copies_to_no_other() {
    let server = with("/global-settings", || Answer::error(400, "ERROR_9601"));
    assert_eq!(seen(&server).settings.account.unwrap().cross_account_copy, Some(false));
}

#[test]
fn what_is_not_listed_is_refused_before_any_connection() {
    let server = Server::start(world::answer);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let session = super::super::session::Session::new(
        place(ACCOUNT, REGION),
        config(&server.url).to_builder().region(aws_config::Region::new(REGION)).build(),
        std::sync::Arc::new(tokio::sync::Semaphore::new(1)),
        stopped,
        std::sync::Arc::new(super::super::tally::Tally::new(1, None)),
    );
    macro_rules! refused {
        ($($what:expr => $name:literal),+ $(,)?) => {$(
            let error = runtime.block_on($what.send()).unwrap_err();
            let said = format!("{}", aws_sdk_sts::error::DisplayErrorContext(&error));
            assert!(said.contains(concat!("`", $name, "` is not among what may be sent")), "{said}");
        )+};
    }
    refused!(
        session.backup().delete_backup_vault().backup_vault_name("v") => "Backup DeleteBackupVault",
        session.backup().put_backup_vault_lock_configuration().backup_vault_name("v") => "Backup PutBackupVaultLockConfiguration",
        session.s3().delete_bucket().bucket("b") => "S3 DeleteBucket",
        session.s3().get_object().bucket("b").key("k") => "S3 GetObject",
        session.rds().delete_db_instance().db_instance_identifier("d") => "RDS DeleteDBInstance",
        session.dynamodb().delete_table().table_name("t") => "DynamoDB DeleteTable",
        session.elasticache().delete_replication_group().replication_group_id("c") => "ElastiCache DeleteReplicationGroup",
        session.tagging().untag_resources().resource_arn_list("a").tag_keys("k") => "Resource Groups Tagging API UntagResources",
        session.iam().delete_role().role_name("r") => "IAM DeleteRole",
        session.kms().schedule_key_deletion().key_id("k") => "KMS ScheduleKeyDeletion",
        session.sts().get_session_token() => "STS GetSessionToken",
    );
    assert_eq!(server.asked().len(), 0);
}
