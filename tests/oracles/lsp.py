"""A language server on a pipe, asked as an editor asks it (LSP 3.17 over JSON-RPC)."""

import json
import os
import select
import subprocess
import time

_PATIENCE = 60


class Server:
    """One running server; every open document keeps the diagnostics last sent for it."""

    def __init__(self, command, settings):
        self._settings = settings
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        self._pending, self._number = b"", 0
        self.capabilities = {}
        # By the address of the document: (its version, what is underlined).
        self._underlined = {}

    def start(self, folder):
        """Says hello for a folder, as an editor that opens it."""
        wanted = {
            "processId": os.getpid(),
            "rootUri": folder.as_uri(),
            "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
            "capabilities": {
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "completion": {
                        "completionItem": {
                            "snippetSupport": True,
                            "documentationFormat": ["markdown", "plaintext"],
                        }
                    },
                    "hover": {"contentFormat": ["markdown", "plaintext"]},
                    "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
                },
            },
        }
        self.capabilities = self.ask("initialize", wanted)["capabilities"]
        self._tell("initialized", {})

    def stop(self):
        self.ask("shutdown", None)
        self._tell("exit", None)
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(_PATIENCE)

    def open(self, uri, text):
        """Opens a document and returns what the server underlines in it."""
        self._underlined.pop(uri, None)
        self._tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        deadline = time.monotonic() + _PATIENCE
        while uri not in self._underlined:
            self._handle(self._receive(deadline))
        return self._underlined[uri]

    def close(self, uri):
        self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def ask(self, method, params):
        """Sends a request and returns its result, answering the server's own requests meanwhile."""
        self._number += 1
        number = self._number
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        deadline = time.monotonic() + _PATIENCE
        while True:
            message = self._receive(deadline)
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            self._handle(message)

    def _tell(self, method, params):
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _handle(self, message):
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            self._underlined[params["uri"]] = params["diagnostics"]
        elif method == "workspace/configuration":
            answer = [self._settings.get(item.get("section")) for item in params["items"]]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": answer})
        elif method and "id" in message:
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def _send(self, message):
        body = json.dumps(message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def _receive(self, deadline):
        while b"\r\n\r\n" not in self._pending:
            self._read(deadline)
        head, _, self._pending = self._pending.partition(b"\r\n\r\n")
        lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        length = int(lengths[0].partition(b":")[2])
        while len(self._pending) < length:
            self._read(deadline)
        body, self._pending = self._pending[:length], self._pending[length:]
        return json.loads(body)

    def _read(self, deadline):
        out = self._process.stdout
        ready, _, _ = select.select([out], [], [], max(0, deadline - time.monotonic()))
        assert ready, "the language server does not answer"
        part = os.read(out.fileno(), 1 << 20)
        assert part, "the language server ended"
        self._pending += part
