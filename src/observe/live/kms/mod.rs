//! Keys: those that vaults use, and those that a policy creates.

mod key;
