//! Misspelt names, where nothing else can be meant; and names that rules had.

use std::collections::BTreeMap;
use std::ops::Range;

use tm_analysis::in_scope::InScope;
use tm_analysis::occurrences::{Occurrence, Symbol, occurrences, syntax};
use tm_analysis::report::{Problem, Suggestion};
use tm_analysis::{Database, Origin, Project, SourceFile, Tests, problems};
use tm_syntax::ast::{Item, ItemKind, MemberKind};

use super::{Why, Work, file_of, set_text};
use crate::place::slice;
use crate::rename::{FileEdits, moved};
use crate::text_edit::{TextEdit, apply, written_path};

/// The diagnostic of a name that a rule had.
const RETIRED: &str = "retired-rule";

/// A name that is corrected may bring others to light, in what it names.
const ROUNDS: usize = 20;

/// So many changes are tried one by one if they cannot be made together.
const SINGLE: usize = 50;

pub(super) struct Speller<'w> {
    db: &'w mut Database,
    project: Project,
    work: &'w mut [Work],
    /// Changes that make another mistake.
    refused: Vec<(SourceFile, String)>,
}

/// One name, and how to spell it.
#[derive(Clone)]
struct Change {
    file: SourceFile,
    edit: TextEdit,
    /// The name of the diagnostic.
    mends: String,
    message: String,
}

/// What a project is like before a change.
struct Before {
    occurrences: Vec<(SourceFile, Vec<Occurrence>)>,
    conflicts: BTreeMap<String, usize>,
}

impl<'w> Speller<'w> {
    pub fn new(db: &'w mut Database, project: Project, work: &'w mut [Work]) -> Self {
        Self { db, project, work, refused: Vec::new() }
    }

    pub fn correct(&mut self) {
        for _ in 0..ROUNDS {
            let changes = self.changes();
            if changes.is_empty() {
                return;
            }
            let before = self.before();
            if self.try_out(&before, &changes) {
                continue;
            }
            for (number, change) in changes.iter().enumerate() {
                // Places are those of now, and a change before may have moved them.
                let now = self.changes().into_iter().find(|it| it.message == change.message && it.file == change.file);
                let Some(now) = now.filter(|_| number < SINGLE) else { continue };
                let before = self.before();
                if !self.try_out(&before, std::slice::from_ref(&now)) {
                    self.refused.push((now.file, now.message));
                }
            }
            if changes.len() > SINGLE {
                return;
            }
        }
    }

    /// What can be corrected as the texts are now, in order and apart.
    fn changes(&self) -> Vec<Change> {
        let mut found: Vec<Change> = Vec::new();
        for problem in problems(self.db, self.project, Tests::Project).1 {
            let Some(file) = file_of(self.db, self.project, &problem) else { continue };
            if !self.work.iter().any(|work| work.file == file) {
                continue;
            }
            if why_left(self.db, self.project, file, &problem).is_some_and(|why| why != Why::Unsure) {
                continue;
            }
            let [Suggestion::Rename { path, is_only: true }] = problem.suggestions.as_slice() else { continue };
            let Some(location) = &problem.location else { continue };
            let range = location.range.start..location.range.end;
            let edit = TextEdit { range, text: written_path(path) };
            let is_refused = self.refused.iter().any(|(of, message)| *of == file && *message == problem.message);
            let is_apart = |known: &Change| {
                known.file != file
                    || known.edit.range.end <= edit.range.start
                    || edit.range.end <= known.edit.range.start
            };
            if !is_refused && slice(file.text(self.db), &edit.range) != edit.text && found.iter().all(is_apart) {
                found.push(Change { file, edit, mends: problem.name, message: problem.message });
            }
        }
        found.sort_by_key(|change| (change.file.unit(self.db), change.edit.range.start));
        found
    }

    fn before(&self) -> Before {
        let own = self.project.files(self.db).iter().filter(|file| *file.origin(self.db) != Origin::Std);
        Before {
            occurrences: own.map(|file| (*file, occurrences(self.db, self.project, *file).to_vec())).collect(),
            conflicts: conflicts(&problems(self.db, self.project, Tests::Project).1),
        }
    }

    /// Makes changes, and takes them back if a name means something else then, a mistake is still there, or there is a new one.
    fn try_out(&mut self, before: &Before, changes: &[Change]) -> bool {
        let mut edits: Vec<FileEdits> = Vec::new();
        for Change { file, edit, .. } in changes {
            match edits.iter_mut().find(|known| known.file == *file) {
                Some(known) => known.edits.push(edit.clone()),
                None => edits.push(FileEdits { file: *file, edits: vec![edit.clone()] }),
            }
        }
        let mut texts = Vec::new();
        for FileEdits { file, edits } in &edits {
            let text = file.text(self.db).to_string();
            let changed = apply(&text, edits);
            texts.push((*file, text));
            set_text(self.db, *file, &changed);
        }
        if self.is_good(before, changes, &edits) {
            for FileEdits { file, edits } in &edits {
                if let Some(work) = self.work.iter_mut().find(|work| work.file == *file) {
                    let of_file = changes.iter().filter(|change| change.file == *file);
                    let retired = of_file.filter(|change| change.mends == RETIRED).count();
                    work.retired += retired;
                    work.names += edits.len() - retired;
                }
            }
            return true;
        }
        for (file, text) in texts {
            set_text(self.db, file, &text);
        }
        false
    }

    fn is_good(&self, before: &Before, changes: &[Change], edits: &[FileEdits]) -> bool {
        let now = problems(self.db, self.project, Tests::Project).1;
        let is_mended = |change: &Change| {
            let file = change.file;
            let start = moved(change.edit.range.start, edits_of(edits, file));
            let is_it = |problem: &Problem| {
                problem.name == change.mends
                    && file_of(self.db, self.project, problem) == Some(file)
                    && problem.location.as_ref().is_some_and(|place| i64::from(place.range.start) == start)
            };
            !now.iter().any(is_it)
        };
        let after = conflicts(&now);
        changes.iter().all(is_mended)
            && after.iter().all(|(name, count)| before.conflicts.get(name).is_some_and(|known| count <= known))
            && self.means_the_same(before, edits)
    }

    /// Whether every name that meant something means it still. What meant nothing may mean something now.
    fn means_the_same(&self, before: &Before, edits: &[FileEdits]) -> bool {
        let (mut there, mut back) = (BTreeMap::new(), BTreeMap::new());
        before.occurrences.iter().all(|(file, known)| {
            let edits = edits_of(edits, *file);
            let now =
                by_place(occurrences(self.db, self.project, *file).iter().map(|it| (i64::from(it.range.start), it)));
            let is_changed = |it: &&Occurrence| {
                edits.iter().any(|edit| edit.range.start <= it.range.start && it.range.end <= edit.range.end)
            };
            let known =
                by_place(known.iter().filter(|it| !is_changed(it)).map(|it| (moved(it.range.start, edits), it)));
            known.iter().all(|(place, known)| {
                now.get(place).is_some_and(|now| {
                    now.len() == known.len()
                        && known.iter().zip(now).all(|(known, now)| {
                            *there.entry((*known).clone()).or_insert_with(|| (*now).clone()) == **now
                                && *back.entry((*now).clone()).or_insert_with(|| (*known).clone()) == **known
                        })
                })
            })
        })
    }
}

fn edits_of(edits: &[FileEdits], file: SourceFile) -> &[TextEdit] {
    edits.iter().find(|edits| edits.file == file).map_or(&[], |edits| &edits.edits)
}

fn by_place<'o>(all: impl Iterator<Item = (i64, &'o Occurrence)>) -> BTreeMap<i64, Vec<&'o Symbol>> {
    let mut found: BTreeMap<i64, Vec<&Symbol>> = BTreeMap::new();
    for (place, occurrence) in all {
        found.entry(place).or_default().push(&occurrence.symbol);
    }
    found
}

/// Mistakes that come of a name that is taken, by name. What else comes to light was there before.
fn conflicts(problems: &[Problem]) -> BTreeMap<String, usize> {
    const CONFLICTS: [&str; 6] =
        ["duplicate-", "ambiguous-", "hidden-", "cyclic-", "contradicting-statements", "assumption-contradicted"];
    let mut found = BTreeMap::new();
    for problem in problems.iter().filter(|problem| CONFLICTS.iter().any(|name| problem.name.starts_with(name))) {
        *found.entry(problem.name.clone()).or_default() += 1;
    }
    found
}

/// Why what is suggested is left to people; `None`: nothing is suggested.
pub(super) fn why_left(db: &Database, project: Project, file: SourceFile, problem: &Problem) -> Option<Why> {
    let has_name = problem.suggestions.iter().any(|suggestion| matches!(suggestion, Suggestion::Rename { .. }));
    let location = problem.location.as_ref().filter(|_| has_name)?;
    // A name that is near in spelling may be another one, and what it says would hold from then on.
    if matches!(problem.name.as_str(), "unknown-value" | "unknown-attribute") {
        return Some(Why::Value);
    }
    let place = location.range.start..location.range.end;
    let parsed = syntax(db, file);
    if parsed.has_errors() {
        return Some(Why::Broken);
    }
    // It means the same by its present name.
    if problem.name == RETIRED {
        return Some(Why::Unsure);
    }
    let decides = decides_at(&InScope::new(db, project, file), file.text(db), parsed, &parsed.file.items, &place);
    Some(if decides { Why::Decides } else { Why::Unsure })
}

/// Whether a place lies in something that silences: a decision, an assumption, a safeguard.
fn decides_at(
    scope: &InScope<'_>,
    source: &str,
    parsed: &tm_syntax::Parsed,
    items: &[Item],
    place: &Range<u32>,
) -> bool {
    let holds = |item: &&Item| {
        let range = parsed.text_range(item.range);
        range.start <= place.start && place.end <= range.end
    };
    let Some(item) = items.iter().find(holds) else { return false };
    match &item.kind {
        ItemKind::Decision(_) | ItemKind::Assume(_) => true,
        ItemKind::Test(test) => decides_at(scope, source, parsed, &test.items, place),
        ItemKind::Member(MemberKind::Element(element)) => {
            let kind = scope.kind(&[parsed.text(source, element.kind).into()]);
            let schema = scope.schema();
            kind.is_some_and(|kind| schema.is_a(kind, schema.roots.safeguard))
        }
        _ => false,
    }
}
