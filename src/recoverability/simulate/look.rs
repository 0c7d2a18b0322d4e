//! A look at one resource: mechanism by mechanism, what becomes of it.

use std::collections::BTreeMap;

use crate::document::Disruption;
use crate::resolved::{DISRUPTIONS, Mechanism, MechanismKind, Objective, Resource};
use crate::units::Duration;

use crate::recoverability::assumptions::Question;
use crate::recoverability::evidence::Evidence;
use crate::recoverability::figure::Counted;
use crate::recoverability::rpo::of_ways;
use crate::recoverability::rto::{Asked, coldest, of_points};
use crate::recoverability::series::Series;
use crate::recoverability::survival::{Home, Reason, Survival, survival};

use super::Moment;
use super::event::Event;
use super::held::{self, Count, Held, Newest};
use super::outcome::{Gone, Loss, Outcome, WayBack, Why, unproven};

/// AWS Backup's own class.
const COLD_STORAGE: &str = "cold storage";

/// What an event leaves of one resource.
pub(super) fn of(
    evidence: &Evidence<'_>,
    resource: &Resource,
    event: &Event,
    moment: Moment,
) -> Outcome {
    let home = Home::of(evidence.policy, resource);
    let hit = event.hits(evidence.policy, resource);
    let looking = Looking { evidence, resource, event, moment, hit: hit.as_ref(), home: &home };
    looking.outcome()
}

struct Looking<'l> {
    evidence: &'l Evidence<'l>,
    resource: &'l Resource,
    event: &'l Event,
    moment: Moment,
    hit: Option<&'l (Disruption, Home)>,
    home: &'l Home,
}

/// A mechanism with what becomes of it.
type Fated<'l> = (usize, &'l Mechanism, Survival);

impl Looking<'_> {
    fn outcome(&self) -> Outcome {
        let all = self.evidence.of_resource(&self.resource.at.key);
        let fated: Vec<Fated<'_>> =
            all.map(|(number, mechanism)| (number, mechanism, self.fate(mechanism))).collect();
        let (mut ways, mut gone) = (Vec::new(), Vec::new());
        for (number, mechanism, fate) in &fated {
            match self.look(*number, mechanism, fate, &fated) {
                Ok((way, held)) => ways.push((way, held, *number)),
                Err(why) => gone.push(self.gone(*number, mechanism, why)),
            }
        }
        self.count_once(&mut ways);
        ways.sort_by_key(|(way, _, _)| {
            let time = (!way.rto.is_measured(), way.rto.value.is_none(), way.rto.value);
            (way.unsure.is_some(), way.on_schedule.loss(), time, way.kind == MechanismKind::Copy)
        });
        let numbers: Vec<usize> = ways.iter().map(|(_, _, number)| *number).collect();
        let ways: Vec<WayBack> = ways.into_iter().map(|(way, _, _)| way).collect();
        let on_schedule = self.on_schedule(&ways, &gone);
        let at_worst = self.at_worst(&ways, &numbers);
        let mut outcome = Outcome {
            resource: self.resource.at.key.clone(),
            type_name: self.resource.type_name.value.clone(),
            disruption: self.hit.map(|(disruption, _)| *disruption),
            weakened: self.weakened(&fated),
            ways,
            gone,
            on_schedule,
            at_worst,
            judged: Vec::new(),
            accepted: None,
        };
        self.judge(&mut outcome);
        outcome
    }

    fn fate(&self, mechanism: &Mechanism) -> Survival {
        let all = self.evidence.mechanisms.all();
        match self.hit {
            Some((disruption, home)) => survival(mechanism, all, home, *disruption),
            None => self.event.beside(mechanism, all, self.home),
        }
    }

    fn look(
        &self,
        number: usize,
        mechanism: &Mechanism,
        fate: &Survival,
        fated: &[Fated<'_>],
    ) -> Result<(WayBack, Held), Why> {
        if mechanism.planned {
            return Err(Why::Planned);
        }
        let (held, unsure, one) = match fate {
            Survival::Lost(reason) => return Err(Why::Lost(reason.clone())),
            Survival::LeavesOnePoint { days } => (held::one_point(*days, self.moment)?, None, true),
            Survival::Survives | Survival::Unknown(_) => {
                let unsure = self.unsure(number, fate);
                let together = self.together(number, mechanism, unsure.is_some(), fated);
                let held = held::held(self.evidence, (number, mechanism), &together, self.moment)?;
                (held, unsure, false)
            }
        };
        Ok((self.way(mechanism, unsure, &held, one), held))
    }

    fn unsure(&self, number: usize, fate: &Survival) -> Option<Reason> {
        match fate {
            Survival::Unknown(reason) => Some(reason.clone()),
            Survival::Survives | Survival::LeavesOnePoint { .. } | Survival::Lost(_) => {
                self.evidence.filed(number).and_then(|filed| filed.crowded_out.clone())
            }
        }
    }

    /// The tiers of a mechanism's lane whose points count: where AWS makes
    /// either of two runs, it is one of them if both count.
    fn together(
        &self,
        number: usize,
        mechanism: &Mechanism,
        unsure: bool,
        fated: &[Fated<'_>],
    ) -> Vec<usize> {
        let Some(own) = self.evidence.series(number, mechanism) else { return Vec::new() };
        let mut tiers = own.tiers.clone();
        for (number, other, fate) in fated {
            let counts = !other.planned
                && fate.leaves_something()
                && (unsure || self.unsure(*number, fate).is_none());
            let series = self.evidence.series(*number, other).filter(|_| counts);
            let same = |series: &Series| series.lane == own.lane;
            tiers.extend(series.filter(same).into_iter().flat_map(|series| series.tiers.clone()));
        }
        tiers
    }

    fn way(
        &self,
        mechanism: &Mechanism,
        unsure: Option<Reason>,
        held: &Held,
        one: bool,
    ) -> WayBack {
        let loss = held.on_schedule.loss();
        let asked = Asked {
            resource: self.resource,
            found_within: Some(self.moment.found_after),
            as_of: Some(self.moment.day()),
        };
        let cold = coldest(mechanism, self.moment.found_after.plus(loss)).map(|colder| {
            let class = colder.storage_class.as_ref();
            class.map_or(COLD_STORAGE.to_owned(), |class| class.value.clone())
        });
        WayBack {
            mechanism: Counted::of(mechanism),
            kind: mechanism.kind,
            vault: mechanism.vault.clone(),
            repository: mechanism.repository.clone(),
            place: mechanism.place.clone(),
            unsure,
            on_schedule: held.on_schedule.clone(),
            at_worst: held.at_worst.clone(),
            oldest: held.oldest.clone(),
            count: held.count,
            cold: cold.filter(|_| !one),
            rto: of_points(mechanism, one, Some(loss), &asked),
        }
    }

    fn gone(&self, number: usize, mechanism: &Mechanism, why: Why) -> Gone {
        let lost = match &why {
            Why::Lost(_) => {
                let tiers =
                    self.evidence.series(number, mechanism).map(|series| series.tiers.clone());
                let tiers = tiers.unwrap_or_default();
                let held = held::held(self.evidence, (number, mechanism), &tiers, self.moment);
                held.ok().map(|held| held.count)
            }
            Why::Planned | Why::NoPoint(_) | Why::Unproven(_) => None,
        };
        Gone {
            mechanism: Counted::of(mechanism),
            kind: mechanism.kind,
            vault: mechanism.vault.clone(),
            repository: mechanism.repository.clone(),
            place: mechanism.place.clone(),
            why,
            lost,
        }
    }

    /// A point that several mechanisms of one vault name is counted for the one
    /// that keeps it longest.
    fn count_once(&self, ways: &mut [(WayBack, Held, usize)]) {
        let mut owners: BTreeMap<(String, usize, i64), (i64, usize)> = BTreeMap::new();
        let mut places = Vec::new();
        for (index, (way, held, number)) in ways.iter().enumerate() {
            let mechanism = self.evidence.mechanisms.get(*number);
            let series = mechanism.and_then(|found| self.evidence.series(*number, found));
            let (Some(vault), Some(series)) = (&way.vault, series) else {
                places.push(None);
                continue;
            };
            let kept = match &way.on_schedule {
                Newest::Point(point) => point.until.map_or(i64::MAX, |until| {
                    until.as_second().saturating_sub(point.run.at.as_second())
                }),
                Newest::Behind { .. } | Newest::AtMost(_) => 0,
            };
            for made in &held.made {
                let key = (vault.clone(), series.lane, made.run.at.as_second());
                let owner = owners.entry(key).or_insert((kept, index));
                if kept > owner.0 {
                    *owner = (kept, index);
                }
            }
            places.push(Some((vault.clone(), series.lane)));
        }
        for (index, (way, held, _)) in ways.iter_mut().enumerate() {
            let (Some(Some((vault, lane))), Count::Points { all, cold }) =
                (places.get(index), &mut way.count)
            else {
                continue;
            };
            let elsewhere = held.made.iter().filter(|made| {
                let key = (vault.clone(), *lane, made.run.at.as_second());
                owners.get(&key).is_some_and(|(_, owner)| *owner != index)
            });
            let elsewhere = elsewhere.count();
            *all = all.saturating_sub(elsewhere);
            *cold = (*cold).min(*all);
        }
    }

    fn on_schedule(&self, ways: &[WayBack], gone: &[Gone]) -> Loss {
        if self.hit.is_none() {
            return Loss::None;
        }
        match ways.first() {
            Some(best) if best.unsure.is_none() => {
                Loss::By { way: 0, loss: best.on_schedule.loss() }
            }
            Some(best) => {
                Loss::Unproven(best.unsure.as_ref().map(ToString::to_string).unwrap_or_default())
            }
            None => match unproven(gone) {
                Some(reason) => Loss::Unproven(reason.to_owned()),
                None => Loss::Everything,
            },
        }
    }

    fn at_worst(&self, ways: &[WayBack], numbers: &[usize]) -> Loss {
        let Some((disruption, _)) = self.hit else { return Loss::None };
        let certain = || ways.iter().enumerate().filter(|(_, way)| way.unsure.is_none());
        let done = certain()
            .filter_map(|(way, back)| Some((back.at_worst.as_ref().ok()?.loss(), way)))
            .min();
        let by_run = |(loss, way): (Duration, usize)| Loss::By { way, loss };
        let Some((loss, way)) = done else {
            let missing = certain().find_map(|(_, way)| way.at_worst.as_ref().err());
            return match missing {
                Some(reason) => Loss::Unproven(reason.clone()),
                None => self.on_schedule(ways, &[]),
            };
        };
        let is_point =
            ways.get(way).is_some_and(|way| matches!(way.at_worst, Ok(Newest::Point(_))));
        if !is_point || !self.may_expire(numbers, ways) {
            return by_run((loss, way));
        }
        self.bounded(*disruption)
    }

    /// True if jobs of the resource may keep those that count from starting.
    fn may_expire(&self, numbers: &[usize], ways: &[WayBack]) -> bool {
        let mut series = Vec::new();
        for (number, way) in numbers.iter().zip(ways) {
            let mechanism = self.evidence.mechanisms.get(*number);
            if way.unsure.is_none() && matches!(way.at_worst, Ok(Newest::Point(_))) {
                series.extend(mechanism.and_then(|found| self.evidence.series(*number, found)));
            }
        }
        let late = |series: &[Series]| {
            self.evidence.gap(series, 0).is_some_and(|gap| {
                let over = self.evidence.over(self.resource, series);
                over.is_none_or(|over| over.length > gap.gap.length)
            })
        };
        late(&series) || series.iter().any(|one| late(std::slice::from_ref(one)))
    }

    /// The guarantee of the proof, which holds at every moment.
    fn bounded(&self, disruption: Disruption) -> Loss {
        let question = self.question(disruption);
        let left = self.evidence.left(self.resource, &question);
        let rpo = of_ways(self.evidence, &left, &left.certain(), &question);
        match rpo.guaranteed().and_then(|figure| figure.value) {
            Some(bound) => Loss::AtMost(bound),
            None => Loss::Unproven(
                "the jobs of the resource may keep each other from starting".to_owned(),
            ),
        }
    }

    fn question(&self, disruption: Disruption) -> Question<'_> {
        let mut question = Question::new(self.evidence.policy, self.resource, None, disruption);
        if let Some((_, home)) = self.hit {
            question.home = home.clone();
        }
        question.found_within = Some(self.moment.found_after).filter(|late| !late.is_zero());
        question
    }

    /// Of a resource that goes on: the disruptions after which something is
    /// left now, and would not be without what is lost.
    fn weakened(&self, fated: &[Fated<'_>]) -> Vec<Disruption> {
        if self.hit.is_some() {
            return Vec::new();
        }
        let all = self.evidence.mechanisms.all();
        let left = |disruption: Disruption, mechanism: &Mechanism| {
            !mechanism.planned && survival(mechanism, all, self.home, disruption).leaves_something()
        };
        let lost_all = |disruption: &Disruption| {
            let before = fated.iter().filter(|(_, mechanism, _)| left(*disruption, mechanism));
            let (mut any, mut still) = (false, false);
            for (_, _, fate) in before {
                any = true;
                still |= fate.leaves_something();
            }
            any && !still
        };
        DISRUPTIONS.into_iter().filter(lost_all).collect()
    }

    fn judge(&self, outcome: &mut Outcome) {
        let Some((disruption, _)) = self.hit else { return };
        let own = self.resource.objectives.after(*disruption).map(|wanted| (None, wanted));
        let classes = self.resource.data_classes.values().filter(|class| class.states_objectives);
        let classes = classes.filter_map(|class| {
            Some((Some(class.at.key.clone()), class.objectives.after(*disruption)?))
        });
        for (class, wanted) in own.into_iter().chain(classes) {
            if let (None, Objective::Accepted(reason, _)) = (&class, &wanted.rpo) {
                outcome.accepted = Some(reason.clone());
            }
            let judged = outcome.judge(class, wanted);
            outcome.judged.extend(judged);
        }
    }
}
