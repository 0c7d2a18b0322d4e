//! Whether something that must hold is stated by the policy, and on which line.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::resolved::{Mechanism, Policy, Resource};
use crate::source::Span;

use super::assumptions::{Question, is_stated};
use super::figure::Assumption;

/// What an assumption of a figure rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The policy says that it holds.
    Stated(Vec<Statement>),
    /// Nobody says so.
    Open,
}

/// A place of the policy that states something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its path, such as `account_settings.service_opt_in`.
    pub path: Cow<'static, str>,
    /// Its place.
    pub span: Span,
}

/// What each of these assumptions rests on, for figures by these mechanisms.
pub(super) fn standings(
    policy: &Policy,
    question: &Question<'_>,
    mechanisms: &[&Mechanism],
    assumptions: impl IntoIterator<Item = Assumption>,
) -> BTreeMap<Assumption, Standing> {
    let each = assumptions.into_iter();
    each.map(|one| (one, standing(policy, question, mechanisms, one))).collect()
}

fn standing(
    policy: &Policy,
    question: &Question<'_>,
    mechanisms: &[&Mechanism],
    assumption: Assumption,
) -> Standing {
    let stated = match assumption {
        Assumption::OptedIn => opted_in(policy, question.resource),
        Assumption::AdvancedDynamodb => advanced_dynamodb(policy),
        Assumption::DestinationAccepts => destination_accepts(policy, question, mechanisms),
        Assumption::AsStated => as_stated(mechanisms),
        // A policy has no word for these, or they are assumed only where it
        // does not use it: `found_within`, identifiers instead of tags.
        Assumption::Selected
        | Assumption::RoleMay
        | Assumption::KeyUsable
        | Assumption::JobsSucceed
        | Assumption::SteadyState
        | Assumption::LockInForce
        | Assumption::DeletersComplete
        | Assumption::TypicalLag
        | Assumption::NoticedAtOnce => None,
    };
    stated.filter(|all| !all.is_empty()).map_or(Standing::Open, Standing::Stated)
}

/// Every type that the resource may be of.
fn opted_in(policy: &Policy, resource: &Resource) -> Option<Vec<Statement>> {
    let names = policy.account_settings.as_ref()?.service_opt_in.as_ref()?;
    let each = resource.types.iter().map(|row| {
        let name = names.iter().find(|name| name.value == row.value.opt_in)?;
        Some(Statement { path: "account_settings.service_opt_in".into(), span: name.span })
    });
    each.collect()
}

fn advanced_dynamodb(policy: &Policy) -> Option<Vec<Statement>> {
    let on = policy.account_settings.as_ref()?.dynamodb_advanced_features.as_ref()?;
    let path = "account_settings.dynamodb_advanced_features".into();
    on.value.then(|| vec![Statement { path, span: on.span }])
}

/// That copies cross accounts is a setting of the organization; that they come
/// in is one of each vault.
fn destination_accepts(
    policy: &Policy,
    question: &Question<'_>,
    mechanisms: &[&Mechanism],
) -> Option<Vec<Statement>> {
    let home = question.home.place.account.as_ref()?;
    let across = policy.account_settings.as_ref()?.cross_account_copy.filter(|on| on.value)?;
    let path = "account_settings.cross_account_copy".into();
    let mut all = vec![Statement { path, span: across.span }];
    for mechanism in mechanisms.iter().filter(|one| question.crosses_accounts(one)) {
        let vault = policy.vaults.get(mechanism.vault.as_ref()?)?;
        let access = vault.access.iter().find(|account| account.value == *home)?;
        let path = format!("{}.access", vault.at.path).into();
        let statement = Statement { path, span: access.span };
        if !all.contains(&statement) {
            all.push(statement);
        }
    }
    Some(all)
}

/// Where the policy says what other code does.
fn as_stated(mechanisms: &[&Mechanism]) -> Option<Vec<Statement>> {
    let stated = mechanisms.iter().filter(|mechanism| is_stated(mechanism.kind));
    let place = |mechanism: &&Mechanism| Statement {
        path: mechanism.reference.to_string().into(),
        span: mechanism.span,
    };
    Some(stated.map(place).collect())
}
