"""Changes that somebody makes in other services, each with its way back.

Every function returns a change: given the account, a context in which it is made and
after which it is taken back.
"""

import contextlib
import copy

from closed_loop import REGION


def commands(service, do, undo, region=REGION, **both):
    """A command and the one that takes it back, each `(name, arguments)`, with arguments of both."""

    @contextlib.contextmanager
    def made(account):
        account.aws(service, do[0], region=region, **both, **do[1])
        yield
        account.aws(service, undo[0], region=region, **both, **undo[1])

    return made


def key(of, do, undo, region=REGION):
    """`do` and `undo` are lists of (command, arguments) about the key of a vault."""

    @contextlib.contextmanager
    def made(account):
        vault = account.aws("backup", "describe-backup-vault", region, backup_vault_name=of)
        own = {"key_id": vault["EncryptionKeyArn"]}
        for command, arguments in do:
            account.aws("kms", command, region, **own, **arguments)
        yield
        for command, arguments in undo:
            account.aws("kms", command, region, **own, **arguments)

    return made


def trust(role, service):
    """A role may be assumed by another service instead."""

    @contextlib.contextmanager
    def made(account):
        held = account.aws("iam", "get-role", role_name=role)["Role"]["AssumeRolePolicyDocument"]
        other = copy.deepcopy(held)
        other["Statement"][0]["Principal"] = {"Service": service}
        for document in (other, held):
            account.aws(
                "iam", "update-assume-role-policy", role_name=role, policy_document=document
            )
            if document is other:
                yield

    return made


def role_policy(role, name, change):
    """Another inline policy of a role: `change` edits it, None deletes it."""

    @contextlib.contextmanager
    def made(account):
        own = {"role_name": role, "policy_name": name}
        held = account.aws("iam", "get-role-policy", **own)["PolicyDocument"]
        if change:
            other = copy.deepcopy(held)
            change(other)
            account.aws("iam", "put-role-policy", **own, policy_document=other)
        else:
            account.aws("iam", "delete-role-policy", **own)
        yield
        account.aws("iam", "put-role-policy", **own, policy_document=held)

    return made


def without_role(role):
    """A role is deleted, with what is attached to it."""

    @contextlib.contextmanager
    def made(account):
        own = {"role_name": role}
        held = account.aws("iam", "get-role", **own)["Role"]
        tags = account.aws("iam", "list-role-tags", **own)["Tags"]
        attached = account.aws("iam", "list-attached-role-policies", **own)["AttachedPolicies"]
        for policy in attached:
            account.aws("iam", "detach-role-policy", **own, policy_arn=policy["PolicyArn"])
        account.aws("iam", "delete-role", **own)
        yield
        account.aws(
            "iam",
            "create-role",
            **own,
            assume_role_policy_document=held["AssumeRolePolicyDocument"],
            description=held["Description"],
            tags=tags,
        )
        for policy in attached:
            account.aws("iam", "attach-role-policy", **own, policy_arn=policy["PolicyArn"])

    return made


def bucket_setting(name, argument, change, bucket="loop-documents"):
    """A setting of a bucket, as S3's commands call it: `change` edits it, None deletes it."""

    @contextlib.contextmanager
    def made(account):
        held = account.aws("s3api", f"get-{name}", bucket=bucket)
        (held,) = [held] if "TagSet" in held else held.values()
        if change:
            other = copy.deepcopy(held)
            change(other)
            account.aws("s3api", f"put-{name}", bucket=bucket, **{argument: other})
        else:
            account.aws("s3api", f"delete-{name}", bucket=bucket)
        yield
        account.aws("s3api", f"put-{name}", bucket=bucket, **{argument: held})

    return made


def lifecycle(change, bucket="loop-documents"):
    """Another lifecycle of a bucket: `change` makes other rules of a copy of its rules."""

    @contextlib.contextmanager
    def made(account):
        held = account.aws("s3api", "get-bucket-lifecycle-configuration", bucket=bucket)["Rules"]
        other = change(copy.deepcopy(held))
        if other:
            _put_lifecycle(account, bucket, other)
        else:
            account.aws("s3api", "delete-bucket-lifecycle", bucket=bucket)
        yield
        _put_lifecycle(account, bucket, held)

    return made


def lifecycle_rule(name, members):
    """Other members of one lifecycle rule."""
    return lifecycle(
        lambda rules: [{**rule, **members} if rule["ID"] == name else rule for rule in rules]
    )


def _put_lifecycle(account, bucket, rules):
    account.aws(
        "s3api",
        "put-bucket-lifecycle-configuration",
        bucket=bucket,
        lifecycle_configuration={"Rules": rules},
    )


def gone(service, command, name, create):
    """Something of other code is deleted; `create` makes it as it was."""

    @contextlib.contextmanager
    def made(account):
        account.aws(service, command, **name)
        yield
        create(account)

    return made
