//! What the texts of leaves are made of, said in the description of every key.
//!
//! A description is what an editor shows beside a key; the first sentence says
//! what the key is, the sentences added here in which units it is written.

use serde_json::Value;

const CLOCK: &str = "Units: `s`, `m` (minutes), `h`, `d`; compounds such as `1h30m`.";
const CALENDAR: &str = "Units: `d`, `w`, `mo` (months), `y`; what is kept counts the longest, so `1y` is 366 days and `7y` 2557; `12m` is refused, because `m` is minutes.";

/// Title of a leaf, and how it is written.
const UNITS: [(&str, &str); 19] = [
    (
        "a duration in `s m h d`, `none`",
        "Units: `s`, `m` (minutes), `h`, `d`; compounds such as `1h30m`; `none` says that nothing is promised.",
    ),
    (
        "a calendar length, `none`",
        "Units: `h`, `d`, `w`, `mo` (months), `y`; `none` says that nothing is promised.",
    ),
    ("a duration", "Units: `s`, `m` (minutes), `h`, `d`, `w`; compounds such as `1h30m`."),
    ("a duration or a range of them", CLOCK),
    (
        "time per age of the data",
        "Written `time/age` in the units `s`, `m` (minutes), `h`, `d`: `2h/1d` is two hours for each day.",
    ),
    (
        "a retention",
        "Units: `d`, `w`, `mo` (months), `y`, counted at their longest: `1y` is 366 days, `7y` 2557; `forever`; `7 copies` where a tool keeps a count.",
    ),
    ("a calendar length", CALENDAR),
    (
        "a schedule",
        "Written as a mapping of `every`, `weekday`, `day`, `month`, `at`, `between` and `timezone`, as `cron(…)` of AWS, `manual` or `on_change`.",
    ),
    (
        "an interval",
        "A word (`hour`, `day`, `week`, `month`, `quarter`, `year`) or a number with `m` (minutes), `h`, `d`, `w`, `mo` (months), `y`.",
    ),
    ("a time of day", "Written `HH:MM`, in quotes, by the clock of the schedule's zone."),
    ("a daily window", "Written `HH:MM-HH:MM`, in quotes."),
    ("a weekly window", "Written `ddd:HH:MM-ddd:HH:MM`, such as `sun:04:00-sun:04:30`, in quotes."),
    ("a time zone", "A name of the IANA database, such as `UTC` or `Europe/Berlin`."),
    ("a size", "Units: `B`, `KB`, `MB`, `GB`, `TB`, `PB`."),
    ("a date", "Written `YYYY-MM-DD`."),
    ("a percentage", "Written with `%`, in quotes, such as `\"99.9%\"`."),
    ("an account", "A name under `accounts`, or twelve digits in quotes."),
    (
        "a reference",
        "A path from the top, with `resources.` left out: `vaults.dr`, `plans.core.tiers.daily`, `database.read_replicas.west`.",
    ),
    (
        "a storage class",
        "`STANDARD_IA` and `ONEZONE_IA` (one zone only) are for rare access, `INTELLIGENT_TIERING` moves objects by itself, `GLACIER_IR` is read at once, `GLACIER` and `DEEP_ARCHIVE` must be restored first.",
    ),
];

/// Adds to the description of every key how its texts are written.
pub(super) fn add_units(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get_mut("properties") {
                properties.values_mut().for_each(say_units);
            }
            members.values_mut().for_each(add_units);
        }
        Value::Array(items) => items.iter_mut().for_each(add_units),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn say_units(property: &mut Value) {
    let mut titles = Vec::new();
    leaves(property, &mut titles);
    let written = UNITS.iter().filter(|(title, _)| titles.iter().any(|found| found == title));
    let sentences: Vec<&str> = written.map(|(_, words)| *words).collect();
    let Some(Value::String(description)) = property.get_mut("description") else { return };
    for sentence in sentences {
        if !description.ends_with('.') {
            description.push('.');
        }
        description.push(' ');
        description.push_str(sentence);
    }
}

/// The titles of the texts that a key takes by itself, in a list or in a mapping
/// of names; what a mapping of keys takes is said at those.
fn leaves(schema: &Value, titles: &mut Vec<String>) {
    if schema.get("type").and_then(Value::as_str) == Some("string") {
        titles.extend(schema.get("title").and_then(Value::as_str).map(str::to_owned));
    }
    for part in ["items", "additionalProperties"] {
        schema.get(part).into_iter().for_each(|part| leaves(part, titles));
    }
    let branches = schema.get("anyOf").and_then(Value::as_array);
    branches.into_iter().flatten().for_each(|branch| leaves(branch, titles));
}
