//! The morning report.

use crate::drift::{
    Answer, Difference, Drift, Drifted, KeptVerdict, Looked, Status, Tally, Weight,
};
use crate::observe::{Source, Subject};
use crate::report::{Style, clean, wrap};

use super::DriftOf;
use super::words::{self, effect, numbers, subject, unread};

/// Columns of the word that a line begins with.
const WORD: usize = 13;
/// Effects of one difference that are shown; the rest is counted.
const MOST_EFFECTS: usize = 3;
/// Resources that are named where many are unknown for one reason.
const MOST_NAMES: usize = 4;

/// What of an environment is not in sync, what weighs most first.
pub(super) fn environment(of: &DriftOf<'_>, as_of: &str, style: Style) -> String {
    let mut out = Text { out: String::new(), style, as_of };
    out.environment(of);
    out.out
}

/// What follows all environments.
pub(super) fn end(tally: &Tally, not_compared: &[String], style: Style) -> String {
    let mut out = Text { out: String::new(), style, as_of: "" };
    for reason in not_compared {
        out.line("not compared", "1;31", reason);
    }
    for help in next(tally) {
        out.help(help);
    }
    let numbers = brief(tally, not_compared);
    for line in wrap::lines(numbers.trim_end(), style.width) {
        out.out.push_str(&line);
        out.out.push('\n');
    }
    out.out
}

/// The last line alone.
pub(super) fn brief(tally: &Tally, not_compared: &[String]) -> String {
    let mut line = numbers(tally);
    if !not_compared.is_empty() {
        line.push_str(&format!(" · {} not compared", not_compared.len()));
    }
    format!("{line}\n")
}

/// What a reader may do about it.
fn next(tally: &Tally) -> Vec<&'static str> {
    let mut all = Vec::new();
    if tally.changed + tally.missing > 0 {
        all.push("`policy render` writes the settings as the policy wants them; what shall stay goes into the policy or `ignore_drift`");
    }
    if tally.denied > 0 {
        all.push("`policy drift --iam-policy` prints all that the caller needs to be allowed");
    }
    all
}

/// What is written, and how.
struct Text<'a> {
    out: String,
    style: Style,
    /// The day that counts as today.
    as_of: &'a str,
}

impl Text<'_> {
    fn environment(&mut self, of: &DriftOf<'_>) {
        let DriftOf { input, drift, one_resource: _ } = of;
        self.header(&input.name, drift);
        let together = Together::of(drift);
        for drifted in &drift.resources {
            if !together.holds(drifted) && drifted.status != Status::InSync {
                self.drifted(drifted, of);
            }
        }
        for (reason, names) in &together.groups {
            let names = some(names);
            self.line("not checked", colour(Status::NotChecked), &format!("{names}: {reason}"));
        }
        for answered in &drift.assumptions {
            match &answered.answer {
                Answer::Refuted(_) => self.line("refuted", "1;31", &words::refuted(answered)),
                Answer::NotYet(_) => self.line("not yet", "1;33", &words::refuted(answered)),
                Answer::Holds | Answer::Open => {}
            }
        }
        for kept in &drift.kept {
            if kept.verdict != KeptVerdict::Kept {
                let codes = if kept.verdict == KeptVerdict::Broken { "1;31" } else { "1;33" };
                self.line(words::verdict(kept.verdict), codes, &words::kept(kept));
            }
        }
        for (place, open) in &drift.unread {
            let text = words::unsaid(place, open);
            self.line("not checked", colour(Status::NotChecked), &text);
        }
        for other in &drift.disagreements {
            let whose = if other.only_aws { "AWS plans a run" } else { "our calendar has a run" };
            let text = format!(
                "{}, rule `{}` of plan `{}`, {} the other has not: please report it, the proof rests on our calendar",
                other.at, other.rule, other.plan, whose
            );
            self.line("calendar", "1;35", &text);
        }
        for drifted in &drift.resources {
            for ignored in &drifted.ignored {
                let until = ignored.until.as_ref();
                let until = until.map(|day| format!(", until {day}")).unwrap_or_default();
                let text =
                    format!("{}: {}: {}{until}", subject(drifted), ignored.what, ignored.reason);
                self.line("ignored", "2", &text);
            }
        }
    }

    /// `orders, production · policies/orders.yaml · 111122223333: us-east-1 · seen …`.
    fn header(&mut self, file: &str, drift: &Drift) {
        let name = match drift.environment.as_str() {
            "" => drift.policy.clone(),
            environment => format!("{}, {environment}", drift.policy),
        };
        let mut about = vec![file.to_owned()];
        about.extend(accounts(&drift.places));
        about.extend(seen(&drift.places, self.as_of));
        let line = format!("{} · {}", clean(&name), clean(&about.join(" · ")));
        for (number, line) in wrap::lines(&line, self.style.width).iter().enumerate() {
            let line = match (number, line.strip_prefix(&*clean(&name))) {
                (0, Some(rest)) => {
                    format!(
                        "{}{}",
                        self.style.paint("1", &clean(&name)),
                        self.style.paint("2", rest)
                    )
                }
                _ => self.style.paint("2", line),
            };
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    fn drifted(&mut self, drifted: &Drifted, of: &DriftOf<'_>) {
        let place = of.drift.places.first().map(|looked| &looked.place);
        let elsewhere =
            (place != Some(&drifted.id.place)).then(|| format!(" in {}", drifted.id.place));
        let head = format!("{}{}", subject(drifted), elsewhere.unwrap_or_default());
        self.line(words::status(drifted.status), colour(drifted.status), &head);
        for difference in &drifted.differences {
            self.difference(difference, drifted, of);
        }
        for open in &drifted.unread {
            self.below("?", "1;33", &format!("not checked: {}", unread(open)));
        }
        for follows in &drifted.follows {
            let named = follows.path.as_ref().map(|path| format!(" ({path})")).unwrap_or_default();
            let text = format!(
                "{} {}{named}: {}",
                words::status(follows.status),
                words::resource(&follows.id),
                follows.because
            );
            self.below("└", "2", &text);
        }
    }

    fn difference(&mut self, difference: &Difference, drifted: &Drifted, of: &DriftOf<'_>) {
        let line = difference.span.map(|span| of.input.lines.line_of(span.start) + 1);
        let (sign, codes) = sign(difference.weight);
        self.below(sign, codes, &words::difference(difference, drifted, line));
        for change in difference.effect.iter().take(MOST_EFFECTS) {
            self.deeper(&effect(change, of.one_resource));
        }
        if difference.effect.len() > MOST_EFFECTS {
            let more = difference.effect.len() - MOST_EFFECTS;
            let plural = if more == 1 { "" } else { "s" };
            self.deeper(&format!("and {more} more effect{plural} (`--format json` lists all)"));
        }
        for note in &difference.notes {
            self.deeper(&format!("note: {note}"));
        }
    }

    /// A word in its column, and what it is about beside it.
    fn line(&mut self, word: &str, codes: &str, text: &str) {
        let blanks = " ".repeat(WORD.saturating_sub(word.len()).max(1));
        let first = format!("  {}{blanks}", self.style.paint(codes, word));
        let used = 2 + word.len() + blanks.len();
        self.out.push_str(&wrap::hanging_after(&first, used, &clean(text), self.style.width));
    }

    fn help(&mut self, text: &str) {
        let first = format!("  {} ", self.style.paint("36", "help:"));
        self.out.push_str(&wrap::hanging_after(&first, 8, text, self.style.width));
    }

    fn below(&mut self, sign: &str, codes: &str, text: &str) {
        let first = format!("    {} ", self.style.paint(codes, sign));
        self.out.push_str(&wrap::hanging_after(&first, 6, &clean(text), self.style.width));
    }

    fn deeper(&mut self, text: &str) {
        self.out.push_str(&wrap::hanging_after("        ", 8, &clean(text), self.style.width));
    }
}

/// What is unknown for a reason that concerns more than one resource.
struct Together {
    groups: Vec<(String, Vec<String>)>,
}

impl Together {
    fn of(drift: &Drift) -> Self {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for drifted in &drift.resources {
            let Some(reason) = shared(drifted) else { continue };
            match groups.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, names)) => names.push(subject(drifted)),
                None => groups.push((reason, vec![subject(drifted)])),
            }
        }
        groups.retain(|(_, names)| names.len() > 1);
        Self { groups }
    }

    fn holds(&self, drifted: &Drifted) -> bool {
        shared(drifted).is_some_and(|reason| self.groups.iter().any(|(known, _)| *known == reason))
    }
}

/// The reason that a resource shares with everything of its kind or place.
fn shared(drifted: &Drifted) -> Option<String> {
    let [open] = drifted.unread.as_slice() else { return None };
    let of_many = matches!(open.subject, Subject::Everything | Subject::Kind(_));
    let only = drifted.status == Status::NotChecked && drifted.differences.is_empty();
    (of_many && only).then(|| format!("{} in {}", unread(open), drifted.id.place))
}

/// `a, b, c and 7 more`.
fn some(names: &[String]) -> String {
    if names.len() <= MOST_NAMES + 1 {
        return names.join(", ");
    }
    let shown: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
    format!("{} and {} more", shown.join(", "), names.len() - MOST_NAMES)
}

/// `111122223333: us-east-1, us-west-2`, one for each account.
pub(super) fn accounts(places: &[Looked]) -> Vec<String> {
    let mut accounts: Vec<(&str, Vec<&str>)> = Vec::new();
    for Looked { place, .. } in places {
        match accounts.iter_mut().find(|(account, _)| *account == place.account) {
            Some((_, regions)) => regions.push(&place.region),
            None => accounts.push((&place.account, vec![&place.region])),
        }
    }
    accounts.iter().map(|(account, regions)| format!("{account}: {}", regions.join(", "))).collect()
}

/// When it was seen and by whom, as far as all places agree, and how long ago
/// where that is another day than today.
pub(super) fn seen(places: &[Looked], as_of: &str) -> Option<String> {
    let times: Vec<&str> = places.iter().filter_map(|looked| looked.at.as_deref()).collect();
    let from_terraform = places.iter().any(|looked| looked.source == Some(Source::Terraform));
    // Only a plan has a time: it shows what will be once it is applied.
    let by = if from_terraform { "as Terraform plans it" } else { "seen" };
    match (times.iter().min(), times.iter().max(), from_terraform) {
        (Some(first), Some(last), _) => {
            let ago = ago(first, as_of);
            let to = if first == last { String::new() } else { format!(" to {last}") };
            Some(format!("{by} {first}{to}{ago}"))
        }
        (_, _, true) => Some("as Terraform saw it".to_owned()),
        _ => None,
    }
}

/// `, 3 days ago`; nothing within a day.
fn ago(seen: &str, as_of: &str) -> String {
    let day = |text: &str| text.get(..10)?.parse::<jiff::civil::Date>().ok();
    let (Some(seen), Some(today)) = (day(seen), day(as_of)) else { return String::new() };
    match today.since(seen).map(|span| span.get_days()) {
        Ok(days) if days > 1 => format!(", {days} days ago"),
        _ => String::new(),
    }
}

/// The sign of a difference and its colour.
pub(super) const fn sign(weight: Weight) -> (&'static str, &'static str) {
    match weight {
        Weight::Missed => ("!", "1;31"),
        Weight::Loosened | Weight::Worse => ("-", "1;31"),
        Weight::Doubted => ("?", "1;33"),
        Weight::Different => ("~", "1;33"),
        Weight::Better => ("+", "1;32"),
    }
}

const fn colour(status: Status) -> &'static str {
    match status {
        Status::Changed | Status::Missing => "1;31",
        Status::Unmanaged | Status::NotChecked => "1;33",
        Status::InSync => "32",
    }
}
