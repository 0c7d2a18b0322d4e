//! AWS Backup's settings of the account: only what the policy states.

use crate::resolved;
use crate::resources::{AccountSettings, ResourceKind};

use super::super::act::Act;
use super::super::comparing::Here;
use super::super::found::{Found, Raw, Stated};
use super::super::{whereabouts, words};

const PATH: &str = "account_settings";

impl Here<'_> {
    pub(super) fn account(&self) -> Option<Found> {
        let expected = self.expected().account.as_ref()?;
        let stated = self.policy().account_settings.as_ref()?;
        let own = Stated::at(PATH, stated.span);
        Some(self.judged(
            (ResourceKind::Account, ""),
            own.clone(),
            self.seen().account.as_ref(),
            |actual| differences(stated, expected, actual),
            || {
                Raw::new("", "settings of AWS Backup", "RegionSettings")
                    .stated(own.clone())
                    .doubted()
            },
        ))
    }
}

fn differences(
    stated: &resolved::AccountSettings,
    expected: &AccountSettings,
    actual: &AccountSettings,
) -> Vec<Raw> {
    let AccountSettings { service_opt_in, dynamodb_advanced_features, cross_account_copy } =
        expected;
    let mut raws = Vec::new();
    for name in service_opt_in.iter().filter(|name| !actual.service_opt_in.contains(name)) {
        let mut own = stated.service_opt_in.iter().flatten();
        let span = own.find(|own| own.value == *name).map(|own| own.span);
        let field = format!("ResourceTypeOptInPreference.{name}");
        raws.push(
            Raw::new("service_opt_in", format!("opt-in of {name}"), field)
                .stated(whereabouts::of(PATH, stated.span, "service_opt_in", span))
                .values(Some(words::switch(true)), Some(words::switch(false)))
                .acting(Act::NotOptedIn(name.clone())),
        );
    }
    raws.extend(advanced(stated, *dynamodb_advanced_features, actual.dynamodb_advanced_features));
    let own = stated.cross_account_copy.map(|flag| flag.span);
    match (*cross_account_copy, actual.cross_account_copy) {
        (Some(_), None) => raws.push(Raw::unknown("cross_account_copy")),
        (Some(wanted), Some(found)) if wanted != found => {
            let raw = Raw::new(
                "cross_account_copy",
                "copies between accounts",
                "GlobalSettings.isCrossAccountBackupEnabled",
            )
            .stated(whereabouts::of(PATH, stated.span, "cross_account_copy", own))
            .values(Some(words::switch(wanted)), Some(words::switch(found)));
            raws.push(if found { raw } else { raw.acting(Act::NoCrossAccountCopies) });
        }
        _ => {}
    }
    raws
}

fn advanced(
    stated: &resolved::AccountSettings,
    expected: Option<bool>,
    actual: Option<bool>,
) -> Option<Raw> {
    let wanted = expected?;
    let Some(found) = actual else { return Some(Raw::unknown("dynamodb_advanced_features")) };
    if wanted == found {
        return None;
    }
    let own = stated.dynamodb_advanced_features.map(|flag| flag.span);
    let note = match found {
        true => "they give backups of tables copies, cold storage and the key of the vault",
        false => "without them AWS makes no copies of backups of tables, and no cold storage",
    };
    let what = "advanced features of DynamoDB backups";
    Some(
        Raw::new("dynamodb_advanced_features", what, "ResourceTypeManagementPreference.DynamoDB")
            .stated(whereabouts::of(PATH, stated.span, "dynamodb_advanced_features", own))
            .values(Some(words::switch(wanted)), Some(words::switch(found)))
            .acting(Act::AdvancedDynamodb(found))
            .note(note),
    )
}
