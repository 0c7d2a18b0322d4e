//! `policy init`.

use std::path::Path;

use super::args::Init;
use super::failure::Failure;
use super::terminal::Terminal;
use super::{Status, disk, starters, world};

pub(super) fn run(args: &Init, terminal: &Terminal) -> Result<Status, Failure> {
    let Some(starter) = starters::find(&args.starter) else {
        return Err(Failure::new(format!("there is no starter `{}`", args.starter)));
    };
    let path = Path::new(&args.out);
    disk::write_new(path, starter.text()).map_err(|error| {
        let exists = error.kind() == std::io::ErrorKind::AlreadyExists;
        let reason = world::reason(&error);
        let failure = Failure::new(format!("cannot write `{}`: {reason}", args.out));
        if exists { failure.help("choose another place with `--out PATH`") } else { failure }
    })?;
    let argument = if path == Path::new("backup-policy.yaml") {
        String::new()
    } else {
        format!(" {}", args.out)
    };
    let next =
        format!("next: policy check{argument}\n      policy render{argument} --out rendered\n");
    let wrote = format!("wrote {} (starter `{}`)\n", args.out, starter.name);
    terminal.print(&if terminal.quiet { wrote } else { wrote + &next })?;
    Ok(Status::Fine)
}
