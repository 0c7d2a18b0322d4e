"""CloudFormation templates as cfn-lint and a YAML 1.1 reader see them."""

import json
import re
import subprocess
import sys

import findings
import yaml

# cfn-lint's rules that we do not follow: rule -> why.
IGNORED = {}

# As the `cfn-lint` script starts, but found wherever this Python finds its packages.
_CFN_LINT = (sys.executable, "-c", "import cfnlint.runner, sys; sys.exit(cfnlint.runner.main())")

# What JSON itself reads as something other than a string. Every YAML version agrees on these.
_JSON_SCALAR = re.compile(r"true|false|null|-?(0|[1-9]\d*)(\.\d+)?")


def test_cfn_lint_is_silent_about_every_template(rendered):
    """Strict about types too (E3012): a number or boolean where AWS wants a string is reported."""
    ignored = [argument for rule in sorted(IGNORED) for argument in ("-i", rule)]
    run = subprocess.run(
        [
            *_CFN_LINT,
            *("--format", "json", "--configure-rule", "E3012:strict=true"),
            *ignored,
            "--",
            *rendered.templates(),
        ],
        capture_output=True,
        text=True,
        timeout=600,
    )
    # cfn-lint exits with the kinds of its matches as bits; anything printed on stderr is a crash.
    assert not run.stderr, run.stderr
    found = [
        f"{match['Filename']}:{match['Location']['Start']['LineNumber']}: "
        f"{match['Rule']['Id']} {match['Message']}"
        for match in json.loads(run.stdout)
    ]
    findings.none(found)
    assert run.returncode == 0


def _scalars(node):
    """Every scalar of a YAML tree, keys included."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    else:
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)


def test_no_string_changes_its_type_in_a_yaml_1_1_reader(rendered):
    """`no`, `012`, `2026-01-01` and `12:30` are strings to us and something else to PyYAML.

    A plain scalar may be read as another type only where JSON reads it so too.
    """
    retyped = []
    for path in rendered.templates():
        tree = yaml.compose(path.read_text(), Loader=yaml.SafeLoader)
        for scalar in _scalars(tree):
            kind = scalar.tag.rpartition(":")[2]
            if scalar.style is None and kind != "str" and not scalar.tag.startswith("!"):
                if not _JSON_SCALAR.fullmatch(scalar.value):
                    line = scalar.start_mark.line + 1
                    retyped.append(f"{rendered.name(path)}:{line}: `{scalar.value}` is a {kind}")
    findings.none(retyped)


def test_no_mapping_says_a_key_twice(rendered):
    """PyYAML keeps the last one without a word."""
    repeated = []

    def walk(path, node):
        children = node.value if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            repeated.extend(
                f"{rendered.name(path)}:{node.start_mark.line + 1}: `{key}`"
                for key in sorted(set(keys))
                if keys.count(key) > 1
            )
            children = [value for _, value in node.value]
        for child in children:
            walk(path, child)

    for path in rendered.templates():
        walk(path, yaml.compose(path.read_text(), Loader=yaml.SafeLoader))
    findings.none(repeated)
