"""JSON inputs against the shapes of AWS's own operations.

botocore's validator is the one that runs inside the AWS CLI before a request
is sent: unknown and missing members, types, and the minimum of some ranges. It
knows no maxima, patterns, enums or rules between members, so nothing here
proves that AWS accepts a value. Limits are proven against `facts` in the Rust
tests alone.
"""

import functools
import json

import botocore.session
import botocore.validate
import findings
import pytest
from botocore import xform_name

OPERATIONS = {
    "backup": {
        "create-backup-plan",
        "create-backup-selection",
        "create-backup-vault",
        "create-logically-air-gapped-backup-vault",
        "create-restore-testing-plan",
        "create-restore-testing-selection",
        "put-backup-vault-access-policy",
        "put-backup-vault-lock-configuration",
        "put-backup-vault-notifications",
    },
    "s3": {"put-bucket-lifecycle-configuration"},
}


@functools.lru_cache(maxsize=None)
def _input_shape(service, command):
    """The input of the operation that the AWS CLI calls by this command."""
    model = botocore.session.get_session().get_service_model(service)
    for name in model.operation_names:
        if xform_name(name, "-") == command:
            return model.operation_model(name).input_shape
    raise AssertionError(f"the AWS CLI has no `aws {service} {command}`")


def _once_each(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key is written twice: {keys}")
    return dict(pairs)


def _problem(service, path):
    command = path.name.split(".")[-2]
    if command not in OPERATIONS[service]:
        return f"`{command}` is not an operation that {service} artifacts are named after"
    try:
        document = json.loads(path.read_text(), object_pairs_hook=_once_each)
    except ValueError as unreadable:
        return str(unreadable)
    report = botocore.validate.ParamValidator().validate(document, _input_shape(service, command))
    return report.generate_report() if report.has_errors() else None


def _judge(rendered, service, paths):
    problems = ((path, _problem(service, path)) for path in paths)
    found = [f"{rendered.name(path)}: {problem}" for path, problem in problems if problem]
    findings.none(found)


def test_every_backup_input_has_the_shape_of_its_operation(rendered):
    _judge(rendered, "backup", rendered.backup_inputs())


def test_every_lifecycle_input_has_the_shape_of_its_operation(rendered):
    _judge(rendered, "s3", rendered.lifecycle_inputs())


@pytest.mark.parametrize(
    "service, command", [(s, c) for s in OPERATIONS for c in sorted(OPERATIONS[s])]
)
def test_every_operation_we_name_files_after_exists(service, command):
    assert _input_shape(service, command) is not None


def _plan_names(folder):
    files = folder.glob("*.create-backup-plan.json")
    return {json.loads(file.read_text())["BackupPlan"]["BackupPlanName"] for file in files}


def test_every_selection_names_a_plan_beside_it(rendered):
    """A plan's identifier is AWS's to give: the file holds `<name of the plan>` until then."""
    strangers = []
    for path in rendered.backup_inputs():
        if path.name.endswith(".create-backup-selection.json"):
            placeholder = json.loads(path.read_text())["BackupPlanId"]
            if placeholder not in {f"<{name}>" for name in _plan_names(path.parent)}:
                strangers.append(f"{rendered.name(path)}: {placeholder}")
    findings.none(strangers)
