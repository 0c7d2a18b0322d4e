"""Our GitHub Action, workflows and pipelines: judged by their platforms' tools, and run.

The steps of `action.yml` run here as a runner runs them (runner.py), on a
scratch repository, and the scripts of the GitLab pipeline by bash. What only
the platforms can show is not tested: their images, tokens, uploads, comments.
"""

import functools
import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import threading

import emulators
import packages
import pytest
import runner
import yaml
from conftest import REPOSITORY

CI = REPOSITORY / "docs" / "ci"
GITHUB = sorted(CI.glob("github-*.yml"))
WORKFLOWS = [*sorted((REPOSITORY / ".github" / "workflows").glob("*.yml")), *GITHUB]
FINE = (REPOSITORY / "policies" / "minimal.yaml").read_text()
# The vault takes no retention under a week, and history needs 30 days.
BAD = FINE.replace("retention: 35d } }  #", "retention: 5d } }  #")
# Still within every objective, and yet a promise less.
SHORTER = FINE.replace("automated_backups: { retention: 35d", "automated_backups: { retention: 31d")
# A vault as the last account of the shipped recording holds it.
VAULT = """version: 1
name: orders
accounts: { workload: "111122223333", backup: "999900001111" }
environments: { production: { account: backup, region: us-west-2 } }
keys: { dr: { existing: "arn:aws:kms:us-west-2:999900001111:key/7c1d0e52-8f1a-4a53-9d0e-2f1c9e4d7a60" } }
vaults: { dr: { key: dr, access: [workload] } }
"""
RECORDING = REPOSITORY / "policies" / "observed" / "language.jsonl"
# What a stranger may put into a pull request to give the runner a command.
HOSTILE = FINE.replace("instance: app", 'instance: "app\\n::error::obeyed ::add-mask::policy"')


@pytest.fixture(scope="module")
def action(tmp_path_factory):
    variables = runner.variables(GITHUB_REPOSITORY="owner/repository", GITHUB_SERVER_URL="http://127.0.0.1:1")
    return runner.Action(REPOSITORY, tmp_path_factory.mktemp("runner"), variables)


@pytest.fixture
def run(action, workspace):
    """Calls the action with the debug build in a repository of one policy."""
    return functools.partial(action.call, workspace, program=str(packages.program()))


@pytest.fixture
def workspace(tmp_path):
    """A clone with one policy and its rendered files; the first commit is the base."""
    folder = packages.repository(tmp_path / "workspace")
    change(folder, FINE)
    packages.done(packages.program(), "render", "--out", "rendered", cwd=folder)
    packages.commit(folder, "base")
    return folder


def change(folder, text):
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "orders.yaml").write_text(text)


def base(folder):
    return {"event.pull_request.base.sha": packages.done("git", "rev-parse", "HEAD", cwd=folder).strip()}


# Judged by others.


@pytest.mark.parametrize("kind, files", [("workflows", WORKFLOWS), ("actions", [REPOSITORY / "action.yml"])])
def test_github_knows_every_key(kind, files):
    packages.done(packages.tool("check-jsonschema"), "--builtin-schema", f"vendor.github-{kind}", *files)


def test_gitlab_knows_every_key():
    packages.done(
        packages.tool("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", CI / "gitlab-ci.yml"
    )


def test_an_auditor_of_actions_finds_nothing():
    """Template injection, unpinned actions, wide permissions, tokens left behind."""
    packages.done(
        *(packages.tool("zizmor"), "--offline", "--no-progress", "--persona", "pedantic"),
        *(REPOSITORY / "action.yml", *WORKFLOWS),
    )


def test_actionlint_finds_nothing():
    program = shutil.which("actionlint")
    if program is None:
        pytest.skip("actionlint is not on the path, and its package on PyPI downloads from GitHub")
    packages.done(program, *WORKFLOWS)


def test_scripts_are_sound():
    program = shutil.which("shellcheck")
    if program is None:
        pytest.skip("shellcheck is not on the path")
    scripts = [*sorted((REPOSITORY / ".github" / "action").iterdir()), CI / "terraform-plan"]
    packages.done(program, *scripts, REPOSITORY / "scripts" / "test")


def test_every_foreign_action_is_pinned_to_one_commit():
    """One hash for each action and version, in all files alike."""
    pinned = {}
    for workflow in WORKFLOWS:
        for line in workflow.read_text().splitlines():
            _, uses, named = line.partition("uses: ")
            if not uses or named.startswith("./"):
                continue
            name, _, pin = named.partition("@")
            assert len(pin.split()[0]) == 40, line
            assert pinned.setdefault(name, pin) == pin, line
    assert len(pinned) > 5


def test_the_page_tells_of_every_input_and_output():
    definition = yaml.safe_load((REPOSITORY / "action.yml").read_text())
    tables = (REPOSITORY / "docs" / "ci.md").read_text()
    told = re.findall(r"^\| `([a-z0-9-]+)` \|", tables, re.MULTILINE)
    assert told == [*definition["inputs"], *definition["outputs"]]


# check


def test_a_good_policy_passes_and_leaves_its_reports(run):
    ended = run()
    assert ended.status == 0, ended.log
    assert ended.outputs["status"] == "0"
    assert ended.read("report") == ended.summary
    results = json.loads(ended.read("sarif"))["runs"][0]["results"]
    assert [result["level"] for result in results] == ["note"], "the advice of the starter"


def test_an_error_is_annotated_and_fails_the_step(run, workspace):
    change(workspace, BAD)
    ended = run()
    assert (ended.status, ended.outputs["status"]) == (1, "1"), ended.log
    assert "\n::error file=policies/orders.yaml,line=22," in ended.log
    assert "retention-outside-lock" in ended.summary
    assert "retention-outside-lock" in ended.read("sarif")


def test_paths_and_arguments_are_one_on_each_line(run, workspace):
    (workspace / "a folder").mkdir()
    shutil.copy(workspace / "policies" / "orders.yaml", workspace / "a folder" / "-orders $(touch oops).yaml")
    ended = run(
        paths="a folder/-orders $(touch oops).yaml\n\n",
        arguments="--deny\nbackups-unwatched\n",
        environment="production",
    )
    assert ended.status == 1, ended.log
    assert "a folder/-orders $(touch oops).yaml" in ended.log
    assert not list(workspace.rglob("oops"))


def test_what_cannot_be_read_is_status_2_and_said(run):
    ended = run(paths="missing.yaml")
    assert (ended.status, ended.outputs["status"]) == (2, "2")
    assert "cannot read `missing.yaml`" in ended.log
    assert "::error title=policy check::" in ended.log


def test_an_unknown_command_is_status_2(run):
    ended = run(command="chek; touch oops")
    assert (ended.status, ended.outputs["status"]) == (2, "2")


# render-check


def test_fresh_files_pass_and_stale_ones_do_not(run, workspace):
    assert run(command="render-check").status == 0
    change(workspace, FINE.replace('at: "07:00"', 'at: "09:00"'))
    ended = run(command="render-check")
    assert ended.status == 1
    assert "stale     minimal/terraform/modules/production/plans.tf" in ended.log
    assert run(command="render-check", out="elsewhere").status == 1, "nothing was rendered there"


def test_the_runner_obeys_nothing_that_a_policy_says(run, workspace):
    """Between `::stop-commands::WORD` and `::WORD::` every line is text."""
    change(workspace, HOSTILE)
    ended = run(command="render-check")
    assert ended.status == 1
    assert "::error::obeyed" in ended.log, "the excerpt shows the line, for a person to read"
    word = None
    for line in ended.log.splitlines():
        if line.startswith("::stop-commands::"):
            word = line.removeprefix("::stop-commands::")
        elif word and line == f"::{word}::":
            word = None
        elif word is None:
            assert "obeyed" not in line, ended.log
    assert word is None, "commands are obeyed again at the end"


# diff


def test_a_pull_request_shows_what_it_does_to_recoverability(run, workspace):
    github = base(workspace)
    change(workspace, SHORTER)
    ended = run(github=github, command="diff")
    assert ended.status == 0, ended.log
    assert ended.read("report") == ended.summary
    assert "35" in ended.summary and "31" in ended.summary, ended.summary
    strict = run(github=github, command="diff", arguments="--fail-on-regression")
    assert (strict.status, strict.outputs["status"]) == (1, "1")
    assert strict.summary == ended.summary, "the comment is written all the same"


def test_a_change_that_changes_nothing_says_so(run, workspace):
    ended = run(github=base(workspace), command="diff", arguments="--fail-on-regression")
    assert ended.status == 0
    assert "no change in what can be recovered" in ended.summary


def test_the_first_policy_of_a_repository_has_nothing_to_compare_with(run, workspace):
    (workspace / "more").mkdir()
    (workspace / "more" / "first.yaml").write_text(FINE)
    ended = run(github=base(workspace), command="diff", paths="more")
    assert ended.status == 0, ended.log
    assert "there was no policy before" in ended.summary


@pytest.mark.parametrize("sha, said", [("", "`base` is needed"), ("0" * 40, "`fetch-depth: 0`")])
def test_a_base_that_is_not_there_is_status_2_with_its_cure(run, sha, said):
    ended = run(github={"event.pull_request.base.sha": sha}, command="diff")
    assert (ended.status, ended.outputs["status"]) == (2, "2")
    assert said in ended.log


# drift


@pytest.mark.parametrize("status, said", [(0, "1 in sync"), (1, "1 missing"), (2, "1 not checked")])
def test_drift_hands_over_the_report_and_the_status(run, workspace, status, said):
    """A recording stands in for the account of a runner: as wanted, without the vault, of elsewhere."""
    change(workspace, VAULT)
    header, *_, line = RECORDING.read_text().splitlines()
    seen = json.loads(line)
    del seen["Settings"]["Keys"]
    if status == 1:
        seen["Settings"]["BackupVaults"].clear()
    if status == 2:
        seen["Region"] = "us-east-2"
    (workspace / "seen.jsonl").write_text(f"{header}\n{json.dumps(seen)}\n")
    ended = run(command="drift", environment="production", arguments="--observed\nseen.jsonl")
    assert (ended.status, ended.outputs["status"]) == (status, str(status)), ended.log
    assert ended.summary.startswith("**policy drift**: ") and said in ended.summary, ended.summary
    assert ended.read("report") == ended.summary


def test_a_report_too_long_for_a_summary_is_cut_and_says_so(action, workspace, tmp_path):
    """GitHub drops a summary of more than 1 MiB whole."""
    program = tmp_path / "policy"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] || yes "| a row |" | head -n 200000\n')
    program.chmod(0o755)
    ended = action.call(workspace, program=str(program), command="drift")
    assert ended.status == 0, ended.log
    assert len(ended.read("report")) == 200000 * 10
    assert len(ended.summary) < 1024 * 1024
    assert ended.summary.endswith("was cut here.**\n")


# Installing


@pytest.fixture
def releases(tmp_path):
    """A server with one release, as GitHub lays it out; gives its address and folder."""
    handler = functools.partial(Quiet, directory=tmp_path)
    published = tmp_path / "owner" / "policy"
    with packages.passing(published), http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        folder = published / "releases" / "download" / f"v{packages.version()}"
        shutil.copytree(packages.archive().parent, folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing: the log of a test is the action's."""


def machine():
    """The runner's words for this machine, if there is an archive for it."""
    system = {"Linux": "Linux", "Darwin": "macOS"}[os.uname().sysname]
    processor = {"x86_64": "X64", "aarch64": "ARM64", "arm64": "ARM64"}[os.uname().machine]
    return {"RUNNER_OS": system, "RUNNER_ARCH": processor}


def download(workspace, releases, scratch, **inputs):
    if shutil.which("curl") is None:
        pytest.skip("curl is not on the path")
    address, _ = releases
    variables = runner.variables(GITHUB_SERVER_URL=address, NO_PROXY="127.0.0.1", **machine())
    caller = runner.Action(REPOSITORY, scratch, variables)
    github = {"action_repository": "owner/policy"}
    return caller.call(workspace, github=github, **{"version": packages.version(), **inputs})


@pytest.fixture
def scratch(tmp_path_factory):
    with packages.passing(tmp_path_factory.mktemp("runner")) as folder:
        yield folder


def test_a_release_is_downloaded_and_used(workspace, releases, scratch):
    ended = download(workspace, releases, scratch)
    assert ended.status == 0, ended.log
    assert pathlib.Path(ended.outputs["program"]).parts[-2].startswith("backup-policy-")


def test_a_release_is_used_if_it_is_the_one_that_was_pinned(workspace, releases, scratch):
    digest = hashlib.sha256(packages.archive().read_bytes()).hexdigest()
    assert download(workspace, releases, scratch, sha256=digest).status == 0
    ended = download(workspace, releases, scratch, sha256="0" * 64)
    assert ended.status == 2
    assert "is not what its checksum says" in ended.log


def test_an_archive_that_was_changed_is_not_unpacked(workspace, releases, scratch):
    _, folder = releases
    [archive] = folder.glob("*.tar.gz")
    archive.write_bytes(archive.read_bytes() + b"more")
    ended = download(workspace, releases, scratch)
    assert ended.status == 2
    assert "is not what its checksum says" in ended.log
    assert not [path for path in scratch.rglob("policy") if path.is_file()]


@pytest.mark.parametrize("version", ["9.9.9", "0.1.0/../../elsewhere", "$(id)"])
def test_a_release_that_is_none_is_status_2(workspace, releases, scratch, version):
    ended = download(workspace, releases, scratch, version=version)
    assert ended.status == 2
    assert "::error title=policy::" in ended.log


# Pipelines to copy


def script(job):
    """The commands of a job as GitLab's runner gives them to a shell."""
    pipeline = yaml.safe_load((CI / "gitlab-ci.yml").read_text())
    return "\n".join(["set -eo pipefail", *pipeline[job]["script"]])


def gitlab(job, workspace, **variables):
    path = os.pathsep.join([str(packages.program().parent), os.environ["PATH"]])
    environment = {**runner.variables(), "PATH": path, "CI_PROJECT_DIR": str(workspace), **variables}
    return packages.run("bash", "-c", script(job), cwd=workspace, env=environment)


def test_the_gitlab_jobs_pass_on_a_good_policy(workspace):
    sha = base(workspace)["event.pull_request.base.sha"]
    change(workspace, SHORTER)
    assert gitlab("policy-check", workspace).returncode == 0
    assert json.loads((workspace / "policy.sarif").read_text())["version"] == "2.1.0"
    assert gitlab("policy-render", workspace).returncode == 1, "rendered files are of the base"
    assert gitlab("policy-diff", workspace, CI_MERGE_REQUEST_DIFF_BASE_SHA=sha).returncode == 0
    assert "31" in (workspace / "policy-diff.md").read_text()


def test_the_gitlab_check_fails_on_a_bad_policy_and_leaves_its_sarif_file(workspace):
    change(workspace, BAD)
    ended = gitlab("policy-check", workspace)
    assert ended.returncode == 1
    assert "retention-outside-lock" in ended.stdout
    assert "retention-outside-lock" in (workspace / "policy.sarif").read_text()


OVERRIDE = """
provider "aws" {{
  alias                       = "us_east_1_111122223333"
  access_key                  = "111122223333"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true

  endpoints {{
    backup = "{url}"
    iam    = "{url}"
    rds    = "{url}"
    sts    = "{url}"
  }}
}}
"""


def test_the_terraform_pipeline_plans_what_was_reviewed(workspace, tf, tmp_path):
    root = workspace / "rendered" / "minimal" / "terraform" / "production"
    path = os.pathsep.join([str(packages.program().parent), os.environ["PATH"]])
    command = [CI / "terraform-plan", root.relative_to(workspace)]
    with emulators.running("ministack", tmp_path) as url:
        (root / "emulator_override.tf").write_text(OVERRIDE.format(url=url).lstrip())
        environment = {**tf.environment, "PATH": path, "AWS_ENDPOINT_URL": url}
        said = packages.done(*command, cwd=workspace, env=environment)
        assert "The configuration is valid" in said
        assert "module.backup.aws_backup_plan" in said, said
        assert (root / "policy.tfplan").exists()
    change(workspace, FINE.replace('at: "07:00"', 'at: "09:00"'))
    stale = packages.run(*command, cwd=workspace, env=environment)
    assert stale.returncode == 1
    assert "plans.tf" in stale.stdout and "Terraform" not in stale.stdout, "nothing stale is planned"
