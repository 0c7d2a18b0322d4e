//! Examples at the end of each long help; a test runs every one of them.

pub(super) const POLICY: &str = "\
Start here:
  policy init                     write a commented policy
  policy check                    what is wrong with it
  policy prove                    what could be recovered, and is that enough
  policy render --out rendered    what AWS is to be given

Every finding has a name, and `policy explain NAME` shows its page.
`policy COMMAND --help` ends with examples.";

pub(super) const INIT: &str = "\
Examples:
  policy init
  policy init --starter standard --out policies/orders.yaml
  policy init --name orders --account 111122223333 --region us-east-2
  policy init --with-schema --out policies/new.yaml

On a terminal, and without a flag, it asks.";

pub(super) const CHECK: &str = "\
Examples:
  policy check
  policy check policies/minimal.yaml --env production
  policy check --deny unproven --allow backups-unwatched
  policy check --fix --diff
  policy check --format sarif > findings.sarif
  policy check --write-baseline known.json";

pub(super) const RENDER: &str = "\
Examples:
  policy render --out rendered
  policy render --out rendered --check
  policy render --target terraform --env production --out rendered
  policy render policies/standard.yaml --target s3-lifecycle --env staging";

pub(super) const PROVE: &str = "\
Examples:
  policy prove
  policy prove policies/standard.yaml --env production
  policy prove policies/standard.yaml --why sessions.region.rpo
  policy prove --format html > proof.html";

pub(super) const SIMULATE: &str = "\
Examples:
  policy simulate --lose region=us-east-1 --at 2027-03-28T01:30Z
  policy simulate policies/minimal.yaml --delete database
  policy simulate policies/minimal.yaml --corrupt database --found-after 20d
  policy simulate policies/minimal.yaml --runs 5 --as-of 2027-01-01";

pub(super) const DIFF: &str = "\
Examples:
  policy diff policies/minimal.yaml policies/standard.yaml
  policy diff main:policies policies
  policy diff main:policies policies --fail-on-regression --format markdown";

pub(super) const DRIFT: &str = "\
Examples:
  policy drift policies/language.yaml --observed policies/observed
  policy drift --iam-policy > reader.json

With credentials for the accounts:
  policy drift --role policy-reader --save seen.jsonl
  policy drift --recovery-points --format markdown

Statuses: 0 in sync, 1 drift, 2 something could not be looked at.";

pub(super) const EXPLAIN: &str = "\
Examples:
  policy explain tiers-overlap
  policy explain rpo-missed";

pub(super) const RULES: &str = "\
Examples:
  policy rules
  policy rules --format json";

pub(super) const FACTS: &str = "\
Examples:
  policy facts
  policy facts backup-plan --format json";

pub(super) const SCHEMA: &str = "\
Examples:
  policy schema > policy.schema.json
  policy schema findings

An editor reads the first from a line at the top of a policy:
  # yaml-language-server: $schema=policy.schema.json";

pub(super) const COMPLETIONS: &str = "\
Examples:
  policy completions bash > policy.bash
  policy completions zsh > _policy";
