//! Durations, calendar lengths and sizes, each with its unit.
