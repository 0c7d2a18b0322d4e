//! Differences that the policy says to leave out.

use crate::resolved::IgnoreDrift;
use crate::units::Date;

use super::found::{Found, Raw};
use super::{Ignored, Status};

/// Leaves out what the policy ignores; what was ignored until a day that is over
/// counts again.
pub(super) fn leave_out(found: &mut Found, entries: &[IgnoreDrift], as_of: Date) {
    if entries.is_empty() {
        return;
    }
    let mut kept = Vec::new();
    for mut raw in std::mem::take(&mut found.raws) {
        let path = raw.stated.path.as_ref().or(found.stated.path.as_ref());
        let means =
            |entry: &&IgnoreDrift| path.is_some_and(|path| is_inside(path, &entry.what.path.value));
        let over =
            |entry: &&IgnoreDrift| entry.until.as_ref().is_some_and(|until| until.value < as_of);
        let (past, now): (Vec<&IgnoreDrift>, Vec<&IgnoreDrift>) =
            entries.iter().filter(means).partition(over);
        if let Some(entry) = now.first() {
            found.ignored.push(ignored(&raw, entry));
            continue;
        }
        for until in past.iter().filter_map(|entry| entry.until.as_ref()) {
            raw.notes.push(format!("the policy left this out until {}", until.value));
        }
        kept.push(raw);
    }
    let any_left = !kept.is_empty();
    found.raws = kept;
    if !any_left && !found.ignored.is_empty() {
        found.status = if found.unread.is_empty() { Status::InSync } else { Status::NotChecked };
    }
}

fn ignored(raw: &Raw, entry: &IgnoreDrift) -> Ignored {
    Ignored {
        what: raw.what.clone(),
        reason: entry.reason.value.clone(),
        until: entry.until.as_ref().map(|until| until.value.to_string()),
    }
}

/// True if the path is the reference, in which `resources.` is left out, or
/// something inside it.
fn is_inside(path: &str, reference: &str) -> bool {
    let without = |text: &str| text.strip_prefix("resources.").unwrap_or(text).to_owned();
    let (path, reference) = (without(path), without(reference));
    path.strip_prefix(&reference)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn a_reference_means_itself_and_what_is_inside() {
        for path in ["vaults.main.tags", "vaults.main.tags.team", "vaults.main.tags[0]"] {
            assert!(is_inside(path, "vaults.main.tags"), "{path}");
        }
        for path in ["vaults.main", "vaults.main.tagship", "vaults.dr.tags"] {
            assert!(!is_inside(path, "vaults.main.tags"), "{path}");
        }
        assert!(is_inside("resources.orders.multi_az", "orders.multi_az"));
    }
}
