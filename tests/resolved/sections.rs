//! What every section of the whole language means.
