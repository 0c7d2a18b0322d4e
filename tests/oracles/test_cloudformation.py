"""CloudFormation templates as cfn-lint and a YAML 1.1 reader see them."""

import json
import subprocess
import sys

import findings
import yaml
import yaml_1_1

# cfn-lint's rules that we do not follow: rule -> why.
IGNORED = {}

# As the `cfn-lint` script starts, but found wherever this Python finds its packages.
_CFN_LINT = (sys.executable, "-c", "import cfnlint.runner, sys; sys.exit(cfnlint.runner.main())")


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


def test_no_string_changes_its_type_in_a_yaml_1_1_reader(rendered):
    """CloudFormation's own tools read YAML 1.1."""
    findings.none(
        [
            problem
            for path in rendered.templates()
            for problem in yaml_1_1.retyped(path, rendered.name(path))
        ]
    )


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
        walk(path, yaml_1_1.compose(path))
    findings.none(repeated)
