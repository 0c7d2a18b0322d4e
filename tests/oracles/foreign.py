"""What a root sets something on and does not create: other code's, so it must be there first.

Only buckets need it. Keys, roles and topics of other code are named by ARN,
and no emulator asks whether they exist.
"""

import dataclasses
import re

import boto3
import botocore.config
import terraform

# Only an argument of the resource itself is indented by two spaces.
_LITERAL_BUCKET = re.compile(r'^  bucket += "([^"]+)"$', re.M)
_PROVIDER = re.compile(r"^  provider = aws\.(\w+)$", re.M)
# What AWS takes for a bucket with versions alone.
_NEEDS_VERSIONS = {
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket_replication_configuration",
}


@dataclasses.dataclass(frozen=True)
class Place:
    account: str
    region: str


@dataclasses.dataclass(frozen=True)
class Bucket:
    name: str
    place: Place
    versioned: bool
    locked: bool


def places(root_folder):
    """Provider alias -> the account and Region it is for."""
    found = {}
    for _, body in terraform.blocks(root_folder, "provider"):
        alias = re.search(r'^ +alias += "([^"]+)"', body, re.M)
        region = re.search(r'^ +region += "([^"]+)"', body, re.M)
        account = re.search(r"\d{12}", body)
        assert alias and region and account, f"no account and Region for an alias in:\n{body}"
        found[alias[1]] = Place(account[0], region[1])
    return found


def buckets(root_folder, module_folders):
    """Buckets that a setting names by a literal, less those that are created beside it."""
    known = places(root_folder)
    created, named = set(), {}
    for folder in module_folders:
        for (kind, label), body in terraform.blocks(folder, "resource"):
            literal = _LITERAL_BUCKET.search(body)
            if not literal or not kind.startswith("aws_s3_bucket"):
                continue
            if kind == "aws_s3_bucket":
                created.add(literal[1])
                continue
            alias = _PROVIDER.search(body)
            assert alias, f"{kind}.{label} in {folder} names no provider"
            named.setdefault((literal[1], known[alias[1]]), set()).add(kind)
    return [
        Bucket(
            name,
            place,
            # Where terraform turns versions on itself, it must find them off.
            versioned=bool(kinds & _NEEDS_VERSIONS) and "aws_s3_bucket_versioning" not in kinds,
            locked="aws_s3_bucket_object_lock_configuration" in kinds,
        )
        for (name, place), kinds in sorted(named.items(), key=lambda item: item[0][0])
        if name not in created
    ]


def create(wanted, url):
    """Creates the buckets on an emulator, each as its own account in its own Region."""
    for bucket in wanted:
        s3 = _client(url, bucket.place)
        where = {"LocationConstraint": bucket.place.region}
        # us-east-1 is the one Region that may not be named.
        location = {} if bucket.place.region == "us-east-1" else {"CreateBucketConfiguration": where}
        s3.create_bucket(Bucket=bucket.name, ObjectLockEnabledForBucket=bucket.locked, **location)
        if bucket.versioned:
            s3.put_bucket_versioning(
                Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"}
            )


def _client(url, place):
    """S3 as terraform's provider reaches it: through a role of the account, by path."""
    common = {"endpoint_url": url, "region_name": place.region}
    sts = boto3.client(
        "sts", aws_access_key_id=place.account, aws_secret_access_key="test", **common
    )
    role = sts.assume_role(
        RoleArn=f"arn:aws:iam::{place.account}:role/terraform", RoleSessionName="other-code"
    )["Credentials"]
    return boto3.client(
        "s3",
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
        config=botocore.config.Config(s3={"addressing_style": "path"}),
        **common,
    )
