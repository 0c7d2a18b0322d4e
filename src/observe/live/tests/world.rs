//! A small account as AWS would show it: one plan, one selection, one vault.

use serde_json::{Value, json};

use super::server::{Answer, Request};

pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const REGION: &str = "eu-west-1";

/// What STS says about whoever asks.
pub(super) fn identity(account: &str) -> Answer {
    Answer::Http(
        200,
        None,
        format!(
            r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/reader</Arn><UserId>AIDA</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"#
        ),
    )
}

/// Temporary credentials whose key is `key`.
pub(super) fn assumed(key: &str) -> Answer {
    assumed_until(key, "2099-01-01T00:00:00Z")
}

/// The same, good until then.
pub(super) fn assumed_until(key: &str, end: &str) -> Answer {
    Answer::Http(
        200,
        None,
        format!(
            r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::{ACCOUNT}:assumed-role/reader/policy-drift</Arn></AssumedRoleUser><Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{end}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"#
        ),
    )
}

/// An error of a service that speaks XML.
pub(super) fn xml_error(status: u16, code: &str) -> Answer {
    let body = format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>secret</Message></Error><RequestId>id-2</RequestId></ErrorResponse>"
    );
    Answer::Http(status, None, body)
}

fn arn(resource: &str) -> String {
    format!("arn:aws:backup:{REGION}:{ACCOUNT}:{resource}")
}

pub(super) fn plan() -> Value {
    json!({
        "BackupPlanId": "p-1",
        "BackupPlanArn": arn("backup-plan:p-1"),
        "BackupPlan": {
            "BackupPlanName": "orders",
            "Rules": [{
                "RuleName": "daily",
                "RuleId": "r-1",
                "TargetBackupVaultName": "main",
                "ScheduleExpression": "cron(0 5 ? * * *)",
                "StartWindowMinutes": 60,
                "Lifecycle": {"DeleteAfterDays": 35},
                "CopyActions": [{
                    "DestinationBackupVaultArn": "arn:aws:backup:eu-central-1:111122223333:backup-vault:dr",
                    "Lifecycle": {"DeleteAfterDays": 90}
                }]
            }]
        },
        "ScheduledRunsPreview": [
            {"ExecutionTime": 1_795_323_600, "RuleId": "r-1", "RuleExecutionType": "SNAPSHOTS"}
        ]
    })
}

pub(super) fn vault() -> Value {
    json!({
        "BackupVaultName": "main",
        "BackupVaultArn": arn("backup-vault:main"),
        "VaultType": "BACKUP_VAULT",
        "VaultState": "AVAILABLE",
        "EncryptionKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1",
        "Locked": true,
        "MinRetentionDays": 7,
        "LockDate": 1_795_323_600
    })
}

/// The answer of the account to a request.
pub(super) fn answer(request: &Request) -> Answer {
    if request.service == "sts" {
        return identity(ACCOUNT);
    }
    if request.service == "tagging" {
        return Answer::json(&json!({"ResourceTagMappingList": []}));
    }
    let (path, _) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let body = match path.trim_end_matches('/') {
        "/backup/plans" => json!({"BackupPlansList": [
            {"BackupPlanId": "p-1", "BackupPlanName": "orders", "BackupPlanArn": arn("backup-plan:p-1"), "CreationDate": 1},
            {"BackupPlanId": "orgs/p-9", "BackupPlanName": "from-the-organization"},
            {"BackupPlanId": "aws/efs/x", "BackupPlanName": "aws/efs/x"}
        ]}),
        "/backup/plans/p-1" => plan(),
        "/backup/plans/p-1/selections" => json!({"BackupSelectionsList": [
            {"SelectionId": "s-1", "SelectionName": "tables", "BackupPlanId": "p-1"}
        ]}),
        "/backup/plans/p-1/selections/s-1" => json!({"SelectionId": "s-1", "BackupSelection": {
            "SelectionName": "tables",
            "IamRoleArn": "arn:aws:iam::111122223333:role/backup",
            "Resources": ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders"],
            "Conditions": {"StringEquals": [], "StringLike": []}
        }}),
        "/backup-vaults" => json!({"BackupVaultList": [
            {"BackupVaultName": "main", "BackupVaultArn": arn("backup-vault:main")},
            {"BackupVaultName": "aws/efs/automatic-backup-vault"}
        ]}),
        "/backup-vaults/main" => vault(),
        "/backup-vaults/main/recovery-points" => json!({"RecoveryPoints": []}),
        "/account-settings" => json!({
            "ResourceTypeOptInPreference": {"S3": true, "EFS": false},
            "ResourceTypeManagementPreference": {"DynamoDB": true}
        }),
        "/global-settings" => return Answer::error(403, "AccessDeniedException"),
        "/backup-jobs" => json!({"BackupJobs": []}),
        "/copy-jobs" => json!({"CopyJobs": []}),
        path if path.starts_with("/tags/") => json!({"Tags": {"policy:name": "orders"}}),
        _ => return Answer::error(404, "ResourceNotFoundException"),
    };
    Answer::json(&body)
}
