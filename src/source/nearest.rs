//! The nearest known word for a typo.

/// The known word that is most like `word`, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    if folded.is_empty() || folded.len() > 64 {
        return None;
    }
    // A third of the letters may be wrong: `retentoin`, not `colour` for `cold`.
    let most = (folded.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(&folded, &fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= most || is_part(&folded, &fold(candidate)))
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// Case, `_` and `-` are not what a typo is about.
fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// One begins the other: `prod` for `production`.
fn is_part(word: &str, candidate: &str) -> bool {
    word.len() >= 3
        && candidate.len() >= 3
        && (candidate.starts_with(word) || word.starts_with(candidate))
}

/// Damerau-Levenshtein distance of adjacent transpositions.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last_a = None;
    for (i, ca) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, cb) in b.iter().enumerate() {
            let at = |row: &[usize], k: usize| row.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&row, j) + usize::from(ca != *cb);
            best = best.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let swapped = j > 0 && last_a == Some(*cb) && b.get(j - 1) == Some(&ca);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = row;
        row = next;
        last_a = Some(ca);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_the_word_that_was_meant() {
        let known = ["retention", "schedule", "copies", "cold_storage_after", "production"];
        let near = |word| nearest(word, known);
        assert_eq!(near("retentoin"), Some("retention"));
        assert_eq!(near("shedule"), Some("schedule"));
        assert_eq!(near("coldStorageAfter"), Some("cold_storage_after"));
        assert_eq!(near("prod"), Some("production"));
        assert_eq!(near("zebra"), None);
        assert_eq!(near(""), None);
    }
}
