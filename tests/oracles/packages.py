"""What a release is made of, made once from the debug build by `scripts/release`.

Nothing is compiled again: cargo finds the build that the other tests judge.
Each copy of that build is a hundred megabytes and more, so the folders that
tests unpack and install into are `passing`: gone when the test is.
"""

import contextlib
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys

from conftest import REPOSITORY, binary

_PACKAGES = REPOSITORY / "target" / "test-env" / "packages"
_OUT = REPOSITORY / "target" / "test-env" / "dist"


def tool(name):
    """A program of scripts/requirements.txt, wherever pip put it."""
    beside = pathlib.Path(sys.executable).parent
    found = shutil.which(name, path=os.pathsep.join(map(str, [beside, _PACKAGES / "bin"])))
    assert found, f"`{name}` of scripts/requirements.txt is not installed"
    return found


def run(*command, **options):
    """Runs a program to its end and returns what it said and how it ended."""
    return subprocess.run(command, capture_output=True, text=True, timeout=600, **options)


def done(*command, **options):
    ended = run(*command, **options)
    assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


@contextlib.contextmanager
def passing(folder):
    """A folder that is emptied at the end; pytest keeps those of the last runs."""
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def program():
    """The debug build."""
    return binary()


def version():
    return re.search(r'^version = "(.*)"$', (REPOSITORY / "Cargo.toml").read_text(), re.MULTILINE).group(1)


def _release(what, folder, *arguments):
    path = os.pathsep.join([os.path.dirname(tool("maturin")), os.environ["PATH"]])
    command = [sys.executable, REPOSITORY / "scripts" / "release", what, folder]
    return done(*command, *arguments, env={**os.environ, "PATH": path})


def _built():
    """The arguments that the debug build was made with."""
    live = "without `live`" not in done(program(), "--version")
    return ["--profile", "dev", *([] if live else ["--no-default-features"])]


def _only(folder, pattern):
    [found] = folder.glob(pattern)
    return found


@functools.cache
def wheel():
    folder = _OUT / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    _release("wheel", folder, *_built(), "--compression-level", "1")
    return _only(folder, "*.whl")


@functools.cache
def archive():
    folder = _OUT / "archive"
    shutil.rmtree(folder, ignore_errors=True)
    _release("archive", folder, *_built())
    return _only(folder, "*.tar.gz")


def hooks(folder):
    """A git repository as `scripts/release hooks` makes it, with the tag that its users name."""
    _release("hooks", folder)
    commit(folder, f"version {version()}")
    done("git", "tag", f"v{version()}", cwd=folder)
    return folder


def repository(folder):
    folder.mkdir(parents=True, exist_ok=True)
    done("git", "init", "--quiet", "--initial-branch", "main", folder)
    for key, value in {"user.name": "nobody", "user.email": "nobody@example.com"}.items():
        done("git", "config", key, value, cwd=folder)
    return folder


def commit(folder, message):
    if not (folder / ".git").exists():
        repository(folder)
    done("git", "add", "--all", cwd=folder)
    done("git", "commit", "--quiet", "--no-verify", "--message", message, cwd=folder)
