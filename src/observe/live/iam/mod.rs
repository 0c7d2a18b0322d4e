//! Roles: those that AWS Backup is to assume, and those that a policy creates.

mod role;
mod trust;
