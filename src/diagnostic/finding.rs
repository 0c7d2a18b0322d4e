//! A finding, its kind and its level.

use crate::source::Span;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know; never changes the exit status.
    Advice,
    /// Likely wrong, or right only under conditions nobody stated.
    Warning,
    /// Wrong: the exit status is 1.
    Error,
}

impl Level {
    /// The word in every report.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What happens if nobody changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The file is not a policy, or contradicts itself.
    Document,
    /// AWS refuses the request.
    Rejected,
    /// AWS accepts it and does nothing, or less than it says.
    Ignored,
    /// A backup, copy or restore job fails or expires.
    JobFails,
    /// A stated objective is not met.
    ObjectiveMissed,
    /// Data or recovery points can be lost.
    DataAtRisk,
    /// It costs money for nothing.
    Cost,
    /// A target has no words for it.
    Target,
    /// Live settings are not those of the policy.
    Drift,
    /// Advice.
    Advice,
}

impl Kind {
    /// The words in every report, after the rule's name.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Document => "not a valid policy",
            Self::Rejected => "AWS rejects this",
            Self::Ignored => "AWS ignores this",
            Self::JobFails => "job fails",
            Self::ObjectiveMissed => "objective missed",
            Self::DataAtRisk => "data at risk",
            Self::Cost => "costs money",
            Self::Target => "target cannot express this",
            Self::Drift => "drift",
            Self::Advice => "advice",
        }
    }

    /// The word in JSON and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Rejected => "rejected",
            Self::Ignored => "ignored",
            Self::JobFails => "job-fails",
            Self::ObjectiveMissed => "objective-missed",
            Self::DataAtRisk => "data-at-risk",
            Self::Cost => "cost",
            Self::Target => "target",
            Self::Drift => "drift",
            Self::Advice => "advice",
        }
    }

    /// Findings of this kind at level error cannot be allowed away: the
    /// artifact would not be accepted, or its jobs would fail.
    pub const fn is_certain(self) -> bool {
        matches!(self, Self::Document | Self::Rejected | Self::JobFails)
    }
}

/// A place of the file with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What it is; may be empty.
    pub text: String,
}

/// A replacement that mends a finding without disturbing the rest of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suppression {
    /// Where it is allowed: `comment`, `lint.allow`, `command line`, `baseline`.
    pub by: &'static str,
    /// The reason that was given.
    pub reason: String,
}

/// Something that the tool has to say about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the rule.
    pub rule: &'static str,
    /// What happens if nobody changes anything.
    pub kind: Kind,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong, on one line, lower-case, without a period.
    pub message: String,
    /// The value that should change. A finding cannot be made without one.
    pub primary: Label,
    /// The values that it conflicts with.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    /// What else to know.
    pub notes: Vec<String>,
    /// Where AWS says so.
    pub url: Option<&'static str>,
    /// Logical path such as `plans.core.tiers.daily`: the finding's identity
    /// when lines move.
    pub path: String,
    /// Environments it holds in; empty when it is about the file as a whole.
    pub environments: Vec<String>,
    /// A safe edit that mends it.
    pub fix: Option<Edit>,
    /// Set when the finding is allowed.
    pub suppressed: Option<Suppression>,
}

impl Finding {
    /// A finding at a place. Rules go through `check::Rule::finding`.
    pub fn new(
        rule: &'static str,
        kind: Kind,
        level: Level,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            kind,
            level,
            message: message.into(),
            primary: Label { span, text: String::new() },
            labels: Vec::new(),
            help: None,
            notes: Vec::new(),
            url: None,
            path: String::new(),
            environments: Vec::new(),
            fix: None,
            suppressed: None,
        }
    }

    /// Says what the primary place is.
    #[must_use]
    pub fn marking(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Labels a value it conflicts with.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds something else to know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets the logical path.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Sets the page of AWS that says so.
    #[must_use]
    pub const fn url(mut self, url: &'static str) -> Self {
        self.url = Some(url);
        self
    }

    /// Sets the level.
    #[must_use]
    pub const fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Sets a safe edit.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Edit { span, replacement: replacement.into() });
        self
    }

    /// Counts towards the exit status.
    pub const fn counts(&self) -> bool {
        self.suppressed.is_none()
    }
}
