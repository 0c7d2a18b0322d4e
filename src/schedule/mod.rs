//! When something runs: AWS cron, its calendar, and which runs of a plan AWS keeps.
