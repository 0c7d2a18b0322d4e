//! Durations, calendar lengths and sizes, each with its unit.
//!
//! Every parser takes the text alone and is strict: no blanks, no leading
//! zeros, no unit left out. Where the text is not what was asked for, the
//! [`Problem`] says which bytes of it are wrong and what to write instead.
//! Nothing here knows a limit of AWS, a file or a clock.

pub mod availability;
pub mod bytes;
pub mod calendar;
pub mod date;
pub mod duration;
pub mod problem;
pub(crate) mod quantity;
pub mod range;
pub mod retention;
pub mod window;

pub use availability::Availability;
pub use bytes::Bytes;
pub use calendar::CalendarDays;
pub use date::Date;
pub use duration::Duration;
pub use problem::Problem;
pub use range::{Rate, TimeRange};
pub use retention::Retention;
pub use window::{DailyWindow, TimeOfDay, Weekday, WeeklyWindow};
