//! How long it takes to read recorded fleets and to compare them with their
//! policy, and how much memory.
//!
//! `cargo bench --bench fleet` prints two lines for each size of fleet; memory is
//! the most that the process held: this one for reading, where it stays what it is
//! while the fleet grows, and `policy drift` for comparing. `--write PLACES FILE`
//! leaves a recording, `--policy PLACES` prints the policy of it; with `--central`
//! as last word all of them copy to one vault.

#[path = "../tests/recording/central.rs"]
mod central;
#[expect(clippy::unwrap_used, reason = "a benchmark ends where its own recording is wrong")]
#[path = "../tests/recording/disk.rs"]
mod disk;
#[expect(clippy::indexing_slicing, reason = "a benchmark ends where its own recording is wrong")]
#[path = "../tests/recording/fleet.rs"]
mod fleet;
#[path = "../tests/recording/observed.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests of recordings")]
mod observed;

use std::io::{BufWriter, Result, Write, stdout};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Sizes of fleets, in accounts and Regions.
const SIZES: [usize; 3] = [30, 300, 3000];
/// How often the memory of the program is looked at.
const OFTEN: Duration = Duration::from_millis(2);

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its arguments")]
fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--policy", places, "--central", ..] => {
            stdout().write_all(central::policy(number(places)).as_bytes())
        }
        ["--policy", places, ..] => stdout().write_all(fleet::policy(number(places)).as_bytes()),
        ["--write", places, file, rest @ ..] => {
            #[expect(clippy::disallowed_methods, reason = "a recording is made here")]
            let mut to = BufWriter::new(std::fs::File::create(file)?);
            match rest.first() {
                Some(&"--central") => central::record(number(places), |_| (), &mut to),
                _ => fleet::record(number(places), &mut to),
            }
        }
        // `cargo test` runs every benchmark once, and quickly.
        _ => {
            let sizes = if words.contains(&"--bench") { SIZES.len() } else { 1 };
            SIZES.iter().take(sizes).try_for_each(|places| {
                let path = disk::recorded(*places);
                let done = read(&path).and_then(|()| compare(*places, &path));
                disk::remove(&path);
                done
            })
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn read(path: &str) -> Result<()> {
    let bytes = std::fs::metadata(path)?.len();
    let begin = Instant::now();
    let (read, plans) = disk::read_all(path);
    writeln!(
        stdout(),
        "{read} accounts and Regions, {plans} plans, {} selections, {} KiB: read in {} ms, at most {} KiB of memory",
        read * fleet::SELECTIONS,
        bytes / 1024,
        begin.elapsed().as_millis(),
        disk::peak().unwrap_or_default()
    )
}

/// Runs the command as its users do.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and writes a policy")]
fn compare(places: usize, path: &str) -> Result<()> {
    let policy = format!("{path}.yaml");
    std::fs::write(&policy, fleet::policy(places))?;
    let begin = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_policy"))
        .args(["drift", &policy, "--observed", path, "--as-of", "2026-11-20", "--quiet"])
        .stdout(Stdio::piped())
        .spawn()?;
    let process = child.id().to_string();
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        peak = disk::peak_of(&process).unwrap_or_default().max(peak);
        std::thread::sleep(OFTEN);
    }
    let took = begin.elapsed();
    let out = child.wait_with_output()?.stdout;
    disk::remove(&policy);
    writeln!(
        stdout(),
        "  compared in {} ms, at most {peak} KiB of memory: {}",
        took.as_millis(),
        String::from_utf8_lossy(&out).trim_end()
    )
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or(SIZES[0])
}
