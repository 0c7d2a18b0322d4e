//! How long it takes to read recorded fleets, and how much memory.
//!
//! `cargo bench --bench fleet` prints one line for each size of fleet; memory is
//! the most that the process held so far, which stays what it is while the fleet
//! grows. `--write PLACES FILE` leaves a recording, `--policy PLACES` prints the
//! policy of it.

#[expect(clippy::unwrap_used, reason = "a benchmark ends where its own recording is wrong")]
#[path = "../tests/recording/disk.rs"]
mod disk;
#[expect(clippy::indexing_slicing, reason = "a benchmark ends where its own recording is wrong")]
#[path = "../tests/recording/fleet.rs"]
mod fleet;
#[path = "../tests/recording/observed.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests of recordings")]
mod observed;

use std::io::{BufWriter, Write, stdout};
use std::time::Instant;

/// Sizes of fleets, in accounts and Regions.
const SIZES: [usize; 3] = [30, 300, 3000];

#[expect(clippy::disallowed_methods, reason = "a benchmark reads its arguments and the clock")]
fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--policy", places, ..] => stdout().write_all(fleet::policy(number(places)).as_bytes()),
        ["--write", places, file, ..] => {
            let file = std::fs::File::create(file)?;
            fleet::record(number(places), &mut BufWriter::new(file))
        }
        // `cargo test` runs every benchmark once, and quickly.
        _ => SIZES.iter().take(if words.contains(&"--bench") { 3 } else { 1 }).try_for_each(|places| {
            let path = disk::recorded(*places);
            let bytes = std::fs::metadata(&path)?.len();
            let begin = Instant::now();
            let (read, plans) = disk::read_all(&path);
            let took = begin.elapsed();
            disk::remove(&path);
            writeln!(
                stdout(),
                "{read} accounts and Regions, {plans} plans, {} selections, {} KiB: {} ms, at most {} KiB of memory",
                read * fleet::SELECTIONS,
                bytes / 1024,
                took.as_millis(),
                disk::peak().unwrap_or_default()
            )
        }),
    }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or(SIZES[0])
}
