"""As much of GitHub's runner as our action needs: expressions, variables, files, shells.

It runs the steps of a composite action as they stand in `action.yml`, so what
is tested is the file that users call.
"""

import dataclasses
import os
import pathlib
import re
import subprocess

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*([^}]+?)\s*\}\}")


@dataclasses.dataclass(frozen=True)
class Ended:
    """What one call of the action leaves behind."""

    status: int
    log: str
    summary: str
    outputs: dict

    def read(self, output):
        return pathlib.Path(self.outputs[output]).read_text()


def _filled(text, context):
    """The value of a text with expressions; a name that nobody set is empty, as it is there."""
    return _EXPRESSION.sub(lambda found: context.get(found.group(1), ""), text)


def _written(path):
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines)


class Action:
    """A composite action in a checkout of a repository."""

    def __init__(self, folder, scratch, variables):
        self.folder, self.scratch, self.variables = folder, scratch, variables
        self.definition = yaml.safe_load((folder / "action.yml").read_text())

    def call(self, workspace, github=None, **inputs):
        inputs = {name.replace("_", "-"): value for name, value in inputs.items()}
        unknown = inputs.keys() - self.definition["inputs"].keys()
        assert not unknown, f"the action has no input {unknown}"
        context = {f"github.{name}": value for name, value in (github or {}).items()}
        for name, described in self.definition["inputs"].items():
            context[f"inputs.{name}"] = inputs.get(name, _filled(described.get("default", ""), context))
        files = pathlib.Path(self._folder())
        log, status = [], 0
        for step in self.definition["runs"]["steps"]:
            status, said = self._step(step, workspace, files, context)
            log.append(said)
            if status:
                break
        outputs = {
            name: _filled(described["value"], context)
            for name, described in self.definition["outputs"].items()
        }
        summary = files / "summary"
        return Ended(status, "".join(log), summary.read_text() if summary.exists() else "", outputs)

    def _folder(self):
        count = len(list(self.scratch.iterdir()))
        folder = self.scratch / f"call-{count}"
        (folder / "temp").mkdir(parents=True)
        return folder

    def _step(self, step, workspace, files, context):
        output = files / f"output-{step['id']}"
        environment = {
            **self.variables,
            **{name: _filled(value, context) for name, value in step["env"].items()},
            "GITHUB_ACTION_PATH": str(self.folder),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(files / "summary"),
            "RUNNER_TEMP": str(files / "temp"),
        }
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "what a caller wrote must not become a part of a script"
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        for name, value in _written(output).items():
            context[f"steps.{step['id']}.outputs.{name}"] = value
        return ran.returncode, ran.stdout


def variables(**more):
    """The machine's own settings, without what would speak to the program or to git."""
    unwanted = ("GITHUB_", "RUNNER_", "GIT_", "AWS_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(unwanted)}
    return {**kept, "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "GIT_CONFIG_GLOBAL": os.devnull, **more}
