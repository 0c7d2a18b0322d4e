//! What becomes of one resource: what is left, what is lost, and why.

use crate::document::Disruption;
use crate::resolved::{DisruptionObjectives, MechanismKind, Whereabouts};
use crate::source::Text;
use crate::units::Duration;

use crate::recoverability::figure::Counted;
use crate::recoverability::rto::Rto;
use crate::recoverability::survival::Reason;
use crate::recoverability::verdict::Verdict;

use super::held::{Count, Newest, Oldest};

/// What becomes of one resource.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its name.
    pub resource: String,
    /// What was written after `type:`.
    pub type_name: String,
    /// What the event is to it; none if the resource goes on.
    pub disruption: Option<Disruption>,
    /// What brings it back, or still would: the least loss first, what may be
    /// lost after all last.
    pub ways: Vec<WayBack>,
    /// What does not, and why.
    pub gone: Vec<Gone>,
    /// What is lost if every job was done when it was due.
    pub on_schedule: Loss,
    /// What is lost if every job took as long as it may.
    pub at_worst: Loss,
    /// What was wanted, of the resource and of classes of its data.
    pub judged: Vec<Judged>,
    /// Why its loss is accepted, if it is.
    pub accepted: Option<Text>,
    /// Disruptions of the resource after which nothing would be left any more,
    /// if it goes on itself.
    pub weakened: Vec<Disruption>,
}

/// How much of the newest data is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// Nothing: the resource goes on.
    None,
    /// What the way of this number leaves.
    By {
        /// Its number among the ways.
        way: usize,
        /// So much, counted back from the disruption.
        loss: Duration,
    },
    /// At most so much at every moment; the jobs of the resource may keep each
    /// other from starting, so that no point is certain.
    AtMost(Duration),
    /// It cannot be said, for this reason.
    Unproven(String),
    /// Everything.
    Everything,
}

/// An objective, judged at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The class of data, if it is one.
    pub class: Option<String>,
    /// How much may be lost.
    pub rpo: Duration,
    /// How long it may take.
    pub rto: Option<Duration>,
    /// Whether so little is lost.
    pub verdict: Verdict,
    /// Whether the way that loses least is quick enough.
    pub rto_verdict: Verdict,
}

/// A mechanism that brings the resource back.
#[derive(Debug, Clone)]
pub struct WayBack {
    /// The mechanism.
    pub mechanism: Counted,
    /// What it is.
    pub kind: MechanismKind,
    /// The vault that holds it.
    pub vault: Option<String>,
    /// The repository that holds it.
    pub repository: Option<String>,
    /// Where that is.
    pub place: Whereabouts,
    /// Why it may be lost after all: then it does not count.
    pub unsure: Option<Reason>,
    /// The newest state, if every job was done when it was due.
    pub on_schedule: Newest,
    /// The newest state that is certainly usable, or why none is.
    pub at_worst: Result<Newest, String>,
    /// The oldest state.
    pub oldest: Oldest,
    /// How many states there are.
    pub count: Count,
    /// The class of storage that the newest point has moved to when it is
    /// needed, if it is a colder one: S3's name, or AWS Backup's cold storage.
    pub cold: Option<String>,
    /// How long a restore takes.
    pub rto: Rto,
}

/// A mechanism that does not bring the resource back.
#[derive(Debug, Clone)]
pub struct Gone {
    /// The mechanism.
    pub mechanism: Counted,
    /// What it is.
    pub kind: MechanismKind,
    /// The vault that holds it.
    pub vault: Option<String>,
    /// The repository that holds it.
    pub repository: Option<String>,
    /// Where that is.
    pub place: Whereabouts,
    /// Why not.
    pub why: Why,
    /// How many states are lost with it.
    pub lost: Option<Count>,
}

/// Why a mechanism brings nothing back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is switched off.
    Planned,
    /// The event takes it away.
    Lost(Reason),
    /// It is there, and holds nothing that is of use.
    NoPoint(String),
    /// It may bring something back, and nothing shows it.
    Unproven(String),
}

/// Prints the reason.
impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Planned => f.write_str("it is planned, and switched off"),
            Self::Lost(reason) => reason.fmt(f),
            Self::NoPoint(reason) | Self::Unproven(reason) => f.write_str(reason),
        }
    }
}

impl Outcome {
    /// True if it has an RPO that is missed at this moment.
    #[must_use]
    pub fn misses(&self) -> bool {
        self.judged.iter().any(|judged| judged.verdict == Verdict::Missed)
    }

    /// The way that loses least on schedule, if one certainly brings it back.
    #[must_use]
    pub fn best(&self) -> Option<&WayBack> {
        self.ways.first().filter(|way| way.unsure.is_none())
    }

    /// Judges the objectives of the resource or of a class of its data.
    pub(super) fn judge(
        &self,
        class: Option<String>,
        wanted: &DisruptionObjectives,
    ) -> Option<Judged> {
        let rpo = *wanted.rpo.stated()?;
        let rto = wanted.rto.stated().copied();
        let time = rto.zip(self.best()).map(|(rto, best)| best.rto.verdict(rto));
        Some(Judged {
            class,
            rpo,
            rto,
            verdict: self.verdict(rpo),
            rto_verdict: time.unwrap_or(Verdict::NoObjective),
        })
    }

    fn verdict(&self, rpo: Duration) -> Verdict {
        let usual = self.ways.iter().any(|way| {
            let typical = matches!(way.on_schedule, Newest::Behind { typical: true, .. });
            way.unsure.is_none() && typical && way.on_schedule.loss() <= rpo
        });
        let within = |loss: &Loss| match loss {
            Loss::None => true,
            Loss::By { way: _, loss } | Loss::AtMost(loss) => *loss <= rpo,
            Loss::Unproven(_) | Loss::Everything => false,
        };
        if usual || within(&self.at_worst) {
            return Verdict::Met;
        }
        if within(&self.on_schedule) {
            return match &self.at_worst {
                Loss::Unproven(reason) => Verdict::Unproven(reason.clone()),
                Loss::None | Loss::By { .. } | Loss::AtMost(_) | Loss::Everything => {
                    Verdict::NotGuaranteed
                }
            };
        }
        let possible = self.ways.iter().find(|way| way.on_schedule.loss() <= rpo);
        let doubt = possible.and_then(|way| Some(way.unsure.as_ref()?.to_string()));
        match doubt.or_else(|| unproven(&self.gone).map(str::to_owned)) {
            Some(reason) => Verdict::Unproven(reason),
            None => Verdict::Missed,
        }
    }
}

impl WayBack {
    /// How long the two readings differ; none if they do not.
    #[must_use]
    pub fn readings_differ(&self) -> bool {
        self.at_worst.as_ref() != Ok(&self.on_schedule)
    }
}

/// Why something that is there may bring it back after all.
pub(super) fn unproven(gone: &[Gone]) -> Option<&str> {
    gone.iter().find_map(|gone| match &gone.why {
        Why::Unproven(reason) => Some(reason.as_str()),
        Why::Planned | Why::Lost(_) | Why::NoPoint(_) => None,
    })
}
