//! The kinds of texts that leaves hold: each with its pattern and examples.
//!
//! A leaf is decoded as raw text; what it means is parsed in `resolved`. The
//! pattern is what an editor can check; the parser may be stricter.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::source::Text;

macro_rules! leaf {
    ($($(#[$doc:meta])* $name:ident = $title:literal, $pattern:expr, $examples:expr;)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Text);

        impl std::ops::Deref for $name {
            type Target = Text;

            fn deref(&self) -> &Text {
                &self.0
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                leaf_schema($title, $pattern, &$examples)
            }
        }
    )* };
}

fn leaf_schema(title: &str, pattern: &str, examples: &[&str]) -> Schema {
    let mut schema = json_schema!({ "type": "string", "title": title, "examples": examples });
    if !pattern.is_empty() {
        schema.insert("pattern".to_owned(), pattern.into());
    }
    schema
}

/// `s m h d` and compounds of them.
const ELAPSED: &str = r"^([0-9]+(s|m|h|d|w))+$";
/// Days, weeks, months, years.
const CALENDAR: &str = r"^([0-9]+(d|w|mo|y))+$";
const NAME: &str = "^[a-z][a-z0-9-]{0,39}$";
const REFERENCE: &str = r"^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$";
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
/// A lone `*` is any ARN, which a selection takes.
const ARN: &str = r"^(arn:|\$\{|\*$)";

leaf! {
    /// Any words.
    Words = "text", "", ["agreed with audit"];
    /// A recovery objective: how much time.
    ObjectiveText = "a duration in `s m h d`, `none`", r"^(none|([0-9]+(s|m|h|d))+)$", ["5m", "4h", "25h", "1d"];
    /// How far back: a calendar length, `none`.
    HistoryText = "a calendar length, `none`", r"^(none|([0-9]+(h|d|w|mo|y))+)$", ["35d", "1y", "7y"];
    /// A length of time that passes on a clock.
    ElapsedText = "a duration", ELAPSED, ["1h", "40m", "1h30m", "7d"];
    /// A measured time, or a range of which the worse end counts.
    TimeText = "a duration or a range of them", r"^([0-9]+(s|m|h|d))+(\.\.([0-9]+(s|m|h|d))+)?$", ["40m", "30m..45m"];
    /// Time that grows with the age of the data: time per age.
    RateText = "time per age of the data", r"^([0-9]+(s|m|h|d))+/([0-9]+(s|m|h|d|w))+$", ["2h/1d"];
    /// How long something is kept.
    RetentionText = "a retention", r"^(forever|([0-9]+(d|w|mo|y))+|[0-9]+ copies)$", ["35d", "12w", "1y", "7y", "forever", "7 copies"];
    /// A length in days, weeks, months or years.
    DaysText = "a calendar length", CALENDAR, ["30d", "12w", "12mo", "7y"];
    /// A schedule in one word or as AWS cron.
    ScheduleText = "a schedule", r"^(manual|on_change|cron\(.+\))$", ["cron(0 3 ? * * *)", "manual", "on_change"];
    /// How often.
    EveryText = "an interval", r"^([0-9]+(m|h|d|w|mo|y)|hour|day|week|month|quarter|year)$", ["day", "2h", "week", "month", "3mo", "year"];
    /// A day of the week.
    WeekdayText = "a day of the week", "^(monday|tuesday|wednesday|thursday|friday|saturday|sunday)$", ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    /// A month of the year.
    MonthText = "a month", "^(january|february|march|april|may|june|july|august|september|october|november|december)$", ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    /// A time of day.
    ClockText = "a time of day", "^[0-2][0-9]:[0-5][0-9]$", ["03:00"];
    /// A window of every day.
    WindowText = "a daily window", "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$", ["02:00-02:30"];
    /// A window of every week, or of every day where AWS takes one.
    WeeklyWindowText = "a weekly window", "^(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]$", ["sun:04:00-sun:04:30"];
    /// An IANA time zone.
    ZoneText = "a time zone", "", ["UTC", "Europe/Berlin"];
    /// A number of bytes.
    SizeText = "a size", "^[0-9]+(B|KB|MB|GB|TB|PB)$", ["128KB", "200GB"];
    /// A calendar day.
    DateText = "a date", DATE, ["2027-03-01"];
    /// A share of time.
    PercentText = "a percentage", r"^[0-9]{1,3}(\.[0-9]+)?%$", ["99.9%"];
    /// A key of this policy.
    NameText = "a name", NAME, ["orders", "orders-eu"];
    /// A path to an entry of this policy.
    ReferenceText = "a reference", REFERENCE, ["vaults.dr", "plans.core.tiers.daily", "database.read_replicas.west"];
    /// An AWS account: its name in `accounts`, or twelve digits.
    AccountText = "an account", r"^([0-9]{12}|[a-z][a-z0-9-]{0,39})$", ["backup", "111122223333"];
    /// Twelve digits.
    AccountIdText = "an account id in quotes", "^[0-9]{12}$", ["111122223333"];
    /// A Region code.
    RegionText = "a Region", r"^([a-z]{2,5}(-[a-z]+)+-[0-9]+|\$\{region\})$", ["us-east-1", "eu-central-1"];
    /// An Availability Zone.
    AvailabilityZoneText = "an Availability Zone", "^[a-z]{2,5}(-[a-z]+)+-[0-9]+[a-z]$", ["us-east-1a"];
    /// An ARN, placeholders allowed.
    ArnText = "an ARN", ARN, ["arn:${partition}:iam::${account}:role/backup"];
    /// A name that AWS knows, placeholders allowed.
    AwsNameText = "a name in AWS", "", ["orders-${environment}"];
    /// A tag key.
    TagText = "a tag key", "", ["env"];
    /// A tag value, placeholders allowed.
    TagValueText = "a tag value", "", ["${environment}"];
    /// Literal beginning of object keys.
    PrefixText = "a prefix", "", ["invoices/"];
    /// A storage class of S3.
    StorageClassText = "a storage class", "^(STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER_IR|GLACIER|DEEP_ARCHIVE)$", ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
    /// Name of a rule of `policy`.
    RuleText = "the name of a rule", "^[a-z][a-z0-9-]*$", ["windows-not-stated"];
}

/// A whole number or `last`: a day of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayText(pub String);

impl<'de> serde::Deserialize<'de> for DayText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Loose;

        impl serde::de::Visitor<'_> for Loose {
            type Value = DayText;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a day of the month or `last`")
            }

            fn visit_i64<E: serde::de::Error>(self, day: i64) -> Result<DayText, E> {
                Ok(DayText(day.to_string()))
            }

            fn visit_str<E: serde::de::Error>(self, day: &str) -> Result<DayText, E> {
                Ok(DayText(day.to_owned()))
            }
        }

        deserializer.deserialize_any(Loose)
    }
}

impl JsonSchema for DayText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "DayText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "a day of the month",
            "anyOf": [{ "type": "integer", "minimum": 1, "maximum": 31 }, { "const": "last" }],
            "examples": [1, 15, "last"],
        })
    }
}
