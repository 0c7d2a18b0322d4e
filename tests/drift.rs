//! What drift says of accounts: that they are as they should be, and what it
//! does if they are not.
#![cfg(test)]

#[path = "drift/calm.rs"]
mod calm;
#[path = "drift/deployed.rs"]
mod deployed;
#[path = "drift/foreign.rs"]
mod foreign;
#[path = "drift/laws.rs"]
mod laws;
#[path = "drift/mutations.rs"]
mod mutations;
#[path = "drift/promises.rs"]
mod promises;
#[path = "drift/reading.rs"]
mod reading;
#[path = "drift/shop.rs"]
mod shop;

use deployed::{compiled, deployed as as_deployed, drift, policies};

#[test]
fn what_is_deployed_as_written_is_in_sync() {
    let mut environments = 0;
    for (name, text) in policies() {
        let file = compiled(&text);
        for (number, lowered) in file.environments.iter().enumerate() {
            let found = drift(&file, number, &as_deployed(lowered));
            let said: Vec<_> = found
                .resources
                .iter()
                .map(|r| (&r.id.name, r.status, &r.differences, &r.unread))
                .collect();
            assert!(said.is_empty(), "{name} {}: {said:#?}", lowered.environment);
            let all: usize = lowered.labels.len();
            assert_eq!(found.in_sync, all, "{name}: every resource is looked at");
            environments += 1;
        }
    }
    assert!(environments > 10, "the policies are not where they were");
}
