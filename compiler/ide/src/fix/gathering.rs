//! Statements that repeat, moved into an `each`.

use std::ops::Range;

use tm_analysis::inspect::all_repeated;
use tm_analysis::{Database, Level, Project, SourceFile, Tests, problems};

use super::{Work, set_text};
use crate::code_actions::each::Eaches;
use crate::meaning::Meaning;
use crate::place::slice;
use crate::text_edit::{TextEdit, apply};

/// What fewer elements state is no pattern.
const FEWEST: usize = 3;

/// Gathers until nothing repeats. What that changes in the model is compared, and undone if it is anything: then it is said
/// what.
pub(super) fn gather(db: &mut Database, project: Project, work: &mut [Work]) -> Option<String> {
    let first = next(db, project, work);
    if first.is_empty() {
        return None;
    }
    let has_errors = |db: &Database| problems(db, project, Tests::Project).1.iter().any(|it| it.level == Level::Error);
    if has_errors(db) {
        return Some("the model has errors".to_owned());
    }
    let texts: Vec<String> = work.iter().map(|work| work.file.text(db).to_string()).collect();
    let before = Meaning::of(db, project, &str::to_owned);
    let mut now = first;
    // Each round takes statements away and adds none, so that there is a last one.
    while !now.is_empty() {
        for (index, edits, count) in now {
            let Some(work) = work.get_mut(index) else { continue };
            let text = tm_syntax::format(&apply(work.file.text(db), &edits)).text;
            set_text(db, work.file, &text);
            work.gathered += count;
        }
        now = next(db, project, work);
    }
    let after = Meaning::of(db, project, &str::to_owned);
    let changed = before.difference(&after).map(|what| format!("{what} would change"));
    let changed = changed.or_else(|| has_errors(db).then(|| "there would be errors".to_owned()));
    if changed.is_some() {
        for (work, text) in work.iter_mut().zip(&texts) {
            set_text(db, work.file, text);
            work.gathered = 0;
        }
    }
    changed
}

/// What can be gathered at once: by index in `work` the edits, and how many statements they take away.
fn next(db: &Database, project: Project, work: &[Work]) -> Vec<(usize, Vec<TextEdit>, usize)> {
    let mut found: Vec<(usize, Vec<TextEdit>, usize)> = Vec::new();
    for (file, repeated) in all_repeated(db, project) {
        let Some(index) = work.iter().position(|work| work.file == file) else { continue };
        if repeated.elements.len() < FEWEST || repeated.elements.iter().any(|(_, at)| is_explained(db, file, at)) {
            continue;
        }
        let Some(gathered) = Eaches::new(db, project, file).gather(&repeated) else { continue };
        match found.iter_mut().find(|(known, ..)| *known == index) {
            // What meets another change waits for the next round.
            Some((_, edits, count)) if !meets(edits, &gathered.edits) => {
                edits.extend(gathered.edits);
                *count += gathered.count;
            }
            Some(_) => {}
            None => found.push((index, gathered.edits, gathered.count)),
        }
    }
    found
}

fn meets(known: &[TextEdit], new: &[TextEdit]) -> bool {
    let touch = |a: &Range<u32>, b: &Range<u32>| a.start <= b.end && b.start <= a.end;
    new.iter().any(|new| known.iter().any(|known| touch(&known.range, &new.range)))
}

/// Whether a comment is about a statement: behind it, or on the line above.
fn is_explained(db: &Database, file: SourceFile, statement: &Range<u32>) -> bool {
    let text = file.text(db);
    let behind = text.get(statement.end as usize..).unwrap_or_default().lines().next().unwrap_or_default();
    let mut before = slice(text, &(0..statement.start)).rsplit('\n');
    let is_first_on_line = before.next().unwrap_or_default().trim().is_empty();
    let above = before.next().unwrap_or_default().trim_start();
    behind.contains("//") || (is_first_on_line && above.starts_with("//"))
}
