"""Runs on each change the tests that reach it, the likeliest to notice it first."""

import os
import re
import resource
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from build import HERE, TREE

# Tests that measure time fail on a busy machine.
NOT_TIMED = {"hostile_comments_cost_no_more_than_their_length"}
# A change that adds to a list for ever must not take the machine's memory.
MOST_MEMORY = 4 << 30
# Tests of a file that are worth a process each.
FEW = 12
FAILED = re.compile(r"^test (\S+).* \.\.\. FAILED$", re.MULTILINE)


class Program:
    """The tests of one file: what they cost, and what they noticed so far."""

    def __init__(self, name: str, path: str):
        self.name, self.path = name, path
        # Seconds of each test, and the tests that reach a change.
        self.seconds, self.reaching = {}, {}
        # As if one of four had been noticed, until more is known.
        self.asked, self.noticed = 4, 1

    def run(self, number: int, limit: float, arguments: list, **more):
        """Status (`None`: ran too long) and what was printed."""
        env = {
            **os.environ,
            "POLICY_MUTANT": str(number),
            "INSTA_UPDATE": "no",
            "INSTA_WORKSPACE_ROOT": str(TREE.resolve()),
            "RUST_BACKTRACE": "0",
            **more,
        }
        process = subprocess.Popen(
            [self.path, *arguments],
            cwd=TREE,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY)),
        )
        try:
            printed, _ = process.communicate(timeout=limit)
            return process.returncode, printed
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None, ""

    def measure(self):
        """Runs each test without a change: it passes, and what it reaches is noted."""
        _, printed = self.run(0, 60, ["--list", "--format", "terse"])
        tests = [line.removesuffix(": test") for line in printed.splitlines() if line.endswith(": test")]
        for test in tests:
            if test.rsplit("::", 1)[-1] not in NOT_TIMED:
                self.measure_test(test)
        print(f"{self.name}: {len(self.seconds)} tests, {sum(self.seconds.values()):.1f} s", flush=True)

    def measure_test(self, test: str):
        file = (HERE / f"reached-{self.name}").resolve()
        file.write_text("")
        start = time.monotonic()
        status, printed = self.run(0, 900, ["--exact", test], POLICY_MUTANTS_REACHED=str(file))
        if status != 0:
            raise SystemExit(f"without a change, {self.name} fails:\n{printed}")
        self.seconds[test] = time.monotonic() - start
        for line in set(file.read_text().splitlines()):
            self.reaching.setdefault(int(line), []).append(test)

    def parts(self):
        """One for each test where tests are few and long: one that notices spares
        the others.
        """
        if len(self.seconds) > FEW:
            return [self]
        return [self.only(test) for test in self.seconds]

    def only(self, test: str):
        part = Program(self.name, self.path)
        part.seconds = {test: self.seconds[test]}
        part.reaching = {number: [test] for number, tests in self.reaching.items() if test in tests}
        return part

    def cost(self, number: int) -> float:
        return sum(self.seconds[test] for test in self.reaching[number])

    def notices(self, number: int):
        """How the tests that reach a change end: passed, caught or too late."""
        arguments = ["--test-threads=1", "--exact", *self.reaching[number]]
        status, printed = self.run(number, 10 * self.cost(number) + 20, arguments)
        if status == 0:
            return None
        if status is None:
            return {"fate": "time-out", "by": self.name}
        failed = FAILED.search(printed)
        return {"fate": "caught", "by": f"{self.name}::{failed[1] if failed else '(ended)'}"}


def measured(paths: dict) -> list:
    """The programs, each test of them run once without a change."""
    programs = [Program(name, path) for name, path in paths.items()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(Program.measure, programs))
    return [part for program in programs for part in program.parts()]


def fate(number: int, programs: list) -> dict:
    """What the tests make of one change."""
    reaching = [program for program in programs if number in program.reaching]
    reaching.sort(key=lambda program: program.cost(number) * program.asked / program.noticed)
    for program in reaching:
        program.asked += 1
        if found := program.notices(number):
            program.noticed += 1
            return found
    tests = sum(len(program.reaching[number]) for program in reaching)
    return {"fate": "survived", "by": f"{tests} tests reach it"}


def run_all(numbers: list, programs: list, note):
    """Every change on all processors; `note` is told of each as it is known."""
    lock, begun, done = threading.Lock(), time.monotonic(), 0

    def one(number):
        nonlocal done
        found = fate(number, programs)
        with lock:
            done += 1
            note(number, found)
            if done % 100 == 0:
                print(f"{done} of {len(numbers)}, {time.monotonic() - begun:.0f} s", flush=True)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, numbers))


def fate_of_build(paths: dict, order: list) -> dict:
    """What the tests make of the one change that they were built with."""
    for name in order:
        status, printed = Program(name, paths[name]).run(0, 900, [f"--skip={n}" for n in NOT_TIMED])
        if status != 0:
            failed = FAILED.search(printed)
            return {"fate": "caught", "by": f"{name}::{failed[1] if failed else '(ended)'}"}
    return {"fate": "survived", "by": "built by itself"}
