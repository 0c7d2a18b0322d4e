"""Tries every change of the rules, and says which ones no test notices."""

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

import build
import run
from rewrite import Lines, change_of

VERDICTS = build.HERE / "verdicts.json"
EVERYTHING = "src/check/**/*.rs"
# The tests that judge what is found, and those of what findings pass through:
# allowances, baselines, mending, formats, the comparison of two versions.
TESTS = [
    "lib",
    "rule_pages",
    "said",
    "silent",
    "seeds",
    "check_backup",
    "check_edges",
    "check_promises",
    "check_stated",
    "check_storage",
    "mends",
    "diagnostics",
    "fix",
    "report_formats",
    "worth_checking",
    "policies",
    "promises",
    "overlap",
    "laws",
    "language",
    "diff",
    "cli",
]
FATES = ["caught", "time-out", "survived", "unviable", "not tried"]


def digest(path: Path) -> str:
    """Of a file without its own tests."""
    code, _, _ = path.read_bytes().partition(b"#[cfg(test)]\n")
    return hashlib.sha256(code).hexdigest()[:12]


class Verdicts:
    """What became of each change, kept while its file stays as it is."""

    def __init__(self, every: list, forget: set):
        digests = {name: digest(Path(name)) for name in {change["file"] for change in every}}
        self.names = [f"{digests[change['file']]} {change['name']}" for change in every]
        kept = json.loads(VERDICTS.read_text()) if VERDICTS.exists() else {}
        asked = set(self.names)
        self.kept = {
            name: verdict
            for name, verdict in kept.items()
            if name not in asked or verdict["fate"] not in forget
        }

    def of(self, number: int) -> dict:
        return self.kept.get(self.names[number - 1], {"fate": "not tried", "by": ""})

    def note(self, number: int, verdict: dict):
        self.kept[self.names[number - 1]] = verdict
        beside = VERDICTS.with_suffix(".new")
        beside.write_text(json.dumps(self.kept, indent=0))
        beside.rename(VERDICTS)


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__)
    parser.add_argument("files", nargs="*", default=[EVERYTHING], metavar="FILE")
    parser.add_argument("--list", action="store_true", help="print the changes and stop")
    parser.add_argument("--report", action="store_true", help="print what is known and stop")
    parser.add_argument("--survivors", action="store_true", help="try again what survived")
    parser.add_argument("--again", action="store_true", help="forget every verdict first")
    return parser.parse_args()


def try_all(every: list, verdicts: Verdicts):
    """Decides on everything without a verdict."""
    build.copy_project()
    changes = build.Changes(every, verdicts.names)
    unviable = {n for n in range(1, len(every) + 1) if verdicts.of(n)["fate"] == "unviable"}
    changes.until_it_compiles()
    programs = run.measured(build.test_binaries(TESTS))
    open_ones = [n for n in range(1, len(every) + 1) if verdicts.of(n)["fate"] == "not tried"]
    switched = [number for number in open_ones if number not in changes.left_out]
    run.run_all(switched, programs, verdicts.note)
    for number in changes.refused_alone(changes.left_out - unviable):
        verdicts.note(number, {"fate": "unviable", "by": "the compiler"})
    # What has no switch, though it is a program, is built by itself.
    for number in [n for n in open_ones if verdicts.of(n)["fate"] == "not tried"]:
        changes.write_one(number)
        verdicts.note(number, run.fate_of_build(build.test_binaries(TESTS), TESTS))


def print_report(every: list, verdicts: Verdicts):
    folders = {}
    survivors = []
    for number, change in enumerate(every, 1):
        verdict = verdicts.of(number)
        folder = str(Path(change["file"]).parent)
        folders.setdefault(folder, Counter())[verdict["fate"]] += 1
        if verdict["fate"] == "survived":
            survivors.append(f"{change['name']} ({verdict['by']})")
    print("\n".join(sorted(survivors)))
    total = sum(folders.values(), Counter())
    print("| folder | changes | " + " | ".join(FATES) + " |")
    print("|---|" + "---|" * (len(FATES) + 1))
    for folder, counts in [*sorted(folders.items()), ("in all", total)]:
        cells = [str(counts[fate]) for fate in FATES]
        print(f"| {folder} | {counts.total()} | " + " | ".join(cells) + " |")
    noticed = total["caught"] + total["time-out"]
    tried = noticed + total["survived"]
    print(f"{noticed} of {tried} noticed: {100 * noticed / max(tried, 1):.1f} %")


def main():
    asked = arguments()
    every = build.listed(asked.files)
    if asked.list:
        print("\n".join(change["name"] for change in every))
        return
    forget = set(FATES) if asked.again else {"survived"} if asked.survivors else set()
    verdicts = Verdicts(every, forget)
    if not asked.report:
        try_all(every, verdicts)
    print_report(every, verdicts)


if __name__ == "__main__":
    main()
