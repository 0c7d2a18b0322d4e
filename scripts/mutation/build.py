"""Builds one copy of the project that holds every change behind a switch.

What the compiler refuses behind a switch is left out of the copy, and tried
again as cargo-mutants would write it: refused there too, it is no program.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from rewrite import SWITCH, Lines, change_of, rewrite

HERE = Path("target/mutants")
TREE = HERE / "tree"
REFUSED = HERE / "refused.json"
# Optimised a little, because each test runs some thousand times; and in a folder
# of its own, because cargo takes a copy of a project for the project.
BUILD = {
    **os.environ,
    "CARGO_TARGET_DIR": str((HERE / "build").resolve()),
    "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
    "CARGO_PROFILE_DEV_DEBUG": "0",
}
CARGO = ["--no-default-features", "--message-format=json"]


def listed(patterns: list) -> list:
    """Every change as cargo-mutants lists them; the first has number 1."""
    selected = [word for pattern in patterns for word in ("--file", pattern)]
    command = ["cargo", "mutants", "--list", "--json", "--no-default-features", *selected]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def copy_project():
    """The files that git knows, as they are in the work tree. What has not
    changed keeps its time, so that it is not built again.
    """
    names = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True)
    known = {Path(name) for name in names.stdout.decode().split("\0") if name}
    for old in [path for path in TREE.rglob("*") if path.is_file()]:
        if old.relative_to(TREE) not in known:
            old.unlink()
    ours = {Path("src/lib.rs"), *Path("src/check").rglob("*.rs")}
    for name in known - ours:
        if name.exists():
            replace(TREE / name, name.read_bytes())
            shutil.copymode(name, TREE / name)


def replace(path: Path, content: bytes):
    """Writes a file unless it is so already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)


def errors() -> list:
    """The errors of `cargo check`: file, begin, end and text of each."""
    found = []
    command = ["cargo", "check", "--lib", *CARGO]
    run = subprocess.run(command, cwd=TREE, env=BUILD, capture_output=True, text=True)
    for line in run.stdout.splitlines():
        said = json.loads(line)
        message = said.get("message")
        if said["reason"] != "compiler-message" or message["level"] != "error":
            continue
        spans = [span for span in message["spans"] if span["is_primary"]]
        for span in spans[:1]:
            while span.get("expansion") and not span["file_name"].startswith("src/check"):
                span = span["expansion"]["span"]
            found.append((span["file_name"], span["byte_start"], span["byte_end"], message["message"]))
    if run.returncode != 0 and not found:
        raise SystemExit(run.stderr)
    return found


class Changes:
    """The changes by file, and which of them a build leaves out."""

    def __init__(self, every: list, names: list):
        """`names` are those that stay while a change and its file do."""
        self.every = every
        self.names = names
        self.files = {}
        for number, change in enumerate(every, 1):
            self.files.setdefault(change["file"], []).append(number)
        self.sources = {name: Path(name).read_text() for name in self.files}
        # Function names that a static needs at compile time.
        known = json.loads(REFUSED.read_text()) if REFUSED.exists() else {"constant": [], "left_out": []}
        self.constant = set(known["constant"])
        self.left_out = {n for n, name in enumerate(names, 1) if name in set(known["left_out"])}

    def write(self):
        """Writes every file with its changes; says what stands where."""
        written = {}
        library = Path("src/lib.rs").read_text()
        count = SWITCH.replace("COUNT", str(len(self.every) + 1))
        replace(TREE / "src/lib.rs", (library + count).encode())
        for path in Path("src/check").rglob("*.rs"):
            name = str(path)
            source = self.sources.get(name) or path.read_text()
            lines = Lines(source)
            changes = [
                change_of(number, self.every[number - 1], lines)
                for number in self.files.get(name, [])
                if number not in self.left_out
            ]
            written[name] = rewrite(source, changes)
            self.left_out.update(written[name].left_out)
            written[name].unfix(self.constant)
            replace(TREE / name, written[name].text)
        return written

    def until_it_compiles(self):
        """Leaves out what the compiler refuses."""
        while True:
            written = self.write()
            refused, strange = set(), []
            found = errors()
            if not found:
                self.remember()
                return
            for name, begin, end, text in found:
                if "cannot call non-const" in text and "switched" not in text:
                    self.constant.add(text.split("`")[1].split("::")[-1])
                    continue
                changes = written[name].changes_at(begin, end) if name in written else []
                refused.update(changes)
                if not changes:
                    strange.append(f"{name}:{begin}: {text}")
            print(f"left out: {len(self.left_out)} and {len(refused)}", flush=True)
            if strange and not refused and not self.constant:
                raise SystemExit("\n".join(strange))
            self.left_out |= refused

    def remember(self):
        """Keeps what was learned, so that nothing is built again for it."""
        left_out = [self.names[number - 1] for number in sorted(self.left_out)]
        known = {"constant": sorted(self.constant), "left_out": left_out}
        REFUSED.write_text(json.dumps(known, indent=0))

    def write_one(self, number: int):
        """Writes one change as cargo-mutants does, and nothing else."""
        for name in self.sources:
            self.write_out(name, {number})
        replace(TREE / "src/lib.rs", Path("src/lib.rs").read_bytes())

    def refused_alone(self, numbers: set):
        """Yields those that the compiler refuses as cargo-mutants writes them: one
        of each function at a time.
        """
        rest = sorted(numbers)
        while rest:
            taken = {}
            for number in rest:
                change = self.every[number - 1]
                span = (change.get("function") or change)["span"]
                taken.setdefault((change["file"], json.dumps(span)), number)
            now = set(taken.values())
            rest = [number for number in rest if number not in now]
            while now and (found := self.errors_of(now)):
                yield from found
                now -= found

    def errors_of(self, numbers: set) -> set:
        """Which of these the compiler refuses where they are written out."""
        places = {name: self.write_out(name, numbers) for name in self.sources}
        replace(TREE / "src/lib.rs", Path("src/lib.rs").read_bytes())
        found = set()
        for name, begin, end, text in errors():
            hit = [n for low, high, n in places.get(name, []) if low <= begin <= high]
            if not hit and len(numbers) > 1:
                # Two changes do together what neither does alone.
                half = sorted(numbers)[: len(numbers) // 2]
                return self.errors_of(set(half)) | self.errors_of(numbers - set(half))
            found.update(hit or numbers)
        print(f"written out: {len(numbers)}, refused {len(found)}", flush=True)
        return found

    def write_out(self, name: str, numbers: set) -> list:
        """Writes a file with these changes in the place of what they change;
        where the function of each begins and ends then, with its number.
        """
        source, moved, functions = self.sources[name], 0, []
        lines, text = Lines(source), source.encode()
        changes = [
            (change_of(number, self.every[number - 1], lines), self.every[number - 1])
            for number in self.files[name]
            if number in numbers
        ]
        for change, listed in sorted(changes, key=lambda pair: pair[0].start):
            new = change.replacement.encode()
            text = text[: change.start + moved] + new + text[change.end + moved :]
            within = (listed.get("function") or listed)["span"]
            begin = lines.byte(within["start"]) + moved
            moved += len(new) - (change.end - change.start)
            functions.append((begin, lines.byte(within["end"]) + moved, change.number))
        replace(TREE / name, text)
        return functions


def test_binaries(tests: list) -> dict:
    """Builds the tests; the program of each by its name."""
    chosen = [word for test in tests for word in (["--lib"] if test == "lib" else ["--test", test])]
    command = ["cargo", "test", "--no-run", *CARGO, *chosen]
    run = subprocess.run(command, cwd=TREE, env=BUILD, stdout=subprocess.PIPE, text=True)
    if run.returncode != 0:
        raise SystemExit("the tests do not build")
    programs = {}
    for line in run.stdout.splitlines():
        said = json.loads(line)
        if said["reason"] == "compiler-artifact" and said["executable"] and said["profile"]["test"]:
            library = "lib" in said["target"]["kind"]
            programs["lib" if library else said["target"]["name"]] = said["executable"]
    return programs
