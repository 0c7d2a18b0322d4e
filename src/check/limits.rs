//! Small readings that several rules share: pages, ARNs, counts in words.

use crate::diagnostic::{Citation, Level};
use crate::facts::{Confidence, Source, TextRule};
use crate::resolved::{Lock, Policy, Vault};
use crate::source::Spanned;
use crate::units::CalendarDays;

/// The page of a fact, for a rule that rests on it.
pub(super) const fn cite(source: &Source) -> Citation {
    Citation { title: source.title, url: source.url, read: source.read }
}

/// What a fact may be used for: only what is firm becomes an error.
pub(super) const fn level_of(confidence: Confidence) -> Level {
    match confidence {
        Confidence::High => Level::Error,
        Confidence::Medium => Level::Warning,
        Confidence::Low => Level::Advice,
    }
}

/// `1 tier`, `11 tiers`.
pub(super) fn count(number: usize, one: &str, several: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {several}") }
}

/// A count as facts have it; more than any limit where it does not fit.
pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// `a`, `a and b`, `a, b and c`, each in backticks.
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// What is wrong with a name, and what would do; nothing if AWS accepts it.
pub(super) fn name_problem(rule: &TextRule, name: &str) -> Option<String> {
    if let Some(character) = rule.offending(name) {
        return Some(format!("`{}` holds `{}`", name, character.escape_default()));
    }
    let length = number(name.chars().count());
    if length > rule.length.most {
        return Some(format!(
            "`{name}` has {length} characters, {} too many",
            length - rule.length.most
        ));
    }
    (length < rule.length.least)
        .then(|| format!("`{name}` has {}", count(name.chars().count(), "character", "characters")))
}

/// The parts of an ARN.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arn<'a> {
    pub(super) partition: &'a str,
    pub(super) service: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    pub(super) resource: &'a str,
}

impl<'a> Arn<'a> {
    /// The six parts of an ARN; nothing if the text is none. `arn:aws:ec2:*`
    /// stands for the parts it leaves out.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let open = text.ends_with(":*");
        let mut parts = text.splitn(6, ':');
        let mut next = || parts.next().or(open.then_some("*"));
        let (head, partition, service) = (next()?, next()?, next()?);
        let (region, account, resource) = (next()?, next()?, next()?);
        let filled = head == "arn" && !service.is_empty() && !resource.is_empty();
        let known =
            partition == "*" || crate::facts::regions::PARTITION_NAME.value.accepts(partition);
        (filled && known).then_some(Self { partition, service, region, account, resource })
    }

    /// The name without the type before it: `vol-1` of `volume/vol-1`.
    pub(super) fn name(&self) -> &'a str {
        self.resource.split_once(['/', ':']).map_or(self.resource, |(_, name)| name)
    }
}

/// Whether a part of an ARN can be this value: empty and `*` can be any.
pub(super) fn may_be(part: &str, value: &str) -> bool {
    part.is_empty() || part.contains('*') || part == value
}

/// Every vault that has a lock.
pub(super) fn locks(policy: &Policy) -> impl Iterator<Item = (&Vault, &Lock)> {
    policy.vaults.values().filter_map(|vault| Some((vault, vault.lock.as_ref()?)))
}

/// The bounds of a lock that no retention fits: the shortest exceeds the longest.
pub(super) fn crossed(lock: &Lock) -> Option<(&Spanned<CalendarDays>, &Spanned<CalendarDays>)> {
    let bounds = lock.min_retention.as_ref().zip(lock.max_retention.as_ref());
    bounds.filter(|(shortest, longest)| shortest.value.most > longest.value.most)
}

/// Whether the text can be the id of an account.
pub(super) fn is_account(id: &str) -> bool {
    number(id.len()) == crate::facts::regions::ACCOUNT_ID_DIGITS.value
        && id.bytes().all(|byte| byte.is_ascii_digit())
}
