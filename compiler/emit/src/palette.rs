//! The colours of output for people, of the 256 that look the same whatever theme a terminal has.
//!
//! Each holds on a dark and on a light background (`tests/emit/contrast.rs`). Of the first sixteen, which a theme may change,
//! few do: yellow is lost on white, blue on black. Plain text has the colour that the terminal gives it.

pub const CRITICAL: u8 = 164;
/// Of high findings and of errors.
pub const HIGH: u8 = 196;
/// Of medium findings and of warnings.
pub const MEDIUM: u8 = 136;
pub const LOW: u8 = 33;
/// Of mere information and of notes.
pub const INFO: u8 = 28;
/// Of labels beside the main one.
pub const SECONDARY: u8 = 31;
/// Of what matters less.
pub const DIM: u8 = 244;
/// Of the word before a note.
pub const WORD: u8 = 30;

/// The parameters of an SGR sequence.
#[must_use]
pub fn bold(colour: u8) -> String {
    format!("1;38;5;{colour}")
}

/// Likewise, not bold.
#[must_use]
pub fn plain(colour: u8) -> String {
    format!("38;5;{colour}")
}
