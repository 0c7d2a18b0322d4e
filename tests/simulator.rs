//! A simulator that shares nothing with the program: its own calendar, zones,
//! reading of cron and rules of AWS, worked out by brute force.
//!
//! It knows no formula. Runs are found by walking the calendar, their fates by
//! comparing every run with all near it, figures by looking at every moment at
//! which something changes. Only `compare` asks the program anything, and only to
//! compare. A disagreement that stands is asserted as it is today, under "Wrong
//! today", with both figures worked out by hand.
//!
//! Times are whole minutes since 1970-01-01.

#[cfg(test)]
#[path = "simulator"]
mod cases {
    mod calendar;
    mod chains;
    mod compare;
    mod copies;
    mod cron;
    mod figures;
    mod guarantees;
    mod history;
    mod jobs;
    mod plan;
    mod points;
    mod policies;
    mod published;
    mod random;
    mod schedules;
    mod walk;
    mod zones;
}
