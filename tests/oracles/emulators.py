"""AWS emulators that others wrote: what each can judge, and how to start one.

An emulator judges the shape of a request and its round trip: what terraform
wrote is what terraform reads back. It is no judge of AWS's limits.
"""

import contextlib
import dataclasses
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request


@dataclasses.dataclass(frozen=True)
class Judge:
    """Who can apply a resource type and re-plan it without a change."""

    # The first one applies the type; the others only carry it as a dependency.
    emulators: tuple = ()
    # What the emulator does not say, or why there is none.
    gap: str = ""


BOTH = ("ministack", "moto")
MINISTACK = ("ministack",)
MOTO = ("moto",)

# Every type that we render, and no other. Measured with terraform 1.11.4,
# hashicorp/aws 5.100.0, ministack 1.5.33 and moto 5.2.5: apply, then
# `plan -detailed-exitcode` says 0. No third emulator on PyPI has more: localstack-core
# (4.14.0, 2026.3.0) carries no AWS Backup at all.
EMULATORS = {
    "aws_backup_vault": Judge(BOTH),
    "aws_backup_plan": Judge(BOTH),
    "aws_backup_selection": Judge(
        MINISTACK, "moto lacks CreateBackupSelection, and terraform retries it for minutes"
    ),
    "aws_backup_vault_lock_configuration": Judge(
        MOTO, "ministack has no route for PutBackupVaultLockConfiguration"
    ),
    "aws_backup_vault_policy": Judge(
        gap="neither emulator has PutBackupVaultAccessPolicy"
    ),
    "aws_backup_vault_notifications": Judge(
        gap="neither emulator has PutBackupVaultNotifications"
    ),
    "aws_backup_logically_air_gapped_vault": Judge(
        gap="neither emulator has CreateLogicallyAirGappedBackupVault"
    ),
    "aws_backup_restore_testing_plan": Judge(
        gap="neither emulator has CreateRestoreTestingPlan"
    ),
    "aws_backup_restore_testing_selection": Judge(
        gap="neither emulator has CreateRestoreTestingSelection"
    ),
    "aws_kms_key": Judge(BOTH),
    "aws_kms_alias": Judge(BOTH),
    "aws_iam_role": Judge(BOTH),
    "aws_iam_role_policy": Judge(BOTH),
    "aws_iam_role_policy_attachment": Judge(
        MINISTACK, "moto does not know AWS's managed backup policies"
    ),
    "aws_s3_bucket": Judge(BOTH),
    "aws_s3_bucket_policy": Judge(MINISTACK),
    "aws_s3_bucket_public_access_block": Judge(MINISTACK),
    "aws_s3_bucket_server_side_encryption_configuration": Judge(MINISTACK),
    "aws_s3_bucket_versioning": Judge(BOTH),
    "aws_s3_bucket_object_lock_configuration": Judge(BOTH),
    "aws_s3_bucket_replication_configuration": Judge(BOTH),
    "aws_s3_bucket_lifecycle_configuration": Judge(
        MINISTACK,
        "moto drops size filters and NewerNoncurrentVersions, and terraform waits in vain",
    ),
}

@dataclasses.dataclass(frozen=True)
class Program:
    module: str
    arguments: tuple
    environment: dict
    ready: str


def _program(name, port):
    if name == "ministack":
        return Program("ministack", (), {"GATEWAY_PORT": str(port)}, "/_ministack/health")
    return Program("moto.server", ("-H", "127.0.0.1", "-p", str(port)), {}, "/moto-api/")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _wait_until_ready(process, url, log, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _answers(url):
            return
        time.sleep(0.2)
    tail = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"{log.stem} did not answer at {url}; its log ends with:\n{tail}")


def _stop(process):
    """Ends the emulator and whatever it started: it leads its own process group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def running(name, folder: pathlib.Path):
    """Runs one emulator with empty state; yields its URL. Its log stays in `folder`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    program = _program(name, port)
    log = folder / f"{name}-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", program.module, *program.arguments],
            cwd=folder,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, url + program.ready, log)
            yield url
        finally:
            _stop(process)
