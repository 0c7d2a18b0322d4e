"""The loop of drift is closed: what we render is in sync, and one change by hand is one difference.

Terraform's provider deploys to one emulator and the AWS CLI to another; then the
AWS CLI changes one setting at a time, and `policy drift` must say that and no
more. Answers that no emulator gives (refusals, throttling) are tested elsewhere.
"""

import concurrent.futures
import contextlib
import json
import pathlib

import closed_loop
import door
import findings
import mutations
import pytest
from conftest import binary

# How many settings of loop.yaml an account is compared with.
_RESOURCES = 18
_UNJUDGED = {
    "TransitionDefaultMinimumObjectSize": "both emulators answer all_storage_classes_128K always",
    "AccessPolicy and Notifications of a vault": "neither emulator has them",
}
_POLICIES = pathlib.Path(__file__).parent / "drift"
_ON_MINISTACK = [
    *mutations.PLANS,
    *mutations.SELECTIONS,
    *mutations.VAULTS_KEYS_ROLES,
    *mutations.BUCKETS,
    *mutations.DATABASES,
]


def _cases(listed):
    return [
        pytest.param(
            mutation,
            id=mutation.name,
            marks=_known(mutation.defect) if mutation.defect else (),
        )
        for mutation in listed
    ]


def _known(defect):
    return pytest.mark.xfail(reason=defect, raises=AssertionError, strict=True)


@pytest.fixture(scope="session")
def loop_started(tf, tmp_path_factory):
    """The deployment by terraform, which is mostly waiting: other tests run meanwhile."""
    drift = closed_loop.Drift(binary(), _POLICIES / "loop.yaml")
    folder = tmp_path_factory.mktemp("loop")
    with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(1) as pool:
        yield pool.submit(closed_loop.by_terraform, tf, drift, folder, stack)


@pytest.fixture(scope="session")
def loop(loop_started):
    return loop_started.result()[0]


@pytest.fixture(scope="session")
def held(tmp_path_factory):
    drift = closed_loop.Drift(binary(), _POLICIES / "held.yaml")
    with contextlib.ExitStack() as stack:
        yield closed_loop.by_hand(drift, tmp_path_factory.mktemp("held"), stack)


def _judge(deployed, mutation, in_sync):
    found = deployed.after(mutation.made)
    assert found.differences == mutation.says
    assert found.resources == [mutation.root]
    assert found.follows == mutation.follows
    assert found.refuted == mutation.refutes
    if mutation.weighs:
        assert found.weights[0] == mutation.weighs
    name = mutation.root.rpartition(" ")[2]
    assert not [about for about in found.holding if about.endswith(f"/{name}")], "it holds no more"
    counted = found.counted
    ours = 0 if mutation.root.startswith("unmanaged") else 1
    followers = sum(1 for line in mutation.follows if not line.startswith("in_sync"))
    assert counted["in_sync"] == in_sync - ours - followers, "another resource changed its status"
    assert found.status == 1


def _in_sync(found):
    said = [*found.resources, *found.differences, *found.refuted]
    assert not said and found.status == 0, f"{said} {found.counted}\n{found.err}"
    return found.counted["in_sync"]


def test_every_mutation_has_a_name_of_its_own(loop_started):
    names = [mutation.name for mutation in _ON_MINISTACK]
    assert len(set(names)) == len(names) > 40


def test_a_vault_of_the_cli_is_in_sync(held):
    assert _in_sync(held.look()) == 3


@pytest.mark.parametrize("mutation", _cases(mutations.HELD))
def test_one_change_of_a_vault_or_table_is_one_difference(held, mutation):
    _judge(held, mutation, 3)


def test_all_is_in_sync_again_on_moto(held):
    _in_sync(held.look())


def test_what_terraform_deployed_is_in_sync(loop):
    assert _in_sync(loop.look()) == _RESOURCES


@pytest.mark.parametrize("mutation", _cases(_ON_MINISTACK))
def test_one_change_is_one_difference(loop, mutation):
    _judge(loop, mutation, _RESOURCES)


@pytest.mark.parametrize("setting", sorted(_UNJUDGED))
def test_settings_that_no_emulator_keeps_are_counted(setting):
    pytest.skip(f"{setting}: {_UNJUDGED[setting]}")


def test_all_is_in_sync_again_on_ministack(loop):
    _in_sync(loop.look())


def test_a_plan_that_touches_nothing_of_ours_is_only_counted(loop):
    found = loop.after(mutations.A_HARMLESS_PLAN)
    _in_sync(found)
    assert found.counted["other_plans"] == 1


@pytest.mark.parametrize(
    "change, found",
    [
        (mutations.A_TAG_IS_GONE, "selected: it has no tags"),
        (mutations.A_TAG_IS_ANOTHER, "selected: its tags do not select it: backup=none"),
    ],
    ids=["gone", "another"],
)
def test_a_tag_that_selects_no_more_refutes_an_assumption(loop, change, found):
    _refuted(loop.after(change), found)


def test_a_service_that_is_switched_off_refutes_an_assumption(loop):
    with loop.door.opted_out("EFS"):
        _refuted(loop.look(), "opted_in: EFS is not opted in")


def test_what_is_selected_by_its_arn_needs_no_service_switched_on(loop):
    with loop.door.opted_out("RDS"):
        _in_sync(loop.look())


def _refuted(found, words):
    assert found.refuted == (words,)
    assert found.resources == []
    assert found.counted["in_sync"] == _RESOURCES
    assert found.status == 1


@pytest.mark.parametrize(
    "mutation", _cases([mutations.SELECTIONS[0], mutations.BUCKETS[0], mutations.DATABASES[0]])
)
def test_a_recording_says_what_the_account_said(loop, mutation, tmp_path):
    saved = tmp_path / "observed.jsonl"
    with mutation.made(loop.account):
        live = loop.look("--save", saved)
    again = loop.drift.observed(saved)
    assert json.loads(again.out) == json.loads(live.out)
    assert again.status == live.status == 1


def test_the_state_of_terraform_shows_no_difference(loop, loop_started):
    """What state does not hold (what other code owns, a lock's absence) is not checked, and said."""
    found = loop.drift.observed(loop_started.result()[1])
    statuses = {resource["status"] for resource in found.environment["resources"]}
    assert statuses == {"not_checked"}, found.resources
    assert found.differences == ()
    assert found.counted["in_sync"] + found.counted["not_checked"] == _RESOURCES
    assert found.status == 2


def test_nothing_but_reading_was_asked(loop, held):
    """Every run of this file went through the door; what changed the accounts did not."""
    asked = {*loop.door.seen, *held.door.seen}
    services = {request.service for request in asked}
    findings.none(sorted(f"{r.service}:{r.operation}" for r in asked if not r.only_reads))
    assert services >= {"backup", "s3", "iam", "kms", "sts", "rds", "dynamodb", "elasticache"}


def test_a_request_that_writes_would_be_seen(held):
    """The door tells writing from reading in each protocol of AWS."""
    with door.opened(held.account.url, "moto") as other:
        account = closed_loop.Account(other.url)
        account.aws("s3api", "create-bucket", bucket="seen-by-the-door")
        account.aws("iam", "create-user", user_name="seen")
        account.aws(
            "dynamodb", "update-continuous-backups", **mutations.recovery(35), table_name="orders"
        )
        written = [f"{r.service}:{r.operation}" for r in other.seen if not r.only_reads]
    assert written == ["s3:PUT", "iam:CreateUser", "dynamodb:UpdateContinuousBackups"]
