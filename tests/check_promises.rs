//! The rules that compare what a policy says in several places, from the
//! outside.

#[cfg(test)]
#[path = "check_promises/alarms.rs"]
mod alarms;
#[cfg(test)]
#[path = "check_promises/buckets.rs"]
mod buckets;
#[cfg(test)]
#[path = "check_promises/claims.rs"]
mod claims;
#[cfg(test)]
#[path = "check_promises/classes.rs"]
mod classes;
#[cfg(test)]
#[path = "check_promises/costs.rs"]
mod costs;
#[cfg(test)]
#[path = "check_promises/kept_safe.rs"]
mod kept_safe;
#[cfg(test)]
#[path = "check_promises/objectives.rs"]
mod objectives;
#[cfg(test)]
#[path = "check_storage/policies.rs"]
#[expect(dead_code, reason = "other tests use the other policies")]
mod policies;
#[cfg(test)]
#[path = "check_promises/recoveries.rs"]
mod recoveries;
