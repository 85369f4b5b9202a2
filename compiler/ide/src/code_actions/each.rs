//! Statements that repeat, moved into an `each`, and back. Both are offered only where no value changes.

use std::collections::BTreeMap;
use std::ops::Range;

use tm_analysis::in_scope::InScope;
use tm_analysis::inspect::{Repeated, each_at, repeated_at};
use tm_analysis::occurrences::{Symbol, occurrences, syntax};
use tm_analysis::report::Name;
use tm_analysis::{Database, ElementId, Project, SourceFile};
use tm_syntax::Parsed;
use tm_syntax::ast::{Item, MemberKind};

use super::{Asking, CodeActionKind};
use crate::body::{Body, body_at, indentation};
use crate::markdown::inline;
use crate::place::slice;
use crate::rename::FileEdits;
use crate::text_edit::{TextEdit, written};

/// More elements than this are not written to at once.
const MOST: usize = 200;

impl Asking<'_> {
    pub(super) fn eaches(&mut self) {
        let eaches = Eaches::new(self.db, self.project, self.file);
        if let Some((title, edits)) = eaches.split(self.range.start) {
            self.refactor(&title, edits);
        }
        let repeated = repeated_at(self.db, self.project, self.file, self.range.start);
        if let Some(edits) = repeated.as_ref().and_then(|found| eaches.gather(found)) {
            let title =
                format!("state `{}` of {} in `each {}`", inline(&edits.line), elements(edits.count), edits.kind);
            self.refactor(&title, edits.edits);
        }
    }

    fn refactor(&mut self, title: &str, edits: Vec<TextEdit>) {
        self.changes(title, CodeActionKind::Refactor, vec![FileEdits { file: self.file, edits }]);
    }
}

/// The blocks of one file, to be written otherwise.
pub(crate) struct Eaches<'a> {
    db: &'a Database,
    project: Project,
    file: SourceFile,
    source: &'a str,
    parsed: &'a Parsed,
    scope: InScope<'a>,
}

/// A statement of many elements that an `each` makes instead.
pub(crate) struct Gathered {
    pub kind: Name,
    /// The statement as it is written.
    pub line: String,
    /// How many elements make it.
    pub count: usize,
    /// In order and apart.
    pub edits: Vec<TextEdit>,
}

impl<'a> Eaches<'a> {
    pub fn new(db: &'a Database, project: Project, file: SourceFile) -> Self {
        let scope = InScope::new(db, project, file);
        Self { db, project, file, source: file.text(db), parsed: syntax(db, file), scope }
    }

    /// Where the elements of this file are declared.
    fn places(&self) -> BTreeMap<ElementId, Range<u32>> {
        let all = occurrences(self.db, self.project, self.file).iter().filter(|it| it.is_declaration);
        let elements = all.filter_map(|it| match it.symbol {
            Symbol::Element(id) => Some((id, it.range.clone())),
            _ => None,
        });
        elements.collect()
    }

    /// The `each` at a place, as statements of its elements.
    fn split(&self, offset: u32) -> Option<(String, Vec<TextEdit>)> {
        let each = each_at(self.db, self.project, self.file, offset)?;
        let mut lines: BTreeMap<ElementId, Vec<String>> = BTreeMap::new();
        for (statement, elements) in &each.statements {
            for id in elements {
                lines.entry(*id).or_default().push(slice(self.source, statement).to_owned());
            }
        }
        if lines.is_empty() || lines.len() > MOST {
            return None;
        }
        let places = self.places();
        let mut edits = vec![self.without(&each.range)];
        for (id, lines) in &lines {
            let body = places.get(id).and_then(|place| body_at(self.parsed, place))?;
            edits.push(body.add(self.parsed, self.source, lines));
        }
        let title = format!("split `each {}` into {}", inline(&each.kind), elements(lines.len()));
        Some((title, in_order(edits)?))
    }

    /// A statement that repeats, as one of an `each`.
    pub fn gather(&self, found: &Repeated) -> Option<Gathered> {
        let schema = self.scope.schema();
        let kind = schema.kind(found.kind).map(|kind| kind.name.clone())?;
        if self.scope.kind(std::slice::from_ref(&kind)) != Some(found.kind) || found.elements.len() > MOST {
            return None;
        }
        let (_, first) = found.elements.first()?;
        let line = slice(self.source, first).to_owned();
        let each = format!("each {} {{ {line} }}", written(&kind));
        let edit = match found.within {
            Some(holder) => {
                let body = self.places().get(&holder).and_then(|place| body_at(self.parsed, place))?;
                self.each_in(&body, &kind, &line, &each)
            }
            None => {
                let holds_first = |item: &&Item| {
                    let range = self.parsed.text_range(item.range);
                    range.start <= first.start && first.end <= range.end
                };
                let item = self.parsed.file.items.iter().find(holds_first)?;
                let begin = if item.docs.lo < item.docs.hi { item.docs } else { item.range };
                let start = self.parsed.text_range(begin).start;
                Some(TextEdit { range: start..start, text: format!("{each}\n\n") })
            }
        };
        let mut edits: Vec<TextEdit> = found.elements.iter().map(|(_, statement)| self.without(statement)).collect();
        edits.push(edit?);
        Some(Gathered { kind, line, count: found.elements.len(), edits: in_order(edits)? })
    }

    /// In the `each` of the kind, or as a new one at the beginning of the block.
    fn each_in(&self, body: &Body<'_>, kind: &str, line: &str, each: &str) -> Option<TextEdit> {
        let known = body.members.iter().find(|member| match &member.kind {
            MemberKind::Each(each) => each
                .kind
                .as_ref()
                .is_some_and(|path| slice(self.source, &self.parsed.text_range(path.range)) == written(kind)),
            _ => false,
        });
        if let Some(member) = known {
            let start = self.parsed.text_range(member.range).start;
            let inner = body_at(self.parsed, &(start..start + 1))?;
            return Some(inner.add(self.parsed, self.source, &[line.to_owned()]));
        }
        let braces = body.braces?;
        let begin = self.parsed.token_range(braces.lo).end;
        // Behind the statements of the block, as one would write it.
        let mut statements = body.members.iter().filter(|member| matches!(member.kind, MemberKind::Attribute(_)));
        let at = statements.next_back().map_or(begin, |member| self.parsed.text_range(member.range).end);
        let text = if slice(self.source, &self.parsed.text_range(braces)).contains('\n') {
            format!("\n{}  {each}", indentation(self.source, body.whole.start))
        } else {
            format!("  {each} ")
        };
        Some(TextEdit { range: at..at, text })
    }

    /// Removes a member of a block, with the white space around it; with its braces, if nothing else stands in them.
    fn without(&self, member: &Range<u32>) -> TextEdit {
        let length = |text: &str| u32::try_from(text.len()).unwrap_or_default();
        let before = slice(self.source, &(0..member.start));
        let behind = self.source.get(member.end as usize..).unwrap_or_default();
        let kept = before.trim_end();
        let blank_behind = length(behind) - length(behind.trim_start());
        let remove = |range: Range<u32>| TextEdit { range, text: String::new() };
        if kept.ends_with('{') && behind.trim_start().starts_with('}') {
            let open = kept.trim_end_matches('{').trim_end();
            return remove(length(open)..member.end + blank_behind + 1);
        }
        let is_first_on_line = kept.is_empty() || before.trim_end_matches([' ', '\t']).ends_with('\n');
        if kept.is_empty() || (kept.ends_with('{') && !is_first_on_line) {
            return remove(member.start..member.end + blank_behind);
        }
        // A comment in front must not take in what stands behind.
        let is_behind_comment = kept.rsplit('\n').next().unwrap_or_default().contains("//");
        let ends_line = behind.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || behind.trim().is_empty();
        if is_behind_comment && !ends_line {
            return remove(member.clone());
        }
        remove(length(kept)..member.end)
    }
}

/// Edits that meet cannot all be made.
fn in_order(mut edits: Vec<TextEdit>) -> Option<Vec<TextEdit>> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    edits.is_sorted_by(|a, b| a.range.end <= b.range.start).then_some(edits)
}

fn elements(count: usize) -> String {
    if count == 1 { "1 element".to_owned() } else { format!("{count} elements") }
}
