//! `policy render`.

use std::collections::BTreeMap;

use crate::check::run_rules::{STALE_BASELINE_ENTRY, TARGET_CANNOT_EXPRESS};
use crate::compile::Compiled;
use crate::diagnostic::{Finding, Kind, Level};
use crate::render::{Target, render, terraform};
use crate::report;
use crate::resources::{Irreversible, Lowered, ResourceKind};

use super::args::Render;
use super::check::as_files;
use super::failure::Failure;
use super::gather::{Gathered, gather, is_broken};
use super::manifest::Scope;
use super::output::{self, Plan, State, Wanted};
use super::terminal::Terminal;
use super::{Status, gaps, world};

/// What only `check` finds.
const NOT_LOOKED_FOR: &[&str] = &[STALE_BASELINE_ENTRY.name];

/// What one policy gives.
#[derive(Debug, Default)]
struct Rendering {
    wanted: Vec<Wanted>,
    /// What cannot be taken back, one line each.
    irreversible: Vec<String>,
    /// What is asserted and shown by no data source of Terraform, a line for each.
    unseen: Vec<String>,
    failures: Vec<Failure>,
}

pub(super) fn run(args: &Render, terminal: &Terminal) -> Result<Status, Failure> {
    let targets = targets(args);
    let mut gathered = gather(&args.inputs, &args.judging, NOT_LOOKED_FOR, |compiled| {
        rendering(compiled, &targets)
    })?;
    if let Some(refused) = refused(args, &mut gathered, terminal) {
        return Ok(refused);
    }
    let irreversible: String =
        gathered.files.iter().flat_map(|file| file.extra.irreversible.clone()).collect();
    let wanted = gathered.files.iter_mut().flat_map(|f| std::mem::take(&mut f.extra.wanted));
    let wanted: Vec<Wanted> = wanted.collect();
    let Some(folder) = &args.out else { return alone(&wanted, &irreversible, terminal) };
    let policies: Vec<&str> =
        gathered.files.iter().filter_map(|file| file.compiled.policy.as_deref()).collect();
    let covered = |scope: &Scope| {
        policies.contains(&scope.policy.as_str())
            && targets.iter().any(|target| target.name() == scope.target)
            && args.inputs.env.as_ref().is_none_or(|env| *env == scope.environment)
    };
    let plan = output::plan(folder, wanted, covered)?;
    if plan.states.is_empty() {
        return Err(nothing());
    }
    if args.check {
        let cure = cure(&plan).filter(|_| !terminal.quiet).unwrap_or_default();
        terminal.print(&(compared(&plan, terminal.quiet) + &cure))?;
        return Ok(if plan.is_fresh() { Status::Fine } else { Status::Found });
    }
    plan.apply()?;
    let unseen = gathered.files.iter().flat_map(|file| file.extra.unseen.clone());
    let unseen: String = unseen.filter(|_| !terminal.quiet).collect();
    terminal.print(&(irreversible + &unseen + &written(&plan, terminal.quiet)))?;
    Ok(Status::Fine)
}

fn targets(args: &Render) -> Vec<Target> {
    let asked = |target: &Target| args.target.iter().any(|name| name == target.name());
    Target::ALL.into_iter().filter(|target| args.target.is_empty() || asked(target)).collect()
}

/// Prints what keeps us from rendering, and what a target leaves out.
fn refused(
    args: &Render,
    gathered: &mut Gathered<Rendering>,
    terminal: &Terminal,
) -> Option<Status> {
    let files = as_files(&gathered.files, terminal);
    let style = terminal.beside;
    let shown = |f: &Finding| f.level == Level::Error || f.rule == TARGET_CANNOT_EXPRESS.name;
    if !terminal.quiet {
        terminal.remark(&report::findings(&files, shown, style));
    }
    if files.iter().any(|file| file.judged.findings.iter().any(Finding::counts)) {
        terminal.remark(&report::brief(&files, style));
    }
    terminal.skipped(&gathered.skipped);
    terminal.complain_of(&gathered.unread);
    for file in &gathered.files {
        terminal.complain_of(&file.extra.failures);
    }
    let failed = !gathered.unread.is_empty()
        || gathered
            .files
            .iter()
            .any(|file| !file.extra.failures.is_empty() || is_broken(&file.compiled));
    let stops = |f: &Finding| {
        let passed = args.despite_objectives && f.kind == Kind::ObjectiveMissed;
        f.counts() && f.level == Level::Error && !passed
    };
    let found = || gathered.files.iter().any(|f| f.compiled.judged.findings.iter().any(stops));
    let status = match failed {
        true => Status::Failed,
        false if found() => Status::Found,
        false => return None,
    };
    terminal.remark("nothing was rendered\n");
    Some(status)
}

/// The one artifact of a run without a folder.
fn alone(wanted: &[Wanted], irreversible: &str, terminal: &Terminal) -> Result<Status, Failure> {
    match wanted {
        [only] => {
            terminal.remark(irreversible);
            terminal.print(&only.text)?;
            Ok(Status::Fine)
        }
        [] => Err(nothing()),
        [first, ..] => Err(Failure::new(format!(
            "{} artifacts (`{}`, …) do not fit on standard output",
            wanted.len(),
            first.path
        ))
        .help("say where to write them: `--out DIR`; or choose one with `--env` and `--target`")),
    }
}

fn nothing() -> Failure {
    Failure::new("there is nothing to render")
        .help("no setting of the policy is rendered for this environment and target")
}

/// Renders every environment for every target and adds the gaps as findings.
fn rendering(compiled: &mut Compiled, targets: &[Target]) -> Rendering {
    let mut out = Rendering::default();
    let mut gaps = Vec::new();
    for lowered in &compiled.environments {
        out.irreversible.extend(lowered.irreversible.iter().map(|i| permanent(i, lowered)));
        if targets.contains(&Target::Terraform) {
            out.unseen.extend(unseen(lowered));
        }
        for target in targets {
            let rendered = match render(*target, lowered) {
                Ok(rendered) => rendered,
                Err(error) => {
                    out.failures.push(Failure::new(error.to_string()));
                    continue;
                }
            };
            gaps.extend(rendered.gaps.into_iter().map(|gap| (*target, gap, lowered)));
            out.wanted.extend(rendered.artifacts.into_iter().map(|artifact| Wanted {
                path: artifact.path,
                text: artifact.text,
                scope: Scope {
                    policy: lowered.policy.clone(),
                    environment: lowered.environment.clone(),
                    target: target.name().to_owned(),
                },
            }));
        }
    }
    let findings = gaps::findings(&gaps, &compiled.judged.input.text);
    compiled.judged.findings.extend(findings);
    out
}

fn permanent(irreversible: &Irreversible, lowered: &Lowered) -> String {
    let Irreversible { resource, effect, agreed } = irreversible;
    let label = lowered.labels.get(resource).filter(|label| !label.origin.is_empty());
    let what = label.map_or(&resource.name, |label| &label.origin);
    let agreed = agreed.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
    let place = &resource.place;
    let line =
        format!("irreversible: `{what}` in {place}, {}: {effect}{agreed}", lowered.environment);
    format!("{}\n", report::clean(&line))
}

/// Asserted settings that Terraform has no data source for, by their owners:
/// only a comparison with the live account can tell about them.
fn unseen(lowered: &Lowered) -> Vec<String> {
    let mut settings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for gap in terraform::drift_only(lowered) {
        let label = lowered.labels.get(&gap.resource).filter(|label| !label.origin.is_empty());
        let what = match (label, gap.resource.kind) {
            (Some(label), _) => label.origin.clone(),
            (None, ResourceKind::Account) => "account_settings".to_owned(),
            (None, _) => gap.resource.name,
        };
        let stated = settings.entry(what).or_default();
        if !stated.contains(&gap.setting) {
            stated.push(gap.setting);
        }
    }
    let line = |(what, stated): (String, Vec<String>)| {
        let environment = &lowered.environment;
        let stated = stated.join(", ");
        let line = format!("unchecked by Terraform: `{what}`, {environment}: {stated}");
        format!("{}\n", report::clean(&line))
    };
    settings.into_iter().map(line).collect()
}

/// What was done, file by file and in numbers.
fn written(plan: &Plan, quiet: bool) -> String {
    let mut out = String::new();
    for (path, state) in plan.states.iter().filter(|_| !quiet) {
        let word = match state {
            State::Missing => "new",
            State::Stale => "replaced",
            State::Leftover => "removed",
            State::Same | State::Edited | State::Foreign => continue,
        };
        out.push_str(&format!("{word:8}  {path}\n"));
    }
    let count = |state| plan.of(state).count();
    let (new, replaced, same) = (count(State::Missing), count(State::Stale), count(State::Same));
    out + &format!(
        "{}: {} artifacts, {new} new, {replaced} replaced, {same} unchanged, {} removed\n",
        report::clean(&plan.folder.to_string_lossy()),
        new + replaced + same,
        count(State::Leftover)
    )
}

/// What would be done.
fn compared(plan: &Plan, quiet: bool) -> String {
    let mut out = String::new();
    for (path, state) in plan.states.iter().filter(|_| !quiet) {
        let word = match state {
            State::Missing => "missing",
            State::Stale => "stale",
            State::Leftover => "leftover",
            State::Edited => "edited",
            State::Foreign => "foreign",
            State::Same => continue,
        };
        out.push_str(&format!("{word:8}  {path}\n"));
    }
    let folder = plan.folder.to_string_lossy();
    let folder = report::clean(&folder);
    let same = plan.of(State::Same).count();
    out + &match plan.states.len() - same {
        0 => format!("{folder}: {same} artifacts, all up to date\n"),
        wrong => format!("{folder}: {wrong} of {} files are out of date\n", plan.states.len()),
    }
}

/// How to bring the folder up to date: this run without `--check`. What somebody
/// edited is not replaced, so nothing is said if there is only that.
fn cure(plan: &Plan) -> Option<String> {
    let curable = [State::Missing, State::Stale, State::Leftover];
    curable.into_iter().find(|state| plan.of(*state).next().is_some())?;
    let words = world::arguments().into_iter().filter(|word| word != "--check");
    let command: Vec<String> = words.map(|word| shell_word(&word)).collect();
    let command = format!("  help: policy {}", command.join(" "));
    Some(format!("{}\n", report::clean(&command)))
}

/// A word as a shell takes it.
fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
