//! What the files have to bring into scope once something stands elsewhere.

use std::ops::Range;

use tm_analysis::in_scope::InScope;
use tm_analysis::occurrences::{Occurrence, Symbol, module_of, occurrences, syntax};
use tm_analysis::report::Name;
use tm_analysis::{Origin, SourceFile};
use tm_syntax::Parsed;
use tm_syntax::ast::{ItemKind, Use};

use super::Move;
use crate::place::slice;
use crate::text_edit::{TextEdit, written, written_path};

/// `use` as it is written, and where.
struct Brought {
    /// As it is written.
    module: String,
    /// Bytes of the whole item.
    range: Range<u32>,
    /// What is brought in by name: its text, and what it is called.
    names: Option<Vec<(String, String)>>,
}

impl Move<'_> {
    /// The edits of `use` and of modules in front of names; `None`: of the file that is new.
    pub fn scopes(&self) -> Vec<(Option<SourceFile>, TextEdit)> {
        let mut edits: Vec<(Option<SourceFile>, TextEdit)> = Vec::new();
        let needed = self.needed_by_moved();
        let add: Vec<String> = needed.into_iter().filter(|item| !self.has(self.target, item)).collect();
        edits.extend(self.added(self.target, &add).map(|edit| (self.target, edit)));
        edits.extend(self.unneeded().into_iter().map(|edit| (Some(self.source), edit)));
        if self.from != self.to {
            for file in self.project.files(self.db).iter().copied() {
                if *file.origin(self.db) == Origin::Project {
                    edits.extend(self.renamed_in(file).into_iter().map(|edit| (Some(file), edit)));
                }
            }
        }
        edits
    }

    fn uses(&self, file: SourceFile) -> Vec<Brought> {
        let (parsed, source) = (syntax(self.db, file), file.text(self.db));
        let brought = |item: &tm_syntax::ast::Item| {
            let ItemKind::Use(found) = &item.kind else { return None };
            Some(brought(parsed, source, found, parsed.text_range(item.range)))
        };
        parsed.file.items.iter().filter_map(brought).collect()
    }

    /// The module that declares what is named.
    fn module(&self, symbol: &Symbol) -> Option<Name> {
        let schema = InScope::new(self.db, self.project, self.source).schema();
        let of = |module: Option<&Name>| module.filter(|module| !module.is_empty() && *module != "std").cloned();
        match symbol {
            Symbol::Element(id) => {
                let file = self.project.files(self.db).iter().find(|file| file.unit(self.db) == id.unit)?;
                of(Some(&module_of(self.db, self.project, *file)))
            }
            Symbol::Kind(id) => of(schema.kind(*id).map(|kind| &kind.module)),
            Symbol::Enum(id) => of(schema.enumeration(*id).map(|of| &of.module)),
            _ => None,
        }
    }

    /// What a file has to have of `use` so that what moves means there what it means here.
    fn needed_by_moved(&self) -> Vec<String> {
        let uses = self.uses(self.source);
        let moved = self.moved();
        let mut needed = Vec::new();
        let all = occurrences(self.db, self.project, self.source);
        for occurrence in all.iter().filter(|it| !it.is_declaration && self.is_inside(&it.range)) {
            if matches!(occurrence.symbol, Symbol::Element(id) if moved.contains(&id)) {
                continue;
            }
            let Some(module) = self.module(&occurrence.symbol).filter(|module| *module != self.to) else { continue };
            let text = slice(self.text(), &occurrence.range).trim_matches('`');
            let by_name = uses.iter().find_map(|item| {
                let (name, _) = item.names.iter().flatten().find(|(_, called)| called == text)?;
                Some(format!("use {}.{{{name}}}", item.module))
            });
            let whole = || format!("use {}", module_path(&module));
            needed.push(by_name.unwrap_or_else(whole));
        }
        needed.sort();
        needed.dedup();
        needed
    }

    /// Whether a file has a `use`.
    fn has(&self, file: Option<SourceFile>, item: &str) -> bool {
        let Some(file) = file else { return false };
        self.uses(file).iter().any(|known| {
            let whole = format!("use {}", known.module);
            match &known.names {
                None => whole == item,
                Some(names) => names.iter().any(|(name, _)| format!("{whole}.{{{name}}}") == item),
            }
        })
    }

    /// `use` lines at the top of a file.
    fn added(&self, file: Option<SourceFile>, items: &[String]) -> Option<TextEdit> {
        if items.is_empty() {
            return None;
        }
        let new = self.new_file();
        let own;
        let (parsed, source) = match file {
            Some(file) => (syntax(self.db, file), &**file.text(self.db)),
            None => {
                own = tm_syntax::parse(&new);
                (&own, new.as_str())
            }
        };
        Some(crate::text_edit::item_edit(parsed, source, &items.join("\n")))
    }

    /// `use` lines of the file that is left which nothing there needs any more.
    fn unneeded(&self) -> Vec<TextEdit> {
        let all = occurrences(self.db, self.project, self.source);
        let source = self.text();
        let mut edits = Vec::new();
        for item in self.uses(self.source).into_iter().filter(|item| item.names.is_none()) {
            let inside = |it: &&Occurrence| item.range.start <= it.range.start && it.range.end <= item.range.end;
            let Some(module) = all.iter().filter(inside).find_map(|it| match &it.symbol {
                Symbol::Module(module) => Some(module.clone()),
                _ => None,
            }) else {
                continue;
            };
            let reads = |it: &Occurrence| match &it.symbol {
                Symbol::Module(named) => *named == module,
                symbol => self.module(symbol).as_ref() == Some(&module),
            };
            let (moved, kept): (Vec<&Occurrence>, Vec<&Occurrence>) =
                all.iter().filter(|it| !inside(it) && reads(it)).partition(|it| self.is_inside(&it.range));
            if !moved.is_empty() && kept.is_empty() {
                edits.push(without_line(source, &item.range));
            }
        }
        edits
    }

    /// Names of what moves, in a file: with another module in front, or brought in from there.
    fn renamed_in(&self, file: SourceFile) -> Vec<TextEdit> {
        let moved = self.moved();
        let (parsed, source) = (syntax(self.db, file), file.text(self.db));
        let all = occurrences(self.db, self.project, file);
        let uses = self.uses(file);
        let is_it = |it: &&Occurrence| {
            let is_moved = matches!(it.symbol, Symbol::Element(id) if moved.contains(&id));
            is_moved && !it.is_declaration && !(file == self.source && self.is_inside(&it.range))
        };
        let mut edits = Vec::new();
        let mut bring = Vec::new();
        for occurrence in all.iter().filter(is_it) {
            let around = uses
                .iter()
                .find(|item| item.range.start <= occurrence.range.start && occurrence.range.end <= item.range.end);
            if let Some(item) = around {
                edits.extend(self.import_from_there(item, source, &occurrence.range));
                let text = item
                    .names
                    .iter()
                    .flatten()
                    .find(|(name, _)| name.split_whitespace().next() == Some(slice(source, &occurrence.range)));
                bring.extend(text.map(|(name, _)| format!("use {}.{{{name}}}", module_path(&self.to))));
                continue;
            }
            let in_front = all.iter().find(|it| {
                matches!(it.symbol, Symbol::Module(_))
                    && slice(source, &(it.range.end..occurrence.range.start)).trim() == "."
            });
            let is_second = parsed.significant_at(occurrence.range.start).is_some_and(|token| {
                token.checked_sub(1).and_then(|before| parsed.kind(before)) == Some(tm_syntax::Tok::Dot)
            });
            match in_front {
                Some(module) => {
                    edits.push(TextEdit { range: module.range.clone(), text: module_path(&self.to) });
                }
                None if is_second => {}
                None if module_of(self.db, self.project, file) == self.to => {}
                None => {
                    let text = slice(source, &occurrence.range).trim_matches('`');
                    let is_imported =
                        uses.iter().flat_map(|item| item.names.iter().flatten()).any(|(_, it)| it == text);
                    if !is_imported {
                        bring.push(format!("use {}", module_path(&self.to)));
                    }
                }
            }
        }
        bring.sort();
        bring.dedup();
        bring.retain(|item| !self.has(Some(file), item));
        edits.extend(self.added(Some(file), &bring));
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        edits.dedup();
        edits
    }

    /// Takes one name out of a `use`, or the `use` itself.
    fn import_from_there(&self, item: &Brought, source: &str, name: &Range<u32>) -> Option<TextEdit> {
        let names = item.names.as_ref()?;
        if names.len() == 1 {
            return Some(without_line(source, &item.range));
        }
        let gone = slice(source, name);
        let kept: Vec<&str> = names
            .iter()
            .filter(|(text, _)| text.split_whitespace().next() != Some(gone))
            .map(|(text, _)| text.as_str())
            .collect();
        let text = format!("use {}.{{{}}}", item.module, kept.join(", "));
        Some(TextEdit { range: item.range.clone(), text })
    }
}

fn brought(parsed: &Parsed, source: &str, item: &Use, range: Range<u32>) -> Brought {
    let name = |import: &tm_syntax::ast::Import| {
        let own = parsed.token_text(source, import.name.0);
        match import.alias {
            Some(alias) => {
                (format!("{own} as {}", parsed.token_text(source, alias.0)), parsed.text(source, alias).to_owned())
            }
            None => (own.to_owned(), parsed.text(source, import.name).to_owned()),
        }
    };
    Brought {
        module: slice(source, &parsed.text_range(item.path.range)).to_owned(),
        range,
        names: item.imports.as_ref().map(|imports| imports.iter().map(name).collect()),
    }
}

/// Removes an item with its line, and one of the blank lines around it.
fn without_line(source: &str, range: &Range<u32>) -> TextEdit {
    let behind = source.get(range.end as usize..).unwrap_or_default();
    let is_alone = range.start == 0 || slice(source, &(0..range.start)).ends_with("\n\n");
    let line = match behind {
        _ if is_alone && behind.starts_with("\n\n") => 2,
        _ => u32::from(behind.starts_with('\n')),
    };
    TextEdit { range: range.start..range.end + line, text: String::new() }
}

fn module_path(module: &str) -> String {
    let path: Vec<Name> = module.split('.').map(Name::new).collect();
    if path.len() == 1 { written(module) } else { written_path(&path) }
}
