//! What is likely to be found in a document while it is typed in: its syntax as it is, and the rest as it was found last,
//! moved along with the text.
//!
//! In a large project it takes longer to find what is true than to type. What is told here is told in passing: judging
//! begins at once, and puts what it finds in its place.

use std::sync::Arc;

use crate::diagnostics::FileDiagnostics;
use crate::judge;
use crate::positions::{Encoding, Lines};
use crate::types::{Diagnostic, Range, Uri};
use crate::view::{Loaded, Place, View};

/// Projects with fewer files are judged as fast as this is told.
const MANY: usize = 50;

pub(crate) fn is_worthwhile(loaded: &Loaded) -> bool {
    loaded.files.len() >= MANY
}

/// `known`: what was found last.
pub(crate) fn of(
    view: &View,
    place: &Place,
    uri: &Uri,
    known: Option<&Arc<FileDiagnostics>>,
) -> Option<FileDiagnostics> {
    let loaded = view.projects.get(place).filter(|loaded| is_worthwhile(loaded))?;
    let in_others = || {
        let document = view.document(uri)?;
        view.projects.values().filter(|loaded| loaded.files.contains_key(&document.key)).nth(1)
    };
    // Who asks is not told, and what several projects say of a file is not told apart.
    if view.features.pull_diagnostics || in_others().is_some() {
        return None;
    }
    let text = view.document(uri)?.text.clone();
    let mut diagnostics = judge::syntax(view, loaded, uri, &text);
    match known.map(|known| (known, &known.text)) {
        Some((known, Some(before))) => {
            let syntax = judge::syntax(view, loaded, uri, before);
            let rest = known.diagnostics.iter().filter(|one| !syntax.contains(one));
            diagnostics.extend(Moved::new(before, &text, view.encoding).all(rest, uri));
        }
        Some((known, None)) => diagnostics.extend(known.diagnostics.iter().cloned()),
        None if diagnostics.is_empty() => return None,
        None => {}
    }
    Some(FileDiagnostics { uri: uri.clone(), text: Some(text), diagnostics })
}

/// From a text to what became of it: one part was replaced.
struct Moved {
    before: Lines,
    after: Lines,
    /// Where the part begins, and its ends.
    start: usize,
    ends: [usize; 2],
}

impl Moved {
    fn new(before: &Arc<str>, after: &Arc<str>, encoding: Encoding) -> Moved {
        let (old, new) = (before.as_bytes(), after.as_bytes());
        let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - start;
        let same = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        let (before, after) = (Lines::new(before.clone(), encoding), Lines::new(after.clone(), encoding));
        Moved { before, after, start, ends: [old.len() - same, new.len() - same] }
    }

    fn all(
        &self,
        diagnostics: impl Iterator<Item = impl std::borrow::Borrow<Diagnostic>>,
        uri: &Uri,
    ) -> Vec<Diagnostic> {
        let moved = |known: &Diagnostic| {
            let mut diagnostic = known.clone();
            diagnostic.range = self.range(known.range)?;
            if let Some(related) = &mut diagnostic.related_information {
                for other in related.iter_mut().filter(|other| other.location.uri == *uri) {
                    other.location.range = self.range(other.location.range).unwrap_or(diagnostic.range);
                }
            }
            Some(diagnostic)
        };
        diagnostics.filter_map(|known| moved(known.borrow())).collect()
    }

    /// `None`: what was there is gone.
    fn range(&self, range: Range) -> Option<Range> {
        let span = self.before.span(range);
        let [old, new] = self.ends;
        if self.start <= span.start && span.end <= old && self.start < old && span.start < span.end {
            return None;
        }
        let start = if span.start >= old { span.start - old + new } else { span.start.min(self.start) };
        let end = if span.end <= self.start { span.end } else { span.end.max(old) - old + new };
        Some(Range { start: self.after.position(start), end: self.after.position(end.max(start)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Position;

    /// What becomes of the columns of a range in one line.
    fn moved(before: &str, after: &str, [start, end]: [u32; 2]) -> Option<[u32; 2]> {
        let at = |character| Position { line: 0, character };
        let moved = Moved::new(&Arc::from(before), &Arc::from(after), Encoding::Utf16);
        let range = moved.range(Range { start: at(start), end: at(end) })?;
        Some([range.start.character, range.end.character])
    }

    #[test]
    fn what_stands_before_an_edit_stays_and_what_stands_behind_it_moves() {
        let (before, after) = ("one two three", "one 2wo three");
        assert_eq!(moved(before, after, [0, 3]), Some([0, 3]));
        assert_eq!(moved(before, after, [8, 13]), Some([8, 13]));
        assert_eq!(moved("one three", "one 2 three", [4, 9]), Some([6, 11]));
        assert_eq!(moved("one 2 three", "one three", [6, 11]), Some([4, 9]));
        assert_eq!(moved("é😀 x", "é😀😀 x", [4, 5]), Some([6, 7]));
    }

    #[test]
    fn what_is_edited_stays_around_the_edit() {
        assert_eq!(moved("one", "onne", [0, 3]), Some([0, 4]));
        assert_eq!(moved("one two", "onto", [0, 7]), Some([0, 4]));
        assert_eq!(moved("ab", "axb", [1, 1]), Some([2, 2]));
        assert_eq!(moved("a", "ab", [0, 1]), Some([0, 1]));
    }

    #[test]
    fn what_was_taken_out_is_gone() {
        assert_eq!(moved("one 234 three", "one three", [4, 7]), None);
        assert_eq!(moved("one", "", [0, 3]), None);
        assert_eq!(moved("", "one", [0, 0]), Some([3, 3]));
    }
}
