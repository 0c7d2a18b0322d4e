//! A recorded fleet whose environments all copy to one vault in one account.

use std::io::{self, Write};

use policy::observe::Observation;
use policy::observe::recording::line;
use policy::resources::VaultAccess;

use super::fleet;

/// The account of the vault.
const ACCOUNT: &str = "999988887777";

/// The policy: that of a fleet, with a vault that other code creates.
pub(crate) fn policy(places: usize) -> String {
    let vault = format!(
        "vaults:\n  central: {{ existing: true, aws_name: central, account: \"{ACCOUNT}\", region: eu-west-1 }}\n  main:"
    );
    let text = fleet::policy(places);
    let (before, after) = text.split_once("vaults: { main:").unwrap_or_default();
    let (lock, plans) = after.split_once(" }\nplans:").unwrap_or_default();
    let plans = plans.replace("retention: 35d }", "retention: 35d, copies: [{ to: central }] }");
    format!("{before}{vault}{lock}\nplans:{plans}")
}

/// Writes the recording of a fleet in sync; `change` may plant something in the
/// account of the vault.
pub(crate) fn record(
    places: usize,
    change: impl FnOnce(&mut Observation),
    to: &mut impl Write,
) -> io::Result<()> {
    let mut all = fleet::observations(&policy(1)).into_iter();
    let (Some(first), Some(mut central), None) = (all.next(), all.next(), all.next()) else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    fleet::copies(&first, places, to)?;
    let accounts = (0..places).map(|number| fleet::environment(number).1).collect();
    let access = VaultAccess { copy_from_accounts: accounts };
    central.settings.vaults.values_mut().for_each(|vault| vault.access = Some(access.clone()));
    change(&mut central);
    to.write_all(line(&central).as_bytes())?;
    to.flush()
}
