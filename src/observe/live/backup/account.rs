//! AWS Backup's settings of the account in a Region.

use std::collections::BTreeMap;

use aws_sdk_backup::operation::describe_global_settings::DescribeGlobalSettingsOutput;

use super::super::refusal::Refusal;
use super::super::session::Session;
use crate::observe::operations::{
    BACKUP_DESCRIBE_GLOBAL_SETTINGS, BACKUP_DESCRIBE_REGION_SETTINGS,
};
use crate::observe::{Observation, Subject, Wanted};
use crate::resources::{AccountSettings, ResourceKind};

/// The type whose advanced features a policy can state.
const DYNAMODB: &str = "DynamoDB";

/// The setting that lets copies leave the account.
const CROSS_ACCOUNT: &str = "isCrossAccountBackupEnabled";

/// AWS Backup's code for an account outside any organization.
const NO_ORGANIZATION: &str = "ERROR_9601";

/// Opt-ins, advanced features and, where the account may see it, whether copies
/// may leave it.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let client = session.backup();
    let operation = &BACKUP_DESCRIBE_REGION_SETTINGS;
    let region = match session.call(operation, client.describe_region_settings().send()).await {
        // AWS names every type it knows: an answer without any says nothing.
        Ok(answer) if answer.resource_type_opt_in_preference.iter().flatten().next().is_some() => {
            answer
        }
        Ok(_) => return unknown(wanted, &Refusal::empty(operation), seen),
        Err(refusal) => return unknown(wanted, &refusal, seen),
    };
    let cross_account_copy = across(session, &client, wanted, seen).await;
    let answers = &mut seen.answers;
    answers.opt_ins = region.resource_type_opt_in_preference.into_iter().flatten().collect();
    answers.advanced_features =
        region.resource_type_management_preference.into_iter().flatten().collect();
    let settings = settings(&answers.opt_ins, &answers.advanced_features, cross_account_copy);
    seen.settings.account = Some(settings);
    seen.listed.insert(ResourceKind::Account);
}

/// The settings remain unknown, and what the proof assumes of them.
fn unknown(wanted: &Wanted, refusal: &Refusal, seen: &mut Observation) {
    for answer in ["opted_in", "advanced_dynamodb"] {
        seen.refused(Subject::Answer(answer), refusal.clone());
    }
    if wanted.names.contains_key(&ResourceKind::Account) {
        let subject = Subject::Resource(ResourceKind::Account, String::new());
        seen.refused(subject, refusal.clone());
    }
}

fn settings(
    opt_ins: &BTreeMap<String, bool>,
    advanced: &BTreeMap<String, bool>,
    cross_account_copy: Option<bool>,
) -> AccountSettings {
    let opted_in = opt_ins.iter().filter(|(_, opted_in)| **opted_in);
    AccountSettings {
        service_opt_in: opted_in.map(|(name, _)| name.clone()).collect(),
        dynamodb_advanced_features: advanced.get(DYNAMODB).copied(),
        cross_account_copy,
    }
}

/// Only the organization's management account is told; another one's refusal
/// matters only where the policy states the setting.
async fn across(
    session: &Session,
    client: &aws_sdk_backup::Client,
    wanted: &Wanted,
    seen: &mut Observation,
) -> Option<bool> {
    let request = client.describe_global_settings().send();
    match session.call(&BACKUP_DESCRIBE_GLOBAL_SETTINGS, request).await {
        Ok(answer) => allowed(&answer),
        // Without an organization nothing is copied to another account.
        Err(refusal) if refusal.is(NO_ORGANIZATION) => Some(false),
        Err(refusal) => {
            if wanted.states("cross_account_copy") {
                let field = "cross_account_copy";
                let subject = Subject::Setting(ResourceKind::Account, String::new(), field);
                seen.refused(subject, refusal);
            }
            None
        }
    }
}

/// AWS returns the setting as text, and nothing where nobody ever set it.
fn allowed(answer: &DescribeGlobalSettingsOutput) -> Option<bool> {
    let value = answer.global_settings.as_ref()?.get(CROSS_ACCOUNT)?;
    Some(value.eq_ignore_ascii_case("true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(pairs: &[(&str, &str)]) -> DescribeGlobalSettingsOutput {
        let mut answer = DescribeGlobalSettingsOutput::builder();
        for (key, value) in pairs {
            answer = answer.global_settings(*key, *value);
        }
        answer.build()
    }

    #[test]
    fn whether_copies_may_leave_the_account_is_a_text() {
        let others = ("isMpaEnabled", "true");
        assert_eq!(allowed(&answer(&[(CROSS_ACCOUNT, "true"), others])), Some(true));
        assert_eq!(allowed(&answer(&[(CROSS_ACCOUNT, "false")])), Some(false));
        assert_eq!(allowed(&answer(&[others])), None);
        assert_eq!(allowed(&DescribeGlobalSettingsOutput::builder().build()), None);
    }

    #[test]
    fn only_types_that_are_opted_in_are_settings() {
        let flags = |pairs: &[(&str, bool)]| {
            pairs.iter().map(|(name, on)| ((*name).to_owned(), *on)).collect::<BTreeMap<_, _>>()
        };
        let opt_ins = flags(&[("S3", true), ("EFS", false), ("Aurora", true)]);
        let found = settings(&opt_ins, &flags(&[("EFS", true)]), None);
        assert_eq!(found.service_opt_in, ["Aurora", "S3"]);
        assert_eq!(found.dynamodb_advanced_features, None);
        let found = settings(&opt_ins, &flags(&[("DynamoDB", false)]), Some(true));
        assert_eq!(found.dynamodb_advanced_features, Some(false));
        assert_eq!(found.cross_account_copy, Some(true));
    }
}
