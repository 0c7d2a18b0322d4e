//! What could not be read and no resource of ours shows: whether others act on
//! what is ours, what the proof assumes, whether it happens.

use std::collections::BTreeSet;

use crate::observe::{Reason, Subject, Unread};
use crate::resources::{Place, ResourceId, ResourceKind};

use super::comparing::Comparing;
use super::found::Found;
use super::{Answer, Answered, Ours};

/// Everything of this kind in the places of the environment that is compared.
pub(super) fn unread(
    comparing: &Comparing<'_>,
    ours: &[Ours<'_>],
    found: &[Found],
    answered: &[Answered],
) -> Vec<(Place, Unread)> {
    let known: BTreeSet<&ResourceId> =
        ours.iter().flat_map(|ours| ours.lowered.labels.keys()).collect();
    let open: BTreeSet<&str> = answered
        .iter()
        .filter(|answered| answered.answer == Answer::Open)
        .map(|answered| answered.assumption.key())
        .collect();
    let of = Of { found, known, open: &open };
    let mut all = Vec::new();
    for place in comparing.own.lowered.resources.places.keys() {
        let seen = comparing.observed.get(place);
        let here = seen.map(|seen| seen.unread.as_slice()).unwrap_or_default();
        let here = here.iter().filter(|unread| of.is_unsaid(place, unread, here));
        all.extend(here.map(|unread| (place.clone(), unread.clone())));
    }
    all.extend(of.without_reason(comparing, &all));
    all
}

struct Of<'a> {
    found: &'a [Found],
    /// What is in any policy of the run.
    known: BTreeSet<&'a ResourceId>,
    /// Assumptions that are open.
    open: &'a BTreeSet<&'static str>,
}

impl Of<'_> {
    fn is_unsaid(&self, place: &Place, unread: &Unread, here: &[Unread]) -> bool {
        let of_ours = |found: &&Found| found.id.place == *place;
        let said = self.found.iter().filter(of_ours).any(|found| found.unread.contains(unread));
        !said
            && match &unread.subject {
                Subject::Everything | Subject::Activity => true,
                // Who cannot list plans cannot list their selections either.
                Subject::Kind(ResourceKind::Selection) => {
                    !here.iter().any(|other| other.subject == Subject::Kind(ResourceKind::Plan))
                }
                Subject::Kind(kind) => matches!(kind, ResourceKind::Plan | ResourceKind::Vault),
                // A plan that nobody asked for may act on what is ours.
                Subject::Resource(kind @ (ResourceKind::Plan | ResourceKind::Selection), name)
                | Subject::Setting(kind @ ResourceKind::Plan, name, "selections") => {
                    let (place, kind, name) = (place.clone(), *kind, name.clone());
                    !self.known.contains(&ResourceId { place, kind, name })
                }
                Subject::Resource(..) | Subject::Setting(..) => false,
                Subject::Answer(assumption) => self.open.contains(assumption),
            }
    }

    /// Open assumptions of which nothing says why: what was observed does not
    /// hold them.
    fn without_reason(
        &self,
        comparing: &Comparing<'_>,
        said: &[(Place, Unread)],
    ) -> Vec<(Place, Unread)> {
        let Some(home) = &comparing.own.policy.environment.place else { return Vec::new() };
        let closed = |(_, unread): &(Place, Unread)| unread.subject == Subject::Everything;
        let unseen = !comparing.observed.contains_key(home)
            || said.iter().any(closed)
            || self.found.iter().any(|found| {
                found.unread.iter().any(|unread| unread.subject == Subject::Everything)
            });
        if unseen {
            return Vec::new();
        }
        let of = |assumption: &&&'static str| {
            !said.iter().any(|(_, unread)| unread.subject == Subject::Answer(assumption))
        };
        let each = self.open.iter().filter(of).map(|assumption| Unread {
            subject: Subject::Answer(assumption),
            operation: String::new(),
            permission: None,
            reason: Reason::NotInSource,
            request_id: None,
        });
        each.map(|unread| (home.clone(), unread)).collect()
    }
}
