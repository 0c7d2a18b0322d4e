"""The AWS CLI sends our JSON inputs as a user would, and an emulator takes them.

`aws backup create-backup-plan --cli-input-json file://…` is the whole use of
the `aws-backup` and `s3-lifecycle` targets. For each operation the folder (a
policy in one account and Region) with the most files of it is sent; shapes are
judged for all files in test_parameters.
"""

import json
import os
import re
import subprocess
import sys

import emulators
import pytest

# Operation -> the emulator that has it.
SENT = {
    "create-backup-vault": "ministack",
    "create-backup-plan": "ministack",
    "create-backup-selection": "ministack",
    "put-bucket-lifecycle-configuration": "ministack",
    "put-backup-vault-lock-configuration": "moto",
}
# Operations that none has -> the resource type whose entry in EMULATORS says so.
UNSENT = {
    "create-logically-air-gapped-backup-vault": "aws_backup_logically_air_gapped_vault",
    "create-restore-testing-plan": "aws_backup_restore_testing_plan",
    "create-restore-testing-selection": "aws_backup_restore_testing_selection",
    "put-backup-vault-access-policy": "aws_backup_vault_policy",
    "put-backup-vault-notifications": "aws_backup_vault_notifications",
}


class Cli:
    """The AWS CLI of this environment, with no door but one emulator."""

    def __init__(self, url, place):
        account, region = re.match(r"(\d{12})-([a-z0-9-]+)$", place).groups()
        kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        self.environment = {
            **kept,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": url,
            "AWS_PAGER": "",
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    def __call__(self, *arguments):
        run = subprocess.run(
            [sys.executable, "-m", "awscli", *arguments, "--output", "json"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert run.returncode == 0, f"aws {' '.join(map(str, arguments))}\n{run.stderr}"
        # `aws s3` speaks plain text, and a put answers with nothing.
        return json.loads(run.stdout) if run.stdout.startswith("{") else {}


def _folder(paths, operation):
    """The folder with the most files of an operation."""
    folders = [path.parent for path in paths if path.name.endswith(f".{operation}.json")]
    assert folders, f"no policy renders {operation}"
    return max(sorted(set(folders)), key=folders.count)


def _send(cli, operation, path):
    return cli("backup", operation, "--cli-input-json", f"file://{path}")


def _create(cli, folder, operation):
    return {path: _send(cli, operation, path) for path in sorted(folder.glob(f"*.{operation}.json"))}


def _select(cli, folder, scratch):
    """Writes each plan's identifier where the file says `<name of the plan>`, as the README tells."""
    plans = _create(cli, folder, "create-backup-plan")
    ids = {
        json.loads(path.read_text())["BackupPlan"]["BackupPlanName"]: answer["BackupPlanId"]
        for path, answer in plans.items()
    }
    for path in sorted(folder.glob("*.create-backup-selection.json")):
        wanted = json.loads(path.read_text())
        plan = ids[wanted["BackupPlanId"].strip("<>")]
        ready = scratch / path.name
        ready.write_text(json.dumps({**wanted, "BackupPlanId": plan}))
        made = _send(cli, "create-backup-selection", ready)
        read = cli(
            *("backup", "get-backup-selection"),
            *("--backup-plan-id", plan, "--selection-id", made["SelectionId"]),
        )
        assert read["BackupSelection"].items() >= wanted["BackupSelection"].items()


def _plan(cli, folder):
    """AWS adds a RuleId to each rule, and nothing else may differ."""
    for path, answer in _create(cli, folder, "create-backup-plan").items():
        read = cli("backup", "get-backup-plan", "--backup-plan-id", answer["BackupPlanId"])
        for rule in read["BackupPlan"]["Rules"]:
            rule.pop("RuleId", None)
        assert read["BackupPlan"] == json.loads(path.read_text())["BackupPlan"], path.name


def _vault(cli, folder):
    for path, answer in _create(cli, folder, "create-backup-vault").items():
        assert answer["BackupVaultName"] == json.loads(path.read_text())["BackupVaultName"]


def _lock(cli, folder):
    """The bounds read back; moto holds the vaults here, so they are made first."""
    for path in sorted(folder.glob("*.put-backup-vault-lock-configuration.json")):
        wanted = json.loads(path.read_text())
        name = wanted["BackupVaultName"]
        cli("backup", "create-backup-vault", "--backup-vault-name", name)
        _send(cli, "put-backup-vault-lock-configuration", path)
        read = cli("backup", "describe-backup-vault", "--backup-vault-name", name)
        for bound in ("MinRetentionDays", "MaxRetentionDays"):
            assert read.get(bound) == wanted.get(bound), f"{path.name}: {bound}"


def _lifecycle(cli, folder):
    operation = "put-bucket-lifecycle-configuration"
    for path in sorted(folder.glob(f"*.{operation}.json")):
        wanted = json.loads(path.read_text())
        cli("s3", "mb", f"s3://{wanted['Bucket']}")
        cli("s3api", operation, "--cli-input-json", f"file://{path}")
        read = cli("s3api", "get-bucket-lifecycle-configuration", "--bucket", wanted["Bucket"])
        assert read["Rules"] == wanted["LifecycleConfiguration"]["Rules"], path.name


@pytest.fixture(scope="module")
def clis(tmp_path_factory):
    """Emulators by name, started for this module; calling one gives a CLI for a place."""
    logs = tmp_path_factory.mktemp("cli")
    with emulators.running("ministack", logs) as ministack, emulators.running("moto", logs) as moto:
        urls = {"ministack": ministack, "moto": moto}
        yield lambda operation, folder: Cli(urls[SENT[operation]], folder.name)


def test_vaults_are_created(rendered, clis):
    folder = _folder(rendered.backup_inputs(), "create-backup-vault")
    _vault(clis("create-backup-vault", folder), folder)


def test_plans_read_back_as_they_were_sent(rendered, clis):
    folder = _folder(rendered.backup_inputs(), "create-backup-plan")
    _plan(clis("create-backup-plan", folder), folder)


def test_selections_are_made_once_the_placeholder_is_replaced(rendered, clis, tmp_path):
    folder = _folder(rendered.backup_inputs(), "create-backup-selection")
    _select(clis("create-backup-selection", folder), folder, tmp_path)


def test_locks_read_back_as_they_were_sent(rendered, clis):
    folder = _folder(rendered.backup_inputs(), "put-backup-vault-lock-configuration")
    _lock(clis("put-backup-vault-lock-configuration", folder), folder)


def test_lifecycles_read_back_as_they_were_sent(rendered, clis):
    folder = _folder(rendered.lifecycle_inputs(), "put-bucket-lifecycle-configuration")
    _lifecycle(clis("put-bucket-lifecycle-configuration", folder), folder)


def test_every_rendered_operation_is_sent_or_has_a_reason(rendered):
    files = [*rendered.backup_inputs(), *rendered.lifecycle_inputs()]
    operations = {path.name.split(".")[-2] for path in files}
    assert operations == SENT.keys() | UNSENT.keys()


@pytest.mark.parametrize("operation", sorted(UNSENT))
def test_operations_without_an_emulator_are_counted(rendered, operation):
    judge = emulators.EMULATORS[UNSENT[operation]]
    assert not judge.emulators, f"an emulator has {operation} now: send it"
    files = [path for path in rendered.backup_inputs() if path.name.endswith(f".{operation}.json")]
    pytest.skip(f"{operation}: {judge.gap} ({len(files)} rendered)")
