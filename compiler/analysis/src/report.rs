//! What the compiler says of a project: plain data with places, ready for every output and for the editor.
//!
//! All lists are in a fixed order: by file, place, name.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Level;
pub use crate::suggestion::Suggestion;

/// A name or word that many entries share; cheap to clone.
pub type Name = smol_str::SmolStr;

/// The severity of a finding; ordered, `Info` lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    pub const ALL: [Self; 5] = [Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Index is [`Location::file`].
    pub files: Vec<ReportFile>,
    /// Worst first, then by place.
    pub findings: Vec<Finding>,
    /// What a decision, a safeguard or the baseline keeps out of [`Self::findings`], and which; in the same order.
    pub silenced: Vec<Finding>,
    /// The rules of all these findings, by name.
    pub rules: Vec<RuleText>,
    /// Most consequential first; empty in profile `draft` (but counted).
    pub questions: Vec<Question>,
    /// Language errors.
    pub errors: Vec<Problem>,
    /// Warnings and notes.
    pub notices: Vec<Problem>,
    pub summary: Summary,
    /// What is different from another state of the project, if it was compared with one: [`Self::findings`] are then those
    /// that are new.
    pub changes: Option<Changes>,
}

impl Report {
    /// What is known of the rule of a finding.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&RuleText> {
        let index = self.rules.binary_search_by(|rule| rule.name.as_str().cmp(name)).ok()?;
        self.rules.get(index)
    }
}

/// A rule, for people who see what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleText {
    pub name: Name,
    /// The first sentence of the documentation.
    pub title: Name,
    /// Empty for a rule in no folder below `rules/`.
    pub family: Name,
    /// Markdown, the title included.
    pub docs: String,
    pub stride: Vec<Name>,
    pub cwe: Vec<u32>,
    /// Names that it had, the latest first.
    pub formerly: Vec<Name>,
    /// Further lists of ids, by name.
    pub other: Vec<(Name, Vec<Name>)>,
    /// The address of its page: a URL, or a path in the repository of the compiler.
    pub page: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// Relative to the project, with `/`.
    pub path: String,
    pub text: Arc<str>,
}

/// Byte offsets in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    pub file: u32,
    pub range: Range32,
}

/// `start..end` in bytes, ordered and hashable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Range32 {
    pub start: u32,
    pub end: u32,
}

impl From<Range<u32>> for Range32 {
    fn from(range: Range<u32>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    Definite,
    /// An open question that the profile raises, one severity lower.
    Possible,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: Name,
    /// What a person reads first: the first sentence of the rule's documentation.
    pub title: Name,
    pub severity: Severity,
    pub certainty: Certainty,
    pub priority: Priority,
    /// In the scheme that the caller asked for.
    pub rating: Option<Box<Rating>>,
    /// Empty: the project.
    pub on: Vec<Subject>,
    pub message: String,
    pub help: Option<Name>,
    pub location: Location,
    /// Findings of one rule with the same cause (an `each` line, an inherited value) have the same key.
    pub cause: Option<Location>,
    pub because: Vec<Reason>,
    pub path: Vec<Hop>,
    /// Of the rule, as is [`Self::cwe`].
    pub stride: Arc<[Name]>,
    pub cwe: Arc<[u32]>,
    /// Rule and element names; stable under formatting and moving.
    pub id: String,
    /// A `mitigate` that names it and silences nothing; of what is silenced, that by which it is.
    pub decision: Option<Box<Decision>>,
}

/// What to look at first: severity, how easily it is exploited, and what is lost then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Priority {
    /// From 0 to 100.
    pub score: u8,
    /// In hundredths.
    pub exploitability: u8,
    /// In hundredths.
    pub impact: u8,
}

impl Priority {
    #[must_use]
    pub fn band(self) -> Band {
        match self.score {
            70.. => Band::P0,
            50..70 => Band::P1,
            30..50 => Band::P2,
            _ => Band::P3,
        }
    }
}

/// Scores that ask for the same haste; the first is the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    P0,
    P1,
    P2,
    P3,
}

impl Band {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::P0 => "P0",
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
        }
    }
}

/// A scheme that others rate findings by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    Cvss4,
    Cvss3,
    Dread,
    Owasp,
}

impl Scheme {
    pub const ALL: [Self; 4] = [Self::Cvss4, Self::Cvss3, Self::Dread, Self::Owasp];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cvss4 => "cvss4",
            Self::Cvss3 => "cvss3",
            Self::Dread => "dread",
            Self::Owasp => "owasp",
        }
    }
}

/// A finding in a scheme of others: an estimate from the design.
#[derive(Clone, Debug, PartialEq)]
pub struct Rating {
    pub scheme: Scheme,
    /// From 0 to 10, with one decimal; `None`: the scheme has levels alone.
    pub score: Option<f64>,
    /// As the scheme calls it: `low`, `medium`, `high`, …
    pub level: &'static str,
    /// Of CVSS.
    pub vector: Option<String>,
    /// Of the others, what the score or level is made of.
    pub factors: Vec<(&'static str, f64)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `module.name`
    pub name: Name,
    pub kind: Name,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub element: Name,
    pub attribute: Name,
    pub value: Name,
    pub provenance: Provenance,
    /// `None` where nothing in the project says it (a default of the standard library).
    pub location: Option<Location>,
    /// The verdict could not do without it, and it is what one would change: a control, or what the rule points at. With another
    /// value of it the finding may be gone.
    pub is_cause: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provenance {
    Stated,
    Each,
    Inherited,
    Assumed,
    Default,
    Derived,
}

impl Provenance {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Each => "each",
            Self::Inherited => "inherited",
            Self::Assumed => "assumed",
            Self::Default => "default",
            Self::Derived => "derived",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    pub from: Name,
    pub to: Name,
    /// The flow, endpoint or boundary that carries it.
    pub via: Option<Name>,
    pub location: Option<Location>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub mode: DecisionMode,
    /// Of a safeguard.
    pub name: Option<Name>,
    pub owner: Option<String>,
    /// `until`, `due` or `expires`.
    pub date: Option<String>,
    /// The reason of an acceptance or dismissal, the plan of a mitigation, the evidence of a safeguard.
    pub reason: Option<String>,
    /// `None` for what does not stand in the model.
    pub location: Option<Location>,
}

/// What sort of decision it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionMode {
    Accept,
    Mitigate,
    Dismiss,
    Safeguard,
    /// It is old debt, written down in a baseline.
    Baseline,
}

impl DecisionMode {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Mitigate => "mitigate",
            Self::Dismiss => "dismiss",
            Self::Safeguard => "safeguard",
            Self::Baseline => "baseline",
        }
    }
}

/// What is different from another state of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The revision, as the caller called it.
    pub since: String,
    /// What limits the comparison.
    pub notes: Vec<String>,
    /// Findings that were there already.
    pub known: usize,
    /// Findings that were there and are not told now; in the order of [`Report::findings`] then.
    pub gone: Vec<GoneFinding>,
    /// What silences, or decides what is found, and is new or different; by sort and name.
    pub silencing: Vec<SilencingChange>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneFinding {
    pub rule: Name,
    pub severity: Severity,
    pub message: String,
    pub id: String,
    /// `None`: it is not found any more.
    pub decision: Option<Decision>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilencingChange {
    /// `source`, `decision`, `assumption`, `safeguard`, `rule`, `level`, `option`, `baseline`
    pub sort: &'static str,
    pub change: Change,
    /// `accept a-rule on cart`, `fail-on = high`
    pub title: String,
    /// What it was, where it is different.
    pub was: Option<String>,
    pub location: Option<Location>,
    /// The ids of the findings that would be told, or be graver, without it.
    pub silences: Vec<String>,
    /// False: what it silences was not looked for.
    pub is_judged: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    Added,
    Changed,
    Removed,
}

impl Change {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// One unstated control and what its answer decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub element: Name,
    pub attribute: Name,
    /// By rule and subjects.
    pub decides: Vec<Decides>,
    pub location: Location,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decides {
    pub rule: Name,
    /// Names of the rule's subjects.
    pub on: Arc<[Name]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub name: String,
    pub level: Level,
    pub message: String,
    /// `None`: about the project as a whole.
    pub location: Option<Location>,
    pub labels: Vec<ProblemLabel>,
    pub help: Option<String>,
    /// What can be done about it at its location.
    pub suggestions: Vec<Suggestion>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemLabel {
    pub location: Location,
    pub message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Definite and possible findings by severity, in the order of [`Severity::ALL`].
    pub findings: [usize; 5],
    /// How many of them are possible.
    pub possible: usize,
    /// Findings that are silenced; not among the others.
    pub silenced: usize,
    /// Unstated controls that would decide a rule; counted in every profile.
    pub questions: usize,
    pub coverage: Coverage,
    pub files: usize,
    pub elements: usize,
}

/// Controls stated of those that some rule asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub stated: usize,
    pub asked: usize,
}

impl Coverage {
    pub(crate) fn add(&mut self, other: Self) {
        self.stated += other.stated;
        self.asked += other.asked;
    }
}
