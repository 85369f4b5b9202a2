//! Colour, if the caller wants it.

use ariadne::Color;
use tm_analysis::Level;
use tm_analysis::report::Severity;

use crate::palette;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) colour: bool,
}

/// The colour of a header and of the underline below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tint(u8);

/// The colour of secondary labels.
pub(crate) const SECONDARY: Color = Color::Fixed(palette::SECONDARY);

impl From<Severity> for Tint {
    fn from(severity: Severity) -> Self {
        Self(match severity {
            Severity::Critical => palette::CRITICAL,
            Severity::High => palette::HIGH,
            Severity::Medium => palette::MEDIUM,
            Severity::Low => palette::LOW,
            Severity::Info => palette::INFO,
        })
    }
}

impl From<Level> for Tint {
    fn from(level: Level) -> Self {
        Self(match level {
            Level::Error => palette::HIGH,
            Level::Warning => palette::MEDIUM,
            Level::Note => palette::INFO,
        })
    }
}

impl Tint {
    pub(crate) fn label(self) -> Color {
        Color::Fixed(self.0)
    }
}

impl Style {
    pub(crate) fn tint(self, tint: Tint, text: &str) -> String {
        self.paint(&palette::bold(tint.0), text)
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint(&palette::plain(palette::DIM), text)
    }

    /// The word before a note.
    pub(crate) fn word(self, text: &str) -> String {
        self.paint(&palette::plain(palette::WORD), text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// What ariadne paints by itself, in colours that hold: its greys, and source that nothing points at.
pub(crate) fn repaint(sequence: &str) -> &str {
    const GREY: &str = "\u{1b}[38;5;244m";
    match sequence {
        "\u{1b}[0m" | "\u{1b}[38;5;249m" => "",
        "\u{1b}[38;5;246m" | "\u{1b}[38;5;240m" => GREY,
        sequence => sequence,
    }
}
