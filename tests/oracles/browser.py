"""A headless Chromium, driven over a pipe: it prints what it sees, and tells what it missed."""

import base64
import json
import os
import select
import shutil
import subprocess
import time

# Debian, Fedora and Google name the same program otherwise.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATIENCE = 60


class Missing(Exception):
    """No Chromium on this machine."""


def find():
    """The program that `CHROMIUM` names, or the first on the path."""
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else _NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise Missing("chromium not found (on Debian: apt install chromium)")


class Browser:
    """One page of one browser; `events` holds everything that it reported."""

    def __init__(self, program, profile):
        from_browser, to_us = os.pipe()
        from_us, to_browser = os.pipe()
        # Chromium listens on 3 and answers on 4.
        wired = f'exec "$@" 3<&{from_us} 4>&{to_us}'
        arguments = [
            "--headless=new",
            "--remote-debugging-pipe",
            "--no-first-run",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-background-networking",
            "--disable-component-update",
            f"--user-data-dir={profile}",
        ]
        # Its sandbox refuses to run as root.
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        self._process = subprocess.Popen(
            ["bash", "-c", wired, "chromium", program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(from_us, to_us),
        )
        os.close(from_us)
        os.close(to_us)
        self._read, self._write = from_browser, to_browser
        self._pending, self._number, self._session = b"", 0, None
        self.events = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def close(self):
        self._process.terminate()
        self._process.wait(_PATIENCE)
        os.close(self._read)
        os.close(self._write)

    def send(self, method, **params):
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]
            self.events.append(answer)

    def _receive(self):
        deadline = time.monotonic() + _PATIENCE
        while b"\0" not in self._pending:
            ready, _, _ = select.select([self._read], [], [], deadline - time.monotonic())
            assert ready, "chromium does not answer"
            part = os.read(self._read, 1 << 20)
            assert part, "chromium ended"
            self._pending += part
        first, _, self._pending = self._pending.partition(b"\0")
        return json.loads(first)

    def open(self, path, width, scheme, medium=""):
        """Shows a file in a window of this width, in a colour scheme, on a medium."""
        self.events.clear()
        phone = width < 500
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.send("Emulation.setEmulatedMedia", media=medium, features=[feature])
        self.send("Page.navigate", url=path.as_uri())
        loaded = lambda event: event.get("method") == "Page.loadEventFired"
        while not any(map(loaded, self.events)):
            self.events.append(self._receive())

    def value(self, expression):
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"]["value"]

    def complaints(self):
        """What the console shows, and every request beside that for the page itself."""
        found = []
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method == "Log.entryAdded":
                found.append(params["entry"]["text"])
            elif method in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
                found.append(json.dumps(params)[:300])
            elif method == "Network.requestWillBeSent" and params.get("type") != "Document":
                found.append(f"asks for {params['request']['url']}")
        return found

    def picture(self, path, most=4_000):
        """Saves the page, or as many pixels of its height."""
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], most), "scale": 1}
        picture = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(picture["data"]))

    def paper(self, path):
        """Saves the page as it is printed."""
        printed = self.send("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(printed["data"]))
