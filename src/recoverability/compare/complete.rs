//! From when on a change is complete.
//!
//! AWS Backup writes the lifecycle into each recovery point when it is made, and
//! an edited plan does not touch those that exist (AWS Backup guide, "Updating a
//! backup plan"). The window of point-in-time recovery and the lifecycle of a
//! bucket act on what is there, but nobody gets back what was deleted before.

use crate::units::{Date, Duration, Retention};

use super::setting::{Keeper, Kept, Setting};
use super::{Comparing, Complete, Direction};
use crate::recoverability::history::Reach;

const OLD_POINTS: &str = "as points made before keep their old retention";
const OLD_COPIES: &str = "as copies made before keep their old retention";
const FIRST_POINT: &str = "when the first point made under it is that old";
const FIRST_COPY: &str = "when the first copy made under it is that old";
const GROWS: &str = "as what is deleted by then does not come back";
const AT_ONCE: &str = "its window moves as soon as it is deployed";

impl Comparing<'_> {
    /// When a changed retention holds for everything that is kept.
    pub(super) fn kept(&self, kept: &Kept) -> Option<Complete> {
        let days = |retention: &Option<Retention>| match retention {
            Some(Retention::For(days)) => Some(u64::from(days.most)),
            Some(Retention::Forever | Retention::Copies(_)) | None => None,
        };
        let (before, now) = (days(&kept.before), days(&kept.now));
        let forever = kept.before == Some(Retention::Forever);
        let longer = match (before, now) {
            (Some(before), Some(now)) => now > before,
            (None, Some(_)) => !forever,
            (_, None) => kept.now == Some(Retention::Forever),
        };
        let because = match (kept.by, longer) {
            (Keeper::Other, _) => return None,
            (Keeper::Points, false) => OLD_POINTS,
            (Keeper::Copies, false) => OLD_COPIES,
            (Keeper::Points, true) => FIRST_POINT,
            (Keeper::Copies, true) => FIRST_COPY,
            (Keeper::Window, true) => GROWS,
            (Keeper::Window, false) => AT_ONCE,
        };
        match (kept.by, longer) {
            (Keeper::Window, false) => Some(Complete { on: None, because }),
            (Keeper::Window, true) => {
                let on = self.in_days(now?.saturating_sub(before.unwrap_or_default()))?;
                Some(Complete { on: Some(on), because })
            }
            (_, true) => Some(Complete { on: Some(self.in_days(now?)?), because }),
            (_, false) => Some(Complete { on: Some(self.in_days(before?)?), because }),
        }
    }

    /// When a changed reach is that of what is kept: the last of its causes, and
    /// never before the first point is as old as the reach says.
    pub(super) fn reached(
        &self,
        direction: Direction,
        causes: &[&Setting],
        reach: Reach,
    ) -> Option<Complete> {
        let kept: Vec<&Kept> = causes.iter().filter_map(|cause| cause.kept.as_ref()).collect();
        let last = kept.iter().filter_map(|kept| self.kept(kept)).max()?;
        let copies = kept.iter().any(|kept| kept.by == Keeper::Copies);
        let by_points = kept.iter().any(|kept| matches!(kept.by, Keeper::Points | Keeper::Copies));
        match (direction, reach) {
            (Direction::Better, Reach::Back(back)) if by_points => Some(Complete {
                on: Some(self.in_days(Duration::days_up(back))?),
                because: if copies { FIRST_COPY } else { FIRST_POINT },
            }),
            _ => Some(last),
        }
    }

    /// The day that is so many days after the one that counts as today.
    pub(super) fn in_days(&self, days: u64) -> Option<Date> {
        let span = jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?;
        self.as_of.civil().checked_add(span).ok().map(Date::from)
    }
}
