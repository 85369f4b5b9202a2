//! What keeps findings from being told, or decides which there are: decisions, assumptions, safeguards, and the project's own
//! rules. For those who compare two states of a model: what is said here does not change with formatting or moving.

use tm_model::{Facts, KindId};
use tm_syntax::Parsed;
use tm_syntax::ast::ItemKind;

use super::{Inspection, inspect};
use crate::db::{self, Database, Project, SourceFile};
use crate::modules::Origin;
use crate::report::{Location, Name, Range32};
use crate::retired::RetiredRules;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SilencerSort {
    Decision,
    Assumption,
    Safeguard,
    Rule,
}

/// A declaration that silences, or that finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silencer {
    pub sort: SilencerSort,
    /// As it begins: `accept a-rule on cart`, `assume mesh`, `waf edge`.
    pub title: String,
    /// With its module; of a decision and a rule, nothing.
    pub name: Name,
    /// All that it says, its values included that are said elsewhere.
    pub content: String,
    /// As it is written, on one line.
    pub text: String,
    /// Of its file.
    pub path: String,
    /// The whole declaration, in bytes.
    pub range: Range32,
    /// The place that a report has for it.
    pub place: Option<Range32>,
}

/// All of the project and its packages, in the order of their files. `retired`: names that are told and compared as the present ones.
#[must_use]
pub fn silencers(db: &Database, project: Project, retired: &RetiredRules) -> Vec<Silencer> {
    inspect(db, project, |inspection| {
        let roots = &inspection.world.schema().roots;
        let mut found = Vec::new();
        for (sort, kind) in [
            (SilencerSort::Decision, roots.decision),
            (SilencerSort::Assumption, roots.assumption),
            (SilencerSort::Safeguard, roots.safeguard),
        ] {
            inspection.declared_silencers(sort, kind, retired, &mut found);
        }
        let files = project.files(inspection.db).iter();
        for file in files.filter(|file| *file.origin(inspection.db) != Origin::Std) {
            inspection.rules_of(*file, retired, &mut found);
        }
        found
    })
}

impl Inspection<'_> {
    fn declared_silencers(&self, sort: SilencerSort, kind: KindId, retired: &RetiredRules, found: &mut Vec<Silencer>) {
        for id in self.world.all(kind) {
            let Some(file) = self.db.file(id.unit) else { continue };
            if *file.origin(self.db) == Origin::Std {
                continue;
            }
            let Some(Location { range, .. }) = self.files.declaration(*id) else { continue };
            let parsed = db::parsed(self.db, file);
            let mut words = words(parsed, file.text(self.db), range);
            match sort {
                SilencerSort::Decision => present_rule(&mut words, retired),
                SilencerSort::Safeguard => present_against(&mut words, retired),
                SilencerSort::Assumption | SilencerSort::Rule => {}
            }
            let is_against = |attribute: &str| sort == SilencerSort::Safeguard && attribute == "against";
            let values = self.values(*id).into_iter().filter(|value| value.class != "derive" && !value.is_unstated);
            let values = values.map(|value| match is_against(&value.attribute) {
                true => format!("{}: {}", value.attribute, present_list(&value.shown, retired)),
                false => format!("{}: {}", value.attribute, value.shown),
            });
            let values: Vec<String> = values.collect();
            found.push(Silencer {
                sort,
                title: title(&words),
                name: if sort == SilencerSort::Decision { Name::default() } else { self.name(*id) },
                content: format!("{} # {}", words.join(" "), values.join(", ")),
                text: on_one_line(file.text(self.db), range),
                path: file.path(self.db).to_string(),
                range,
                place: self.files.element(*id).map(|location| location.range),
            });
        }
    }

    fn rules_of(&self, file: SourceFile, retired: &RetiredRules, found: &mut Vec<Silencer>) {
        let parsed = db::parsed(self.db, file);
        for item in parsed.file.items.iter().filter(|item| matches!(item.kind, ItemKind::Rule(_))) {
            let range: Range32 = parsed.text_range(item.range).into();
            let mut words = words(parsed, file.text(self.db), range);
            present_rule(&mut words, retired);
            found.push(Silencer {
                sort: SilencerSort::Rule,
                title: title(&words),
                name: Name::default(),
                content: words.join(" "),
                text: on_one_line(file.text(self.db), range),
                path: file.path(self.db).to_string(),
                range,
                place: None,
            });
        }
    }
}

/// The rule is the second word of what decides about one, and of its own declaration.
fn present_rule<'t>(words: &mut [&'t str], retired: &'t RetiredRules) {
    if let Some(rule) = words.get_mut(1) {
        *rule = retired.present(rule.trim_matches('`'));
    }
}

/// What stands between the brackets of `against: [a, b]`.
fn present_against<'t>(words: &mut [&'t str], retired: &'t RetiredRules) {
    let is_list = |window: &[&str]| matches!(window, ["against", ":", "["]);
    let Some(at) = words.windows(3).position(is_list) else { return };
    for rule in words.iter_mut().skip(at).take_while(|word| **word != "]") {
        *rule = retired.present(rule);
    }
}

/// The same as values are shown: `[a, b]`.
fn present_list(shown: &str, retired: &RetiredRules) -> String {
    let inside = shown.trim_start_matches('[').trim_end_matches(']');
    inside.split(", ").map(|name| retired.present(name.trim_matches('"'))).collect::<Vec<_>>().join(", ")
}

/// The significant tokens of a stretch of text.
fn words<'t>(parsed: &Parsed, text: &'t str, range: Range32) -> Vec<&'t str> {
    let first = parsed.significant.partition_point(|&index| {
        parsed.starts.get(usize::try_from(index).unwrap_or(usize::MAX)).is_some_and(|start| *start < range.start)
    });
    let numbers = (first..parsed.significant.len()).filter_map(|number| u32::try_from(number).ok());
    let inside = numbers.take_while(|number| parsed.token_range(*number).start < range.end);
    inside.map(|number| parsed.token_text(text, number)).collect()
}

fn on_one_line(text: &str, range: Range32) -> String {
    let (start, end) = (usize::try_from(range.start).ok(), usize::try_from(range.end).ok());
    let written = start.zip(end).and_then(|(start, end)| text.get(start..end)).unwrap_or_default();
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands before the braces, spaced as it is written.
fn title(words: &[&str]) -> String {
    let mut title = String::new();
    let mut is_tight = true;
    for word in words.iter().take_while(|word| **word != "{") {
        let joins = matches!(*word, "." | "," | "->" | ":");
        if !(joins && *word != ":" || is_tight) {
            title.push(' ');
        }
        title.push_str(word);
        is_tight = matches!(*word, "." | "->");
    }
    title
}
