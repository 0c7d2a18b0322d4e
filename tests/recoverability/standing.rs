//! Which assumptions a policy states itself.

use policy::document::Disruption;
use policy::recoverability::{Options, Standing, prove};

use super::{HEAD, whole};

/// A table that is copied to another account, with these lines about accounts.
fn stated(settings: &str, access: &str) -> Vec<(&'static str, Vec<String>)> {
    let text = format!(
        "{HEAD}account_settings: {{ {settings} }}
keys: {{ k: {{ create: true, account: backup, region: us-west-2 }} }}
vaults: {{ main: {{}}, dr: {{ account: backup, region: us-west-2, key: k{access} }} }}
plans: {{ p: {{ vault: main, tiers: {{ d: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 35d, copies: [{{ to: dr, retention: 35d }}] }} }} }} }}
resources: {{ orders: {{ type: dynamodb, plans: [p], tables: [orders] }} }}
objectives: {{ rpo: 48h }}
"
    );
    let policy = whole(&text);
    let proof = prove(&policy, &Options::default());
    let after = proof.subjects[0].after(Disruption::Corruption).unwrap();
    let stated = after.assumptions.iter().filter_map(|(assumption, standing)| match standing {
        Standing::Stated(all) => {
            let at = all.iter().map(|one| format!("{}: {}", one.path, one.span.slice(&text)));
            Some((assumption.key(), at.collect()))
        }
        Standing::Open => None,
    });
    let stated: Vec<_> = stated.collect();
    assert_eq!(after.open() + stated.len(), after.assumptions.len());
    stated
}

#[test]
fn what_a_policy_states_of_its_account_is_not_open() {
    let optin = "account_settings.service_opt_in: DynamoDB".to_owned();
    let advanced = "account_settings.dynamodb_advanced_features: true".to_owned();
    assert_eq!(
        stated("service_opt_in: [S3, DynamoDB], dynamodb_advanced_features: true", ""),
        [("opted_in", vec![optin]), ("advanced_dynamodb", vec![advanced])]
    );
}

#[test]
fn a_type_that_is_not_named_is_open() {
    assert_eq!(stated("service_opt_in: [S3]", ""), []);
}

/// The organization and the vault must both let copies through.
#[test]
fn a_destination_accepts_copies_if_both_ends_are_stated() {
    let access = ", access: [workload]";
    assert_eq!(stated("service_opt_in: [S3]", access), []);
    assert_eq!(stated("cross_account_copy: true", ""), []);
    assert_eq!(stated("cross_account_copy: false", access), []);
    let both = [
        "account_settings.cross_account_copy: true".to_owned(),
        "vaults.dr.access: workload".to_owned(),
    ];
    assert_eq!(
        stated("cross_account_copy: true", access),
        [("destination_accepts", both.to_vec())]
    );
}
