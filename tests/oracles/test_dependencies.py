"""deny.toml against the dependency tree that Cargo.lock fixes, on all platforms, for tests too.

`cargo deny check` says the same and more (advisories); it takes minutes to
install, so this reads the rules that need nothing but `cargo metadata`.
"""

import json
import re
import subprocess

import findings
import pytest
from conftest import REPOSITORY

try:
    import tomllib
except ModuleNotFoundError:
    # Python 3.10, where pytest brings it.
    import tomli as tomllib


@pytest.fixture(scope="module")
def rules():
    return tomllib.loads((REPOSITORY / "deny.toml").read_text())


@pytest.fixture(scope="module")
def crates():
    """Every package of the tree but our own."""
    run = subprocess.run(
        ["cargo", "metadata", "--locked", "--all-features", "--format-version", "1"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    packages = json.loads(run.stdout)["packages"]
    found = [package for package in packages if package["source"] is not None]
    assert found, "cargo metadata lists no dependency"
    return found


def _permitted(expression, allowed):
    """Whether an SPDX expression can be met by allowed licences alone. `/` is an old `OR`."""
    tokens = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))

    def alternatives():
        met = both()
        while tokens[:1] == ["OR"]:
            tokens.pop(0)
            # Not `met or both()`: the right side must be read too.
            met = both() or met
        return met

    def both():
        met = one()
        while tokens[:1] == ["AND"]:
            tokens.pop(0)
            met = one() and met
        return met

    def one():
        licence = tokens.pop(0)
        if licence == "(":
            met = alternatives()
            assert tokens.pop(0) == ")", expression
            return met
        if tokens[:1] == ["WITH"]:
            licence = " ".join([licence, tokens.pop(0), tokens.pop(0)])
        return licence in allowed

    met = alternatives()
    assert not tokens, f"`{expression}` does not end where it should"
    return met


@pytest.mark.parametrize(
    "expression, permitted",
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only/MIT", True),
        ("MIT OR GPL-3.0-only AND GPL-2.0-only", True),
        ("(MIT OR GPL-3.0-only) AND GPL-2.0-only", False),
        ("(MIT OR GPL-3.0-only) AND Zlib", True),
        ("Apache-2.0 WITH LLVM-exception", False),
        ("Apache-2.0 WITH LLVM-exception OR MIT", True),
    ],
)
def test_licence_expressions_are_read_as_spdx_means_them(expression, permitted):
    assert _permitted(expression, {"MIT", "Zlib", "Apache-2.0"}) is permitted


def test_every_licence_of_the_tree_is_allowed(rules, crates):
    allowed = set(rules["licenses"]["allow"])
    findings.none(
        [
            f"{crate['name']} {crate['version']}: {crate['license'] or 'states no licence'}"
            for crate in crates
            if not (crate["license"] and _permitted(crate["license"], allowed))
        ]
    )


def _version(text):
    return tuple(int(part) for part in re.findall(r"\d+", text.partition("-")[0]))


def _banned(crate, ban):
    """deny.toml names a crate, or the crate below a version (`name@<1.2`)."""
    name, _, bound = ban["crate"].partition("@<")
    assert "@" not in name, f"only `name` and `name@<version` are read here, not `{ban['crate']}`"
    return crate["name"] == name and (not bound or _version(crate["version"]) < _version(bound))


def test_no_denied_crate_is_in_the_tree(rules, crates):
    findings.none(
        [
            f"{crate['name']} {crate['version']}: {ban['reason']}"
            for crate in crates
            for ban in rules["bans"]["deny"]
            if _banned(crate, ban)
        ]
    )


def test_every_crate_comes_from_an_allowed_registry(rules, crates):
    allowed = {f"registry+{url}" for url in rules["sources"]["allow-registry"]}
    findings.none(
        [
            f"{crate['name']} {crate['version']}: {crate['source']}"
            for crate in crates
            if crate["source"] not in allowed
        ]
    )
