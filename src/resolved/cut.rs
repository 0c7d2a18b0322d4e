//! Which entries an environment has: `only`.

use crate::document::NameText;

/// True unless `only` names other environments.
pub(super) fn belongs(only: Option<&Vec<NameText>>, environment: &str) -> bool {
    only.is_none_or(|names| names.iter().any(|name| name.value == environment))
}
