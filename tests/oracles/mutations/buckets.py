"""What somebody may do to buckets."""

from backup_changes import DR
from other_changes import bucket_setting, commands, lifecycle, lifecycle_rule

from .mutation import Mutation


def _versioning(bucket, region):
    return commands(
        "s3api",
        ("put-bucket-versioning", {"versioning_configuration": {"Status": "Suspended"}}),
        ("put-bucket-versioning", {"versioning_configuration": {"Status": "Enabled"}}),
        region,
        bucket=bucket,
    )


def _replication(change):
    return bucket_setting("bucket-replication", "replication_configuration", change)


def _public(change):
    return bucket_setting("public-access-block", "public_access_block_configuration", change)


BUCKETS = [
    Mutation(
        "versioning is suspended",
        _versioning("loop-documents", "us-east-1"),
        "changed bucket loop-documents",
        ("VersioningConfiguration.Status (resources.documents.versioning): enabled -> suspended",),
        weighs="missed",
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
            "Rules[all].NoncurrentVersionExpiration (resources.documents.lifecycle[0].noncurrent): "
            "90d -> 10d",
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
            "Rules[all].NoncurrentVersionExpiration (resources.documents.lifecycle[0].noncurrent): "
            "90d -> 90d, keeping the newest 3",
        ),
    ),
    Mutation(
        "a transition goes to another class",
        lifecycle_rule("all", {"Transitions": [{"Days": 30, "StorageClass": "GLACIER"}]}),
        "changed bucket loop-documents",
        (
            "Rules[all].Transitions (resources.documents.lifecycle[0].current): "
            "STANDARD_IA after 30d -> GLACIER after 30d",
        ),
    ),
    Mutation(
        "a transition comes later",
        lifecycle_rule("all", {"Transitions": [{"Days": 60, "StorageClass": "STANDARD_IA"}]}),
        "changed bucket loop-documents",
        (
            "Rules[all].Transitions (resources.documents.lifecycle[0].current): "
            "STANDARD_IA after 30d -> STANDARD_IA after 60d",
        ),
    ),
    Mutation(
        "a transition is added",
        lifecycle_rule("scans", {"Transitions": [{"Days": 60, "StorageClass": "STANDARD_IA"}]}),
        "changed bucket loop-documents",
        (
            "Rules[scans].Transitions (resources.documents.lifecycle[1].current): "
            "nothing -> STANDARD_IA after 60d",
        ),
    ),
    Mutation(
        "unfinished uploads end sooner",
        lifecycle_rule("all", {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}),
        "changed bucket loop-documents",
        (
            "Rules[all].AbortIncompleteMultipartUpload.DaysAfterInitiation (resources.documents.lifecycle[0].abort_incomplete_uploads_after): "
            "7d -> 1d",
        ),
    ),
    Mutation(
        "objects expire sooner",
        lifecycle_rule("scans", {"Expiration": {"Days": 30}}),
        "changed bucket loop-documents",
        ("Rules[scans].Expiration.Days (resources.documents.lifecycle[1].current): 365d -> 30d",),
        weighs="loosened",
    ),
    Mutation(
        "a lifecycle rule is for other objects",
        lifecycle_rule(
            "scans", {"Filter": {"And": {"Prefix": "images/", "ObjectSizeGreaterThan": 131072}}}
        ),
        "changed bucket loop-documents",
        (
            "Rules[scans].Filter (resources.documents.lifecycle[1].filter): "
            "scans/, larger than 131072 bytes -> images/, larger than 131072 bytes",
        ),
    ),
    Mutation(
        "a lifecycle rule is for smaller objects too",
        lifecycle_rule("scans", {"Filter": {"Prefix": "scans/"}}),
        "changed bucket loop-documents",
        (
            "Rules[scans].Filter (resources.documents.lifecycle[1].filter): "
            "scans/, larger than 131072 bytes -> scans/",
        ),
    ),
    Mutation(
        "a lifecycle rule is for the whole bucket",
        lifecycle_rule("scans", {"Filter": {"Prefix": ""}}),
        "changed bucket loop-documents",
        (
            "Rules[scans].Filter (resources.documents.lifecycle[1].filter): "
            "scans/, larger than 131072 bytes -> the whole bucket",
        ),
        weighs="doubted",
    ),
    Mutation(
        "a lifecycle rule is disabled",
        lifecycle_rule("all", {"Status": "Disabled"}),
        "changed bucket loop-documents",
        (
            "Rules[all].Status (resources.documents.lifecycle[0].name): "
            "the whole bucket: STANDARD_IA after 30d, noncurrent expires after 90d, unfinished uploads end after 7d -> "
            "disabled",
        ),
    ),
    Mutation(
        "a lifecycle rule is removed",
        lifecycle(lambda rules: [rule for rule in rules if rule["ID"] != "scans"]),
        "changed bucket loop-documents",
        (
            "Rules[scans] (resources.documents.lifecycle[1].name): "
            "scans/, larger than 131072 bytes: expires after 365d -> nothing",
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
            "Rules[all] (resources.documents.lifecycle[0].name): "
            "the whole bucket: STANDARD_IA after 30d, noncurrent expires after 90d, unfinished uploads end after 7d -> "
            "nothing",
            "Rules[scans] (resources.documents.lifecycle[1].name): "
            "scans/, larger than 131072 bytes: expires after 365d -> nothing",
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
            "Rules[replica].Status (resources.documents.replication[0].to): "
            "to loop-replica -> disabled",
        ),
    ),
    Mutation(
        "replication is for fewer objects",
        _replication(lambda held: held["Rules"][0].update(Filter={"Prefix": "a/"})),
        "changed bucket loop-documents",
        (
            "ReplicationConfiguration.Rules[replica].Filter (resources.documents.replication): "
            "nothing -> prefix a/",
        ),
    ),
    Mutation(
        "delete markers are replicated",
        _replication(
            lambda held: held["Rules"][0].update(DeleteMarkerReplication={"Status": "Enabled"})
        ),
        "changed bucket loop-documents",
        (
            "Rules[replica].DeleteMarkerReplication.Status (resources.documents.replication[0].delete_markers): "
            "off -> on",
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
    ),
    Mutation(
        "the tags of a bucket are gone",
        bucket_setting("bucket-tagging", "tagging", None),
        "changed bucket loop-documents",
        (
            "TagSet.policy:environment (resources.documents.tags.policy:environment): "
            "production -> nothing",
            "TagSet.policy:name (resources.documents.tags.policy:name): loop -> nothing",
        ),
    ),
]
