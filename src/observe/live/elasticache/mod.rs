//! ElastiCache replication groups, looked up by identifier.

mod group;
