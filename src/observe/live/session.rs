//! One account and Region that is being read: its clients, and how they are asked.

use std::collections::BTreeSet;
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use aws_config::SdkConfig;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::primitives::DateTime;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use tokio::sync::{Semaphore, watch};

use super::backup::time::rfc3339;
use super::interceptor::OnlyListed;
use super::refusal::Refusal;
use super::tally::Tally;
use crate::observe::operations::Operation;
use crate::observe::{Observation, Reason, Subject, Wanted};
use crate::resources::{Place, ResourceKind};

/// Calls of one account that are under way at once. AWS Backup publishes no
/// rates; few calls at a time, and slower ones when it says so, stay below them.
pub(super) const CALLS_AT_ONCE: usize = 5;

/// Pages of one list that are read at most: a million recovery points are a tenth.
const MOST_PAGES: usize = 10_000;

/// One account and Region that is being read.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// Where.
    pub(super) place: Place,
    config: SdkConfig,
    limit: Arc<Semaphore>,
    stop: watch::Receiver<bool>,
    tally: Arc<Tally>,
    now: String,
}

/// The only place where clients are made: each refuses what is not listed.
macro_rules! clients {
    ($($name:ident: $sdk:ident;)+) => {
        impl Session {
            $(
                #[doc = concat!("A client of `", stringify!($sdk), "` that sends only what is listed.")]
                pub(super) fn $name(&self) -> $sdk::Client {
                    let config = $sdk::config::Builder::from(&self.config).interceptor(OnlyListed);
                    $sdk::Client::from_conf(config.build())
                }
            )+
        }
    };
}

clients! {
    backup: aws_sdk_backup;
    rds: aws_sdk_rds;
    dynamodb: aws_sdk_dynamodb;
    elasticache: aws_sdk_elasticache;
    tagging: aws_sdk_resourcegroupstagging;
    iam: aws_sdk_iam;
    kms: aws_sdk_kms;
    sts: aws_sdk_sts;
}

impl Session {
    /// A session with these credentials and this Region.
    pub(super) fn new(
        place: Place,
        config: SdkConfig,
        limit: Arc<Semaphore>,
        stop: watch::Receiver<bool>,
        tally: Arc<Tally>,
    ) -> Self {
        Self { place, config, limit, stop, tally, now: now() }
    }

    /// The same place with other settings, such as those of an assumed role.
    pub(super) fn with(&self, config: SdkConfig) -> Self {
        Self { config, ..self.clone() }
    }

    /// The moment at which the place is read, in UTC as in RFC 3339.
    pub(super) fn now(&self) -> String {
        self.now.clone()
    }

    /// Its settings.
    pub(super) fn config(&self) -> &SdkConfig {
        &self.config
    }

    /// A client of S3 that sends only what is listed.
    pub(super) fn s3(&self) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::config::Builder::from(&self.config)
            .interceptor(OnlyListed)
            // Whatever stands in for S3 answers at one name, not at one per bucket.
            .force_path_style(self.stands_in("AWS_ENDPOINT_URL_S3"));
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// Whether requests go elsewhere than to AWS; `variable` is the service's own.
    #[expect(clippy::disallowed_methods, reason = "the SDK reads the same variable")]
    pub(super) fn stands_in(&self, variable: &str) -> bool {
        self.config.endpoint_url().is_some() || std::env::var_os(variable).is_some()
    }

    /// The answer to one request, or why there is none.
    ///
    /// Waits for its turn among the calls of the account; stops when reading is
    /// stopped.
    pub(super) async fn call<T, E>(
        &self,
        operation: &'static Operation,
        request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, Refusal>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let mut stop = self.stop.clone();
        let answer = async {
            // OK because nobody closes the semaphore: a turn always comes.
            let _turn = self.limit.acquire().await;
            self.tally.called();
            request.await
        };
        tokio::select! {
            biased;
            Ok(_) = stop.wait_for(|stopped| *stopped) => {
                Err(Refusal::without_answer(operation, Reason::Interrupted))
            }
            answer = answer => answer.map_err(|error| Refusal::of(operation, &error)),
        }
    }

    /// Counts a call that is made out of turn.
    pub(super) fn called(&self) {
        self.tally.called();
    }

    /// Every page of a list. `take` keeps what it needs of a page and returns the
    /// token of the next one.
    ///
    /// What was taken before a failure is not the whole list.
    pub(super) async fn pages<T, E, F>(
        &self,
        operation: &'static Operation,
        request: impl Fn(Option<String>) -> F,
        mut take: impl FnMut(T) -> Option<String>,
    ) -> Result<(), Refusal>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
        E: ProvideErrorMetadata + Error + 'static,
    {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut token = None;
        while seen.len() < MOST_PAGES {
            let page = self.call(operation, request(token.take())).await?;
            let Some(next) = take(page).filter(|next| !next.is_empty()) else { return Ok(()) };
            if !seen.insert(next.clone()) {
                break;
            }
            token = Some(next);
        }
        // A token that comes again, or ever new ones: not the end of a list.
        Err(Refusal::without_answer(operation, Reason::Malformed))
    }
}

/// The moment, to the second.
#[expect(clippy::disallowed_methods, reason = "what is read has a time, and it is made here")]
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

impl Observation {
    /// Notes that something could not be read.
    pub(super) fn refused(&mut self, subject: Subject, refusal: Refusal) {
        self.unread.push(refusal.unread(subject));
    }

    /// Notes since when a resource is there, where its recovery points are asked for.
    pub(super) fn since(&mut self, wanted: &Wanted, arn: String, made: Option<&DateTime>) {
        let asked = wanted.activity.as_ref().is_some_and(|asked| asked.contains(&arn));
        if let (true, Some(made)) = (asked, made) {
            let activity = self.activity.get_or_insert_default();
            activity.resources_since.insert(arn, rfc3339(made));
        }
    }

    /// Notes that there is nothing of this name.
    pub(super) fn without(mut self, kind: ResourceKind, name: &str) -> Self {
        self.absent.insert((kind, name.to_owned()));
        self
    }
}

/// The results of futures that run side by side, in the order of the futures.
///
/// Only as many are begun at once as calls are allowed.
pub(super) async fn all<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut waiting = futures.into_iter().enumerate();
    let mut running: Vec<(usize, Pin<Box<F>>)> = Vec::new();
    let mut done: Vec<(usize, F::Output)> = Vec::new();
    std::future::poll_fn(|context| {
        loop {
            let free = CALLS_AT_ONCE.saturating_sub(running.len());
            running.extend(waiting.by_ref().take(free).map(|(at, one)| (at, Box::pin(one))));
            if running.is_empty() {
                return Poll::Ready(());
            }
            let before = done.len();
            running.retain_mut(|(at, future)| match future.as_mut().poll(context) {
                Poll::Ready(output) => {
                    done.push((*at, output));
                    false
                }
                Poll::Pending => true,
            });
            if done.len() == before {
                return Poll::Pending;
            }
        }
    })
    .await;
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, output)| output).collect()
}
