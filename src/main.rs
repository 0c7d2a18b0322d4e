//! The `policy` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    policy::cli::main()
}
