"""What every oracle test starts from: all policies of the project, rendered once.

`POLICY_BIN` names the binary to judge (default: the debug build). With
`POLICY_RENDERED` set, that folder is judged as it is and nothing is rendered.
"""

import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import subprocess

import pytest

import application
import terraform

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
# Applying is mostly waiting: the provider watches a lifecycle for 55 s before it trusts it.
_AT_ONCE = 3


# Fixtures that start what takes minutes, and do not wait for it.
_STARTING = ("applications", "loop_started")


def pytest_collection_modifyitems(items):
    """The first test of each thing that takes long starts it; the others come last, when it is done."""
    first, last = [], []
    for starting in _STARTING:
        waiting = [item for item in items if starting in item.fixturenames]
        first += waiting[:1]
        last += waiting[1:]
    others = [item for item in items if item not in first and item not in last]
    items[:] = [*first, *others, *last]


@dataclasses.dataclass(frozen=True)
class Rendered:
    """One output folder of `policy render`, found again by its layout."""

    folder: pathlib.Path

    def _found(self, pattern):
        found = sorted(self.folder.glob(pattern))
        # An empty list would let every loop over it pass.
        assert found, f"nothing was rendered as {pattern}"
        return found

    def templates(self):
        return self._found("*/cloudformation/*/*.yaml")

    def backup_inputs(self):
        return self._found("*/aws-backup/*/*/*.json")

    def lifecycle_inputs(self):
        return self._found("*/s3-lifecycle/*/*/*.json")

    def terraform_roots(self):
        mains = self._found("*/terraform/*/*.tf")
        return sorted({main.parent for main in mains if main.parent.name != "modules"})

    def name(self, path):
        """A path as a reader of the output knows it."""
        return path.relative_to(self.folder).as_posix()


def binary():
    named = os.environ.get("POLICY_BIN")
    if named:
        return pathlib.Path(named)
    target = os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")
    return REPOSITORY / target / "debug" / "policy"


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    ready = os.environ.get("POLICY_RENDERED")
    if ready:
        return Rendered(pathlib.Path(ready).resolve())
    policies = sorted((REPOSITORY / "policies").glob("*.yaml"))
    assert policies, "the project has no policies/*.yaml to render"
    folder = tmp_path_factory.mktemp("rendered")
    run = subprocess.run(
        [binary(), "render", *policies, "--out", folder],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, f"policy render exited {run.returncode}:\n{run.stdout}{run.stderr}"
    return Rendered(folder)


@pytest.fixture(scope="session")
def tf(tmp_path_factory):
    """Terraform with its AWS provider, or a skip that says what is missing."""
    try:
        downloads = REPOSITORY / "target" / "test-env" / "terraform-plugins"
        return terraform.find(tmp_path_factory.mktemp("terraform"), downloads)
    except terraform.Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def initialised(rendered, tf, tmp_path_factory):
    """A copy in which every root has its provider, since `init` writes beside the root."""
    copy = Rendered(tmp_path_factory.mktemp("initialised"))
    for policy in sorted({root.parents[1] for root in rendered.terraform_roots()}):
        shutil.copytree(policy / "terraform", copy.folder / policy.name / "terraform")
    roots = copy.terraform_roots()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for root, init in zip(roots, pool.map(tf.init, roots)):
            assert init.returncode == 0, f"{copy.name(root)}:\n{init.stdout}"
    return copy


@pytest.fixture(scope="session")
def applications(initialised, tf, tmp_path_factory):
    """The fewest roots that show every type with every argument, applied while other tests run."""
    folder = tmp_path_factory.mktemp("apply")
    roots = [application.read(root, initialised.name(root)) for root in initialised.terraform_roots()]

    def run(number, root, emulator):
        copy = application.copy(root, folder / f"run-{number}")
        return application.apply(tf, copy, emulator, folder)

    runs = [
        (root, emulator)
        for emulator in ("ministack", "moto")
        for root in application.choose(roots, emulator)
    ]
    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        started = [pool.submit(run, number, *wanted) for number, wanted in enumerate(runs)]
        yield application.Applications(roots, started)
