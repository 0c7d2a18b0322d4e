"""What a policy asserts and other code creates: databases, tables, caches."""


def table(account, name, **tags):
    """A table with tags and point-in-time recovery."""
    client = account.client("dynamodb")
    client.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    client.update_continuous_backups(
        TableName=name,
        PointInTimeRecoverySpecification={
            "PointInTimeRecoveryEnabled": True,
            "RecoveryPeriodInDays": 35,
        },
    )


def database(account):
    """A database instance with automated backups and a standby."""
    client = account.client("rds")
    client.create_db_instance(
        DBInstanceIdentifier="orders-db",
        Engine="postgres",
        DBInstanceClass="db.t3.medium",
        AllocatedStorage=20,
        MasterUsername="orders",
        MasterUserPassword="not-a-secret",
        BackupRetentionPeriod=14,
        MultiAZ=True,
    )
    # ministack takes a window from this call alone.
    client.modify_db_instance(
        DBInstanceIdentifier="orders-db",
        PreferredBackupWindow="05:00-06:00",
        ApplyImmediately=True,
    )


def cache(account):
    """A replication group with snapshots."""
    account.client("elasticache").create_replication_group(
        ReplicationGroupId="sessions",
        ReplicationGroupDescription="sessions",
        Engine="redis",
        CacheNodeType="cache.t3.micro",
        NumCacheClusters=2,
        SnapshotRetentionLimit=7,
        SnapshotWindow="03:00-04:00",
    )


def versions(account, bucket, region):
    """Versioning of a bucket that is not ours."""
    account.client("s3", region).put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
    )
