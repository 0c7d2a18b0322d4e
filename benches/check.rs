//! How long the stages of one check take, against each other.
//!
//! `cargo bench` prints a table of ratios: times of one machine say little
//! about another. For counting instructions, one stage runs alone:
//! `valgrind --tool=callgrind BINARY --stage compile --lines 1000 --repeat 1`.
//! Stages: none (only the policy is made), events, parse, decode, compile.
//! `--override` adds an environment that changes the policy; `--plans N` takes
//! a policy of so many plans instead, `--file FILE` one of a file; `--print`
//! writes what is measured.

mod generated;

use std::hint::black_box;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use policy::check::run as run_rules;
use policy::compile::{Compiled, Options, compile};
use policy::diagnostic::{Input, Level};
use policy::recoverability::{self, prove};
use policy::resolved::{Base, Mechanisms};
use policy::resources::lower;
use policy::{document, source};

/// What one measurement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing: what is left is the process and the making of the policy.
    None,
    /// The events of the YAML parser, each dropped at once.
    Events,
    /// The span tree.
    Parse,
    /// The span tree and the typed document.
    Decode,
    /// Everything but the proof: all rules that need none, and the settings of
    /// each environment.
    Rules,
    /// Everything up to the findings and the settings of each environment.
    Compile,
}

const STAGES: [(&str, Stage); 6] = [
    ("none", Stage::None),
    ("events", Stage::Events),
    ("parse", Stage::Parse),
    ("decode", Stage::Decode),
    ("rules", Stage::Rules),
    ("compile", Stage::Compile),
];

#[derive(Debug)]
struct Arguments {
    stage: Option<Stage>,
    lines: Option<usize>,
    plans: Option<usize>,
    file: Option<String>,
    repeat: Option<usize>,
    with_override: bool,
    print: bool,
    /// Started by `cargo bench`, not by `cargo test`.
    measures: bool,
}

fn main() -> ExitCode {
    let done = arguments().and_then(|arguments| {
        let text = |lines| match (&arguments.file, arguments.plans) {
            (Some(file), _) => read_file(file),
            (None, Some(count)) => generated::plans(count),
            (None, None) => generated::policy(lines, arguments.with_override),
        };
        let lines = arguments.lines.unwrap_or(1000);
        match arguments.stage {
            _ if arguments.print => write(&text(lines)),
            Some(stage) => {
                let text = text(lines);
                (0..arguments.repeat.unwrap_or(1)).for_each(|_| run(stage, &text));
                Ok(())
            }
            None if arguments.measures => table(&arguments),
            None => test(),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // OK because nothing is left to do if even this cannot be written.
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement is a program of its own")]
fn arguments() -> Result<Arguments, String> {
    let mut read = Arguments {
        stage: None,
        lines: None,
        plans: None,
        file: None,
        repeat: None,
        with_override: false,
        print: false,
        measures: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number = || {
            let value = words.next().and_then(|value| value.parse().ok());
            value.ok_or_else(|| format!("`{word}` needs a number"))
        };
        match word.as_str() {
            "--lines" => read.lines = Some(number()?),
            "--plans" => read.plans = Some(number()?),
            "--file" => read.file = Some(words.next().ok_or("`--file` needs a path")?),
            "--repeat" => read.repeat = Some(number()?),
            "--override" => read.with_override = true,
            "--print" => read.print = true,
            "--stage" => {
                let name = words.next().unwrap_or_default();
                let known = STAGES.iter().find(|(known, _)| *known == name);
                let (_, stage) = known.ok_or_else(|| format!("no stage `{name}`"))?;
                read.stage = Some(*stage);
            }
            "--bench" => read.measures = true,
            other => return Err(format!("`{other}` is not known here")),
        }
    }
    Ok(read)
}

fn run(stage: Stage, text: &str) {
    match stage {
        Stage::None => {}
        Stage::Events => {
            let mut parser = granit_parser::Parser::new_from_str(text);
            while let Some(Ok(event)) = parser.next_event() {
                black_box(&event);
            }
        }
        Stage::Parse => drop(black_box(source::parse(text))),
        Stage::Decode => drop(black_box(document::read(text))),
        Stage::Rules => checked(text),
        // As `policy check`, which ends with what it has compiled.
        Stage::Compile => std::mem::forget(black_box(compiled(text))),
    }
}

/// What [`compile`] does before it proves.
fn checked(text: &str) {
    let read = document::read(text);
    let (Some(root), Some(document)) = (read.root, read.policy) else { return };
    let base = Base::new(text.into(), root, document);
    for name in base.names() {
        let resolved = base.resolve(name);
        if let Some(policy) = resolved.policy {
            let mechanisms = Mechanisms::of(&policy);
            black_box(run_rules(&policy, &mechanisms));
            std::mem::forget(black_box((lower(&policy), mechanisms, policy)));
        }
    }
    std::mem::forget(base);
}

#[expect(clippy::disallowed_methods, reason = "a bench reads what it is asked to measure")]
fn read_file(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn compiled(text: &str) -> Compiled {
    compile(&Input::new("policy.yaml", text), &Options::default())
}

/// What `cargo test` runs: the policies that are measured have no mistakes,
/// whose reporting would be measured instead.
fn test() -> Result<(), String> {
    for (lines, with_override) in [(100, false), (1000, false), (1000, true)] {
        without_errors(&generated::policy(lines, with_override))?;
    }
    without_errors(&generated::plans(10))?;
    write("test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n")
}

/// The number of findings, none of them an error.
fn without_errors(text: &str) -> Result<usize, String> {
    let findings = compiled(text).judged.findings;
    match findings.iter().find(|finding| finding.level == Level::Error) {
        Some(error) => Err(format!("a policy to be measured is wrong: {}", error.message)),
        None => Ok(findings.len()),
    }
}

/// The stages of policies of growing length, against building the span tree.
fn table(arguments: &Arguments) -> Result<(), String> {
    let sizes = arguments.lines.map_or_else(|| vec![1_000, 10_000, 100_000], |lines| vec![lines]);
    write("  lines   KiB  stage       median    per line   to parse\n")?;
    for lines in sizes {
        let text = generated::policy(lines, arguments.with_override);
        let findings = without_errors(&text)?;
        let count = text.lines().count();
        let repeat = arguments.repeat.unwrap_or((300_000 / count).clamp(5, 200));
        let stages = STAGES.iter().filter(|(_, stage)| *stage != Stage::None);
        let times: Vec<_> =
            stages.map(|(name, stage)| (*name, *stage, median(*stage, &text, repeat))).collect();
        let parse = times.iter().find(|(_, stage, _)| *stage == Stage::Parse);
        let parse = parse.map_or(f64::NAN, |(_, _, time)| time.as_secs_f64());
        for (name, _, time) in times {
            write(&format!(
                "{count:7} {kib:5}  {name:8} {ms:9.3} ms {ns:8.0} ns {ratio:9.2}x\n",
                kib = text.len() / 1024,
                ms = time.as_secs_f64() * 1e3,
                ns = time.as_secs_f64() * 1e9 / count as f64,
                ratio = time.as_secs_f64() / parse,
            ))?;
        }
        write(&format!("{count:7} lines have {findings} findings, none an error\n"))?;
    }
    if arguments.lines.is_none() { proofs() } else { Ok(()) }
}

/// Plans whose proof is measured beside the whole check.
const PLANS: usize = 1_000;

/// The proof of many plans after all disruptions, beside everything else.
#[expect(clippy::disallowed_methods, reason = "the clock is what this program is for")]
fn proofs() -> Result<(), String> {
    let text = generated::plans(PLANS);
    without_errors(&text)?;
    let compiled = compiled(&text);
    let policy = compiled.policies.first().ok_or("the policy to be measured has no environment")?;
    let mut times = Vec::new();
    for _ in 0..5 {
        let begin = std::time::Instant::now();
        black_box(prove(policy, &recoverability::Options::default()));
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    let proof = times.get(times.len() / 2).copied().unwrap_or_default();
    let check = median(Stage::Compile, &text, 3);
    write(&format!(
        "{PLANS} plans of five tiers ({lines} lines): proof {:.0} ms of {:.0} ms for the whole check\n",
        proof.as_secs_f64() * 1e3,
        check.as_secs_f64() * 1e3,
        lines = text.lines().count(),
    ))
}

#[expect(clippy::disallowed_methods, reason = "the clock is what this program is for")]
fn median(stage: Stage, text: &str, repeat: usize) -> Duration {
    let mut times = Vec::with_capacity(repeat);
    for _ in 0..repeat.max(1) {
        let begin = std::time::Instant::now();
        run(stage, text);
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn write(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).map_err(|error| error.to_string())
}
