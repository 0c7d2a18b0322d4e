//! Accounts that answer well, badly or not at all.

mod faults;
mod reading;
mod server;
mod services;
mod world;

use std::collections::BTreeMap;
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
use tokio::task::LocalSet;

use super::{Options, observe_until};
use crate::observe::{Observation, Wanted};
use crate::resources::{Place, ResourceKind};
use server::Server;
use world::{ACCOUNT, REGION};

fn place(account: &str, region: &str) -> Place {
    let (account, region) = (account.to_owned(), region.to_owned());
    Place { account, region, partition: "aws".to_owned() }
}

/// The plan, the selection and the vault of the small account.
fn wanted() -> Wanted {
    let mut wanted = Wanted::nothing(&place(ACCOUNT, REGION));
    for (kind, name) in [
        (ResourceKind::Plan, "orders"),
        (ResourceKind::Selection, "orders/tables"),
        (ResourceKind::Vault, "main"),
    ] {
        wanted.names.insert(kind, [name.to_owned()].into());
    }
    wanted.tagged = ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders".to_owned()].into();
    wanted
}

/// Little patience: what fails twice fails.
fn options() -> Options {
    Options {
        timeout: Duration::from_millis(400),
        attempts: 2,
        first_wait: Duration::from_millis(1),
        ..Options::default()
    }
}

/// Asks `url` with static credentials.
fn config(url: &str) -> SdkConfig {
    let credentials = Credentials::new("own", "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .endpoint_url(url)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

fn observe_at(url: &str, wanted: &[Wanted], options: &Options) -> Vec<Observation> {
    observe_with(config(url), wanted, options, std::future::pending())
}

fn observe_with(
    config: SdkConfig,
    wanted: &[Wanted],
    options: &Options,
    interrupt: impl Future<Output = ()> + Send + 'static,
) -> Vec<Observation> {
    let mut seen = Vec::new();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut each = |one| seen.push(one);
    let reading = observe_until(wanted, options, Some(config), interrupt, &mut each);
    runtime.block_on(LocalSet::new().run_until(reading));
    runtime.shutdown_background();
    seen
}

/// What is seen of the small account if the server answers so.
fn seen(server: &Server) -> Observation {
    observe_at(&server.url, &[wanted()], &options()).remove(0)
}

/// What was left unread, as `subject operation permission reason`.
fn unread(seen: &Observation) -> Vec<String> {
    let lines = seen.unread.iter().map(|unread| {
        let permission = unread.permission.as_deref().unwrap_or("-");
        format!("{:?} {} {permission} {:?}", unread.subject, unread.operation, unread.reason)
    });
    lines.collect()
}

/// Names per kind of what is in the settings.
fn names(seen: &Observation) -> BTreeMap<&'static str, Vec<String>> {
    let settings = &seen.settings;
    let selections = settings.selections.keys().map(|(plan, name)| format!("{plan}/{name}"));
    BTreeMap::from([
        ("plans", settings.plans.keys().cloned().collect()),
        ("selections", selections.collect()),
        ("vaults", settings.vaults.keys().cloned().collect()),
    ])
}
