//! Who may create what beside whom.

use super::*;
use crate::compile::{Options, compile};
use crate::diagnostic::Input;

fn policy(name: &str, rest: &str) -> String {
    format!(
        "version: 1
name: {name}
accounts: {{ main: \"111122223333\" }}
environments:
  production: {{ account: main, region: us-east-1 }}
  staging: {{ account: main, region: us-east-2 }}
{rest}"
    )
}

/// What each file is told, with the underlined text.
fn told(texts: &[&str]) -> Vec<Vec<(String, String)>> {
    let name = |index: usize| format!("{}.yaml", char::from(b'a' + u8::try_from(index).unwrap()));
    let mut files: Vec<Compiled> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| compile(&Input::new(name(index), *text), &Options::default()))
        .collect();
    across(&mut files.iter_mut().collect::<Vec<_>>());
    let of = |file: &Compiled| {
        let ours = file.judged.findings.iter().filter(|f| f.rule == AWS_NAME_IN_TWO_PLACES.name);
        let shown = |f: &Finding| {
            (f.primary.span.slice(&file.judged.input.text).to_owned(), f.message.clone())
        };
        ours.map(shown).collect()
    };
    files.iter().map(of).collect()
}

#[test]
fn the_later_file_is_told_of_the_earlier_one() {
    let first = policy("orders", "vaults: { main: { aws_name: \"backups-${environment}\" } }\n");
    let second = policy("payments", "vaults: { dr: { aws_name: backups-staging } }\n");
    let told = told(&[&first, &second]);
    let message = "vault `backups-staging` in 111122223333/us-east-2 is also created by `a.yaml`, \
                   environment `staging` for its `vaults.main`";
    assert_eq!(told, [vec![], vec![("backups-staging".to_owned(), message.to_owned())]]);
}

#[test]
fn another_region_or_what_exists_already_is_no_clash() {
    let first = policy("orders", "vaults: { main: { aws_name: \"backups-${region}\" } }\n");
    let existing =
        policy("b", "vaults: { main: { aws_name: backups-us-east-1, existing: true } }\n");
    assert_eq!(told(&[&first, &existing]), [vec![], vec![]]);
    let elsewhere = first.replace("us-east", "eu-west").replace("orders", "payments");
    assert_eq!(told(&[&first, &elsewhere]), [vec![], vec![]]);
}

#[test]
fn environments_of_one_file_are_compared_too() {
    let one = policy("orders", "vaults: { main: { aws_name: backups } }\n");
    assert_eq!(told(&[&one]), [vec![]], "they are in two Regions");
    let [found] = told(&[&one.replace("us-east-2", "us-east-1")]).try_into().unwrap();
    let message = "vault `backups` in 111122223333/us-east-1 is also created by environment \
                   `production`";
    assert_eq!(found, [("backups".to_owned(), message.to_owned())]);
}

#[test]
fn a_role_is_one_in_all_regions_of_its_account() {
    let role = "roles: { backup: { create: true } }\n";
    let of = |name: &str, environment: &str, region: &str| {
        format!(
            "version: 1\nname: {name}\naccounts: {{ main: \"111122223333\" }}\nenvironments: {{ \
             {environment}: {{ account: main, region: {region} }} }}\n{role}"
        )
    };
    let one = of("orders-eu", "prod", "eu-west-1");
    let found = told(&[&one, &of("orders", "eu-prod", "us-east-1")]);
    let message = "role `orders-eu-prod-backup` in account 111122223333 is also created by \
                   `a.yaml`, environment `prod`";
    assert_eq!(found, [vec![], vec![("backup".to_owned(), message.to_owned())]]);
}

#[test]
fn a_bucket_has_one_owner_of_its_lifecycle() {
    let bucket = "resources: { files: { type: s3, buckets: [shared], lifecycle: [ { name: all, \
                  current: { expire_after: 30d } } ] } }\n";
    let (one, two) = (policy("orders", bucket), policy("payments", bucket));
    let found = told(&[&one.replace("  staging", "  test"), &two]);
    assert_eq!(found[1].len(), 1, "{found:?}");
    assert!(found[1][0].1.contains("bucket `shared` in AWS is also created by `a.yaml`"));
    let looking = policy("watch", "resources: { files: { type: s3, buckets: [shared] } }\n");
    assert_eq!(told(&[&looking, &looking.replace("watch", "other")]), [vec![], vec![]]);
}

#[test]
fn policies_of_one_name_are_told_once() {
    let one = policy("orders", "vaults: { main: {}, dr: {}, safe: {} }\n");
    let told = told(&[&one, &one]);
    let message = "`a.yaml` is also named `orders`, so that 6 things would be created twice, such \
                   as vault `orders-production-dr` in 111122223333/us-east-1";
    assert_eq!(told, [vec![], vec![("orders".to_owned(), message.to_owned())]]);
}

#[test]
fn the_page_tells_the_truth() {
    let (fails, passes) = AWS_NAME_IN_TWO_PLACES.explanation.split_once("## Passes").unwrap();
    for (page, expected) in [(fails, 1), (passes, 0)] {
        let example = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
        assert_eq!(told(&[example])[0].len(), expected, "{example}");
    }
}
