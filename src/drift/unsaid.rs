//! What could not be read and no resource of ours shows: whether others act on
//! what is ours, what the proof assumes, whether it happens.

use std::collections::BTreeSet;

use crate::observe::{Reason, Subject, Unread};
use crate::resources::{Place, ResourceId, ResourceKind};

use super::comparing::Comparing;
use super::found::Found;
use super::{Answer, Answered, Known};

/// Everything of this kind in the places of the environment that is compared.
pub(super) fn unread(
    comparing: &Comparing<'_>,
    known: &Known,
    found: &[Found],
    answered: &[Answered],
) -> Vec<(Place, Unread)> {
    let open: BTreeSet<&str> = answered
        .iter()
        .filter(|answered| answered.answer == Answer::Open)
        .map(|answered| answered.assumption.key())
        .collect();
    let of = Of { comparing, found, known, open: &open };
    let mut all = Vec::new();
    for place in comparing.own.lowered.resources.places.keys() {
        let seen = comparing.observed.get(place);
        let here = seen.map(|seen| seen.unread.as_slice()).unwrap_or_default();
        let here = here.iter().filter(|unread| of.is_unsaid(place, unread, here));
        all.extend(here.map(|unread| (place.clone(), unread.clone())));
    }
    all.extend(of.without_reason(&all));
    all
}

struct Of<'a> {
    comparing: &'a Comparing<'a>,
    found: &'a [Found],
    /// What the other environments of the run have.
    known: &'a Known,
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
                    let id = ResourceId { place, kind, name };
                    !self.comparing.own.lowered.labels.contains_key(&id) && !self.known.has(&id)
                }
                Subject::Resource(..) | Subject::Setting(..) => false,
                Subject::Answer(assumption) => self.open.contains(assumption),
            }
    }

    /// Open assumptions of which nothing says why: what was observed does not
    /// hold them.
    fn without_reason(&self, said: &[(Place, Unread)]) -> Vec<(Place, Unread)> {
        let comparing = self.comparing;
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
