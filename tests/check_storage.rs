//! The rules about buckets, databases and texts, from the outside.

#[cfg(test)]
#[path = "check_storage/buckets.rs"]
mod buckets;
#[cfg(test)]
#[path = "check_storage/lifecycle.rs"]
mod lifecycle;
#[cfg(test)]
#[path = "check_storage/losses.rs"]
mod losses;
#[cfg(test)]
#[path = "check_storage/native.rs"]
mod native;
#[cfg(test)]
#[path = "check_storage/pages.rs"]
mod pages;
#[cfg(test)]
#[path = "check_storage/policies.rs"]
mod policies;
