"""Applies a rendered Terraform root to an emulator, text untouched.

`-target` keeps out what the emulator lacks, and an override file beside the
root sends its providers to the emulator; terraform merges it by alias.
"""

import dataclasses
import json
import pathlib
import re
import shutil

import emulators
import foreign
import terraform

_REFERENCE = re.compile(r"\baws_\w+\.\w+")
# Lifecycles need 55 s each and run side by side; a provider that waits in vain does so for 3 min.
_APPLY_SECONDS = 400


@dataclasses.dataclass
class Root:
    """One rendered root, initialised where it may be written to."""

    name: str
    folder: pathlib.Path
    # Address -> the arguments its block writes.
    written: dict
    # Address -> addresses it needs, directly or not.
    needs: dict
    # Buckets that other code owns and settings of this root are on.
    foreign_buckets: list

    def judged_by(self, emulator):
        """Addresses this emulator is the first judge of and can apply with all they need."""
        return [
            address
            for address in sorted(self.written)
            if _judge(address).emulators[:1] == (emulator,) and not self.blocked(address, emulator)
        ]

    def blocked(self, address, emulator):
        """What an address needs and the emulator cannot apply."""
        return sorted(
            needed
            for needed in self.needs[address]
            if emulator not in _judge(needed).emulators
        )


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one root did on one emulator."""

    root: Root
    emulator: str
    # Addresses without instance keys: all instances were created; any would change.
    applied: frozenset
    changed: frozenset
    # Everything terraform said that a reader of a failure needs.
    text: str
    # Set where the run broke in a way that no single resource explains.
    broken: str


class Applications:
    """All runs of the session, started together; a test waits for those it needs."""

    def __init__(self, roots, running):
        self.roots = roots
        self._running = running

    def outcomes(self):
        return [run.result() for run in self._running]

    def addresses(self, kind):
        """(root, address) of every resource of a type in what was rendered."""
        return [
            (root, address)
            for root in self.roots
            for address in root.written
            if type_of(address) == kind
        ]


def type_of(address):
    """The resource type in an address of ours, `module.policy.aws_backup_vault.main`."""
    return address.split(".")[-2]


def _judge(address):
    return emulators.EMULATORS.get(type_of(address), emulators.Judge())


def _reachable(edges, start):
    seen, left = set(), [start]
    while left:
        for needed in edges.get(left.pop(), ()):
            if needed not in seen:
                seen.add(needed)
                left.append(needed)
    return seen


def read(folder, name):
    """What a root and its modules declare, by their text."""
    written, needs = {}, {}
    for prefix, module in _folders(folder):
        resources = {
            f"{prefix}{kind}.{label}": body
            for (kind, label), body in terraform.blocks(module, "resource")
        }
        # A resource is referred to by type and name, and from its own module alone. A way round
        # this (a local) would show: terraform applies what a target needs, and the emulator fails.
        edges = {
            address: {prefix + found for found in _REFERENCE.findall(body)} & set(resources)
            for address, body in resources.items()
        }
        written.update((a, terraform.arguments(body)) for a, body in resources.items())
        needs.update((address, _reachable(edges, address)) for address in resources)
    modules = [module for _, module in _folders(folder)]
    return Root(name, folder, written, needs, foreign.buckets(folder, modules))


def _folders(root):
    """(address prefix, folder) of a root and of each module that it calls."""
    modules = [
        (f"module.{labels[0]}.", root / re.search(r'source += "([^"]+)"', body)[1])
        for labels, body in terraform.blocks(root, "module")
    ]
    return [("", root), *modules]


def choose(roots, emulator):
    """The fewest roots (greedy) that show every type with every argument we write for it."""
    shapes = {
        root.name: {
            (type_of(address), argument)
            for address in root.judged_by(emulator)
            for argument in (*root.written[address], "")
        }
        for root in roots
    }
    left = set().union(*shapes.values())
    chosen = []
    while left:
        best = max(roots, key=lambda root: len(shapes[root.name] & left))
        chosen.append(best)
        left -= shapes[best.name]
    return chosen


def override(root, url):
    """Provider blocks for each alias: the account it is for, and no door but the emulator's."""
    services = "\n".join(
        f'    {service} = "{url}"' for service in ("backup", "iam", "kms", "s3", "sns", "sts")
    )
    text = [
        f"""
provider "aws" {{
  alias                       = "{alias}"
  access_key                  = "{place.account}"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true

  # Both emulators keep accounts apart by the role that was assumed.
  assume_role {{
    role_arn = "arn:aws:iam::{place.account}:role/terraform"
  }}

  endpoints {{
{services}
  }}
}}
"""
        for alias, place in foreign.places(root.folder).items()
    ]
    (root.folder / "emulator_override.tf").write_text("".join(text))


def _events(output):
    """The lines of `terraform apply -json` that are JSON."""
    for line in output.splitlines():
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(event, dict):
            yield event


def _errors(output):
    """(address or None, text) of every error."""
    for event in _events(output):
        diagnostic = event.get("diagnostic", {})
        if diagnostic.get("severity") == "error":
            text = f"{diagnostic['summary']}\n{diagnostic.get('detail', '')}".strip()
            yield diagnostic.get("address"), text


def _address(module, kind, name):
    """An address as the text declares it: one for all instances of a `for_each`."""
    return ".".join(part for part in (module, kind, name) if part)


def _applied(output):
    """Addresses of which every planned instance was created."""
    instances = {"planned": {}, "created": {}}
    for event in _events(output):
        if event.get("type") == "planned_change" and event["change"]["action"] == "create":
            state, resource = "planned", event["change"]["resource"]
        elif event.get("type") == "apply_complete":
            state, resource = "created", event["hook"]["resource"]
        else:
            continue
        instances[state][resource["addr"]] = _address(
            resource["module"], resource["resource_type"], resource["resource_name"]
        )
    planned, created = instances["planned"], instances["created"]
    missing = {address for instance, address in planned.items() if instance not in created}
    return frozenset(created.values()) - missing


def _changed(tf, root, plan):
    """Addresses of which a saved plan would touch an instance."""
    shown = tf.run(root.folder, "show", "-json", plan)
    changes = json.loads(shown.stdout).get("resource_changes", [])
    return frozenset(
        _address(c.get("module_address"), c["type"], c["name"])
        for c in changes
        if c["change"]["actions"] != ["no-op"]
    )


def state(tf, root):
    """What was applied, as `terraform show -json` prints it: drift reads that without AWS."""
    return json.loads(tf.run(root.folder, "show", "-json").stdout)


def copy(root, folder):
    """The root, its modules and its provider in a place of its own for one run."""
    shutil.copytree(root.folder.parent, folder, symlinks=True)
    return dataclasses.replace(root, folder=folder / root.folder.name)


def apply(tf, root, emulator, logs):
    """Applies what the emulator judges, plans again, and says what became of each address."""
    targets = [f"-target={address}" for address in root.judged_by(emulator)]
    # Without a target terraform would apply everything.
    assert targets, f"{root.name} has nothing for {emulator}"
    common = ("-input=false", "-no-color", "-parallelism=30", *targets)
    with emulators.running(emulator, logs) as url:
        override(root, url)
        foreign.create(root.foreign_buckets, url)
        environment = {"AWS_ENDPOINT_URL": url}
        first = tf.run(
            root.folder,
            *("apply", "-auto-approve", "-json", *common),
            timeout=_APPLY_SECONDS,
            **environment,
        )
        second = tf.run(
            root.folder,
            *("plan", "-detailed-exitcode", "-out=second.tfplan", *common),
            timeout=_APPLY_SECONDS,
            **environment,
        )
        changed = _changed(tf, root, "second.tfplan") if second.returncode == 2 else frozenset()
    errors = list(_errors(first.stdout))
    return Outcome(
        root,
        emulator,
        _applied(first.stdout),
        changed,
        _report(root, emulator, errors, second, logs),
        _broken(first, second, errors),
    )


def _broken(first, second, errors):
    stray = [text for address, text in errors if address is None]
    if stray:
        return "\n".join(stray)
    if first.returncode != 0 and not errors:
        return f"apply exited {first.returncode}:\n{first.stdout[-3000:]}"
    if second.returncode not in (0, 2):
        return f"the second plan exited {second.returncode}:\n{second.stdout[-3000:]}"
    return ""


def _report(root, emulator, errors, second, logs):
    lines = [f"{root.name} on {emulator} (its log: {logs})"]
    lines += [f"{address}: {text}" for address, text in errors]
    if second.returncode == 2:
        # Without the refresh before and the word on -target after.
        changes = second.stdout.partition("Terraform will perform")[2].partition("\nWarning:")[0]
        lines += ["the second plan would change:", changes or second.stdout]
    return "\n".join(lines)
