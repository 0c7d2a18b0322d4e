//! For a terminal.

use std::collections::BTreeMap;

use crate::recoverability::Verdict;
use crate::recoverability::simulate::{Event, Gone, Loss, Lost, Outcome, Simulation, WayBack, Why};
use crate::report::Style;
use crate::report::clean::clean;
use crate::report::wrap::hanging;
use crate::resolved::disruption_key;

use super::words::{self, Accounts, MISSED};
use super::{Asked, Simulated, SimulatedFile, runs};

const BOLD: &str = "1";
const RED: &str = "1;31";

/// Everything that was found, and what it adds up to.
#[must_use]
pub fn simulation_text(simulated: &Simulated, style: Style) -> String {
    let mut out = String::new();
    for file in &simulated.files {
        for environment in &file.environments {
            let title = words::environment(&environment.simulation, &file.accounts);
            out.push_str(&style.paint(BOLD, &clean(&format!("{} · {title}", file.path))));
            out.push('\n');
            match &simulated.asked {
                Asked::Event { .. } => {
                    event(&mut out, &environment.simulation, &file.accounts, style);
                }
                Asked::Runs { from, until } => {
                    runs::text(&mut out, &environment.runs, (*from, *until), file, style);
                }
            }
            out.push('\n');
        }
    }
    // Painted when the lines are broken: a colour takes no column.
    out.replace(MISSED, &style.paint(RED, MISSED)) + &simulation_brief(simulated, style)
}

/// The last line of each environment alone.
#[must_use]
pub fn simulation_brief(simulated: &Simulated, style: Style) -> String {
    let mut out = String::new();
    for file in &simulated.files {
        for environment in &file.environments {
            let line = match &simulated.asked {
                Asked::Event { .. } => sum(file, &environment.simulation),
                Asked::Runs { .. } => runs::sum(file, environment),
            };
            out.push_str(&hanging("", &clean(&line), style.width));
        }
    }
    out
}

fn event(out: &mut String, simulation: &Simulation, accounts: &Accounts, style: Style) {
    let Simulation { event, moment, outcomes, .. } = simulation;
    let mut head = format!("{} at {}", event.words(accounts), words::instant(moment.at));
    if !moment.found_after.is_zero() {
        head.push_str(&format!(
            ", noticed {} later, at {}",
            moment.found_after,
            words::instant(moment.needed())
        ));
    }
    out.push_str(&hanging("", &clean(&head), style.width));
    out.push_str(&hanging("", &clean(&in_force(simulation)), style.width));
    if matches!(event, Event::Lose(Lost::Zone(_))) {
        let unsaid =
            "resources of which the policy names no Availability Zone are taken to lie in it";
        out.push_str(&hanging("", unsaid, style.width));
    }
    let mut quiet: Vec<&str> = Vec::new();
    let mut bare: Vec<&Outcome> = Vec::new();
    for outcome in outcomes {
        if outcome.disruption.is_some() && outcome.ways.is_empty() && outcome.gone.is_empty() {
            bare.push(outcome);
            continue;
        }
        if outcome.disruption.is_none() && outcome.gone.iter().all(is_planned) {
            quiet.push(&outcome.resource);
            continue;
        }
        out.push('\n');
        resource(out, outcome, simulation, accounts, style);
    }
    if !bare.is_empty() {
        out.push('\n');
        out.push_str(&style.paint(BOLD, "without any backup: everything is lost"));
        out.push('\n');
    }
    for outcome in bare {
        let mut why: Vec<String> = outcome.judged.iter().map(words::judged).collect();
        why.extend(outcome.accepted.iter().map(|reason| format!("accepted: {}", reason.value)));
        let why =
            if why.is_empty() { "no RPO is stated for this".to_owned() } else { why.join(" · ") };
        let label = format!("  {} ({})  ", clean(&outcome.resource), clean(&outcome.type_name));
        out.push_str(&hanging(&label, &clean(&why), style.width));
    }
    if !quiet.is_empty() {
        out.push('\n');
        let names = quiet.join(", ");
        out.push_str(&hanging("  not touched  ", &clean(&names), style.width));
    }
}

fn is_planned(gone: &Gone) -> bool {
    gone.why == Why::Planned
}

/// Since when the policy is taken to be in force.
pub(super) fn in_force(simulation: &Simulation) -> String {
    match simulation.moment.since {
        Some(since) => {
            format!("assuming that the policy is in force since {}", words::instant(since))
        }
        None => {
            "assuming that the policy is in force for as long as it looks back (`--since` says \
                 from when)"
                .to_owned()
        }
    }
}

fn resource(
    out: &mut String,
    outcome: &Outcome,
    simulation: &Simulation,
    accounts: &Accounts,
    style: Style,
) {
    let name = format!("{} ({})", outcome.resource, outcome.type_name);
    out.push_str(&style.paint(BOLD, &clean(&name)));
    out.push('\n');
    let mut line = |label: &str, text: &str| {
        out.push_str(&hanging(&format!("  {label:<11}"), &clean(text), style.width));
    };
    if outcome.disruption.is_none() {
        line("goes on", &goes_on(outcome));
        for disruption in &outcome.weakened {
            line(
                "now",
                &format!("nothing would be left after {}", words_of(disruption_key(*disruption))),
            );
        }
        lost(&mut line, outcome, accounts);
        for way in &outcome.ways {
            line("left", &left(way, simulation, accounts));
        }
        return;
    }
    line("result", &result(outcome));
    if let Some(best) = outcome.best() {
        let at = simulation.moment.at;
        line(
            "from",
            &format!(
                "{} `{}` in {}",
                best.kind.words(),
                best.mechanism.reference,
                words::where_is(best, accounts)
            ),
        );
        let usable =
            words::usable(&best.on_schedule).map_or(String::new(), |text| format!("; {text}"));
        line("state of", &format!("{}{usable}", words::newest(&best.on_schedule, at)));
        line("holds", &format!("{} · {}", words::points(best), words::warmth(best)));
        line("restore", &words::takes(&best.rto));
        if let Some(text) = at_worst(outcome, simulation, accounts) {
            line("at worst", &text);
        }
    } else if let Loss::Unproven(reason) = &outcome.on_schedule {
        line("unproven", reason);
    }
    for way in outcome.ways.iter().skip(usize::from(outcome.best().is_some())) {
        let label = if way.unsure.is_some() { "perhaps" } else { "also left" };
        line(label, &left(way, simulation, accounts));
    }
    lost(&mut line, outcome, accounts);
}

fn words_of(disruption: &str) -> String {
    match disruption {
        "region" => "the loss of its own Region".to_owned(),
        "account" => "the loss of its own account".to_owned(),
        "zone" => "the loss of its Availability Zone".to_owned(),
        "hardware" => "the loss of its machine".to_owned(),
        other => format!("its {other}"),
    }
}

fn goes_on(outcome: &Outcome) -> String {
    let lost = outcome.gone.iter().filter(|gone| matches!(gone.why, Why::Lost(_))).count();
    let all = outcome.ways.len() + lost;
    format!(
        "nothing of it is lost; {lost} of its {all} ways back are gone until they are made again"
    )
}

/// What it comes to, with every objective.
pub(super) fn result(outcome: &Outcome) -> String {
    let mut parts = vec![words::readings(outcome)];
    parts.extend(outcome.judged.iter().map(words::judged));
    if let Some(reason) = &outcome.accepted {
        parts.push(format!("accepted: {}", reason.value));
    } else if outcome.judged.is_empty() {
        parts.push("no RPO is stated for this".to_owned());
    }
    parts.join(" · ")
}

/// What the worse reading rests on, where it differs.
pub(super) fn at_worst(
    outcome: &Outcome,
    simulation: &Simulation,
    accounts: &Accounts,
) -> Option<String> {
    let at = simulation.moment.at;
    match (&outcome.on_schedule, &outcome.at_worst) {
        (Loss::By { way: a, loss: x }, Loss::By { way: b, loss: y }) if a == b && x == y => None,
        (_, Loss::By { way, loss }) => {
            let way = outcome.ways.get(*way)?;
            let newest = way.at_worst.as_ref().ok()?;
            Some(format!(
                "{loss} lost: what is newer may not be finished yet; the newest that certainly is: {}, `{}` in {}",
                words::newest(newest, at),
                way.mechanism.reference,
                words::where_is(way, accounts)
            ))
        }
        (_, Loss::AtMost(loss)) => Some(format!(
            "up to {loss} lost, which holds at every moment: jobs of the resource may keep each other from starting"
        )),
        (_, Loss::Unproven(reason)) => Some(format!("unproven: {reason}")),
        (_, Loss::None | Loss::Everything) => None,
    }
}

/// One mechanism that is left.
pub(super) fn left(way: &WayBack, simulation: &Simulation, accounts: &Accounts) -> String {
    let unsure =
        way.unsure.as_ref().map_or(String::new(), |reason| format!(" · may be lost: {reason}"));
    format!(
        "{} `{}` · {} · {} · {} · {}{unsure}",
        way.kind.words(),
        way.mechanism.reference,
        words::where_is(way, accounts),
        words::newest(&way.on_schedule, simulation.moment.at),
        words::points(way),
        words::warmth(way),
    )
}

/// What is lost, those with one reason together.
fn lost(line: &mut dyn FnMut(&str, &str), outcome: &Outcome, accounts: &Accounts) {
    for (why, gone) in by_reason(outcome) {
        let mut names: Vec<String> = gone
            .iter()
            .map(|gone| {
                let count = gone.lost.and_then(words::count);
                let count = count.map_or(String::new(), |count| format!(" ({count})"));
                format!("`{}`{count}", gone.mechanism.reference)
            })
            .collect();
        names.dedup();
        let place = match gone.as_slice() {
            [one] => format!(" in {}", words::where_was(one, accounts)),
            _ => String::new(),
        };
        let label = match gone.first().map(|gone| &gone.why) {
            Some(Why::Planned) => "planned",
            Some(Why::NoPoint(_)) => "no use",
            Some(Why::Unproven(_)) => "unproven",
            Some(Why::Lost(_)) | None => "lost",
        };
        line(label, &format!("{}{place}: {why}", names.join(", ")));
    }
}

/// What does not bring it back, by the reason, in the order of first mention.
pub(super) fn by_reason(outcome: &Outcome) -> Vec<(String, Vec<&Gone>)> {
    let mut order: Vec<(String, Vec<&Gone>)> = Vec::new();
    let mut known: BTreeMap<(String, u8), usize> = BTreeMap::new();
    for gone in &outcome.gone {
        let rank = match gone.why {
            Why::Lost(_) => 0,
            Why::NoPoint(_) => 1,
            Why::Unproven(_) => 2,
            Why::Planned => 3,
        };
        let why = gone.why.to_string();
        let index = *known.entry((why.clone(), rank)).or_insert(order.len());
        match order.get_mut(index) {
            Some((_, all)) => all.push(gone),
            None => order.push((why, vec![gone])),
        }
    }
    order
}

/// How many resources came out how.
fn sum(file: &SimulatedFile, simulation: &Simulation) -> String {
    let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
    let hit = simulation.outcomes.iter().filter(|outcome| outcome.disruption.is_some());
    for outcome in hit {
        let verdicts = outcome.judged.iter().map(|judged| judged.verdict.rank());
        *counts.entry(verdicts.min().unwrap_or(Verdict::NoObjective.rank())).or_default() += 1;
    }
    let told = |rank: u8, words: &str| counts.get(&rank).map(|count| format!("{count} {words}"));
    let parts = [
        told(Verdict::Missed.rank(), "beyond the RPO"),
        told(Verdict::NotGuaranteed.rank(), "within the RPO on schedule, not at worst"),
        told(Verdict::Unproven(String::new()).rank(), "unproven"),
        told(Verdict::Met.rank(), "within the RPO"),
        told(Verdict::NoObjective.rank(), "without an RPO for this"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let all = if parts.is_empty() { "no resource is hit".to_owned() } else { parts.join(", ") };
    let environment = match simulation.environment.as_str() {
        "" => String::new(),
        name => format!(" · {name}"),
    };
    format!("{}{environment}: {all}", file.path)
}
