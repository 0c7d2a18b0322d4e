//! What AWS means where its answer says nothing.

use crate::facts::defaults::absent;
use crate::resources::Tags;

/// The number that AWS takes where the field is left out.
pub(super) fn number<N: std::str::FromStr + Default>(field: &str) -> N {
    // OK because a test reads every number that is asked for.
    absent(field).and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// The text that AWS takes where the field is left out.
pub(super) fn text(field: &str) -> String {
    absent(field).unwrap_or_default().to_owned()
}

/// Tags in one order; the SDK has them in none.
pub(super) fn tags<'a>(tags: impl IntoIterator<Item = (&'a String, &'a String)>) -> Tags {
    tags.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_that_is_asked_for_is_a_fact() {
        for (field, value) in [
            ("BackupRule.StartWindowMinutes", 480),
            ("BackupRule.CompletionWindowMinutes", 10_080),
            ("RestoreTestingPlan.StartWindowHours", 24),
            ("RestoreTestingPlan.RecoveryPointSelection.SelectionWindowDays", 30),
        ] {
            assert_eq!(number::<u32>(field), value, "{field}");
        }
    }
}
