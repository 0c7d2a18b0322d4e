"""What somebody may do to our plan."""

from backup_changes import body_of_plan, plan_tags, rule, without_plan

from .mutation import DR_VAULT, Mutation


def _copy(vault, days):
    return {
        "CopyActions": [
            {
                "DestinationBackupVaultArn": f"{DR_VAULT}:{vault}",
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


PLANS = [
    Mutation(
        "a run is moved to the afternoon",
        rule("daily", {"ScheduleExpression": "cron(30 14 ? * * *)"}),
        "changed plan loop-production-core",
        (
            "Rules[daily].ScheduleExpression (plans.core.tiers.daily.schedule): "
            "every day at 02:30 UTC -> every day at 14:30 UTC",
        ),
    ),
    Mutation(
        "runs become rarer",
        rule("hourly", {"ScheduleExpression": "cron(0 0/12 ? * * *)"}),
        "changed plan loop-production-core",
        (
            "Rules[hourly].ScheduleExpression (plans.core.tiers.hourly.schedule): "
            "every 4h UTC -> every 12h UTC",
        ),
    ),
    Mutation(
        "a run is moved to another time zone",
        rule("monthly", {"ScheduleExpressionTimezone": "America/New_York"}),
        "changed plan loop-production-core",
        (
            "Rules[monthly].ScheduleExpressionTimezone (plans.core.tiers.monthly.schedule): "
            "on day 1 of every month at 15:30 Europe/Berlin -> "
            "on day 1 of every month at 15:30 America/New_York",
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
            "Rules[daily].CompletionWindowMinutes (plans.core.tiers.daily.completion_window): "
            "4h -> 7d",
        ),
    ),
    Mutation(
        "a retention is shorter",
        rule("daily", {"Lifecycle": {"DeleteAfterDays": 14}}),
        "changed plan loop-production-core",
        ("Rules[daily].Lifecycle.DeleteAfterDays (plans.core.tiers.daily.retention): 35d -> 14d",),
        weighs="loosened",
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
            "Rules[hourly].Lifecycle.DeleteAfterDays (plans.core.tiers.hourly.retention): "
            "7d -> forever",
        ),
    ),
    Mutation(
        "cold storage is added",
        rule("daily", {"Lifecycle": {"DeleteAfterDays": 100, "MoveToColdStorageAfterDays": 8}}),
        "changed plan loop-production-core",
        (
            "Rules[daily].Lifecycle.MoveToColdStorageAfterDays (plans.core.tiers.daily.cold_storage_after): "
            "nothing -> 8d",
            "Rules[daily].Lifecycle.DeleteAfterDays (plans.core.tiers.daily.retention): "
            "35d -> 100d",
        ),
    ),
    Mutation(
        "cold storage is removed",
        rule("monthly", {"Lifecycle": {"DeleteAfterDays": 366}}),
        "changed plan loop-production-core",
        (
            "Rules[monthly].Lifecycle.MoveToColdStorageAfterDays (plans.core.tiers.monthly.cold_storage_after): "
            "30d -> nothing",
        ),
    ),
    Mutation(
        "cold storage comes later",
        rule("monthly", {"Lifecycle": {"DeleteAfterDays": 366, "MoveToColdStorageAfterDays": 60}}),
        "changed plan loop-production-core",
        (
            "Rules[monthly].Lifecycle.MoveToColdStorageAfterDays (plans.core.tiers.monthly.cold_storage_after): "
            "30d -> 60d",
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
            "Rules[monthly].Lifecycle.OptInToArchiveForSupportedResources (plans.core.tiers.monthly.archive_ebs): "
            "off -> on",
        ),
    ),
    Mutation(
        "a copy is removed",
        rule("daily", _remove("CopyActions")),
        "changed plan loop-production-core",
        (
            "Rules[daily].CopyActions[loop-production-dr] (plans.core.tiers.daily.copies[0].to): "
            "kept 35d -> nothing",
        ),
        weighs="missed",
    ),
    Mutation(
        "the retention of a copy is shorter",
        rule("daily", _copy("loop-production-dr", 7)),
        "changed plan loop-production-core",
        (
            "Rules[daily].CopyActions[loop-production-dr].Lifecycle.DeleteAfterDays (plans.core.tiers.daily.copies[0].retention): "
            "35d -> 7d",
        ),
    ),
    Mutation(
        "a copy goes to another vault",
        rule("daily", _copy("elsewhere", 35)),
        "changed plan loop-production-core",
        (
            "Rules[daily].CopyActions[loop-production-dr] (plans.core.tiers.daily.copies[0].to): "
            "kept 35d -> nothing",
            "Rules[daily].CopyActions[elsewhere] (plans.core.tiers.daily): nothing -> kept 35d",
        ),
    ),
    Mutation(
        "a copy is added",
        rule("hourly", _copy("loop-production-dr", 7)),
        "changed plan loop-production-core",
        (
            "Rules[hourly].CopyActions[loop-production-dr] (plans.core.tiers.hourly): "
            "nothing -> kept 7d",
        ),
    ),
    Mutation(
        "a rule writes to another vault",
        rule("hourly", {"TargetBackupVaultName": "Default"}),
        "changed plan loop-production-core",
        (
            "Rules[hourly].TargetBackupVaultName (plans.core.tiers.hourly.vault): "
            "main -> Default in 111122223333/us-east-1",
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
            "Rules[daily].RecoveryPointTags.team (plans.core.tiers.daily.recovery_point_tags.team): "
            "nothing -> data",
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
            "AdvancedBackupSettings[EC2].BackupOptions.WindowsVSS (plans.core.backup_options): "
            "disabled -> enabled",
        ),
    ),
    Mutation(
        "the plan is deleted",
        without_plan,
        "missing plan loop-production-core",
        (
            "BackupPlanName (plans.core): "
            "loop-production-core in 111122223333/us-east-1, 3 rules -> nothing",
        ),
        follows=(
            "missing selection loop-production-core/loop-production-database: its plan is missing",
            "missing selection loop-production-core/loop-production-files: its plan is missing",
            "missing selection loop-production-core/loop-production-ledger: its plan is missing",
            "missing selection loop-production-core/loop-production-tables: its plan is missing",
        ),
        weighs="missed",
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
            "BackupPlanTags.policy:environment (plans.core.tags.policy:environment): "
            "production -> nothing",
        ),
    ),
]
