//! `policy prove`.

use clap::{Args as ClapArgs, ValueEnum};

use crate::check::run_rules::{STALE_BASELINE_ENTRY, TARGET_CANNOT_EXPRESS};
use crate::diagnostic::{Finding, Level};
use crate::report;
use crate::report::proof::{self, ProofFile, Proofs, Unanswered};
use crate::resolved;
use crate::units::Date;

use super::args::{Inputs, Judging};
use super::check::as_files;
use super::failure::Failure;
use super::gather::{Gathered, gather, is_broken};
use super::load::Loaded;
use super::terminal::Terminal;
use super::{Status, world};

/// What only other commands find.
const NOT_LOOKED_FOR: &[&str] = &[TARGET_CANNOT_EXPRESS.name, STALE_BASELINE_ENTRY.name];

#[derive(Debug, ClapArgs)]
pub(super) struct Prove {
    #[command(flatten)]
    inputs: Inputs,
    /// How to show it.
    #[arg(long, default_value = "text")]
    format: ProofFormat,
    /// Show how a figure comes about, such as `orders.region.rpo`; or all of
    /// `orders.region`, of `orders`, of `recovery.region-loss`.
    #[arg(long, value_name = "REF")]
    why: Option<String>,
    #[command(flatten)]
    judging: Judging,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProofFormat {
    /// For people.
    Text,
    /// For programs; `policy schema proof` describes it.
    Json,
    /// For a pull request or an issue.
    Markdown,
    /// For a browser: one page that needs no script and no network.
    Html,
}

pub(super) fn run(args: &Prove, terminal: &Terminal) -> Result<Status, Failure> {
    if args.why.is_some() && args.format != ProofFormat::Text {
        return Err(Failure::new("`--why` is text for people")
            .help("`--format json` has the trace of every figure"));
    }
    let today = args.judging.as_of.unwrap_or_else(world::today);
    let gathered = gather(&args.inputs, &args.judging, NOT_LOOKED_FOR, |_| ())?;
    let (broken, sound): (Vec<_>, Vec<_>) =
        gathered.files.iter().partition(|file| is_unsound(file));
    let files: Vec<ProofFile<'_>> = sound.into_iter().map(as_proof).collect();
    let mut not_proven = gathered.reasons();
    not_proven.extend(
        broken
            .iter()
            .map(|file| format!("{}: correct its errors first", file.compiled.judged.input.name)),
    );
    let proofs = Proofs { files: &files, not_proven: &not_proven, as_of: Date::from(today) };
    let shown = shown(args, &proofs, terminal)?;
    complain(&gathered, terminal);
    terminal.print(&shown)?;
    if !not_proven.is_empty() {
        return Ok(Status::Failed);
    }
    Ok(if proofs.tally().missed > 0 { Status::Found } else { Status::Fine })
}

fn shown(args: &Prove, proofs: &Proofs<'_>, terminal: &Terminal) -> Result<String, Failure> {
    if let Some(reference) = &args.why {
        return proof::why(proofs, reference, terminal.style)
            .map_err(|unanswered| no_answer(reference, unanswered));
    }
    Ok(match (args.format, terminal.quiet) {
        (ProofFormat::Text, false) => proof::text(proofs, terminal.style),
        (ProofFormat::Text, true) => proof::brief(proofs, terminal.style),
        (ProofFormat::Json, _) => proof::json(proofs),
        (ProofFormat::Markdown, _) => proof::markdown(proofs),
        (ProofFormat::Html, _) => {
            let mut pages = Vec::new();
            for ProofFile { input, findings: _, policies, proofs } in proofs.files {
                pages.push(report::Page { input, policies, proofs });
            }
            report::html(&pages, proofs.as_of).map_err(|error| Failure::new(error.to_string()))?
        }
    })
}

fn no_answer(reference: &str, unanswered: Unanswered) -> Failure {
    let Unanswered { nearest, known } = unanswered;
    let failure = Failure::new(format!("the proof has nothing of the name `{reference}`"));
    match nearest {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => failure,
        None => failure.help(format!(
            "it has {}; a figure is `NAME.DISRUPTION.rpo`, `.rto` or `.history`",
            known.join(", ")
        )),
    }
}

fn as_proof(file: &Loaded<()>) -> ProofFile<'_> {
    let compiled = &file.compiled;
    ProofFile {
        input: &compiled.judged.input,
        findings: &compiled.judged.findings,
        policies: &compiled.policies,
        proofs: &compiled.proofs,
    }
}

/// What cannot be read or followed may be an objective, or what protects: a
/// proof without it would say too much.
fn is_unsound(file: &Loaded<()>) -> bool {
    is_broken(&file.compiled) || file.compiled.judged.findings.iter().any(is_of_resolving)
}

fn is_of_resolving(finding: &Finding) -> bool {
    finding.level == Level::Error
        && resolved::rules::ALL.iter().any(|rule| rule.name == finding.rule)
}

/// Says what keeps files from being proven.
fn complain(gathered: &Gathered<()>, terminal: &Terminal) {
    let files = as_files(&gathered.files, terminal);
    let broken: Vec<_> = files
        .into_iter()
        .zip(&gathered.files)
        .filter(|(_, loaded)| is_unsound(loaded))
        .map(|(file, _)| file)
        .collect();
    let stops = |finding: &Finding| finding.level == Level::Error;
    if !terminal.quiet {
        terminal.remark(&report::findings(&broken, stops, terminal.beside));
    }
    terminal.skipped(&gathered.skipped);
    terminal.complain_of(&gathered.unread);
}
