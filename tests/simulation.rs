//! What is left at a moment, with every date computed by hand.

#[cfg(test)]
#[path = "simulation"]
mod cases {
    mod agreement;
    mod moments;
    mod runs;

    use jiff::Timestamp;
    use policy::document;
    use policy::recoverability::simulate::{
        Event, Loss, Lost, Moment, Newest, Outcome, Simulation, simulate,
    };
    use policy::resolved::{self, Policy};
    use policy::units::Duration;

    const HEAD: &str = "version: 1
name: orders
accounts: { workload: \"111122223333\", backup: \"999900001111\" }
environments:
  production: { account: workload, region: us-east-1 }
";

    /// The policy of a text that begins with [`HEAD`].
    fn policy(rest: &str) -> Policy {
        let text = format!("{HEAD}{rest}");
        let read = document::read(&text);
        assert!(read.findings.is_empty(), "{:?}", read.findings);
        let (root, document) = (read.root.unwrap(), read.policy.unwrap());
        let resolved = resolved::resolve(&text, &root, &document, "production");
        assert!(resolved.findings.is_empty(), "{:?}", resolved.findings);
        resolved.policy.unwrap()
    }

    fn at(text: &str) -> Moment {
        Moment { at: text.parse::<Timestamp>().unwrap(), found_after: Duration::ZERO, since: None }
    }

    fn noticed(text: &str, after: &str) -> Moment {
        Moment { found_after: Duration::parse(after).unwrap(), ..at(text) }
    }

    fn lose_region() -> Event {
        Event::Lose(Lost::Region("us-east-1".to_owned()))
    }

    fn lose_account() -> Event {
        Event::Lose(Lost::Account("111122223333".to_owned()))
    }

    /// The one outcome of an event.
    fn one(rest: &str, event: &Event, moment: Moment) -> Outcome {
        let Simulation { outcomes, .. } = simulate(&policy(rest), event, moment);
        let [outcome] = <[Outcome; 1]>::try_from(outcomes).unwrap();
        outcome
    }

    /// `how much by what`.
    fn told(outcome: &Outcome, loss: &Loss) -> String {
        let by = |way: usize| {
            let reference = &outcome.ways[way].mechanism.reference;
            reference.trim_start_matches("plans.p.tiers.").to_owned()
        };
        match loss {
            Loss::None => "nothing".to_owned(),
            Loss::By { way, loss } => format!("{loss} by {}", by(*way)),
            Loss::AtMost(loss) => format!("at most {loss}"),
            Loss::Unproven(reason) => format!("unproven: {reason}"),
            Loss::Everything => "everything".to_owned(),
        }
    }

    /// Both readings.
    fn readings(outcome: &Outcome) -> (String, String) {
        (told(outcome, &outcome.on_schedule), told(outcome, &outcome.at_worst))
    }

    /// What is not left, with why.
    fn gone(outcome: &Outcome) -> Vec<String> {
        let gone = outcome.gone.iter();
        gone.map(|gone| format!("{}: {}", gone.mechanism.reference, gone.why)).collect()
    }

    fn local(newest: &Newest) -> String {
        let Newest::Point(point) = newest else { panic!("{newest:?}") };
        format!("{} {}", point.run.local, point.zone)
    }
}
