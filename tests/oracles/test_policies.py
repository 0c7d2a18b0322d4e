"""Our own policies as a YAML 1.1 reader sees them: editors and formatters are often one."""

import findings
import pytest
import yaml_1_1
from conftest import REPOSITORY


def test_no_value_of_a_policy_changes_its_type_in_a_yaml_1_1_reader():
    policies = sorted((REPOSITORY / "policies").rglob("*.yaml"))
    assert policies, "the project has no policies to read"
    findings.none(
        [
            problem
            for path in policies
            for problem in yaml_1_1.retyped(path, path.relative_to(REPOSITORY).as_posix())
        ]
    )


@pytest.mark.parametrize("value", ["no", "On", "y", "012", "1_000", "12:30", "2026-01-01", "0x1F", "~"])
def test_a_bare_value_that_yaml_1_1_retypes_is_found(tmp_path, value):
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"a: {value}\nb: '{value}'\n")
    assert [problem.partition(" is a ")[0] for problem in yaml_1_1.retyped(policy, "p")] == [f"p:1: `{value}`"]


@pytest.mark.parametrize("value", ["35d", "1y", "true", "12", "0.5", "null", "cron(0 5 * * ? *)", "yes please"])
def test_a_bare_value_that_every_yaml_reads_alike_is_not(tmp_path, value):
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"a: {value}\n")
    assert not list(yaml_1_1.retyped(policy, "p"))
