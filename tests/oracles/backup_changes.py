"""Changes that somebody makes in AWS Backup, each with its way back.

Every function returns a change: given the account, a context in which it is made and
after which it is taken back.
"""

import contextlib
import copy

from closed_loop import REGION

DR = "us-west-2"


PLAN = "loop-production-core"


def _plan_id(account, name=PLAN):
    plans = account.aws("backup", "list-backup-plans")["BackupPlansList"]
    (found,) = [plan["BackupPlanId"] for plan in plans if plan["BackupPlanName"] == name]
    return found


def _plan_body(account, identifier):
    body = account.aws("backup", "get-backup-plan", backup_plan_id=identifier)["BackupPlan"]
    for rule in body["Rules"]:
        rule.pop("RuleId", None)
    return body


def body_of_plan(change):
    """Another body of our plan; `change` edits a copy of it."""

    @contextlib.contextmanager
    def made(account):
        identifier = _plan_id(account)
        before = _plan_body(account, identifier)
        after = copy.deepcopy(before)
        change(after)
        for body in (after, before):
            account.aws("backup", "update-backup-plan", backup_plan_id=identifier, backup_plan=body)
            if body is after:
                yield

    return made


def rule(name, change):
    """Another rule in our plan; `change` edits it, or is a dict of members to set."""

    def edit(body):
        (found,) = [rule for rule in body["Rules"] if rule["RuleName"] == name]
        found.update(change) if isinstance(change, dict) else change(found)

    return body_of_plan(edit)


def _selections(account, identifier):
    """Name -> (id, body) of a plan's selections."""
    listed = account.aws("backup", "list-backup-selections", backup_plan_id=identifier)
    found = {}
    for one in listed["BackupSelectionsList"]:
        body = account.aws(
            "backup",
            "get-backup-selection",
            backup_plan_id=identifier,
            selection_id=one["SelectionId"],
        )["BackupSelection"]
        found[body["SelectionName"]] = (one["SelectionId"], body)
    return found


def _select(account, identifier, body):
    body = {key: value for key, value in body.items() if value is not None}
    return account.aws(
        "backup", "create-backup-selection", backup_plan_id=identifier, backup_selection=body
    )["SelectionId"]


def _unselect(account, identifier, selection):
    account.aws(
        "backup", "delete-backup-selection", backup_plan_id=identifier, selection_id=selection
    )


def selection(name, members):
    """A selection is deleted and, as AWS has no update of it, made anew with other members if any."""

    @contextlib.contextmanager
    def made(account):
        identifier = _plan_id(account)
        old, before = _selections(account, identifier)[name]
        _unselect(account, identifier, old)
        new = _select(account, identifier, {**before, **members}) if members else None
        yield
        if new:
            _unselect(account, identifier, new)
        _select(account, identifier, before)

    return made


def more_selections(*bodies):
    """Further selections in our plan."""

    @contextlib.contextmanager
    def made(account):
        identifier = _plan_id(account)
        new = [_select(account, identifier, body) for body in bodies]
        yield
        for one in new:
            _unselect(account, identifier, one)

    return made


def foreign_plan(name, vault, selects=None):
    """A plan of somebody else that writes to a vault and may select one ARN."""

    @contextlib.contextmanager
    def made(account):
        body = {
            "BackupPlanName": name,
            "Rules": [
                {
                    "RuleName": "nightly",
                    "TargetBackupVaultName": vault,
                    "ScheduleExpression": "cron(0 1 ? * * *)",
                    "Lifecycle": {"DeleteAfterDays": 3},
                }
            ],
        }
        new = account.aws("backup", "create-backup-plan", backup_plan=body)["BackupPlanId"]
        chosen = None
        if selects:
            role = "arn:aws:iam::111122223333:role/somebody"
            theirs = {"SelectionName": "theirs", "IamRoleArn": role, "Resources": [selects]}
            chosen = _select(account, new, theirs)
        yield
        if chosen:
            _unselect(account, new, chosen)
        account.aws("backup", "delete-backup-plan", backup_plan_id=new)

    return made


@contextlib.contextmanager
def without_plan(account):
    """Our plan is deleted, after its selections, as AWS wants it."""
    identifier = _plan_id(account)
    body, held = _plan_body(account, identifier), _selections(account, identifier)
    arn = account.aws("backup", "get-backup-plan", backup_plan_id=identifier)["BackupPlanArn"]
    tags = _tags(account, arn, REGION)
    for one, _ in held.values():
        _unselect(account, identifier, one)
    account.aws("backup", "delete-backup-plan", backup_plan_id=identifier)
    yield
    again = account.aws("backup", "create-backup-plan", backup_plan=body, backup_plan_tags=tags)
    for _, one in held.values():
        _select(account, again["BackupPlanId"], one)


def _tagged(account, arn, changed, region):
    """Sets tags, or removes those whose value is None."""
    gone = [name for name, value in changed.items() if value is None]
    kept = {name: value for name, value in changed.items() if value is not None}
    if kept:
        account.aws("backup", "tag-resource", region, resource_arn=arn, tags=kept)
    if gone:
        account.aws("backup", "untag-resource", region, resource_arn=arn, tag_key_list=gone)


def _tags(account, arn, region):
    return account.aws("backup", "list-tags", region, resource_arn=arn)["Tags"]


@contextlib.contextmanager
def _other_tags(account, arn, changed, region=REGION):
    before = _tags(account, arn, region)
    _tagged(account, arn, changed, region)
    yield
    _tagged(account, arn, {name: before.get(name) for name in changed}, region)


def plan_tags(changed):
    """Other tags of our plan; None removes one."""

    def made(account):
        plan = account.aws("backup", "get-backup-plan", backup_plan_id=_plan_id(account))
        return _other_tags(account, plan["BackupPlanArn"], changed)

    return made


def vault_tags(name, changed, region=REGION):
    """Other tags of a vault; None removes one."""

    def made(account):
        vault = account.aws("backup", "describe-backup-vault", region, backup_vault_name=name)
        return _other_tags(account, vault["BackupVaultArn"], changed, region)

    return made


def remade_vault(name, key, region=REGION):
    """A vault is deleted, and made anew with another key if one is given."""

    @contextlib.contextmanager
    def made(account):
        held = account.aws("backup", "describe-backup-vault", region, backup_vault_name=name)
        same = {
            "backup_vault_name": name,
            "backup_vault_tags": _tags(account, held["BackupVaultArn"], region),
        }
        account.aws("backup", "delete-backup-vault", region, backup_vault_name=name)
        if key:
            account.aws("backup", "create-backup-vault", region, **same, encryption_key_arn=key)
        yield
        if key:
            account.aws("backup", "delete-backup-vault", region, backup_vault_name=name)
        ours = held.get("EncryptionKeyArn")
        own = {"encryption_key_arn": ours} if ours else {}
        account.aws("backup", "create-backup-vault", region, **same, **own)

    return made


def without_vault(name, region=REGION):
    """A vault is deleted."""
    return remade_vault(name, None, region)


def lock(name, bounds):
    """Another lock of a vault: its bounds, or None for no lock."""

    @contextlib.contextmanager
    def made(account):
        held = account.aws("backup", "describe-backup-vault", backup_vault_name=name)
        ours = {
            argument: held[member]
            for argument, member in (
                ("min_retention_days", "MinRetentionDays"),
                ("max_retention_days", "MaxRetentionDays"),
            )
            if held.get(member) is not None
        }
        _put_lock(account, name, bounds)
        yield
        # What a call leaves out may stay as it is: away with it first.
        if bounds:
            _put_lock(account, name, None)
        if ours:
            _put_lock(account, name, ours)

    return made


def _put_lock(account, name, bounds):
    if bounds is None:
        account.aws("backup", "delete-backup-vault-lock-configuration", backup_vault_name=name)
        return
    account.aws("backup", "put-backup-vault-lock-configuration", backup_vault_name=name, **bounds)
