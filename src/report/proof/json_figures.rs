//! The figures after one disruption, for programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::json::{Length, Place, place};
use super::json_assumed::{AssumptionReport, assumption};
use super::judged::{Judgement, What};
use super::trace::About;
use super::trace_rpo::{Due, Part};
use super::words::{time, wanted_history};
use crate::recoverability::{
    AfterDisruption, Band, Counted, Figure, FigureKind, Reach, Recovery, RtoKind, Subject, Verdict,
};
use crate::resolved::{Objective, disruption_key};

/// What is recoverable after one disruption.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AfterDisruption")]
pub(super) struct AfterReport {
    /// `corruption`, `deletion`, `hardware`, `zone`, `region` or `account`.
    disruption: &'static str,
    /// How late it may be noticed, where that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    found_within: Option<Length>,
    /// How much of the newest data is lost.
    rpo: RpoReport,
    /// How long recovery takes.
    rto: RtoReport,
    /// How far back what is left reaches.
    history: HistoryReport,
    /// Whether one way of recovering meets RPO and RTO together.
    together: VerdictReport,
    /// What must hold for the figures to be true.
    assumptions: Vec<AssumptionReport>,
    /// What does not count, and why.
    does_not_count: Vec<Reasoned>,
    /// What is planned and would have to be switched on for all to be met.
    met_only_if_on: Vec<String>,
    /// The worst of all verdicts.
    is: &'static str,
    /// The verdict in words.
    verdict: String,
}

/// What is wanted of one figure.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Wanted")]
struct WantedReport {
    /// `stated`, `none`, `accepted` or `absent`.
    is: &'static str,
    /// What is stated, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// What is stated, in seconds, if it is one length.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    /// Why the loss is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Where it is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

/// How much of the newest data is lost.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Rpo")]
struct RpoReport {
    wanted: WantedReport,
    /// By the schedule, or as AWS documents its usual lag.
    nominal: FigureReport,
    /// With everything that may delay a point.
    guaranteed: FigureReport,
    /// By the schedule, if any one run fails.
    after_one_failure: FigureReport,
    /// The nominal figure if what may be lost is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_best: Option<FigureReport>,
    /// What is left.
    counts: Vec<Named>,
    /// What may be lost, and therefore proves nothing.
    may_be_lost: Vec<Reasoned>,
    verdict: VerdictReport,
}

/// A figure with what it rests on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Figure")]
struct FigureReport {
    /// `nominal`, `guaranteed`, `typical`, `as_stated`, `unproven` or `none`.
    kind: &'static str,
    /// The length in seconds, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    /// The length in words, or why there is none.
    text: String,
    /// Words of the assumptions.
    assumptions: Vec<&'static str>,
    trace: TraceReport,
}

/// How a figure came about.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Trace")]
struct TraceReport {
    /// Whose points were counted.
    mechanisms: Vec<Named>,
    /// The run whose data is the newest left.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<RunReport>,
    /// The run that makes the next point.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<RunReport>,
    /// What the length is the sum of.
    sum: Vec<PartReport>,
    /// Gaps in a row that it spans.
    gaps: usize,
}

/// One run.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Run")]
struct RunReport {
    /// When it is due, in UTC (RFC 3339).
    utc: String,
    /// What the clock of its zone shows then.
    local: String,
    /// The zone of its schedule, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
}

/// One summand.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Part")]
struct PartReport {
    /// `gap`, `start window`, `backup`, `completion window` or `copy`.
    what: &'static str,
    /// How long, in seconds.
    seconds: u64,
    /// How long, in words.
    text: String,
    /// Where it comes from.
    source: String,
    /// Where it is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

/// How long recovery takes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Rto")]
struct RtoReport {
    wanted: WantedReport,
    /// Each way of recovering, the best for the objective first.
    ways: Vec<WayReport>,
    verdict: VerdictReport,
}

/// One way of recovering.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Way")]
struct WayReport {
    /// The mechanism or the scenario.
    by: Named,
    /// `measured`, `typical`, `estimated` or `unproven`.
    kind: &'static str,
    /// How long, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    /// How long, in words.
    text: String,
    /// What AWS is not faster than.
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<FloorReport>,
    verdict: VerdictReport,
}

/// What AWS is not faster than.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Floor")]
struct FloorReport {
    /// How long, in seconds.
    seconds: u64,
    /// How long, in words.
    text: String,
    /// What takes so long.
    why: String,
}

/// How far back what is left reaches.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "History")]
struct HistoryReport {
    wanted: WantedReport,
    /// `back`, `forever`, `none` or `unproven`.
    reach: &'static str,
    /// How far, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    /// How far, in words.
    text: String,
    /// What gives the reach.
    by: Vec<Named>,
    /// The largest distance between neighbouring points inside the reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    hole: Option<Length>,
    /// How finely, by age.
    bands: Vec<BandReport>,
    verdict: VerdictReport,
    /// Each rung of a ladder.
    rungs: Vec<RungReport>,
}

/// Ages between which points are equally far apart.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Band")]
struct BandReport {
    /// Up to this age; absent is for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Length>,
    /// How far apart; zero where any moment can be restored.
    apart: Length,
    /// Whose points they are.
    by: Vec<Named>,
}

/// One rung of a ladder.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "RungVerdict")]
struct RungReport {
    /// `hour`, `day`, `week`, `month` or `year`.
    rung: &'static str,
    /// How far back, as written.
    wanted: String,
    place: Place,
    verdict: VerdictReport,
}

/// What became of an objective.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Verdict")]
pub(super) struct VerdictReport {
    /// `met`, `missed`, `not_guaranteed`, `unproven` or `no_objective`.
    is: &'static str,
    /// What is missing to prove it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Why a miss does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<String>,
}

/// A mechanism with its place.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Mechanism")]
pub(super) struct Named {
    /// How the policy refers to it.
    reference: String,
    place: Place,
}

/// A mechanism with a reason.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Reasoned")]
struct Reasoned {
    /// How the policy refers to it.
    reference: String,
    place: Place,
    /// Why.
    reason: String,
}

impl AfterReport {
    pub(super) fn of(about: About<'_>, subject: &Subject, after: &AfterDisruption) -> Self {
        let found = about.environment.judgements(subject, after);
        let verdict = |what: What, verdict: &Verdict| {
            let judged = found.iter().find(|judgement| judgement.what == what);
            VerdictReport::of(verdict, judged)
        };
        let out = after.rpo.left_out.iter();
        Self {
            disruption: disruption_key(after.disruption),
            found_within: after.found_within.map(Length::from),
            rpo: rpo(about, after, verdict(What::Rpo, &after.rpo_verdict)),
            rto: rto(about, after, verdict(What::Rto, &after.rto_verdict)),
            history: history(about, after, &verdict),
            together: VerdictReport::of(&after.together, None),
            assumptions: after
                .assumptions
                .iter()
                .map(|(found, standing)| assumption(about, *found, standing))
                .collect(),
            does_not_count: out
                .map(|out| reasoned(about, &out.mechanism, out.why.to_string()))
                .collect(),
            met_only_if_on: after.if_on.clone(),
            is: after.verdict().key(),
            verdict: about.environment.verdict(subject, after, about.mechanisms),
        }
    }
}

impl VerdictReport {
    pub(super) fn of(verdict: &Verdict, judged: Option<&Judgement<'_>>) -> Self {
        let reason = match verdict {
            Verdict::Unproven(reason) => Some(reason.clone()),
            Verdict::Missed | Verdict::NotGuaranteed | Verdict::Met | Verdict::NoObjective => None,
        };
        let allowed = judged.and_then(|judged| judged.allowed).map(str::to_owned);
        Self { is: verdict.key(), reason, allowed }
    }
}

fn wanted<T>(
    about: About<'_>,
    objective: &Objective<T>,
    text: impl Fn(&T) -> String,
    seconds: impl Fn(&T) -> Option<u64>,
) -> WantedReport {
    let (is, reason) = match objective {
        Objective::Stated(..) => ("stated", None),
        Objective::NoObjective(_) => ("none", None),
        Objective::Accepted(reason, _) => ("accepted", Some(reason.value.clone())),
        Objective::Absent => ("absent", None),
    };
    let input = about.environment.file.input;
    WantedReport {
        is,
        text: objective.stated().map(text),
        seconds: objective.stated().and_then(seconds),
        reason,
        place: objective.origin().map(|origin| place(input, origin.span)),
    }
}

fn rpo(about: About<'_>, after: &AfterDisruption, verdict: VerdictReport) -> RpoReport {
    let figures = &after.rpo.figures;
    let ways = &after.rpo.ways;
    let certain = ways.iter().filter(|way| way.unsure.is_none());
    let unsure = ways.iter().filter_map(|way| Some((way, way.unsure.as_ref()?)));
    RpoReport {
        wanted: wanted(about, &after.wanted.rpo, ToString::to_string, |v| Some(v.as_seconds())),
        nominal: figure(about, &figures.nominal),
        guaranteed: figure(about, &figures.guaranteed),
        after_one_failure: figure(about, &figures.after_one_failure),
        at_best: after.rpo.possible.as_ref().map(|possible| figure(about, &possible.nominal)),
        counts: certain.map(|way| named(about, &way.mechanism)).collect(),
        may_be_lost: unsure
            .map(|(way, reason)| reasoned(about, &way.mechanism, reason.to_string()))
            .collect(),
        verdict,
    }
}

fn figure(about: About<'_>, figure: &Figure) -> FigureReport {
    let kind = match figure.kind {
        FigureKind::Nominal => "nominal",
        FigureKind::Guaranteed => "guaranteed",
        FigureKind::Typical => "typical",
        FigureKind::AsStated => "as_stated",
        FigureKind::Unproven(_) => "unproven",
        FigureKind::None => "none",
    };
    let trace = &figure.trace;
    let mut runs = about.runs(trace).into_iter().map(|(_, due)| run(&due));
    FigureReport {
        kind,
        seconds: figure.value.map(crate::units::Duration::as_seconds),
        text: about.sum(figure),
        assumptions: figure.assumptions.iter().map(|found| found.key()).collect(),
        trace: TraceReport {
            mechanisms: trace.mechanisms.iter().map(|counted| named(about, counted)).collect(),
            from: runs.next(),
            to: runs.next(),
            sum: about.parts(figure).into_iter().map(|found| part(about, found)).collect(),
            gaps: trace.gaps,
        },
    }
}

fn run(due: &Due) -> RunReport {
    let Due { run, zone, by: _ } = due;
    RunReport { utc: run.at.to_string(), local: run.local.to_string(), zone: zone.clone() }
}

fn part(about: About<'_>, part: Part) -> PartReport {
    let Part { what, time, source, span } = part;
    PartReport {
        what,
        seconds: time.as_seconds(),
        text: time.to_string(),
        source,
        place: span.map(|span| place(about.environment.file.input, span)),
    }
}

fn rto(about: About<'_>, after: &AfterDisruption, verdict: VerdictReport) -> RtoReport {
    RtoReport {
        wanted: wanted(about, &after.wanted.rto, ToString::to_string, |v| Some(v.as_seconds())),
        ways: after.recoveries.iter().map(|found| way(about, found)).collect(),
        verdict,
    }
}

fn way(about: About<'_>, recovery: &Recovery) -> WayReport {
    let Recovery { rto, scenario: _, verdict } = recovery;
    let kind = match rto.kind {
        RtoKind::Measured(_) => "measured",
        RtoKind::Typical => "typical",
        RtoKind::Estimated(_) => "estimated",
        RtoKind::Unproven(_) => "unproven",
    };
    WayReport {
        by: named(about, &rto.by),
        kind,
        seconds: rto.value.map(crate::units::Duration::as_seconds),
        text: time(rto),
        floor: rto.floor.as_ref().map(|floor| FloorReport {
            seconds: floor.time.as_seconds(),
            text: floor.time.to_string(),
            why: floor.why.to_string(),
        }),
        verdict: VerdictReport::of(verdict, None),
    }
}

fn history(
    about: About<'_>,
    after: &AfterDisruption,
    verdict: &impl Fn(What, &Verdict) -> VerdictReport,
) -> HistoryReport {
    let found = &after.history;
    let (reach, back) = match found.reach {
        Reach::Back(back) => ("back", Some(back.as_seconds())),
        Reach::Forever => ("forever", None),
        Reach::None => ("none", None),
        Reach::Unproven(_) => ("unproven", None),
    };
    let longest = |wanted: &crate::resolved::History| {
        wanted.reach.as_ref().map(|reach| reach.value.longest().as_seconds())
    };
    let rungs = after.rungs.iter().map(|rung| RungReport {
        rung: rung.rung.key(),
        wanted: rung.wanted.value.to_string(),
        place: place(about.environment.file.input, rung.wanted.span),
        verdict: verdict(What::Rung(rung.rung), &rung.verdict),
    });
    HistoryReport {
        wanted: wanted(about, &after.wanted.history, wanted_history, longest),
        reach,
        seconds: back,
        text: super::words::reach(found.reach),
        by: found.by.iter().map(|by| named(about, by)).collect(),
        hole: found.hole().map(Length::from),
        bands: found.bands.iter().map(|found| band(about, found)).collect(),
        verdict: verdict(What::History, &after.history_verdict),
        rungs: rungs.collect(),
    }
}

fn band(about: About<'_>, band: &Band) -> BandReport {
    let Band { until, apart, by } = band;
    BandReport {
        until: until.map(Length::from),
        apart: (*apart).into(),
        by: by.iter().map(|by| named(about, by)).collect(),
    }
}

fn named(about: About<'_>, counted: &Counted) -> Named {
    Named::of(about.environment, counted)
}

impl Named {
    pub(super) fn of(environment: &super::Environment<'_>, counted: &Counted) -> Self {
        let Counted { reference, span } = counted;
        Self { reference: reference.to_string(), place: place(environment.file.input, *span) }
    }
}

fn reasoned(about: About<'_>, counted: &Counted, reason: String) -> Reasoned {
    let Named { reference, place } = named(about, counted);
    Reasoned { reference, place, reason }
}
