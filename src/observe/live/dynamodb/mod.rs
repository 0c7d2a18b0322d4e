//! DynamoDB tables, looked up by name.

mod table;
