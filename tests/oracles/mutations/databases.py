"""What somebody may do to what protects itself, and to locks of vaults."""

import other_code
from backup_changes import lock, without_vault
from other_changes import commands, gone

from .mutation import Mutation


def _database(member, theirs, ours):
    do, undo = (("modify-db-instance", {member: value}) for value in (theirs, ours))
    return commands("rds", do, undo, db_instance_identifier="orders-db", apply_immediately=True)


def _cache(member, theirs, ours):
    do, undo = (("modify-replication-group", {member: value}) for value in (theirs, ours))
    return commands(
        "elasticache", do, undo, replication_group_id="sessions", apply_immediately=True
    )


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


DATABASES = [
    Mutation(
        "point-in-time recovery is off",
        point_in_time("orders", 0),
        "changed table orders",
        (
            "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus (resources.tables.point_in_time_recovery.retention): "
            "35d -> nothing",
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
            "PreferredBackupWindow (resources.database.automated_backups.window): "
            "05:00-06:00 -> 02:00-03:00",
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
            "MinRetentionDays (vaults.main.lock): "
            "governance, 7d to 366d -> governance, at most 366d",
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
            "BackupVaultName (vaults.open): "
            "held-production-open in 111122223333/us-east-1 -> nothing",
        ),
    ),
    Mutation(
        "point-in-time recovery reaches back less far",
        point_in_time("orders", 7),
        "changed table orders",
        (
            "PointInTimeRecoveryDescription.RecoveryPeriodInDays (resources.tables.point_in_time_recovery.retention): "
            "35d -> 7d",
        ),
    ),
    Mutation(
        "point-in-time recovery is off",
        point_in_time("orders", 0),
        "changed table orders",
        (
            "PointInTimeRecoveryDescription.PointInTimeRecoveryStatus (resources.tables.point_in_time_recovery.retention): "
            "35d -> nothing",
        ),
    ),
]
