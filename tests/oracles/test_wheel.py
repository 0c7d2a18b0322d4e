"""The wheel and the archive as a user gets them: installed, unpacked, run."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile

import findings
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
    with packages.passing(tmp_path_factory.mktemp("installed")) as folder:
        packages.done(
            *(sys.executable, "-m", "pip", "install", "--no-index", "--target", folder),
            packages.wheel(),
        )
        yield folder


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


@pytest.fixture
def unpacked(tmp_path):
    with packages.passing(tmp_path) as folder:
        shutil.unpack_archive(packages.archive(), folder)
        [only] = folder.iterdir()
        yield only


def test_the_unpacked_archive_runs_and_documents_every_command(unpacked):
    program = unpacked / "policy"
    assert os.access(program, os.X_OK)
    assert packages.done(program, "-V") == packages.done(binary(), "-V")
    assert (unpacked / "man" / "man1" / "policy-check.1").exists()
    syntax = subprocess.run(["bash", "-n", unpacked / "completions" / "policy.bash"], check=False)
    assert syntax.returncode == 0
    for licence in ("LICENSE-MIT", "LICENSE-APACHE"):
        assert (unpacked / licence).read_bytes() == (REPOSITORY / licence).read_bytes()


def test_the_same_binary_gives_the_same_archive():
    before = packages.archive().read_bytes()
    packages.archive.cache_clear()
    assert packages.archive().read_bytes() == before


def test_the_image_is_built_from_all_that_the_program_needs(tmp_path):
    """No image can be built here; what is copied must at least be a whole package."""
    lines = (REPOSITORY / "Containerfile").read_text().splitlines()
    copied = [
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    ignored = (REPOSITORY / ".dockerignore").read_text().splitlines()
    assert sorted(copied) == sorted(line[1:] for line in ignored if line.startswith("!"))
    for name in copied:
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    # Every target that Cargo.toml names is there, and so is every file that the code includes.
    packages.done("cargo", "metadata", "--no-deps", "--offline", "--format-version", "1", cwd=tmp_path)
    included = [
        source.parent / name
        for source in sorted((tmp_path / "src").rglob("*.rs"))
        for name in re.findall(r'include_str!\(\s*"([^"]+)"\s*\)', source.read_text())
    ]
    assert len(included) > 10
    findings.none([f"{path} is not copied" for path in included if not path.exists()])


def test_images_run_as_nobody_in_particular():
    stages = (REPOSITORY / "Containerfile").read_text().split("\nFROM ")[1:]
    assert len(stages) == 3
    for stage in stages[1:]:
        assert "\nUSER 65532:65532\n" in stage
    for stage in stages:
        image = stage.split()[0]
        assert ":" in image and ":latest" not in image, image
