//! Rules about a run: reading a file, comparing environments, allowing
//! findings, rendering, looking at live settings.
//!
//! No function over the policy of one environment looks for them; they are in the
//! catalogue because their findings are.

use crate::diagnostic::{Kind, Level, Rule};

macro_rules! run_rules {
    ($($(#[$doc:meta])* $name:ident = $rule:literal, $kind:ident, $level:ident, $summary:literal;)*) => {
        $(
            $(#[$doc])*
            pub static $name: Rule = Rule {
                name: $rule,
                kind: Kind::$kind,
                level: Level::$level,
                summary: $summary,
                explanation: include_str!(concat!("rules/", $rule, ".md")),
                cites: &[],
            };
        )*

        /// Every rule about a run, in the order of the catalogue.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

run_rules! {
    /// A file that is not text.
    NOT_UTF8 = "not-utf8", Document, Error, "a file that is not UTF-8 text";
    /// An allowance that nobody explains.
    ALLOW_WITHOUT_REASON = "allow-without-reason", Advice, Warning, "an allowance without a reason";
    /// An allowance of something that is not found.
    UNUSED_ALLOW = "unused-allow", Advice, Warning, "an allowance of something that is not found";
    /// An allowance whose last day is over.
    EXPIRED_ALLOW = "expired-allow", Advice, Warning, "an allowance whose last day is over";
    /// An allowance of a rule that does not exist.
    UNKNOWN_RULE_ALLOWED = "unknown-rule-allowed", Advice, Warning, "an allowance of a rule that does not exist";
    /// An entry of a baseline that matches nothing.
    STALE_BASELINE_ENTRY = "stale-baseline-entry", Advice, Advice, "an entry of a baseline that occurs no more";
    /// Two things of one name in AWS.
    AWS_NAME_IN_TWO_PLACES = "aws-name-in-two-places", Document, Error, "two things with one AWS name in one account and Region";
    /// A retention of production that another environment reaches.
    PRODUCTION_KEPT_NO_LONGER = "production-kept-no-longer", DataAtRisk, Warning, "a backup that production keeps no longer than another environment";
    /// A setting that a target has no words for.
    TARGET_CANNOT_EXPRESS = "target-cannot-express", Target, Warning, "a setting that a target has no words for";
    /// A live setting that differs.
    CHANGED_IN_AWS = "changed-in-aws", Drift, Error, "a live setting that is not the policy's";
    /// Something of the policy that is not there.
    MISSING_IN_AWS = "missing-in-aws", Drift, Error, "something of the policy that is not in the account";
    /// Something that acts on ours and is in no policy.
    UNMANAGED_IN_AWS = "unmanaged-in-aws", Drift, Warning, "something in the account that acts on what is ours and is in no policy";
    /// Something that could not be read.
    NOT_CHECKED_IN_AWS = "not-checked-in-aws", Drift, Warning, "something of the policy that could not be read in the account";
    /// An assumption of the proof that an account contradicts.
    REFUTED_ASSUMPTION = "refuted-assumption", Drift, Error, "an assumption of the proof that does not hold in the account";
    /// An objective that the recovery points of an account do not keep.
    BROKEN_PROMISE = "broken-promise", Drift, Error, "an objective that the recovery points in the account do not keep";
    /// A run that AWS and our calendar do not both have.
    CALENDAR_DISAGREEMENT = "calendar-disagreement", Drift, Warning, "a run that AWS plans and our calendar has not, or the other way";
}
