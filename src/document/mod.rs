//! The YAML as written: the single description of the language's shape.
//!
//! The doc comments of the keys are the descriptions of the published JSON
//! Schema; each begins with what the key becomes: Rendered, Asserted or
//! Stated. Invariants: no defaults, no limits of AWS, no meaning; leaves are
//! spanned texts, whole numbers and booleans, parsed in `resolved`.

mod explain;
mod leaf;
mod names;
mod plan;
mod policy;
mod protection;
mod published;
mod read;
mod resource;
pub mod rules;
mod schema;
mod short;
mod stated;
mod storage;
mod surroundings;
mod written;

pub use leaf::*;
pub use plan::*;
pub use policy::*;
pub use protection::*;
pub use read::{Read, decode, read};
pub use resource::*;
pub use schema::{policy_schema, policy_schema_text, published_schema};
pub use short::{OneOrMany, Patch, TextOr};
pub use stated::stated;
pub use storage::*;
pub use surroundings::*;
