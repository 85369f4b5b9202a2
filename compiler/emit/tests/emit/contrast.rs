//! What is coloured can be read on a dark and on a light background.

use std::collections::BTreeSet;

use tm_analysis::report::Severity;
use tm_emit::{HumanOptions, palette};

use crate::support::*;

type Rgb = [u8; 3];

/// Backgrounds of the terminals that people use.
const BACKGROUNDS: [(&str, Rgb); 7] = [
    ("black", [0x00, 0x00, 0x00]),
    ("VS Code dark", [0x1e, 0x1e, 0x1e]),
    ("Solarized dark", [0x00, 0x2b, 0x36]),
    ("GNOME Terminal", [0x30, 0x0a, 0x24]),
    ("white", [0xff, 0xff, 0xff]),
    ("VS Code light", [0xff, 0xff, 0xff]),
    ("Solarized light", [0xfd, 0xf6, 0xe3]),
];

/// The sixteen colours that a theme decides about; eight, then the bright ones.
const PALETTES: [(&str, [Rgb; 16]); 4] = [
    (
        "xterm",
        [
            [0x00, 0x00, 0x00],
            [0xcd, 0x00, 0x00],
            [0x00, 0xcd, 0x00],
            [0xcd, 0xcd, 0x00],
            [0x00, 0x00, 0xee],
            [0xcd, 0x00, 0xcd],
            [0x00, 0xcd, 0xcd],
            [0xe5, 0xe5, 0xe5],
            [0x7f, 0x7f, 0x7f],
            [0xff, 0x00, 0x00],
            [0x00, 0xff, 0x00],
            [0xff, 0xff, 0x00],
            [0x5c, 0x5c, 0xff],
            [0xff, 0x00, 0xff],
            [0x00, 0xff, 0xff],
            [0xff, 0xff, 0xff],
        ],
    ),
    (
        "VS Code dark",
        [
            [0x00, 0x00, 0x00],
            [0xcd, 0x31, 0x31],
            [0x0d, 0xbc, 0x79],
            [0xe5, 0xe5, 0x10],
            [0x24, 0x72, 0xc8],
            [0xbc, 0x3f, 0xbc],
            [0x11, 0xa8, 0xcd],
            [0xe5, 0xe5, 0xe5],
            [0x66, 0x66, 0x66],
            [0xf1, 0x4c, 0x4c],
            [0x23, 0xd1, 0x8b],
            [0xf5, 0xf5, 0x43],
            [0x3b, 0x8e, 0xea],
            [0xd6, 0x70, 0xd6],
            [0x29, 0xb8, 0xdb],
            [0xe5, 0xe5, 0xe5],
        ],
    ),
    (
        "VS Code light",
        [
            [0x00, 0x00, 0x00],
            [0xcd, 0x31, 0x31],
            [0x10, 0x7c, 0x10],
            [0x94, 0x98, 0x00],
            [0x04, 0x51, 0xa5],
            [0xbc, 0x05, 0xbc],
            [0x05, 0x98, 0xbc],
            [0x55, 0x55, 0x55],
            [0x66, 0x66, 0x66],
            [0xcd, 0x31, 0x31],
            [0x14, 0xce, 0x14],
            [0xb5, 0xba, 0x00],
            [0x04, 0x51, 0xa5],
            [0xbc, 0x05, 0xbc],
            [0x05, 0x98, 0xbc],
            [0xa5, 0xa5, 0xa5],
        ],
    ),
    (
        "Solarized",
        [
            [0x07, 0x36, 0x42],
            [0xdc, 0x32, 0x2f],
            [0x85, 0x99, 0x00],
            [0xb5, 0x89, 0x00],
            [0x26, 0x8b, 0xd2],
            [0xd3, 0x36, 0x82],
            [0x2a, 0xa1, 0x98],
            [0xee, 0xe8, 0xd5],
            [0x00, 0x2b, 0x36],
            [0xcb, 0x4b, 0x16],
            [0x58, 0x6e, 0x75],
            [0x65, 0x7b, 0x83],
            [0x83, 0x94, 0x96],
            [0x6c, 0x71, 0xc4],
            [0x93, 0xa1, 0xa1],
            [0xfd, 0xf6, 0xe3],
        ],
    ),
];

/// What WCAG 2.2 asks of bold text and of signs; no colour has the 4.5 of running text on both white and Solarized dark.
const LEAST: f64 = 3.0;

/// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
fn luminance(colour: Rgb) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Of the 256 colours, those that no theme changes: a cube and a row of greys.
fn fixed(colour: u8) -> Option<Rgb> {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match colour {
        0..16 => None,
        16..232 => {
            let at = usize::from(colour - 16);
            Some([STEPS[at / 36], STEPS[at / 6 % 6], STEPS[at % 6]])
        }
        232.. => Some([8 + 10 * (colour - 232); 3]),
    }
}

/// Where a colour cannot be read.
fn unreadable(colour: u8) -> Vec<String> {
    let themes: Vec<(&str, Rgb)> = match fixed(colour) {
        Some(rgb) => vec![("every theme", rgb)],
        None => PALETTES.iter().map(|(name, colours)| (*name, colours[usize::from(colour)])).collect(),
    };
    let pairs = themes.into_iter().flat_map(|theme| BACKGROUNDS.iter().map(move |background| (theme, background)));
    pairs
        .map(|((theme, rgb), (name, background))| (theme, name, contrast(rgb, *background)))
        .filter(|(_, _, contrast)| *contrast < LEAST)
        .map(|(theme, name, contrast)| format!("colour {colour} of {theme} on {name}: {contrast:.2}"))
        .collect()
}

/// The colours that a text is painted in; what else its sequences do is refused.
fn painted(text: &str) -> BTreeSet<u8> {
    let mut colours = BTreeSet::new();
    for sequence in text.split("\u{1b}[").skip(1) {
        let (codes, _) = sequence.split_once('m').expect("an SGR sequence");
        let codes: Vec<u8> = codes.split(';').map(|code| code.parse().expect("a number")).collect();
        let mut rest = codes.as_slice();
        while let [code, after @ ..] = rest {
            rest = after;
            match (code, after) {
                // Bold, underlined, and the ends of these.
                (0 | 1 | 4 | 22 | 24 | 39, _) => {}
                (30..=37, _) => _ = colours.insert(code - 30),
                (90..=97, _) => _ = colours.insert(code - 82),
                (38, [5, colour, after @ ..]) => {
                    colours.insert(*colour);
                    rest = after;
                }
                // Faint text, backgrounds and the like look different everywhere.
                _ => panic!("{codes:?} is no style of ours"),
            }
        }
    }
    colours
}

/// A report with everything in it that is painted in some way.
fn everything() -> BTreeSet<u8> {
    let mut report = cloudcart();
    for (number, severity) in Severity::ALL.into_iter().enumerate() {
        let at = place(&report, 0, "service", number % 4);
        report.findings.push(finding("rule", severity, &[&format!("m.s{number}")], "a message", at));
    }
    let options = HumanOptions { colour: true, ..options() };
    painted(&human(&counted(report), &options))
}

#[test]
fn every_colour_holds_on_every_background() {
    let painted = everything();
    let own = BTreeSet::from([
        palette::CRITICAL,
        palette::HIGH,
        palette::MEDIUM,
        palette::LOW,
        palette::INFO,
        palette::SECONDARY,
        palette::DIM,
        palette::WORD,
    ]);
    assert_eq!(painted, own, "all of them are seen, and no other");
    let wrong: Vec<String> = own.into_iter().flat_map(unreadable).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The measure can tell: these are the mistakes that it is for.
#[test]
fn colours_that_are_lost_somewhere_are_found_out() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    for (colour, lost) in [(3, "white"), (4, "black"), (7, "white"), (11, "white"), (0, "black"), (15, "white")] {
        assert!(unreadable(colour).iter().any(|told| told.contains(&format!("xterm on {lost}"))), "{colour}");
    }
    assert!(unreadable(115).iter().any(|told| told.contains("on white")));
}
