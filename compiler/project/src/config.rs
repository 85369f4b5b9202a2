//! What `tm.toml` may say about checking.

use std::collections::BTreeMap;
use std::ops::Range;

/// What `tm.toml` says about checking. Paths are those of files in the project, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    pub profile: Option<Profile>,
    pub fail_on: Option<Level>,
    /// By name of rule; whether there is such a rule is for the reader to find out.
    pub rules: BTreeMap<String, Located<RuleLevel>>,
    /// Rules or families; empty: all.
    pub select: Vec<Located<String>>,
    pub ignore: Vec<Located<String>>,
    /// Assumptions to judge without.
    pub without: Vec<Located<String>>,
    pub baseline: Option<Located<String>>,
    pub formats: Vec<FormatTo>,
    pub output: Option<String>,
    /// With `{path}` and `{line}` in it.
    pub source_url: Option<String>,
    pub colour: Option<Colour>,
    pub all: bool,
    pub hide_silenced: bool,
    pub quiet: bool,
    pub verbose: bool,
    pub score: Option<Scheme>,
    /// Revisions of git; whether to believe them is for the caller.
    pub changed_since: Option<String>,
    pub decisions_from: Option<String>,
    /// `[docs] url`: where the pages of rules are.
    pub pages: Option<String>,
}

/// A format, and the file that it goes to; without one, standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatTo {
    pub format: Format,
    pub file: Option<String>,
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    Always,
    Never,
}

impl Colour {
    pub const ALL: [Colour; 3] = [Colour::Auto, Colour::Always, Colour::Never];

    /// As `tm.toml` and the command line write it.
    pub fn name(self) -> &'static str {
        match self {
            Colour::Auto => "auto",
            Colour::Always => "always",
            Colour::Never => "never",
        }
    }
}

/// A value with its place in `tm.toml`, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    /// Of the key.
    pub key: Range<u32>,
    /// Of the value.
    pub range: Range<u32>,
}

/// How open questions are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    Draft,
    Default,
    Strict,
    Paranoid,
}

impl Profile {
    pub const ALL: [Profile; 4] = [Profile::Draft, Profile::Default, Profile::Strict, Profile::Paranoid];

    /// As `tm.toml` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Draft => "draft",
            Profile::Default => "default",
            Profile::Strict => "strict",
            Profile::Paranoid => "paranoid",
        }
    }
}

/// A severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Level {
    pub const ALL: [Level; 5] = [Level::Info, Level::Low, Level::Medium, Level::High, Level::Critical];

    /// As `tm.toml` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Low => "low",
            Level::Medium => "medium",
            Level::High => "high",
            Level::Critical => "critical",
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
    pub const ALL: [Scheme; 4] = [Scheme::Cvss4, Scheme::Cvss3, Scheme::Dread, Scheme::Owasp];

    /// As `tm.toml` and the command line write it.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Cvss4 => "cvss4",
            Scheme::Cvss3 => "cvss3",
            Scheme::Dread => "dread",
            Scheme::Owasp => "owasp",
        }
    }
}

/// How `tm check` writes what it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Human,
    Concise,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Markdown,
}

impl Format {
    pub const ALL: [Format; 8] = [
        Format::Human,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Markdown,
    ];

    /// As `tm.toml` and the command line write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
        }
    }
}

/// What a project makes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleLevel {
    Off,
    Level(Level),
}
