"""The wheel and the archive as a user gets them: installed, unpacked, run."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile

import packages
import pytest
from conftest import REPOSITORY, binary

try:
    import tomllib
except ModuleNotFoundError:
    # Python 3.10, where pytest brings it.
    import tomli as tomllib


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """What `pip install` makes of the wheel, with nothing else to be had."""
    folder = tmp_path_factory.mktemp("installed")
    packages.done(
        *(sys.executable, "-m", "pip", "install", "--no-index", "--target", folder),
        packages.wheel(),
    )
    return folder


def test_pip_installs_a_program_that_checks(installed, tmp_path):
    program = installed / "bin" / "policy"
    version = packages.done(program, "--version")
    assert version == packages.done(binary(), "--version")
    packages.done(program, "init", cwd=tmp_path)
    assert "settings rendered" in packages.done(program, "check", cwd=tmp_path)


def test_the_wheel_holds_the_program_and_no_python():
    with zipfile.ZipFile(packages.wheel()) as wheel:
        names = wheel.namelist()
        [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
        stated = wheel.read(metadata).decode()
    assert [name for name in names if name.endswith(".py")] == []
    assert "Requires-Dist" not in stated, "the program needs nothing beside itself"


def test_wheel_and_crate_say_the_same_of_themselves():
    crate = tomllib.loads((REPOSITORY / "Cargo.toml").read_text())["package"]
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    for key in ("name", "description", "license", "readme", "keywords"):
        assert project[key] == crate[key], key
    assert project["dynamic"] == ["version"]
    assert packages.wheel().name.startswith(f"backup_policy-{crate['version']}-py3-none-")


def test_the_archive_is_what_its_checksum_says():
    archive = packages.archive()
    stated = archive.with_name(f"{archive.name}.sha256").read_text()
    assert stated == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"


def test_the_unpacked_archive_runs_and_documents_every_command(tmp_path):
    shutil.unpack_archive(packages.archive(), tmp_path)
    [folder] = tmp_path.iterdir()
    program = folder / "policy"
    assert os.access(program, os.X_OK)
    assert packages.done(program, "-V") == packages.done(binary(), "-V")
    assert (folder / "man" / "man1" / "policy-check.1").exists()
    syntax = subprocess.run(["bash", "-n", folder / "completions" / "policy.bash"], check=False)
    assert syntax.returncode == 0
    for licence in ("LICENSE-MIT", "LICENSE-APACHE"):
        assert (folder / licence).read_bytes() == (REPOSITORY / licence).read_bytes()


def test_the_same_binary_gives_the_same_archive():
    before = packages.archive().read_bytes()
    packages.archive.cache_clear()
    assert packages.archive().read_bytes() == before
