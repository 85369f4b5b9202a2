//! Colour, if the caller wants it.

use ariadne::Color;
use tm_analysis::Level;
use tm_analysis::report::Severity;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) colour: bool,
}

/// The colour of a header and of the underline below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tint {
    pub(crate) label: Color,
    header: &'static str,
}

/// The colour of secondary labels.
pub(crate) const SECONDARY: Color = Color::Cyan;

impl From<Severity> for Tint {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self { label: Color::Magenta, header: "1;35" },
            Severity::High => Self { label: Color::Red, header: "1;31" },
            Severity::Medium => Self { label: Color::Yellow, header: "1;33" },
            Severity::Low => Self { label: Color::Blue, header: "1;34" },
            Severity::Info => Self { label: Color::Green, header: "1;32" },
        }
    }
}

impl From<Level> for Tint {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self { label: Color::Red, header: "1;31" },
            Level::Warning => Self { label: Color::Yellow, header: "1;33" },
            Level::Note => Self { label: Color::Green, header: "1;32" },
        }
    }
}

impl Style {
    pub(crate) fn tint(self, tint: Tint, text: &str) -> String {
        self.paint(tint.header, text)
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("38;5;246", text)
    }

    /// The word before a note.
    pub(crate) fn word(self, text: &str) -> String {
        self.paint("38;5;115", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
