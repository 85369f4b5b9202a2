//! Reports thrown together: whatever they hold, every format shows them, within the width and without hostile chars.

use crate::support::*;
use tm_analysis::Level;
use tm_analysis::report::{Certainty, Location, Provenance, Report, Severity};
use tm_emit::HumanOptions;
use unicode_width::UnicodeWidthStr;

/// A linear congruential generator, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn text(&mut self, longest: usize) -> String {
        const PIECES: [&str; 24] = [
            "a",
            "bc",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "é",
            "漢字",
            "😀",
            "e\u{301}",
            "\u{1b}[31m",
            "\u{202e}",
            "\u{2028}",
            "\r",
            "│",
            "╰─",
            "── ",
            "┆ 1 │",
            "12",
            "-> ",
            "{ encryption: none }",
            "averylongwordthatisnotbroken",
            "\u{fdd0}",
        ];
        (0..self.roll(longest)).map(|_| PIECES[self.roll(PIECES.len())]).collect()
    }

    fn location(&mut self, report: &Report) -> Location {
        let file = self.roll(report.files.len() + 1);
        let length = report.files.get(file).map_or(9, |file| file.text.len());
        let start = self.roll(length + 3);
        span(u32::try_from(file).unwrap(), start, start + self.roll(30))
    }

    fn report(&mut self) -> Report {
        let texts = [self.text(60), self.text(200)];
        let mut report = files(&[(&self.text(8), &texts[0]), ("b.tm", &texts[1])]);
        for _ in 0..self.roll(5) {
            let (rule, on, message, at) = (self.text(4), self.text(6), self.text(40), self.location(&report));
            let mut one = finding(&rule, Severity::ALL[self.roll(5)], &[&on], &message, at);
            one.title = self.text(20).into();
            one.help = Some(self.text(60).into());
            one.certainty = if self.roll(3) == 0 { Certainty::Possible } else { Certainty::Definite };
            one.cause = (self.roll(2) == 0).then(|| span(0, 1, 3));
            for _ in 0..self.roll(9) {
                let at = (self.roll(5) > 0).then(|| self.location(&report));
                let provenance = if self.roll(2) == 0 { Provenance::Each } else { Provenance::Default };
                one.because.push(reason(&self.text(3), &self.text(3), &self.text(3), provenance, at));
            }
            for _ in 0..self.roll(4) {
                let at = self.location(&report);
                one.path.push(hop(&self.text(3), &self.text(3), at));
            }
            report.findings.push(one);
        }
        for _ in 0..self.roll(3) {
            let mut error = problem(&self.text(3), Level::Error, &self.text(30), self.location(&report));
            error.labels = (0..self.roll(9)).map(|_| label(self.location(&report), &self.text(12))).collect();
            report.errors.push(error);
            let at = self.location(&report);
            report.questions.push(question(&self.text(9), &self.text(9), &["a-rule"], at));
        }
        counted(report)
    }
}

#[test]
fn every_report_can_be_shown() {
    for seed in 0..1500 {
        let mut dice = Dice(seed);
        let report = dice.report();
        let width = 40 + dice.roll(90);
        let shown = human(&report, &HumanOptions { width, ..options() });
        for line in shown.lines() {
            assert!(line.width() <= width, "seed {seed}, width {width}: {line}\n{shown}");
        }
        let coloured = human(&report, &HumanOptions { width, colour: true, ..options() });
        assert!(coloured.len() >= shown.len());
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(crate::schema::violations(&value), Vec::<String>::new());
        let forges = [tm_emit::sarif, tm_emit::github, tm_emit::gitlab, tm_emit::junit, tm_emit::markdown];
        let forges = forges.map(|format| written(&report, format));
        for text in [shown, json(&report), concise(&report)].into_iter().chain(forges) {
            let raw = text
                .chars()
                .find(|char| (char.is_control() && *char != '\n') || ('\u{2028}'..='\u{202e}').contains(char));
            assert_eq!(raw, None, "seed {seed}");
        }
    }
}
