//! A simulator that shares nothing with the program: its own calendar, zones,
//! reading of cron and rules of AWS, worked out by brute force.
//!
//! It knows no formula. Runs are found by walking the calendar, their fates by
//! comparing every run with all near it, figures by looking at every moment at
//! which something changes. Only `compare` asks the program anything, and only to
//! compare. A disagreement that stands is asserted as it is today, under "Wrong
//! today", with both figures worked out by hand.
//!
//! More than 3,000 random plans are compared: 1,800 for their guarantees, 800 for
//! the fates of their runs, 100 for gaps of 28 years, 130 for their copies, 100 for
//! dumps that are copied, 120 for losses and reaches, 12 for histories; besides 1,700
//! random schedules in random zones.
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
