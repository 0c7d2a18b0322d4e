"""Our hooks, run by the real pre-commit when somebody commits.

The configuration is the one that docs/pre-commit.md tells people to copy. The
wheel comes from `scripts/release`, and pip may look nowhere else, so no
package of a stranger is ever installed under our name.
"""

import os
import pathlib
import re

import packages
import pytest
import virtualenv
import yaml
from conftest import REPOSITORY

PAGE = REPOSITORY / "docs" / "pre-commit.md"
HOOKS = REPOSITORY / ".pre-commit-hooks.yaml"
# A starter, and a change of it that no vault with this lock accepts.
FINE = (REPOSITORY / "policies" / "minimal.yaml").read_text()
BAD = FINE.replace("retention: 35d } }  #", "retention: 5d } }  #")
CHANGED = FINE.replace('at: "07:00"', 'at: "09:00"')


def shown(name):
    """The configuration that the page shows under a mark."""
    block = re.search(rf"<!-- tested: {name} -->\n```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return block.group(1)


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """pre-commit's own cache, and pip with our wheel and what virtualenv brings."""
    brought = pathlib.Path(virtualenv.__file__).parent / "seed" / "wheels" / "embed"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "GIT_", "PRE_COMMIT"))}
    with packages.passing(tmp_path_factory.mktemp("cache")) as cache:
        yield {
            **kept,
            "PATH": os.pathsep.join([os.path.dirname(packages.tool("pre-commit")), kept["PATH"]]),
            "PRE_COMMIT_HOME": str(cache),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": f"{packages.wheel().parent} {brought}",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }


class Project:
    """A scratch repository with one policy, its rendered files, and the hooks installed."""

    def __init__(self, folder, configuration, environment):
        self.folder, self.environment = packages.repository(folder), environment
        self.write(".pre-commit-config.yaml", configuration)
        self.write("policies/orders.yaml", FINE)
        self.render()
        packages.commit(folder, "begin")
        self.do("pre-commit", "install", "--install-hooks")

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def render(self):
        packages.done(packages.program(), "render", "--out", "rendered", cwd=self.folder)

    def run(self, *command):
        return packages.run(*command, cwd=self.folder, env=self.environment)

    def do(self, *command):
        return packages.done(*command, cwd=self.folder, env=self.environment)

    def commit(self, *paths):
        """What git, and through it pre-commit, says to a commit of these paths."""
        self.do("git", "add", *paths)
        ended = self.run("git", "commit", "--message", "change")
        return ended.returncode, ended.stdout + ended.stderr

    def reset(self):
        self.do("git", "reset", "--quiet", "--hard")
        return self


@pytest.fixture(scope="module")
def installed(tmp_path_factory, environment):
    hooks = packages.hooks(tmp_path_factory.mktemp("policy-hooks"))
    configuration = shown("repository").replace("https://git.example.com/policy-hooks", str(hooks))
    return Project(tmp_path_factory.mktemp("project"), configuration, environment)


@pytest.fixture
def project(installed):
    return installed.reset()


def test_a_bad_policy_is_stopped_with_its_line(project):
    project.write("policies/orders.yaml", BAD)
    status, said = project.commit("policies")
    assert status == 1, said
    assert "policy check.............................................................Failed" in said
    assert "policies/orders.yaml:22:" in said, said
    assert "policy explain retention-outside-lock" in said, said


def test_a_good_policy_with_its_rendered_files_passes(project):
    project.write("policies/orders.yaml", CHANGED)
    project.render()
    status, said = project.commit("policies", "rendered")
    assert status == 0, said
    assert said.count("Passed") == 2, said


def test_rendered_files_that_were_forgotten_stop_the_commit(project):
    project.write("policies/orders.yaml", CHANGED.replace("09:00", "11:00"))
    status, said = project.commit("policies")
    assert status == 1, said
    assert "policy check.............................................................Passed" in said
    assert "policy render --check....................................................Failed" in said
    assert "stale     minimal/terraform/modules/production/plans.tf" in said, said


def test_rendered_files_that_are_fresh_but_not_staged_stop_the_commit(project):
    """What counts is what the commit will hold."""
    project.write("policies/orders.yaml", CHANGED.replace("09:00", "11:00"))
    project.render()
    assert project.commit("policies")[0] == 1
    assert project.commit("rendered")[0] == 0


def test_a_commit_without_policies_is_not_judged(project):
    project.write("policies/as-written/orders.yaml", BAD)
    project.write("k8s/policies/other.yaml", "kind: ClusterPolicy\n")
    status, said = project.commit("policies/as-written", "k8s")
    assert status == 0, said
    assert "(no files to check)Skipped" in said, said


def test_a_hook_takes_well_under_a_second(project, capsys):
    said = project.do("pre-commit", "run", "--all-files", "--verbose")
    times = re.findall(r"^- hook id: (\S+)\n- duration: (\S+)s$", said, re.MULTILINE)
    with capsys.disabled():
        print("", *(f"{hook}: {seconds} s" for hook, seconds in times), sep="\n  ")
    assert [hook for hook, _ in times] == ["policy-check", "policy-render-check"], said
    # The debug build, on a busy machine.
    assert all(float(seconds) < 1 for _, seconds in times), times


def test_the_hooks_work_without_a_repository_of_their_own(tmp_path, environment):
    project = Project(tmp_path, shown("local"), environment)
    project.write("policies/orders.yaml", BAD)
    status, said = project.commit("policies")
    assert status == 1, said
    assert "policy explain retention-outside-lock" in said, said
    project.reset().write("README", "unrelated")
    assert project.commit("README")[0] == 0


def test_pre_commit_accepts_what_we_offer(environment):
    packages.done(packages.tool("pre-commit"), "validate-manifest", HOOKS, env=environment)


def test_the_variants_differ_in_how_they_are_installed_alone():
    hooks = {hook.pop("id"): hook for hook in yaml.safe_load(HOOKS.read_text())}
    compiled = {name for name in hooks if name.endswith("-src")}
    assert len(compiled) * 2 == len(hooks)
    for name in compiled:
        prebuilt = hooks[name.removesuffix("-src")]
        assert prebuilt.pop("language") == "python"
        assert hooks[name].pop("language") == "rust"
        assert hooks[name] == prebuilt, name


def test_the_page_shows_the_hooks_as_they_are_offered():
    offered = {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text())}
    for hook in yaml.safe_load(shown("local"))["repos"][0]["hooks"]:
        of = offered[hook["id"]]
        command = " ".join([of["entry"], *of.get("args", [])])
        expected = {**of, "entry": command}
        for key in ("args", "description"):
            expected.pop(key, None)
        hook.pop("additional_dependencies")
        assert hook == expected
