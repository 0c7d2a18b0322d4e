"""A door in front of an emulator: it lets through what is asked, and remembers it.

What an emulator cannot answer (`GAPS`) is answered here, so that a run can end
with everything checked.
"""

import contextlib
import dataclasses
import http.client
import http.server
import json
import re
import threading
import urllib.parse

_TYPES = ("Aurora", "DynamoDB", "EBS", "EC2", "EFS", "RDS", "S3")
_OPTED_IN = {
    "ResourceTypeOptInPreference": {name: True for name in _TYPES},
    "ResourceTypeManagementPreference": {"DynamoDB": True, "EFS": True},
}
_NOTHING = {"Code": "ERROR_3102", "Message": "none is set", "Type": "Client"}


@dataclasses.dataclass(frozen=True)
class Gap:
    """A request that an emulator does not answer as AWS does."""

    path: str
    why: str
    status: int
    body: dict
    error: str = ""


GAPS = {
    "ministack": [
        Gap(
            r"/account-settings",
            "its DescribeRegionSettings knows no resource type",
            200,
            _OPTED_IN,
        ),
    ],
    "moto": [
        Gap(
            r"/backup-vaults/[^/]+/access-policy",
            "it has no GetBackupVaultAccessPolicy",
            400,
            _NOTHING,
            "ResourceNotFoundException",
        ),
        Gap(
            r"/backup-vaults/[^/]+/notification-configuration",
            "it has no GetBackupVaultNotifications",
            400,
            _NOTHING,
            "ResourceNotFoundException",
        ),
    ],
}


@dataclasses.dataclass(frozen=True)
class Request:
    """One request: the service it is signed for, and its operation or its method."""

    service: str
    operation: str

    @property
    def only_reads(self):
        reading = ("Get", "List", "Describe", "Head", "BatchGet", "AssumeRole")
        return self.operation in ("GET", "HEAD") or self.operation.startswith(reading)


def _asked(method, headers, body):
    scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", headers.get("authorization", ""))
    service = scope[1] if scope else ""
    target = headers.get("x-amz-target")
    if target:
        return Request(service, target.rpartition(".")[2])
    action = re.search(rb"(?:^|&)Action=(\w+)", body)
    form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if form and action:
        return Request(service, action[1].decode())
    return Request(service, method)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _any(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        asked = _asked(self.command, self.headers, body)
        self.server.seen.append(asked)
        gap = self._gap(asked)
        if gap:
            error = {"x-amzn-errortype": gap.error} if gap.error else {}
            self._answer(
                gap.status,
                {"content-type": "application/json", **error},
                json.dumps(gap.body).encode(),
            )
            return
        inner = http.client.HTTPConnection(self.server.host, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        inner.request(self.command, self._path(asked), body, headers)
        answer = inner.getresponse()
        kept = {
            name: value
            for name, value in answer.getheaders()
            if name.lower()
            not in ("content-length", "transfer-encoding", "connection", "date", "server")
        }
        self._answer(answer.status, kept, answer.read())
        inner.close()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = _any

    def _gap(self, asked):
        path = urllib.parse.urlsplit(self.path).path.rstrip("/")
        if asked.service != "backup" or self.command != "GET":
            return None
        return next((gap for gap in self.server.gaps if re.fullmatch(gap.path, path)), None)

    def _path(self, asked):
        # moto finds the ARN in ListTags by the slash after it, which AWS does not ask for.
        listed = asked.service == "backup" and self.path.startswith("/tags/")
        if listed and "?" not in self.path and not self.path.endswith("/"):
            return self.path + "/"
        return self.path

    def _answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        """What was asked is in `seen`."""


class Door(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, url, emulator):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = urllib.parse.urlsplit(url).netloc
        self.gaps = GAPS[emulator]
        self.seen = []

    @contextlib.contextmanager
    def opted_out(self, kind):
        """AWS Backup is switched off for a type of resource."""
        preferences = _OPTED_IN["ResourceTypeOptInPreference"]
        preferences[kind] = False
        try:
            yield
        finally:
            preferences[kind] = True

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


@contextlib.contextmanager
def opened(url, emulator):
    """A door to an emulator; it closes with the context."""
    door = Door(url, emulator)
    thread = threading.Thread(target=door.serve_forever, daemon=True)
    thread.start()
    try:
        yield door
    finally:
        door.shutdown()
        door.server_close()
        thread.join()
