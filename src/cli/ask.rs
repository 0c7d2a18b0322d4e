//! What `policy init` asks on a terminal when no flag says it.
//!
//! Every question has an answer that Enter gives, and the same as a flag.

use std::io::IsTerminal as _;

use super::failure::Failure;
use super::init::Wanted;
use super::starters::{Own, STARTERS, Starter};
use super::terminal::Terminal;
use super::world;

/// A person can be asked: both what is typed and what is shown is a terminal.
pub(super) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// # Errors
/// The terminal was closed.
pub(super) fn wanted(terminal: &Terminal) -> Result<Wanted, Failure> {
    terminal
        .remark("Enter takes what is in brackets; `policy init --help` has the same as flags.\n");
    let starter = starter(terminal)?;
    let name = answer(terminal, "name of the system", starter.name)?;
    let account = answer(terminal, "AWS account, twelve digits", starter.account)?;
    let region = answer(terminal, "Region", starter.region)?;
    let second_region = match starter.second_region {
        None => None,
        // Copies beside what they are copies of would be none.
        Some(second) if second == region => {
            Some(answer(terminal, "Region of the copies", starter.region)?)
        }
        Some(second) => Some(answer(terminal, "Region of the copies", second)?),
    };
    let schema = answer(terminal, "completion in your editor? yes or no", "no")?;
    let own = Own { name: Some(name), account: Some(account), region: Some(region), second_region };
    Ok(Wanted { starter, own, schema: schema.to_lowercase().starts_with('y') })
}

fn starter(terminal: &Terminal) -> Result<&'static Starter, Failure> {
    for (number, starter) in (1..).zip(STARTERS) {
        terminal.remark(&format!("  {number}  {:9}  {}\n", starter.name, starter.summary));
    }
    loop {
        let said = answer(terminal, "start from", "1")?;
        let found = (1..)
            .zip(STARTERS)
            .find(|(number, starter)| said == starter.name || said == u8::to_string(number));
        if let Some((_, starter)) = found {
            return Ok(starter);
        }
        terminal.remark("one of the numbers or names above\n");
    }
}

/// What is typed, or what is in brackets.
fn answer(terminal: &Terminal, question: &str, usual: &str) -> Result<String, Failure> {
    terminal.remark(&format!("{question} [{usual}]: "));
    let line =
        world::line().map_err(|_| Failure::new("nothing more can be read from the terminal"))?;
    let said = line.trim();
    Ok(if said.is_empty() { usual } else { said }.to_owned())
}
