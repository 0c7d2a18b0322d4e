"""Runs terraform offline where it can: provider found on the machine, no real account in reach."""

import os
import pathlib
import re
import shutil
import signal
import subprocess

PROVIDER = "registry.terraform.io/hashicorp/aws"
# Where packages, images and people put provider mirrors; searched two folders deep.
USUAL_FOLDERS = (
    "~/.terraform.d",
    "~/.local/share/terraform",
    "/opt",
    "/usr/local/share",
    "/usr/share",
    "/usr/local/lib",
    "/usr/lib",
    "/var/lib",
)
PROBE = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 6.0.0"
    }
  }
}
"""


class Missing(Exception):
    """The machine lacks something that is not ours to bring."""


def find_mirror(downloads):
    """The folder that holds `registry.terraform.io/hashicorp/aws`, or None."""
    named = os.environ.get("POLICY_TERRAFORM_PLUGINS")
    if named:
        # Not `Missing`: what someone asked for by name is no reason to skip.
        assert (pathlib.Path(named) / PROVIDER).is_dir(), (
            f"POLICY_TERRAFORM_PLUGINS={named} holds no {PROVIDER}"
        )
        return pathlib.Path(named)
    for usual in (downloads, *USUAL_FOLDERS):
        top = pathlib.Path(usual).expanduser()
        for pattern in ("", "*/", "*/*/"):
            for found in sorted(top.glob(pattern + PROVIDER)):
                return found.parents[2]
    return None


def _configuration(mirror):
    if mirror is None:
        return "provider_installation {\n  direct {}\n}\n"
    path = str(mirror).replace("\\", "\\\\").replace('"', '\\"')
    return f'provider_installation {{\n  filesystem_mirror {{\n    path = "{path}"\n  }}\n}}\n'


def _environment(folder):
    """Our own environment less everything that could reach an account or change terraform."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "TF_"))}
    return {
        **kept,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "CHECKPOINT_DISABLE": "1",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
        "TF_CLI_CONFIG_FILE": str(folder / "terraform.rc"),
        "TF_IN_AUTOMATION": "1",
    }


class Terraform:
    def __init__(self, program, environment):
        self.program = program
        self.environment = environment

    def run(self, folder, *arguments, timeout=120, **extra):
        """Runs terraform in `folder`; stdout and stderr come back as one text."""
        command, *rest = arguments
        process = subprocess.Popen(
            [self.program, command, *rest],
            cwd=folder,
            env={**self.environment, **extra},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            # The provider is a child of terraform: both must go.
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            return subprocess.CompletedProcess(
                arguments, 124, f"{output}\nterraform {command}: stopped after {timeout} s"
            )
        return subprocess.CompletedProcess(arguments, process.returncode, output)

    def init(self, folder):
        return self.run(
            folder, "init", "-backend=false", "-input=false", "-no-color", timeout=300
        )


def find(folder, downloads):
    """Terraform with a working AWS provider. Raises `Missing` with the reason.

    A provider that must come from the registry is kept in `downloads`, which is
    the mirror from then on: terraform's own cache is not safe for runs side by side.
    """
    program = shutil.which("terraform")
    if program is None:
        raise Missing("terraform not found")
    tf = Terraform(program, _environment(folder))
    configuration = folder / "terraform.rc"
    probe = folder / "probe"
    probe.mkdir()
    (probe / "main.tf").write_text(PROBE)
    mirror = find_mirror(downloads)
    if mirror is None:
        downloads.mkdir(parents=True, exist_ok=True)
        configuration.write_text(_configuration(None))
        tf.run(
            *(probe, "init", "-backend=false", "-input=false", "-no-color"),
            timeout=600,
            TF_PLUGIN_CACHE_DIR=str(downloads),
        )
        mirror = downloads
    configuration.write_text(_configuration(mirror))
    if tf.init(probe).returncode != 0:
        raise Missing(
            f"terraform found no hashicorp/aws 5.100 in {mirror} or its registry "
            "(POLICY_TERRAFORM_PLUGINS may name a mirror)"
        )
    return tf


# `terraform fmt` puts a top-level block's braces where these expressions look for them.
_BLOCK = re.compile(r'^(?P<kind>\w+) (?P<labels>(?:"[^"]*" ?)+)\{\n(?P<body>.*?)^\}$', re.M | re.S)
_ARGUMENT = re.compile(r"^ +([a-z]\w*) *(?:=|\{)", re.M)


def blocks(folder, kind):
    """(labels, body) of every top-level block of a kind in a folder's .tf files."""
    for path in sorted(folder.glob("*.tf")):
        for block in _BLOCK.finditer(path.read_text()):
            if block["kind"] == kind:
                yield tuple(re.findall(r'"([^"]*)"', block["labels"])), block["body"]


def arguments(body):
    """The argument and block names that a block writes, at any depth."""
    return frozenset(_ARGUMENT.findall(body))
