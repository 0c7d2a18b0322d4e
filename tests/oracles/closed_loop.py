"""An account on an emulator: what acts in it is the AWS CLI, what looks at it is `policy drift`."""

import contextlib
import dataclasses
import io
import json
import os
import pathlib
import re
import subprocess

import application
import awscli.clidriver
import boto3
import door
import emulators
import foreign
import other_code

ACCOUNT = "111122223333"
REGION = "us-east-1"
ROLE = "terraform"


# The provider waits 55 s for a lifecycle that it wrote.
_APPLY_SECONDS = 400
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclasses.dataclass(frozen=True)
class Ran:
    """One run of `policy drift`."""

    status: int
    out: str
    err: str

    @property
    def environment(self):
        (environment,) = json.loads(self.out)["environments"]
        return environment

    @property
    def resources(self):
        """`status kind name` of every resource that is not in sync; ID for what AWS made up."""
        return [
            f"{found['status']} {found['kind']} {_UUID.sub('ID', found['name'])}"
            for found in self.environment["resources"]
        ]

    @property
    def counted(self):
        """The counts that are not 0."""
        return {name: count for name, count in self.environment["counts"].items() if count}

    @property
    def differences(self):
        """`field (path): expected -> actual`, of all resources."""
        return tuple(
            f"{found['field']} ({found.get('path') or 'no path'}): "
            f"{found.get('expected') or 'nothing'} -> {found.get('actual') or 'nothing'}"
            for resource in self.environment["resources"]
            for found in resource["differences"]
        )

    @property
    def weights(self):
        """How much each of the differences weighs."""
        return tuple(
            found["weight"]
            for resource in self.environment["resources"]
            for found in resource["differences"]
        )

    @property
    def follows(self):
        """`status kind name: because`, of all resources."""
        return tuple(
            f"{found['status']} {found['kind']} {found['name']}: {found['because']}"
            for resource in self.environment["resources"]
            for found in resource["follows"]
        )

    @property
    def holding(self):
        """What the assumptions that hold are about: an ARN or a type."""
        return [
            found["about"]
            for found in self.environment["assumptions"]
            if found["answer"] == "holds"
        ]

    @property
    def refuted(self):
        """`assumption: found` of the assumptions that do not hold."""
        return tuple(
            f"{found['assumption']}: {found['found']}"
            for found in self.environment["assumptions"]
            if found["answer"] == "refuted"
        )


class Account:
    """One account of an emulator, entered as terraform's provider enters it: by a role."""

    def __init__(self, url):
        self.url = url
        self._cli = None

    def client(self, service, region=REGION):
        """What other code uses that is not ours to test."""
        keys = self._credentials()
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )

    def aws(self, service, command, region=REGION, **arguments):
        """Runs `aws SERVICE COMMAND --argument value …` and returns what it printed.

        In this process, as a start of the program takes longer than all else here.
        Lists and objects are passed as JSON, flags as True or False.
        """
        words = [service, command]
        for name, value in arguments.items():
            words += _written(name.replace("_", "-"), value)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = self._driver().main(
                ["--endpoint-url", self.url, "--region", region, "--output", "json", *words]
            )
        assert status == 0, (
            f"aws {' '.join(words)} exited {status}:\n{out.getvalue()}{err.getvalue()}"
        )
        return json.loads(out.getvalue() or "{}")

    def _driver(self):
        if self._cli is None:
            self._cli = awscli.clidriver.create_clidriver()
            keys = self._credentials()
            self._cli.session.set_config_variable("config_file", os.devnull)
            self._cli.session.set_credentials(
                keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
            )
        return self._cli

    def _credentials(self):
        sts = boto3.client(
            "sts",
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="test",
        )
        role = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
        return sts.assume_role(RoleArn=role, RoleSessionName="other-code")["Credentials"]


def _written(name, value):
    if isinstance(value, bool):
        return [f"--{name}" if value else f"--no-{name}"]
    if isinstance(value, (dict, list)):
        return [f"--{name}", json.dumps(value)]
    return [f"--{name}", str(value)]


@dataclasses.dataclass(frozen=True)
class Drift:
    """`policy drift` on one policy."""

    binary: pathlib.Path
    policy: pathlib.Path

    def live(self, url, *arguments):
        """Compares with the account on an emulator."""
        return self._run(
            *("--role", ROLE, *arguments),
            AWS_ENDPOINT_URL=url,
            AWS_ACCESS_KEY_ID=ACCOUNT,
            AWS_SECRET_ACCESS_KEY="test",
            AWS_REGION=REGION,
        )

    def observed(self, path):
        """Compares with what was recorded, with nothing of AWS in reach."""
        return self._run("--observed", path)

    def _run(self, *arguments, **environment):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        quiet = {
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }
        run = subprocess.run(
            [self.binary, "drift", self.policy, "--format", "json", *arguments],
            env={**kept, **quiet, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Ran(run.returncode, run.stdout, run.stderr)


@dataclasses.dataclass(frozen=True)
class Deployed:
    """A policy that was deployed to an emulator."""

    account: Account
    drift: Drift
    door: door.Door

    def look(self, *arguments):
        """`policy drift`, through the door that remembers what is asked."""
        return self.drift.live(self.door.url, *arguments)

    def after(self, change):
        """`policy drift` while a change is made, which is taken back."""
        with change(self.account):
            return self.look()


def _rendered(drift, folder, target):
    run = subprocess.run(
        [drift.binary, "render", drift.policy, "--target", target, "--out", folder],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, f"policy render exited {run.returncode}:\n{run.stdout}{run.stderr}"
    return folder


def _entered(drift, emulator, folder, stack):
    url = stack.enter_context(emulators.running(emulator, folder))
    return Deployed(Account(url), drift, stack.enter_context(door.opened(url, emulator)))


def by_terraform(tf, drift, folder, stack):
    """Deploys a policy with one root to ministack; also what terraform remembers of it."""
    (main,) = _rendered(drift, folder / "out", "terraform").glob("*/terraform/*/main.tf")
    root = application.read(main.parent, drift.policy.stem)
    init = tf.init(root.folder)
    assert init.returncode == 0, init.stdout
    unreached = set(root.written) - set(root.judged_by("ministack"))
    assert not unreached, f"ministack lacks {sorted(unreached)}"
    deployed = _entered(drift, "ministack", folder, stack)
    account = deployed.account
    foreign.create(root.foreign_buckets, account.url)
    for bucket in root.foreign_buckets:
        other_code.versions(account, bucket.name, bucket.place.region)
    other_code.table(account, "orders")
    other_code.table(account, "customers")
    other_code.table(account, "ledger", backup="ledger")
    other_code.database(account)
    other_code.cache(account)
    application.override(root, account.url)
    apply = tf.run(
        root.folder,
        *("apply", "-auto-approve", "-input=false", "-no-color", "-parallelism=30"),
        timeout=_APPLY_SECONDS,
        AWS_ENDPOINT_URL=account.url,
    )
    assert apply.returncode == 0, apply.stdout[-3000:]
    state = folder / "state.json"
    state.write_text(json.dumps(application.state(tf, root)))
    return deployed, state


def by_hand(drift, folder, stack):
    """Deploys vaults to moto as someone does who has the AWS CLI alone."""
    rendered = _rendered(drift, folder / "out", "aws-backup")
    deployed = _entered(drift, "moto", folder, stack)
    other_code.table(deployed.account, "orders")
    for path in sorted(rendered.rglob("*.*.json")):
        deployed.account.aws("backup", path.name.split(".")[-2], cli_input_json=f"file://{path}")
    return deployed
