//! What moves, and how it is taken out of one file and put into another.

use std::ops::Range;

use tm_analysis::in_scope::InScope;
use tm_analysis::occurrences::{Occurrence, Symbol, occurrences, syntax};
use tm_analysis::{ElementId, SourceFile};
use tm_syntax::Parsed;
use tm_syntax::ast::{Docs, Item, ItemKind, Member, MemberKind, TokRange};

use super::Move;
use crate::body::{Body, body_at, indentation};
use crate::place::slice;
use crate::text_edit::{TextEdit, written};

/// A declaration that moves.
pub(super) struct Part {
    /// With its documentation and the comments above it, from the beginning of its line.
    pub range: Range<u32>,
    /// What it stands in, if that stays.
    pub within: Option<ElementId>,
}

impl Move<'_> {
    /// The declaration of the element, and what belongs to it. `None`: it stands in what cannot be added to.
    pub fn parts(&self, focus: &Range<u32>) -> Option<Vec<Part>> {
        let parsed = syntax(self.db, self.source);
        let holds = |range: TokRange| {
            let range = parsed.text_range(range);
            range.start <= focus.start && focus.end <= range.end
        };
        let item = parsed.file.items.iter().find(|item| holds(item.range))?;
        let mut parts = vec![match &item.kind {
            ItemKind::Member(MemberKind::Element(element))
                if element.name.is_some_and(|name| !is_at(parsed, name.0, focus)) =>
            {
                let members = element.block.as_ref().map_or(&[][..], |block| &block.members);
                self.nested(parsed, members, focus, self.element_at(&parsed.token_range(element.name?.0))?)?
            }
            ItemKind::Extend(extend) => {
                let path = parsed.text_range(extend.path.as_ref()?.range);
                let holder = self.occurrences().filter(|it| it.range.end == path.end).find_map(element)?;
                self.nested(parsed, &extend.body.as_ref()?.members, focus, holder)?
            }
            ItemKind::Member(_) | ItemKind::Assume(_) => self.part(parsed, item.docs, item.range, None),
            _ => return None,
        }];
        parts.extend(
            parsed
                .file
                .items
                .iter()
                .filter(|item| self.belongs(parsed, item))
                .map(|item| self.part(parsed, item.docs, item.range, None)),
        );
        Some(parts)
    }

    fn nested(&self, parsed: &Parsed, members: &[Member], focus: &Range<u32>, within: ElementId) -> Option<Part> {
        let holds = |member: &&Member| {
            let range = parsed.text_range(member.range);
            range.start <= focus.start && focus.end <= range.end
        };
        let member = members.iter().find(holds)?;
        match &member.kind {
            MemberKind::Element(element) if element.name.is_some_and(|name| !is_at(parsed, name.0, focus)) => {
                let members = element.block.as_ref().map_or(&[][..], |block| &block.members);
                self.nested(parsed, members, focus, self.element_at(&parsed.token_range(element.name?.0))?)
            }
            MemberKind::Element(_) => Some(self.part(parsed, member.docs, member.range, Some(within))),
            _ => None,
        }
    }

    fn occurrences(&self) -> impl Iterator<Item = &Occurrence> {
        occurrences(self.db, self.project, self.source).iter()
    }

    fn element_at(&self, place: &Range<u32>) -> Option<ElementId> {
        self.occurrences().filter(|it| it.is_declaration && it.range == *place).find_map(element)
    }

    /// A flow from the element, an `extend` of it, a decision about it: the first thing that they name is the element.
    fn belongs(&self, parsed: &Parsed, item: &Item) -> bool {
        let may =
            matches!(item.kind, ItemKind::Member(MemberKind::Flow(_)) | ItemKind::Extend(_) | ItemKind::Decision(_));
        let range = parsed.text_range(item.range);
        let inside =
            |it: &&Occurrence| !it.is_declaration && range.start <= it.range.start && it.range.end <= range.end;
        may && self.occurrences().filter(inside).find_map(element) == Some(self.element)
    }

    fn part(&self, parsed: &Parsed, docs: Docs, range: TokRange, within: Option<ElementId>) -> Part {
        let whole = if docs.lo < docs.hi { TokRange { lo: docs.lo, hi: range.hi } } else { range };
        let whole = parsed.text_range(whole);
        let (mut start, mut end) = (whole.start as usize, whole.end as usize);
        let text = self.text();
        let before = text.get(..start).unwrap_or_default();
        start = before.trim_end_matches([' ', '\t']).len();
        // Comments that touch it are about it.
        while let Some(above) = text.get(..start).unwrap_or_default().strip_suffix('\n') {
            let line = above.rsplit('\n').next().unwrap_or_default();
            if !line.trim_start().starts_with("//") || line.trim_start().starts_with("//!") {
                break;
            }
            start = above.len() - line.len();
        }
        let behind = text.get(end..).unwrap_or_default().split('\n').next().unwrap_or_default();
        if behind.trim_start().starts_with("//") {
            end += behind.trim_end().len();
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Part { range: offset(start)..offset(end), within }
    }

    /// Removes what moves, with one of the blank lines around it.
    pub fn take_out(&self, edits: &mut Vec<TextEdit>) {
        let text = self.text();
        let mut gone: Vec<Range<u32>> = self.parts.iter().map(|part| part.range.clone()).collect();
        gone.sort_by_key(|range| range.start);
        // What stands side by side goes together, with the lines between.
        gone.dedup_by(|later, earlier| {
            let is_beside = slice(text, &(earlier.end..later.start)).trim().is_empty();
            if is_beside {
                earlier.end = later.end;
            }
            is_beside
        });
        for part in gone {
            let before = slice(text, &(0..part.start));
            let behind = text.get(part.end as usize..).unwrap_or_default();
            let blank = |text: &str| u32::try_from(text.len()).unwrap_or_default();
            let rest = behind.trim_start();
            let range = match (before.trim_end().is_empty(), rest.is_empty() || rest.starts_with('}')) {
                // Nothing stands before it.
                (true, _) => 0..part.end + blank(behind) - blank(rest),
                // Nothing follows it.
                (false, true) => {
                    let kept = blank(before.trim_end());
                    let gap = behind.find('\n').map_or(blank(behind), |at| u32::try_from(at).unwrap_or_default());
                    kept..part.end + gap
                }
                (false, false) => {
                    let is_first = before.trim_end().ends_with('{');
                    let line = behind.find('\n').map_or(0, |at| at + 1);
                    let after = behind.get(line..).unwrap_or_default();
                    let more = if after.starts_with('\n') && (is_first || before.ends_with("\n\n")) { 1 } else { 0 };
                    part.start..part.end + u32::try_from(line + more).unwrap_or_default()
                }
            };
            edits.push(TextEdit { range, text: String::new() });
        }
    }

    /// The text of a part, as it stands at the beginning of a line.
    fn plain(&self, part: &Part) -> String {
        let text = slice(self.text(), &part.range);
        let shared = indentation(text, u32::try_from(text.len() - text.trim_start().len()).unwrap_or_default());
        let lines = text.trim_end().split('\n').map(|line| line.strip_prefix(shared.as_str()).unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n").trim_start().to_owned()
    }

    /// Writes what moves into a file: into the block of what it stands in, if that is there, else at the end.
    pub fn put_in(&self, file: SourceFile) -> Vec<TextEdit> {
        let (parsed, source) = (syntax(self.db, file), file.text(self.db));
        let mut edits = Vec::new();
        let mut end = String::new();
        for part in &self.parts {
            let body = part.within.and_then(|within| self.body_of(file, parsed, within));
            match (body, part.within) {
                (Some(body), _) => edits.push(into(&body, parsed, source, &self.plain(part))),
                (None, Some(within)) => {
                    let path = InScope::new(self.db, self.project, file).subject(within);
                    let path = path.map(|(path, _)| path).unwrap_or_default();
                    push(&mut end, &self.extension(&path, part));
                }
                (None, None) => push(&mut end, &self.plain(part)),
            }
        }
        if !end.is_empty() {
            let at = u32::try_from(source.trim_end().len()).unwrap_or_default();
            let gap = if at == 0 { "" } else { "\n\n" };
            let whole = u32::try_from(source.len()).unwrap_or_default();
            edits.push(TextEdit { range: at..whole, text: format!("{gap}{end}\n") });
        }
        edits
    }

    /// The block of an element, or of an `extend` of it, in a file.
    fn body_of<'p>(&self, file: SourceFile, parsed: &'p Parsed, within: ElementId) -> Option<Body<'p>> {
        let all = occurrences(self.db, self.project, file);
        let declared = all.iter().find(|it| it.is_declaration && element(it) == Some(within));
        let extended = || {
            parsed.file.items.iter().find_map(|item| {
                let ItemKind::Extend(extend) = &item.kind else { return None };
                let path = parsed.text_range(extend.path.as_ref()?.range);
                let is_it = |it: &&Occurrence| it.range.end == path.end && element(it) == Some(within);
                all.iter().find(is_it)
            })
        };
        let found = declared.or_else(extended)?;
        body_at(parsed, &found.range).filter(|body| body.braces.is_some())
    }

    fn extension(&self, path: &[tm_analysis::report::Name], part: &Part) -> String {
        let path: Vec<String> = path.iter().map(|name| written(name)).collect();
        format!("extend {} {{\n{}\n}}", path.join("."), indented(&self.plain(part), "  "))
    }

    /// A file of the same module, for what moves alone.
    pub fn new_file(&self) -> String {
        let parsed = syntax(self.db, self.source);
        let mut text = String::new();
        if let Some(module) = &parsed.file.module {
            push(&mut text, &format!("module {}", slice(self.text(), &parsed.text_range(module.range))));
        }
        for part in &self.parts {
            let path = part.within.and_then(|id| InScope::new(self.db, self.project, self.source).subject(id));
            match path {
                Some((path, _)) => push(&mut text, &self.extension(&path, part)),
                None => push(&mut text, &self.plain(part)),
            }
        }
        text.push('\n');
        text
    }
}

fn is_at(parsed: &Parsed, token: u32, focus: &Range<u32>) -> bool {
    parsed.token_range(token) == *focus
}

fn element(occurrence: &Occurrence) -> Option<ElementId> {
    match occurrence.symbol {
        Symbol::Element(id) => Some(id),
        _ => None,
    }
}

fn push(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

fn indented(text: &str, by: &str) -> String {
    let line = |line: &str| if line.trim().is_empty() { String::new() } else { format!("{by}{line}") };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// At the end of a block.
fn into(body: &Body<'_>, parsed: &Parsed, source: &str, text: &str) -> TextEdit {
    let inner = format!("{}  ", indentation(source, body.whole.start));
    let braces = body.braces.map(|braces| parsed.text_range(braces)).unwrap_or_default();
    let close = braces.end.saturating_sub(1);
    let kept = slice(source, &(0..close)).trim_end();
    let at = u32::try_from(kept.len()).unwrap_or_default();
    let outer = indentation(source, body.whole.start);
    TextEdit { range: at..close, text: format!("\n{}\n{outer}", indented(text, &inner)) }
}
