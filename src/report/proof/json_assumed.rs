//! What must hold for figures, and which lines of the policy state it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::recoverability::{Assumption, Standing, Statement};

use super::json::{Place, place};
use super::trace::About;
use super::words::means;

/// Something that must hold.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Assumption")]
pub(super) struct AssumptionReport {
    /// Its word, such as `jobs_succeed`.
    is: &'static str,
    /// What it means.
    means: &'static str,
    /// What it rests on.
    standing: StandingReport,
    /// The lines of the policy that state it; empty if it is open.
    stated_by: Vec<StatedBy>,
}

/// A place of the policy that states something.
#[derive(Debug, Serialize, JsonSchema)]
struct StatedBy {
    /// Its path, such as `account_settings.service_opt_in`.
    path: String,
    place: Place,
}

/// What an assumption rests on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Standing")]
#[serde(rename_all = "snake_case")]
enum StandingReport {
    /// The policy states it.
    Stated,
    /// Nobody states it.
    Open,
}

pub(super) fn assumption(
    about: About<'_>,
    assumption: Assumption,
    standing: &Standing,
) -> AssumptionReport {
    let (standing, statements) = match standing {
        Standing::Open => (StandingReport::Open, [].as_slice()),
        Standing::Stated(statements) => (StandingReport::Stated, statements.as_slice()),
    };
    let stated_by = statements.iter().map(|Statement { path, span }| StatedBy {
        path: path.to_string(),
        place: place(about.environment.file.input, *span),
    });
    let stated_by = stated_by.collect();
    AssumptionReport { is: assumption.key(), means: means(assumption), standing, stated_by }
}
