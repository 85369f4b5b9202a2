//! Declarations, members of models, rules.

use crate::ast::{
    Attribute, Binding, BindingSource, Block, Clause, ClauseKind, Declaration, Edge, EnumValue, Expectation, Field,
    Item, ItemKind, KindBody, MemberKind, Name, Subject, Test, TokRange, Use,
};
use crate::token::Tok;

use super::document::{Builder, line, spaces};
use super::entries::{Entry, ListItem};

/// Spaces between members on one line.
const APART: usize = 2;

impl Builder<'_> {
    /// A top-level item, or one of a test. What has no structure of its own is left to the caller to write.
    pub fn item(&mut self, item: &Item) {
        let last = self.index(item.range.hi).saturating_sub(1);
        match &item.kind {
            ItemKind::Use(found) => self.imports(found, last),
            ItemKind::Enum(found) => self.enumeration(found.name, &found.fields, &found.values, last),
            ItemKind::ExtendEnum(found) => {
                let name = found.path.as_ref().and_then(|path| path.segments.last().copied());
                self.enumeration(name, &[], &found.values, last);
            }
            ItemKind::Scale(found) => {
                let entries: Vec<Entry<'_>> = found.values.iter().map(Entry::EnumValue).collect();
                self.block_behind(found.name, last, &entries, 1);
            }
            ItemKind::Kind(found) => self.kind_body(found.body.as_ref()),
            ItemKind::Extend(found) => self.kind_body(found.body.as_ref()),
            ItemKind::Relation(found) => {
                let entries: Vec<Entry<'_>> = found.edges.iter().map(Entry::Edge).collect();
                self.block_behind(found.name, last, &entries, APART);
            }
            ItemKind::Rule(found) => {
                let entries: Vec<Entry<'_>> = found.clauses.iter().map(Entry::Clause).collect();
                self.block_behind(found.name, last, &entries, APART);
            }
            ItemKind::Assume(found) => self.members(found.block.as_ref()),
            ItemKind::Decision(found) => {
                self.subjects(&found.subjects);
                self.members(found.block.as_ref());
            }
            ItemKind::Test(found) => self.test(found, last),
            ItemKind::Member(found) => self.member(found),
        }
    }

    /// A block whose `{` follows a name.
    fn block_behind(&mut self, name: Option<Name>, last: usize, entries: &[Entry<'_>], spaces: usize) {
        if let Some(name) = name {
            self.block(self.index(name.0) + 1, last, entries, spaces);
        }
    }

    fn imports(&mut self, found: &Use, last: usize) {
        if let Some(imports) = &found.imports {
            let items: Vec<ListItem<'_>> = imports.iter().map(ListItem::Import).collect();
            self.list(self.index(found.path.range.hi) + 1, last, &items);
        }
    }

    fn test(&mut self, found: &Test, last: usize) {
        let mut entries: Vec<Entry<'_>> = found.settings.iter().map(Entry::Attribute).collect();
        entries.extend(found.items.iter().map(Entry::Item));
        entries.extend(found.expectations.iter().map(Entry::Expectation));
        entries.sort_by_key(Entry::start);
        self.block_behind(Some(Name(found.title)), last, &entries, APART);
    }

    // ---- vocabulary

    /// Values on one line are one space apart if they are nothing but names.
    fn enumeration(&mut self, name: Option<Name>, fields: &[Field], values: &[EnumValue], last: usize) {
        let plain = fields.is_empty() && values.iter().all(|value| value.fields.is_empty());
        let mut entries: Vec<Entry<'_>> = fields.iter().map(Entry::Field).collect();
        entries.extend(values.iter().map(Entry::EnumValue));
        entries.sort_by_key(Entry::start);
        self.block_behind(name, last, &entries, if plain { 1 } else { APART });
    }

    /// `name { field: value }`; in a scale the `<` behind it is written too.
    pub fn enum_value(&mut self, found: &EnumValue) {
        let brace = self.index(found.name.0) + 1;
        if self.kind(brace) == Some(Tok::LBrace) {
            let entries: Vec<Entry<'_>> = found.fields.iter().map(Entry::Attribute).collect();
            self.block(brace, self.index(found.range.hi).saturating_sub(1), &entries, APART);
        }
    }

    fn kind_body(&mut self, body: Option<&KindBody>) {
        let Some(body) = body else { return };
        let mut entries: Vec<Entry<'_>> = body.declarations.iter().map(Entry::Declaration).collect();
        entries.extend(body.members.iter().map(Entry::Member));
        entries.sort_by_key(Entry::start);
        self.block_in(body.range, &entries);
    }

    pub fn declaration(&mut self, found: &Declaration) {
        if let Some(value) = &found.value {
            self.assigned(value);
        }
    }

    // ---- models

    fn block_in(&mut self, range: TokRange, entries: &[Entry<'_>]) {
        self.block(self.index(range.lo), self.index(range.hi).saturating_sub(1), entries, APART);
    }

    fn members(&mut self, block: Option<&Block>) {
        if let Some(block) = block {
            let entries: Vec<Entry<'_>> = block.members.iter().map(Entry::Member).collect();
            self.block_in(block.range, &entries);
        }
    }

    pub fn member(&mut self, member: &MemberKind) {
        match member {
            MemberKind::Attribute(found) => self.attribute(found),
            MemberKind::Each(found) => self.members(found.block.as_ref()),
            MemberKind::Flow(found) => self.members(found.block.as_ref()),
            MemberKind::Element(found) => self.members(found.block.as_ref()),
        }
    }

    pub fn attribute(&mut self, found: &Attribute) {
        if let Some(value) = &found.value {
            self.value(value);
        }
    }

    // ---- rules and relations

    pub fn clause(&mut self, clause: &Clause) {
        match &clause.kind {
            ClauseKind::For(found) | ClauseKind::Exists(found) => self.bindings(found),
            ClauseKind::Let { value, .. } => self.assigned(value),
            ClauseKind::Where(condition) => self.expr(condition),
            ClauseKind::Path { leads, .. } => self.leads(leads, clause.range.hi),
            ClauseKind::Entry { value: Some(value), .. } => self.entry_value(value),
            ClauseKind::Entry { value: None, .. } => {}
        }
    }

    fn bindings(&mut self, found: &[Binding]) {
        for binding in found {
            if let BindingSource::List(list) = &binding.source {
                self.expr(list);
            }
        }
    }

    /// Breaks in front of `where` and `needs`; only if it must, in front of `for`.
    pub fn edge(&mut self, edge: &Edge) {
        self.open();
        self.open();
        self.expr(&edge.from);
        self.expr(&edge.to);
        self.indent();
        if let Some(first) = edge.bindings.first() {
            self.to(self.index(first.variable.0).saturating_sub(1));
            self.gap(line(1));
            self.bindings(&edge.bindings);
        }
        let end = self.index(edge.range.hi);
        let tail = edge.condition.as_ref().or(edge.needs.as_ref());
        self.to(tail.map_or(end, |tail| self.index(tail.range.lo).saturating_sub(1)));
        self.dedent();
        self.close();
        self.indent();
        for part in [&edge.condition, &edge.needs].into_iter().flatten() {
            self.to(self.index(part.range.lo).saturating_sub(1));
            self.gap(line(1));
            self.expr(part);
        }
        self.dedent();
        self.to(end);
        self.close();
    }

    // ---- decisions and tests

    pub fn expectation(&mut self, found: &Expectation) {
        self.subjects(&found.subjects);
    }

    fn subjects(&mut self, subjects: &[Subject]) {
        let mut rest = subjects;
        self.open();
        self.indent();
        while let Some((subject, after)) = rest.split_first() {
            rest = after;
            let end = match subject {
                Subject::Project(range) => range.hi,
                Subject::Path(path) => path.range.hi,
                Subject::Ends(from, to) => {
                    self.up_to(from.range.hi);
                    self.gap(spaces(0));
                    self.token();
                    self.gap(spaces(0));
                    to.range.hi
                }
            };
            self.up_to(end);
            if !after.is_empty() {
                self.comma();
                self.gap(line(1));
            }
        }
        self.dedent();
        self.close();
    }
}
