//! I9: after any sequence of edits the report equals that of a fresh run, byte for byte.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tm_analysis::report::Severity;
use tm_analysis::{Database, Date, Profile, ReportOptions, RuleLevel, Settings, file_report};

use super::parts;
use super::support::{Live, Model, Texts, difference, example, own_vocabulary, synthetic};

/// An edit before it is known what there is to edit: the numbers choose among it.
type Choice = (u8, u32, u32, u32);

/// What edits put in: tokens and lines of everything that is edited.
struct Pool {
    tokens: Vec<String>,
    lines: Vec<String>,
    files: Vec<(String, String)>,
}

static POOL: LazyLock<Pool> = LazyLock::new(|| {
    let mut pool = Pool { tokens: Vec::new(), lines: Vec::new(), files: Vec::new() };
    for texts in [example("cloudcart/before"), example("header-propagation/before"), own_vocabulary(), synthetic()] {
        for (path, text) in texts {
            pool.tokens.extend(tokens(&text).into_iter().map(|token| text[token].to_owned()));
            pool.lines.extend(text.lines().map(str::to_owned));
            pool.files.push((path, text));
        }
    }
    pool.tokens.sort();
    pool.tokens.dedup();
    pool.lines.sort();
    pool.lines.dedup();
    pool
});

fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut at = 0;
    let mut ranges = Vec::new();
    for token in tm_syntax::parse(text).tokens {
        let range = at..at + token.len as usize;
        at = range.end;
        if !text[range.clone()].trim().is_empty() {
            ranges.push(range);
        }
    }
    ranges
}

fn pick<T>(items: &[T], choice: u32) -> Option<&T> {
    items.get((choice as usize).checked_rem(items.len())?)
}

/// Ranges of lines of what is declared at the top of a file, with its comments.
fn items(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut items = Vec::new();
    let (mut at, mut start, mut depth) = (0, 0, 0_i32);
    for line in text.split_inclusive('\n') {
        at += line.len();
        depth += i32::try_from(line.matches('{').count()).unwrap_or(0)
            - i32::try_from(line.matches('}').count()).unwrap_or(0);
        if depth <= 0 && !line.trim().is_empty() && !line.starts_with("//") {
            items.push(start..at);
            (start, depth) = (at, 0);
        }
    }
    items
}

/// Applies an edit to a model; `initial`: what it was before all edits.
fn apply(model: &mut Model, initial: &Model, (kind, a, b, c): Choice) {
    let paths: Vec<String> = model.files.keys().cloned().collect();
    let path = pick(&paths, a).cloned();
    let Some(path) = path else {
        model.files = initial.files.clone();
        return;
    };
    let text = model.files[&path].clone();
    let mut put = |text: String| {
        model.files.insert(path.clone(), text);
    };
    let splice =
        |range: std::ops::Range<usize>, with: &str| format!("{}{with}{}", &text[..range.start], &text[range.end..]);
    match kind % 24 {
        // Tokens: deleted, doubled, replaced.
        0..=3 => {
            let Some(range) = pick(&tokens(&text), b).cloned() else { return };
            match kind % 24 {
                0 => put(splice(range, "")),
                1 => put(splice(range.start..range.start, &format!("{} ", &text[range.clone()]))),
                _ => put(splice(range, pick(&POOL.tokens, c).expect("there are tokens"))),
            }
        }
        // Lines: deleted, doubled, replaced, put in, swapped with the next.
        4..=8 => {
            let mut lines: Vec<&str> = text.lines().collect();
            let Some(at) = (b as usize).checked_rem(lines.len()) else { return };
            let other = pick(&POOL.lines, c).expect("there are lines");
            match kind % 24 {
                4 => drop(lines.remove(at)),
                5 => lines.insert(at, lines[at]),
                6 => lines[at] = other,
                7 => lines.insert(at, other),
                _ => {
                    let next = (at + 1) % lines.len();
                    lines.swap(at, next);
                }
            }
            put(lines.join("\n") + "\n");
        }
        // A value: taken from elsewhere, or unknown.
        9 | 10 | 20.. => {
            let values: Vec<(usize, usize)> = text
                .match_indices(": ")
                .filter_map(|(at, _)| {
                    let rest = &text[at + 2..];
                    let length = rest.find(['\n', ' ', '}', ','])?;
                    Some((at + 2, at + 2 + length))
                })
                .collect();
            let Some(&(start, end)) = pick(&values, b) else { return };
            let name =
                text[..start - 2].rsplit(|it: char| !(it.is_alphanumeric() || it == '-')).next().unwrap_or_default();
            let others: Vec<&str> = POOL
                .files
                .iter()
                .flat_map(|(_, text)| {
                    text.match_indices(&format!("{name}: "))
                        .map(|(at, found)| &text[at + found.len()..])
                        .collect::<Vec<_>>()
                })
                .filter_map(|rest| rest.split(['\n', ' ', '}', ',']).next())
                .chain(["unknown"])
                .collect();
            let other = (*pick(&others, c).expect("there is one")).to_owned();
            put(splice(start..end, &other));
        }
        // What is declared: doubled, removed, moved to another file, to the other end of its file.
        11..=14 => {
            let Some(range) = pick(&items(&text), b).cloned() else { return };
            let item = text[range.clone()].to_owned();
            let without = splice(range.clone(), "");
            match kind % 24 {
                11 => put(splice(range.start..range.start, &item)),
                12 => put(without),
                13 => put(format!("{without}{item}")),
                _ => {
                    put(without);
                    let target = pick(&paths, c).expect("there is a file").clone();
                    if let Some(text) = model.files.get_mut(&target) {
                        text.push_str(&item);
                    }
                }
            }
        }
        // A name, here or everywhere in the file.
        15 => {
            let names: Vec<String> = tokens(&text).into_iter().map(|range| text[range].to_owned()).collect();
            let names: Vec<&String> = names.iter().filter(|name| name.starts_with(char::is_alphabetic)).collect();
            let Some(name) = pick(&names, b) else { return };
            let other =
                if c % 3 == 0 { format!("{name}-2") } else { (*pick(&names, c).expect("there is one")).clone() };
            put(if c % 2 == 0 { text.replacen(name.as_str(), &other, 1) } else { text.replace(name.as_str(), &other) });
        }
        // Files: gone, new before or after all others, back as they were.
        16 => {
            model.files.remove(&path);
        }
        17 => {
            let (other, text) = pick(&POOL.files, b).expect("there are files");
            model.files.insert(format!("{}{other}", ["", "a/", "z/"][c as usize % 3]), text.clone());
        }
        18 => {
            let files: Vec<(&String, &String)> = initial.files.iter().collect();
            if let Some((path, text)) = pick(&files, b) {
                model.files.insert((*path).clone(), (*text).clone());
            }
        }
        // What the caller chooses.
        _ => match c % 4 {
            0 => {
                model.today =
                    Date::new(2024 + u16::try_from(b % 6).unwrap_or(0), 1 + u8::try_from(a % 12).unwrap_or(0), 1)
                        .expect("a date")
            }
            1 => {
                let rules =
                    ["plaintext-service-traffic", "internal-api-emergently-exposed", "own-graph", "no-such-rule"];
                let levels = [RuleLevel::Off, RuleLevel::Level(Severity::Info), RuleLevel::Level(Severity::Critical)];
                let rule = (*pick(&rules, a).expect("there is one")).to_owned();
                model.settings.rules.retain(|(name, _)| *name != rule);
                model.settings.rules.push((rule, *pick(&levels, b).expect("there is one")));
            }
            2 => {
                let names = ["mesh-is-strict", "model.mesh-is-strict", "nothing"];
                model.settings.without = names.iter().take(b as usize % 4).map(|name| (*name).to_owned()).collect();
            }
            _ => model.settings = Settings::default(),
        },
    }
}

/// Plays edits on one database; it is compared where `compare` says, and at the end.
fn play(initial: &Model, choices: &[Choice]) -> Result<(), TestCaseError> {
    let mut live = Live::new(Database::default(), initial.clone());
    live.json();
    for (at, choice) in choices.iter().enumerate() {
        let mut model = live.model().clone();
        apply(&mut model, initial, *choice);
        live.follow(model);
        // Asked first, in turns: neither may rest on what the other has left.
        if choice.1 % 2 == 0
            && let Some(file) = live.project.files(&live.db).last()
        {
            let _ = file_report(&live.db, live.project, *file, &ReportOptions::default());
        }
        let report = live.json();
        if at + 1 == choices.len() || choice.3 % 5 == 0 {
            let fresh = live.model().fresh();
            prop_assert!(report == fresh, "after edit {at}: {}", difference(&report, &fresh));
            let profile = if choice.2 % 2 == 0 { Profile::Default } else { Profile::Paranoid };
            let options = ReportOptions { profile, ..ReportOptions::default() };
            let parts = parts::difference(&live.db, live.project, &options);
            prop_assert!(parts.is_none(), "after edit {at}: {}", parts.unwrap_or_default());
        }
    }
    Ok(())
}

/// `PROPTEST_CASES` asks for more.
pub fn cases(of: u32) -> u32 {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    wanted.unwrap_or(of)
}

fn any_sequence_of_edits(files: Texts, number: u32) {
    let initial = Model::new(files);
    let config =
        Config { cases: cases(number), failure_persistence: None, max_shrink_time: 60_000, ..Config::default() };
    let choices = proptest::collection::vec(any::<Choice>(), 1..7);
    let done = TestRunner::new(config).run(&choices, |choices| play(&initial, &choices));
    if let Err(error) = done {
        panic!("{error}");
    }
}

#[test]
fn edits_of_a_shop() {
    any_sequence_of_edits(example("cloudcart/before"), 20);
}

#[test]
fn edits_of_a_system_with_assumptions() {
    any_sequence_of_edits(example("header-propagation/before"), 16);
}

#[test]
fn edits_of_vocabulary_rules_and_tests() {
    any_sequence_of_edits(own_vocabulary(), 20);
}

#[test]
fn edits_of_a_synthetic_system() {
    any_sequence_of_edits(synthetic(), 8);
}
