"""What somebody may do to an account, and all that `policy drift` may then say of it."""

import dataclasses

import other_code
from changes import (
    DR,
    PLAN,
    body_of_plan,
    bucket_setting,
    commands,
    foreign_plan,
    gone,
    key,
    lifecycle,
    lifecycle_rule,
    lock,
    more_selections,
    plan_tags,
    remade_vault,
    role_policy,
    rule,
    selection,
    trust,
    vault_tags,
    without_plan,
    without_role,
    without_vault,
)

_TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table"
_ROLE = "arn:aws:iam::111122223333:role"
_DR_VAULT = "arn:aws:backup:us-west-2:111122223333:backup-vault"


@dataclasses.dataclass(frozen=True)
class Mutation:
    """One change, with the one resource that it is reported at."""

    name: str
    made: object
    # `status kind name`; empty where nothing of ours differs.
    root: str
    # `field (path): expected -> actual`, in the order of the report.
    says: tuple = ()
    # `status kind name: because`.
    follows: tuple = ()
    # Assumptions that it refutes: `assumption: found`.
    refutes: tuple = ()
    # What is wrong in the report today; the test then has to fail.
    defect: str = ""

    def __str__(self):
        return self.name


def _copy(vault, days):
    return {
        "CopyActions": [
            {
                "DestinationBackupVaultArn": f"{_DR_VAULT}:{vault}",
                "Lifecycle": {"DeleteAfterDays": days},
            }
        ]
    }


def _remove(member):
    return lambda held: held.pop(member)


def _drop_rule(name):
    return lambda body: body.update(Rules=[r for r in body["Rules"] if r["RuleName"] != name])


_WEEKLY = {
    "RuleName": "weekly",
    "TargetBackupVaultName": "loop-production-main",
    "ScheduleExpression": "cron(0 4 ? * SUN *)",
    "Lifecycle": {"DeleteAfterDays": 30},
}
_PENDING = [("schedule-key-deletion", {"pending_window_in_days": 7})]
_NOT_PENDING = [("cancel-key-deletion", {}), ("enable-key", {})]
_CARTS = {
    "SelectionName": "extra",
    "IamRoleArn": f"{_ROLE}/loop-production-backup",
    "Resources": [f"{_TABLE}/carts"],
}
_GOLD = [{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "gold"}]


def _versioning(bucket, region):
    return commands(
        "s3api",
        ("put-bucket-versioning", {"versioning_configuration": {"Status": "Suspended"}}),
        ("put-bucket-versioning", {"versioning_configuration": {"Status": "Enabled"}}),
        region,
        bucket=bucket,
    )


def _database(member, theirs, ours):
    do, undo = (("modify-db-instance", {member: value}) for value in (theirs, ours))
    return commands("rds", do, undo, db_instance_identifier="orders-db", apply_immediately=True)


def _cache(member, theirs, ours):
    do, undo = (("modify-replication-group", {member: value}) for value in (theirs, ours))
    return commands(
        "elasticache", do, undo, replication_group_id="sessions", apply_immediately=True
    )


def _replication(change):
    return bucket_setting("bucket-replication", "replication_configuration", change)


def _public(change):
    return bucket_setting("public-access-block", "public_access_block_configuration", change)


def recovery(days):
    """Point-in-time recovery over this many days; 0 for none."""
    on = {"PointInTimeRecoveryEnabled": bool(days)}
    return {
        "point_in_time_recovery_specification": {
            **on,
            **({"RecoveryPeriodInDays": days} if days else {}),
        }
    }


def point_in_time(table, days):
    """Point-in-time recovery of a table reaches back fewer days, or none."""
    return commands(
        "dynamodb",
        ("update-continuous-backups", recovery(days)),
        ("update-continuous-backups", recovery(35)),
        table_name=table,
    )


PLANS = [
    Mutation(
        "a run is moved to the afternoon",
        rule("daily", {"ScheduleExpression": "cron(30 14 ? * * *)"}),
        "changed plan loop-production-core",
        (
            "Rules[daily].ScheduleExpression (plans.core.tiers.daily.schedule): every day at 02:30 UTC -> every day at 14:30 UTC",
        ),
    ),
    Mutation(
        "runs become rarer",
        rule("hourly", {"ScheduleExpression": "cron(0 0/12 ? * * *)"}),
        "changed plan loop-production-core",
        (
            "Rules[hourly].ScheduleExpression (plans.core.tiers.hourly.schedule): every 4h UTC -> every 12h UTC",
        ),
    ),
    Mutation(
        "a run is moved to another time zone",
        rule("monthly", {"ScheduleExpressionTimezone": "America/New_York"}),
        "changed plan loop-production-core",
        (
            "Rules[monthly].ScheduleExpressionTimezone (plans.core.tiers.monthly.schedule): on day 1 of every month at 15:30 Europe/Berlin -> on day 1 of every month at 15:30 America/New_York",
        ),
    ),
    Mutation(
        "a start window is longer",
        rule("daily", {"StartWindowMinutes": 480}),
        "changed plan loop-production-core",
        ("Rules[daily].StartWindowMinutes (plans.core.tiers.daily.start_window): 1h -> 8h",),
    ),
    Mutation(
        "a completion window is longer",
        rule("daily", {"CompletionWindowMinutes": 10080}),
        "changed plan loop-production-core",
        (
            "Rules[daily].CompletionWindowMinutes (plans.core.tiers.daily.completion_window): 4h -> 7d",
        ),
    ),
    Mutation(
        "a retention is shorter",
        rule("daily", {"Lifecycle": {"DeleteAfterDays": 14}}),
        "changed plan loop-production-core",
        ("Rules[daily].Lifecycle.DeleteAfterDays (plans.core.tiers.daily.retention): 35d -> 14d",),
    ),
    Mutation(
        "a retention is longer",
        rule("daily", {"Lifecycle": {"DeleteAfterDays": 60}}),
        "changed plan loop-production-core",
        ("Rules[daily].Lifecycle.DeleteAfterDays (plans.core.tiers.daily.retention): 35d -> 60d",),
    ),
    Mutation(
        "a retention is gone",
        rule("hourly", {"Lifecycle": {}}),
        "changed plan loop-production-core",
        (
            "Rules[hourly].Lifecycle.DeleteAfterDays (plans.core.tiers.hourly.retention): 7d -> forever",
        ),
    ),
    Mutation(
        "cold storage is added",
        rule("daily", {"Lifecycle": {"DeleteAfterDays": 100, "MoveToColdStorageAfterDays": 8}}),
        "changed plan loop-production-core",
        (
            "Rules[daily].Lifecycle.MoveToColdStorageAfterDays (plans.core.tiers.daily.cold_storage_after): nothing -> 8d",
            "Rules[daily].Lifecycle.DeleteAfterDays (plans.core.tiers.daily.retention): 35d -> 100d",
        ),
    ),
    Mutation(
        "cold storage is removed",
        rule("monthly", {"Lifecycle": {"DeleteAfterDays": 366}}),
        "changed plan loop-production-core",
        (
            "Rules[monthly].Lifecycle.MoveToColdStorageAfterDays (plans.core.tiers.monthly.cold_storage_after): 30d -> nothing",
        ),
    ),
    Mutation(
        "cold storage comes later",
        rule("monthly", {"Lifecycle": {"DeleteAfterDays": 366, "MoveToColdStorageAfterDays": 60}}),
        "changed plan loop-production-core",
        (
            "Rules[monthly].Lifecycle.MoveToColdStorageAfterDays (plans.core.tiers.monthly.cold_storage_after): 30d -> 60d",
        ),
    ),
    Mutation(
        "archiving is switched on",
        rule(
            "monthly",
            {
                "Lifecycle": {
                    "DeleteAfterDays": 366,
                    "MoveToColdStorageAfterDays": 30,
                    "OptInToArchiveForSupportedResources": True,
                }
            },
        ),
        "changed plan loop-production-core",
        (
            "Rules[monthly].Lifecycle.OptInToArchiveForSupportedResources (plans.core.tiers.monthly.archive_ebs): off -> on",
        ),
    ),
    Mutation(
        "a copy is removed",
        rule("daily", _remove("CopyActions")),
        "changed plan loop-production-core",
        (
            "Rules[daily].CopyActions[loop-production-dr] (plans.core.tiers.daily.copies[0].to): kept 35d -> nothing",
        ),
    ),
    Mutation(
        "the retention of a copy is shorter",
        rule("daily", _copy("loop-production-dr", 7)),
        "changed plan loop-production-core",
        (
            "Rules[daily].CopyActions[loop-production-dr].Lifecycle.DeleteAfterDays (plans.core.tiers.daily.copies[0].retention): 35d -> 7d",
        ),
    ),
    Mutation(
        "a copy goes to another vault",
        rule("daily", _copy("elsewhere", 35)),
        "changed plan loop-production-core",
        (
            "Rules[daily].CopyActions[loop-production-dr] (plans.core.tiers.daily.copies[0].to): kept 35d -> nothing",
            "Rules[daily].CopyActions[elsewhere] (plans.core.tiers.daily): nothing -> kept 35d",
        ),
    ),
    Mutation(
        "a copy is added",
        rule("hourly", _copy("loop-production-dr", 7)),
        "changed plan loop-production-core",
        (
            "Rules[hourly].CopyActions[loop-production-dr] (plans.core.tiers.hourly): nothing -> kept 7d",
        ),
    ),
    Mutation(
        "a rule writes to another vault",
        rule("hourly", {"TargetBackupVaultName": "Default"}),
        "changed plan loop-production-core",
        (
            "Rules[hourly].TargetBackupVaultName (plans.core.tiers.hourly.vault): main -> Default in 111122223333/us-east-1",
        ),
    ),
    Mutation(
        "a rule is removed",
        body_of_plan(_drop_rule("hourly")),
        "changed plan loop-production-core",
        ("Rules[hourly] (plans.core.tiers.hourly): every 4h UTC, kept 7d, in main -> nothing",),
    ),
    Mutation(
        "a rule is added",
        body_of_plan(lambda body: body["Rules"].append(_WEEKLY)),
        "changed plan loop-production-core",
        ("Rules[weekly] (plans.core): nothing -> every Sunday at 04:00 UTC, kept 30d, in main",),
    ),
    Mutation(
        "a rule is renamed",
        rule("hourly", {"RuleName": "frequent"}),
        "changed plan loop-production-core",
        ("Rules[hourly].RuleName (plans.core.tiers.hourly): hourly -> frequent",),
    ),
    Mutation(
        "continuous backup is switched on",
        rule("daily", {"EnableContinuousBackup": True}),
        "changed plan loop-production-core",
        ("Rules[daily].EnableContinuousBackup (plans.core.tiers.daily.continuous): off -> on",),
    ),
    Mutation(
        "recovery points are tagged",
        rule("daily", {"RecoveryPointTags": {"team": "data"}}),
        "changed plan loop-production-core",
        (
            "Rules[daily].RecoveryPointTags.team (plans.core.tiers.daily.recovery_point_tags.team): nothing -> data",
        ),
    ),
    Mutation(
        "consistent backups of Windows are switched on",
        body_of_plan(
            lambda body: body.update(
                AdvancedBackupSettings=[
                    {"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "enabled"}}
                ]
            )
        ),
        "changed plan loop-production-core",
        (
            "AdvancedBackupSettings[EC2].BackupOptions.WindowsVSS (plans.core.backup_options): disabled -> enabled",
        ),
    ),
    Mutation(
        "the plan is deleted",
        without_plan,
        "missing plan loop-production-core",
        (
            "BackupPlanName (plans.core): loop-production-core in 111122223333/us-east-1, 3 rules -> nothing",
        ),
        follows=(
            "missing selection loop-production-core/loop-production-database: its plan is missing",
            "missing selection loop-production-core/loop-production-files: its plan is missing",
            "missing selection loop-production-core/loop-production-ledger: its plan is missing",
            "missing selection loop-production-core/loop-production-tables: its plan is missing",
        ),
    ),
    Mutation(
        "a tag of the plan is changed",
        plan_tags({"policy:name": "other"}),
        "changed plan loop-production-core",
        ("BackupPlanTags.policy:name (plans.core.tags.policy:name): loop -> other",),
    ),
    Mutation(
        "a tag of the plan is added",
        plan_tags({"team": "data"}),
        "changed plan loop-production-core",
        ("BackupPlanTags.team (plans.core.tags.team): nothing -> data",),
    ),
    Mutation(
        "a tag of the plan is removed",
        plan_tags({"policy:environment": None}),
        "changed plan loop-production-core",
        (
            "BackupPlanTags.policy:environment (plans.core.tags.policy:environment): production -> nothing",
        ),
    ),
]

SELECTIONS = [
    Mutation(
        "a selection is deleted",
        selection("loop-production-database", None),
        "missing selection loop-production-core/loop-production-database",
        ("SelectionName (resources.database.plans): database: 1 ARN -> nothing",),
    ),
    Mutation(
        "a selection asks for another tag",
        selection("loop-production-files", {"ListOfTags": _GOLD}),
        "changed selection loop-production-core/loop-production-files",
        ("ListOfTags (resources.files.selection): backup=core -> backup=gold",),
    ),
    Mutation(
        "a selection by tag selects everything",
        selection("loop-production-files", {"ListOfTags": [], "Resources": ["*"]}),
        "changed selection loop-production-core/loop-production-files",
        (
            "ListOfTags (resources.files.selection): backup=core -> nothing",
            "Resources (resources.files.selection): nothing -> *",
        ),
    ),
    Mutation(
        "a selection asks for one more tag",
        selection(
            "loop-production-files",
            {
                "Conditions": {
                    "StringEquals": [
                        {"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "prod"}
                    ]
                }
            },
        ),
        "changed selection loop-production-core/loop-production-files",
        ("Conditions (resources.files.selection): nothing -> env=prod",),
    ),
    Mutation(
        "an ARN is removed from a selection",
        selection("loop-production-tables", {"Resources": [f"{_TABLE}/orders"]}),
        "changed selection loop-production-core/loop-production-tables",
        (
            "Resources (resources.tables): arn:aws:dynamodb:us-east-1:111122223333:table/customers -> nothing",
        ),
    ),
    Mutation(
        "an ARN is added to a selection",
        selection(
            "loop-production-tables",
            {"Resources": [f"{_TABLE}/{name}" for name in ("orders", "customers", "carts")]},
        ),
        "changed selection loop-production-core/loop-production-tables",
        (
            "Resources (resources.tables): nothing -> arn:aws:dynamodb:us-east-1:111122223333:table/carts",
        ),
    ),
    Mutation(
        "an ARN is excepted from a selection",
        selection("loop-production-tables", {"NotResources": [f"{_TABLE}/orders"]}),
        "changed selection loop-production-core/loop-production-tables",
        (
            "NotResources (resources.tables): nothing -> arn:aws:dynamodb:us-east-1:111122223333:table/orders",
        ),
    ),
    Mutation(
        "a selection has another role",
        selection("loop-production-database", {"IamRoleArn": f"{_ROLE}/weak"}),
        "changed selection loop-production-core/loop-production-database",
        (
            "IamRoleArn (resources.database.plans): arn:aws:iam::111122223333:role/loop-production-backup -> arn:aws:iam::111122223333:role/weak",
        ),
    ),
    Mutation(
        "our plan has one more selection",
        more_selections(_CARTS),
        "unmanaged selection loop-production-core/extra",
        (
            "BackupSelection (no path): nothing -> arn:aws:dynamodb:us-east-1:111122223333:table/carts",
        ),
    ),
    Mutation(
        "another plan selects our table",
        foreign_plan("theirs", "Default", f"{_TABLE}/orders"),
        "unmanaged plan theirs",
        ("BackupPlan (no path): nothing -> every day at 01:00 UTC, kept 3d",),
    ),
    Mutation(
        "another plan writes to our vault",
        foreign_plan("theirs", "loop-production-main", f"{_TABLE}/carts"),
        "unmanaged plan theirs",
        ("BackupPlan (no path): nothing -> every day at 01:00 UTC, kept 3d",),
    ),
    Mutation(
        "another plan has the name of ours",
        foreign_plan(PLAN, "Default", ""),
        "unmanaged plan loop-production-core [ID]",
        ("BackupPlanName (no path): nothing -> every day at 01:00 UTC, kept 3d",),
    ),
]

VAULTS_KEYS_ROLES = [
    Mutation(
        "the vault of the plan is deleted",
        without_vault("loop-production-main"),
        "missing vault loop-production-main",
        (
            "BackupVaultName (vaults.main): loop-production-main in 111122223333/us-east-1 -> nothing",
        ),
        follows=(
            "in_sync plan loop-production-core: its rules daily, hourly, monthly cannot write to the missing vault",
        ),
    ),
    Mutation(
        "the vault of the copies is deleted",
        without_vault("loop-production-dr", DR),
        "missing vault loop-production-dr",
        ("BackupVaultName (vaults.dr): loop-production-dr in 111122223333/us-west-2 -> nothing",),
        follows=(
            "in_sync plan loop-production-core: its rule daily cannot write to the missing vault",
        ),
    ),
    Mutation(
        "a vault is made anew under another key",
        remade_vault(
            "loop-production-dr",
            "arn:aws:kms:us-west-2:111122223333:key/00000000-1111-2222-3333-444444444444",
            DR,
        ),
        "changed vault loop-production-dr",
        (
            "EncryptionKeyArn (vaults.dr.key): alias/loop-production-dr -> arn:aws:kms:us-west-2:111122223333:key/00000000-1111-2222-3333-444444444444",
        ),
    ),
    Mutation(
        "a tag of a vault is changed",
        vault_tags("loop-production-main", {"policy:environment": "staging"}),
        "changed vault loop-production-main",
        (
            "BackupVaultTags.policy:environment (vaults.main.tags.policy:environment): production -> staging",
        ),
    ),
    Mutation(
        "a tag of a vault is removed",
        vault_tags("loop-production-dr", {"policy:name": None}, DR),
        "changed vault loop-production-dr",
        ("BackupVaultTags.policy:name (vaults.dr.tags.policy:name): loop -> nothing",),
    ),
    Mutation(
        "a key is disabled",
        key("loop-production-main", [("disable-key", {})], [("enable-key", {})]),
        "changed key loop-production-main",
        ("KeyState (keys.main): nothing -> Disabled",),
        refutes=("key_usable: the key is in the state Disabled",),
    ),
    Mutation(
        "a key is waiting for its deletion",
        key("loop-production-main", _PENDING, _NOT_PENDING),
        "changed key loop-production-main",
        ("KeyState (keys.main): nothing -> PendingDeletion",),
        refutes=("key_usable: the key is in the state PendingDeletion",),
    ),
    Mutation(
        "the key of the copies is waiting for its deletion",
        key("loop-production-dr", _PENDING, _NOT_PENDING, DR),
        "changed key loop-production-dr",
        ("KeyState (keys.dr): nothing -> PendingDeletion",),
        refutes=("key_usable: the key is in the state PendingDeletion",),
    ),
    Mutation(
        "the backup role trusts another service",
        trust("loop-production-backup", "ec2.amazonaws.com"),
        "changed role loop-production-backup",
        ("AssumeRolePolicyDocument (roles.backup): backup.amazonaws.com -> ec2.amazonaws.com",),
    ),
    Mutation(
        "the backup role loses a managed policy",
        commands(
            "iam",
            ("detach-role-policy", {}),
            ("attach-role-policy", {}),
            role_name="loop-production-backup",
            policy_arn="arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        ),
        "changed role loop-production-backup",
        (
            "AttachedPolicies (roles.backup): arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup, arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup -> arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
        ),
        defect="the assumption that the role may back up is said to hold",
    ),
    Mutation(
        "the backup role is deleted",
        without_role("loop-production-backup"),
        "missing role loop-production-backup",
        ("RoleName (roles.backup): loop-production-backup -> nothing",),
        follows=(
            "in_sync selection loop-production-core/loop-production-database: its role is missing",
            "in_sync selection loop-production-core/loop-production-files: its role is missing",
            "in_sync selection loop-production-core/loop-production-ledger: its role is missing",
            "in_sync selection loop-production-core/loop-production-tables: its role is missing",
        ),
    ),
    Mutation(
        "the replication role loses its policy",
        role_policy("loop-production-documents-replication", "replicate", None),
        "changed role loop-production-documents-replication",
        ("PolicyDocument (resources.documents): replicate -> nothing",),
    ),
    Mutation(
        "the replication role may do less",
        role_policy(
            "loop-production-documents-replication",
            "replicate",
            lambda policy: policy["Statement"].pop(),
        ),
        "changed role loop-production-documents-replication",
        (
            "PolicyDocument (resources.documents): replicate as rendered -> replicate with other statements",
        ),
    ),
]

BUCKETS = [
    Mutation(
        "versioning is suspended",
        _versioning("loop-documents", "us-east-1"),
        "changed bucket loop-documents",
        ("VersioningConfiguration.Status (resources.documents.versioning): enabled -> suspended",),
    ),
    Mutation(
        "versioning of the replica is suspended",
        _versioning("loop-replica", DR),
        "changed bucket loop-replica",
        ("VersioningConfiguration.Status (repositories.replica.versioning): enabled -> suspended",),
    ),
    Mutation(
        "old versions end sooner",
        lifecycle_rule("all", {"NoncurrentVersionExpiration": {"NoncurrentDays": 10}}),
        "changed bucket loop-documents",
        (
            "Rules[all].NoncurrentVersionExpiration (resources.documents.lifecycle[0].noncurrent): 90d -> 10d",
        ),
    ),
    Mutation(
        "the newest old versions are kept",
        lifecycle_rule(
            "all",
            {"NoncurrentVersionExpiration": {"NoncurrentDays": 90, "NewerNoncurrentVersions": 3}},
        ),
        "changed bucket loop-documents",
        (
            "Rules[all].NoncurrentVersionExpiration (resources.documents.lifecycle[0].noncurrent): 90d -> 90d, keeping the newest 3",
        ),
    ),
    Mutation(
        "a transition goes to another class",
        lifecycle_rule("all", {"Transitions": [{"Days": 30, "StorageClass": "GLACIER"}]}),
        "changed bucket loop-documents",
        (
            "Rules[all].Transitions (resources.documents.lifecycle[0].current): STANDARD_IA after 30d -> GLACIER after 30d",
        ),
    ),
    Mutation(
        "a transition comes later",
        lifecycle_rule("all", {"Transitions": [{"Days": 60, "StorageClass": "STANDARD_IA"}]}),
        "changed bucket loop-documents",
        (
            "Rules[all].Transitions (resources.documents.lifecycle[0].current): STANDARD_IA after 30d -> STANDARD_IA after 60d",
        ),
    ),
    Mutation(
        "a transition is added",
        lifecycle_rule("scans", {"Transitions": [{"Days": 60, "StorageClass": "STANDARD_IA"}]}),
        "changed bucket loop-documents",
        (
            "Rules[scans].Transitions (resources.documents.lifecycle[1].current): nothing -> STANDARD_IA after 60d",
        ),
    ),
    Mutation(
        "unfinished uploads end sooner",
        lifecycle_rule("all", {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}),
        "changed bucket loop-documents",
        (
            "Rules[all].AbortIncompleteMultipartUpload.DaysAfterInitiation (resources.documents.lifecycle[0].abort_incomplete_uploads_after): 7d -> 1d",
        ),
    ),
    Mutation(
        "objects expire sooner",
        lifecycle_rule("scans", {"Expiration": {"Days": 30}}),
        "changed bucket loop-documents",
        ("Rules[scans].Expiration.Days (resources.documents.lifecycle[1].current): 365d -> 30d",),
    ),
    Mutation(
        "a lifecycle rule is for other objects",
        lifecycle_rule(
            "scans", {"Filter": {"And": {"Prefix": "images/", "ObjectSizeGreaterThan": 131072}}}
        ),
        "changed bucket loop-documents",
        (
            "Rules[scans].Filter (resources.documents.lifecycle[1].filter): scans/, larger than 131072 bytes -> images/, larger than 131072 bytes",
        ),
    ),
    Mutation(
        "a lifecycle rule is for smaller objects too",
        lifecycle_rule("scans", {"Filter": {"Prefix": "scans/"}}),
        "changed bucket loop-documents",
        (
            "Rules[scans].Filter (resources.documents.lifecycle[1].filter): scans/, larger than 131072 bytes -> scans/",
        ),
    ),
    Mutation(
        "a lifecycle rule is disabled",
        lifecycle_rule("all", {"Status": "Disabled"}),
        "changed bucket loop-documents",
        (
            "Rules[all].Status (resources.documents.lifecycle[0].name): the whole bucket: STANDARD_IA after 30d, noncurrent expires after 90d, unfinished uploads end after 7d -> disabled",
        ),
    ),
    Mutation(
        "a lifecycle rule is removed",
        lifecycle(lambda rules: [rule for rule in rules if rule["ID"] != "scans"]),
        "changed bucket loop-documents",
        (
            "Rules[scans] (resources.documents.lifecycle[1].name): scans/, larger than 131072 bytes: expires after 365d -> nothing",
        ),
    ),
    Mutation(
        "a lifecycle rule is added",
        lifecycle(
            lambda rules: [
                *rules,
                {
                    "ID": "x",
                    "Status": "Enabled",
                    "Filter": {"Prefix": "tmp/"},
                    "Expiration": {"Days": 1},
                },
            ]
        ),
        "changed bucket loop-documents",
        ("Rules[x] (resources.documents.lifecycle): nothing -> tmp/: expires after 1d",),
    ),
    Mutation(
        "the lifecycle is deleted",
        lifecycle(lambda rules: None),
        "changed bucket loop-documents",
        (
            "Rules[all] (resources.documents.lifecycle[0].name): the whole bucket: STANDARD_IA after 30d, noncurrent expires after 90d, unfinished uploads end after 7d -> nothing",
            "Rules[scans] (resources.documents.lifecycle[1].name): scans/, larger than 131072 bytes: expires after 365d -> nothing",
        ),
    ),
    Mutation(
        "replication is removed",
        _replication(None),
        "changed bucket loop-documents",
        ("Rules[replica] (resources.documents.replication[0].to): to loop-replica -> nothing",),
    ),
    Mutation(
        "replication is disabled",
        _replication(lambda held: held["Rules"][0].update(Status="Disabled")),
        "changed bucket loop-documents",
        (
            "Rules[replica].Status (resources.documents.replication[0].to): to loop-replica -> disabled",
        ),
        defect="it is said twice, and a rule that is disabled is said to be missing",
    ),
    Mutation(
        "replication is for fewer objects",
        _replication(lambda held: held["Rules"][0].update(Filter={"Prefix": "a/"})),
        "changed bucket loop-documents",
        (
            "ReplicationConfiguration.Rules[replica].Filter (resources.documents): nothing -> prefix a/",
        ),
    ),
    Mutation(
        "delete markers are replicated",
        _replication(
            lambda held: held["Rules"][0].update(DeleteMarkerReplication={"Status": "Enabled"})
        ),
        "changed bucket loop-documents",
        (
            "Rules[replica].DeleteMarkerReplication.Status (resources.documents.replication[0].delete_markers): off -> on",
        ),
    ),
    Mutation(
        "the block of public access is gone",
        _public(None),
        "changed bucket loop-documents",
        ("PublicAccessBlockConfiguration (resources.documents): on -> off",),
    ),
    Mutation(
        "public policies are allowed",
        _public(lambda held: held.update(BlockPublicPolicy=False)),
        "changed bucket loop-documents",
        ("PublicAccessBlockConfiguration.BlockPublicPolicy (resources.documents): on -> off",),
        defect="it is said twice, the second time as what a policy cannot state",
    ),
    Mutation(
        "the tags of a bucket are gone",
        bucket_setting("bucket-tagging", "tagging", None),
        "changed bucket loop-documents",
        (
            "TagSet.policy:environment (resources.documents.tags.policy:environment): production -> nothing",
            "TagSet.policy:name (resources.documents.tags.policy:name): loop -> nothing",
        ),
    ),
]

DATABASES = [
    Mutation(
        "point-in-time recovery is off",
        point_in_time("orders", 0),
        "changed table orders",
        (
            "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus (resources.tables.point_in_time_recovery.retention): 35d -> nothing",
        ),
    ),
    Mutation(
        "a table is deleted",
        gone(
            "dynamodb",
            "delete-table",
            {"table_name": "customers"},
            lambda account: other_code.table(account, "customers"),
        ),
        "missing table customers",
        ("TableName (resources.tables): customers -> nothing",),
    ),
    Mutation(
        "automated backups are kept shorter",
        _database("backup_retention_period", 7, 14),
        "changed db_instance orders-db",
        ("BackupRetentionPeriod (resources.database.automated_backups.retention): 14d -> 7d",),
    ),
    Mutation(
        "automated backups are off",
        _database("backup_retention_period", 0, 14),
        "changed db_instance orders-db",
        ("BackupRetentionPeriod (resources.database.automated_backups.retention): 14d -> 0d",),
    ),
    Mutation(
        "the backup window is moved",
        _database("preferred_backup_window", "02:00-03:00", "05:00-06:00"),
        "changed db_instance orders-db",
        (
            "PreferredBackupWindow (resources.database.automated_backups.window): 05:00-06:00 -> 02:00-03:00",
        ),
    ),
    Mutation(
        "the standby in another zone is gone",
        _database("multi_az", False, True),
        "changed db_instance orders-db",
        ("MultiAZ (resources.database.multi_az): on -> off",),
    ),
    Mutation(
        "the database is deleted",
        gone(
            "rds",
            "delete-db-instance",
            {"db_instance_identifier": "orders-db", "skip_final_snapshot": True},
            other_code.database,
        ),
        "missing db_instance orders-db",
        ("DBInstanceIdentifier (resources.database): orders-db -> nothing",),
    ),
    Mutation(
        "snapshots of the cache are kept shorter",
        _cache("snapshot_retention_limit", 1, 7),
        "changed cache_group sessions",
        ("SnapshotRetentionLimit (resources.sessions.snapshots.retention): 7d -> 1d",),
    ),
    Mutation(
        "snapshots of the cache are off",
        _cache("snapshot_retention_limit", 0, 7),
        "changed cache_group sessions",
        ("SnapshotRetentionLimit (resources.sessions.snapshots.retention): 7d -> 0d",),
    ),
    Mutation(
        "the snapshot window of the cache is moved",
        _cache("snapshot_window", "10:00-11:00", "03:00-04:00"),
        "changed cache_group sessions",
        ("SnapshotWindow (resources.sessions.snapshots.window): 03:00-04:00 -> 10:00-11:00",),
    ),
]

# An emulator that takes all of these: vaults with locks, and the days of point-in-time recovery.
HELD = [
    Mutation(
        "a vault lock is removed",
        lock("held-production-main", None),
        "changed vault held-production-main",
        ("Locked (vaults.main.lock): governance, 7d to 366d -> nothing",),
    ),
    Mutation(
        "a vault lock holds recovery points shorter",
        lock("held-production-main", {"min_retention_days": 1, "max_retention_days": 366}),
        "changed vault held-production-main",
        (
            "MinRetentionDays (vaults.main.lock): governance, 7d to 366d -> governance, at most 366d",
        ),
    ),
    Mutation(
        "a vault lock allows longer retention",
        lock("held-production-main", {"min_retention_days": 7, "max_retention_days": 1000}),
        "changed vault held-production-main",
        ("MaxRetentionDays (vaults.main.lock): governance, 7d to 366d -> governance, 7d to 1000d",),
    ),
    Mutation(
        "a vault lock has no bound above",
        lock("held-production-main", {"min_retention_days": 7}),
        "changed vault held-production-main",
        ("MaxRetentionDays (vaults.main.lock): governance, 7d to 366d -> governance, at least 7d",),
    ),
    Mutation(
        "a vault is locked that should not be",
        lock("held-production-open", {"min_retention_days": 7}),
        "changed vault held-production-open",
        ("Locked (vaults.open.lock): nothing -> governance, at least 7d",),
    ),
    Mutation(
        "a vault lock can soon no longer be removed",
        lock(
            "held-production-main",
            {"min_retention_days": 7, "max_retention_days": 366, "changeable_for_days": 3},
        ),
        "changed vault held-production-main",
        ("LockDate (vaults.main.lock): governance, 7d to 366d -> compliance, 7d to 366d",),
    ),
    Mutation(
        "a vault without lock is deleted",
        without_vault("held-production-open"),
        "missing vault held-production-open",
        (
            "BackupVaultName (vaults.open): held-production-open in 111122223333/us-east-1 -> nothing",
        ),
    ),
    Mutation(
        "point-in-time recovery reaches back less far",
        point_in_time("orders", 7),
        "changed table orders",
        (
            "PointInTimeRecoveryDescription.RecoveryPeriodInDays (resources.tables.point_in_time_recovery.retention): 35d -> 7d",
        ),
    ),
    Mutation(
        "point-in-time recovery is off",
        point_in_time("orders", 0),
        "changed table orders",
        (
            "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus (resources.tables.point_in_time_recovery.retention): 35d -> nothing",
        ),
    ),
]

# Changes after which every resource is as the policy says.
A_HARMLESS_PLAN = foreign_plan("theirs", "Default", f"{_TABLE}/carts")
A_TAG_IS_GONE = commands(
    "dynamodb",
    ("untag-resource", {"tag_keys": ["backup"]}),
    ("tag-resource", {"tags": [{"Key": "backup", "Value": "ledger"}]}),
    resource_arn=f"{_TABLE}/ledger",
)
A_TAG_IS_ANOTHER = commands(
    "dynamodb",
    ("tag-resource", {"tags": [{"Key": "backup", "Value": "none"}]}),
    ("tag-resource", {"tags": [{"Key": "backup", "Value": "ledger"}]}),
    resource_arn=f"{_TABLE}/ledger",
)
