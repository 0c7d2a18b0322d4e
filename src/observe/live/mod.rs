//! Live accounts, read through the AWS SDK; only with the feature `live`.
//!
//! From outside it is one synchronous function. Inside, a few places are read
//! side by side and a few calls of each account are under way at once; what was
//! seen is handed over one place at a time, in the order that was asked for.
//! Invariants: the identity of the caller is known before anything is read;
//! every client refuses what is not in `operations`; no answer of AWS is kept
//! but in our own types.

mod backup;
mod dynamodb;
mod elasticache;
mod gather;
mod iam;
mod identity;
mod interceptor;
mod kms;
mod rds;
mod refusal;
mod s3;
mod session;
mod tags;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, LocalSet, spawn_local};

pub use tally::Progress;

use super::{Observation, Reason, Wanted};
use session::{CALLS_AT_ONCE, Session};
use tally::Tally;

/// Told how far reading has come, from any thread.
pub type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

/// How live accounts are reached.
#[derive(Clone)]
pub struct Options {
    /// Profile of the shared configuration; none for the environment's.
    pub profile: Option<String>,
    /// Region in which the credentials are looked for; none for that of the
    /// first place.
    pub region: Option<String>,
    /// Name of a role that is assumed in each account, or the ARN of one.
    pub role: Option<String>,
    /// Longest wait for one answer.
    pub timeout: Duration,
    /// How often a call is tried in all.
    pub attempts: u32,
    /// Wait before the second attempt; it grows with each one.
    pub first_wait: Duration,
    /// Told how far reading has come.
    pub progress: Option<Tell>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: None,
            region: None,
            role: None,
            timeout: Duration::from_secs(20),
            attempts: 6,
            first_wait: Duration::from_millis(500),
            progress: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { profile, region, role, timeout, attempts, first_wait, progress: _ } = self;
        out.debug_struct("Options")
            .field("profile", profile)
            .field("region", region)
            .field("role", role)
            .field("timeout", timeout)
            .field("attempts", attempts)
            .field("first_wait", first_wait)
            .finish_non_exhaustive()
    }
}

/// Places that are read side by side, or wait to be handed over.
const PLACES_AT_ONCE: usize = 4;

/// Reads every place and hands over what was seen, in the order of `wanted`.
///
/// Never more than a few places are kept at once. After an interrupt (Ctrl-C)
/// what is not read yet is handed over as unread.
///
/// # Errors
/// If the system gives no threads or timers to wait with.
pub fn observe(
    wanted: &[Wanted],
    options: &Options,
    each: &mut dyn FnMut(Observation),
) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a handler the system's own applies: the process ends.
            std::future::pending::<()>().await;
        }
    };
    let reading = observe_until(wanted, options, None, interrupt, each);
    runtime.block_on(LocalSet::new().run_until(reading));
    // Whatever still waits for an answer is not waited for.
    runtime.shutdown_background();
    Ok(())
}

/// As [`observe`], until `interrupt`; with `config` in place of what the
/// environment and the shared configuration say.
async fn observe_until(
    wanted: &[Wanted],
    options: &Options,
    config: Option<SdkConfig>,
    interrupt: impl Future<Output = ()> + Send + 'static,
    each: &mut dyn FnMut(Observation),
) {
    let (stop, stopped) = watch::channel(false);
    let watching = tokio::spawn(async move {
        interrupt.await;
        // OK because a receiver that is gone has nothing left to stop.
        let _ = stop.send(true);
        std::future::pending::<()>().await;
    });
    let tally = Arc::new(Tally::new(wanted.len(), options.progress.clone()));
    let mut sessions = Sessions::new(options, config, stopped, tally.clone());
    let mut running: VecDeque<(&Wanted, JoinHandle<Observation>)> = VecDeque::new();
    let mut waiting = wanted.iter();
    loop {
        while running.len() < PLACES_AT_ONCE {
            let Some(next) = waiting.next() else { break };
            let session = sessions.of(next).await;
            let role = options.role.clone();
            running.push_back((next, spawn_local(place(session, next.clone(), role))));
        }
        let Some((wanted, reading)) = running.pop_front() else { break };
        // A task that broke off has seen nothing.
        let seen = reading.await;
        tally.finished();
        each(seen.unwrap_or_else(|_| Observation::unseen(&wanted.place, Reason::Malformed)));
    }
    watching.abort();
}

/// Sessions of places: one set of credentials per partition, one limit per account.
struct Sessions<'a> {
    options: &'a Options,
    given: Option<SdkConfig>,
    stop: watch::Receiver<bool>,
    tally: Arc<Tally>,
    configs: BTreeMap<String, SdkConfig>,
    limits: BTreeMap<String, Arc<Semaphore>>,
}

impl<'a> Sessions<'a> {
    fn new(
        options: &'a Options,
        given: Option<SdkConfig>,
        stop: watch::Receiver<bool>,
        tally: Arc<Tally>,
    ) -> Self {
        Self { options, given, stop, tally, configs: BTreeMap::new(), limits: BTreeMap::new() }
    }

    async fn of(&mut self, wanted: &Wanted) -> Session {
        let place = &wanted.place;
        let region = Region::new(place.region.clone());
        let config = match self.configs.get(&place.partition) {
            Some(config) => config.clone(),
            None => {
                let config = match &self.given {
                    Some(given) => patient(self.options, given),
                    None => load(self.options, &place.region).await,
                };
                self.configs.insert(place.partition.clone(), config.clone());
                config
            }
        };
        let limit = self.limits.entry(place.account.clone());
        let limit = limit.or_insert_with(|| Arc::new(Semaphore::new(CALLS_AT_ONCE))).clone();
        let config = config.to_builder().region(region).build();
        Session::new(place.clone(), config, limit, self.stop.clone(), self.tally.clone())
    }
}

/// The standard chain of credentials, or those of the profile that is named: it
/// comes before credentials of the environment, as with the AWS CLI.
async fn load(options: &Options, region: &str) -> SdkConfig {
    let region = Region::new(options.region.as_deref().unwrap_or(region).to_owned());
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).region(region.clone());
    if let Some(profile) = &options.profile {
        let here = ProviderConfig::without_region().with_region(Some(region));
        let named = ProfileFileCredentialsProvider::builder().configure(&here);
        loader =
            loader.profile_name(profile).credentials_provider(named.profile_name(profile).build());
    }
    patient(options, &loader.load().await)
}

/// How long and how often to ask: more slowly as soon as AWS says so.
fn patient(options: &Options, config: &SdkConfig) -> SdkConfig {
    let Options { profile: _, region: _, role: _, timeout, attempts, first_wait, progress: _ } =
        options;
    let retries =
        RetryConfig::adaptive().with_max_attempts(*attempts).with_initial_backoff(*first_wait);
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(*timeout)
        .operation_attempt_timeout(*timeout)
        .build();
    config.to_builder().retry_config(retries).timeout_config(timeouts).build()
}

/// Everything that is wanted of one place.
async fn place(session: Session, wanted: Wanted, role: Option<String>) -> Observation {
    let mut seen = Observation::nothing(&wanted.place);
    seen.at = Some(session.now());
    match identity::enter(&session, role.as_deref()).await {
        Err(unread) => seen.unread.push(unread),
        Ok((session, caller)) => {
            seen.caller = Some(caller);
            settings(&session, &wanted, &mut seen).await;
        }
    }
    seen.sorted()
}

/// Asks services side by side, each into an observation of its own.
macro_rules! side_by_side {
    ($session:ident, $wanted:ident, $seen:ident: $($service:ident),+ $(,)?) => {
        $(let mut $service = Observation::nothing(&$wanted.place);)+
        tokio::join!($($service::read($session, $wanted, &mut $service)),+);
        $($seen.absorb($service);)+
    };
}

/// Everything that the services hold of what is wanted.
async fn settings(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    side_by_side!(session, wanted, seen: backup, s3, rds, dynamodb, elasticache, tags, iam, kms);
    tags::complete(wanted, seen);
}
