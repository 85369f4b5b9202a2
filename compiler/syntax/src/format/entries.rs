//! Blocks and lists.

use crate::ast::{
    Attribute, Clause, Declaration, Edge, EnumValue, Expectation, Expr, Field, HopCondition, Item, Member,
};
use crate::ast::{Import, Value, ValueKind};
use crate::token::Tok;

use super::document::{AFTER_ENTRIES, Builder, FIRST_ENTRY, between_entries, line, spaces};

/// What stands on a line of its own in a block.
#[derive(Clone, Copy)]
pub(super) enum Entry<'p> {
    Attribute(&'p Attribute),
    Member(&'p Member),
    Declaration(&'p Declaration),
    Field(&'p Field),
    EnumValue(&'p EnumValue),
    Clause(&'p Clause),
    Edge(&'p Edge),
    Hop(&'p HopCondition),
    Item(&'p Item),
    Expectation(&'p Expectation),
}

impl Entry<'_> {
    /// The first significant token, without documentation.
    pub fn start(&self) -> u32 {
        match self {
            Entry::Attribute(found) => found.name.0,
            Entry::Member(found) => found.range.lo,
            Entry::Declaration(found) => found.range.lo,
            Entry::Field(found) => found.range.lo,
            Entry::EnumValue(found) => found.range.lo,
            Entry::Clause(found) => found.range.lo,
            Entry::Edge(found) => found.range.lo,
            Entry::Hop(found) => found.range.lo,
            Entry::Item(found) => found.range.lo,
            Entry::Expectation(found) => found.range.lo,
        }
    }
}

impl Builder<'_> {
    /// A block from the printed token `open` (`{`) to `close`, on one line if it was written so.
    /// `spaces`: between its entries on one line.
    pub fn block(&mut self, open: usize, close: usize, entries: &[Entry<'_>], spaces: usize) {
        self.to(open);
        if entries.is_empty() {
            return self.empty_block(close);
        }
        self.open_broken(!self.on_one_line(open, close));
        self.token();
        self.indent();
        let mut rest = entries;
        let mut separator = FIRST_ENTRY;
        while let Some((entry, after)) = rest.split_first() {
            self.gap(separator);
            self.entry(entry);
            let end = after.first().map_or(close, |next| self.index(next.start()));
            self.end_of_entry(end);
            separator = between_entries(spaces);
            rest = after;
        }
        self.gap(AFTER_ENTRIES);
        self.dedent();
        self.to(close + 1);
        self.close();
    }

    fn empty_block(&mut self, close: usize) {
        self.token();
        if self.has_comment() {
            self.open_broken(true);
            self.indent();
            self.gap(AFTER_ENTRIES);
            self.dedent();
            self.to(close + 1);
            self.close();
        } else {
            self.gap(spaces(0));
            self.to(close + 1);
        }
    }

    /// Goes to `end`, where the next entry or the closing brace is, leaving out a comma in front of it if that changes nothing.
    pub fn end_of_entry(&mut self, end: usize) {
        let comma = end.wrapping_sub(1);
        if self.kind(comma) == Some(Tok::Comma) && !self.needs_comma(comma) {
            self.to(comma);
            self.skip();
        } else {
            self.to(end);
        }
    }

    /// Whether the words on both sides of a comma would be read as one expression without it.
    fn needs_comma(&self, comma: usize) -> bool {
        use Tok::*;
        let before = self.kind(comma.wrapping_sub(1));
        let after = self.kind(comma + 1);
        let reaches_on = matches!(
            before,
            Some(KwNot | KwIf | KwAny | KwAll | KwNo | KwCount | KwMax | KwMin | KwCollect | KwQuestion | KwPossible)
        );
        let goes_on = matches!(
            after,
            Some(KwAnd | KwOr | KwIn | KwIs | KwNot | KwThen | KwElse | KwIf | KwAlong | KwVia | KwNeeds | KwOn | KwAs)
        );
        reaches_on || goes_on
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        match entry {
            Entry::Attribute(found) => self.attribute(found),
            Entry::Member(found) => self.member(&found.kind),
            Entry::Declaration(found) => self.declaration(found),
            Entry::Field(_) => {}
            Entry::EnumValue(found) => self.enum_value(found),
            Entry::Clause(found) => self.clause(found),
            Entry::Edge(found) => self.edge(found),
            Entry::Hop(found) => self.hop(found),
            Entry::Item(found) => self.item(found),
            Entry::Expectation(found) => self.expectation(found),
        }
    }

    /// A list from the printed token `open` to `close`: on one line, or one item a line with a trailing comma.
    pub fn list(&mut self, open: usize, close: usize, items: &[ListItem<'_>]) {
        self.to(open);
        self.open();
        self.token();
        self.indent();
        let mut rest = items;
        let mut separator = line(0);
        while let Some((item, after)) = rest.split_first() {
            self.gap(separator);
            match item {
                ListItem::Value(value) => self.value(value),
                ListItem::Expr(expr) => self.expr(expr),
                ListItem::Import(_) => {}
            }
            let end = after.first().map_or(close, |next| self.index(next.start()));
            let comma = end.wrapping_sub(1);
            if self.kind(comma) == Some(Tok::Comma) {
                self.to(comma);
                if after.is_empty() {
                    self.skip();
                } else {
                    self.comma();
                }
            }
            self.to(end);
            separator = line(1);
            rest = after;
        }
        if !items.is_empty() {
            self.trailing_comma();
        }
        self.gap(line(0));
        self.dedent();
        self.to(close + 1);
        self.close();
    }

    pub fn value(&mut self, value: &Value) {
        if let ValueKind::List(items) = &value.kind {
            let items: Vec<ListItem<'_>> = items.iter().map(ListItem::Value).collect();
            self.list(self.index(value.range.lo), self.index(value.range.hi).saturating_sub(1), &items);
        } else if let ValueKind::NotApplicable(_) = &value.kind {
            self.up_to(value.range.lo);
            self.token();
            self.gap(spaces(0));
        }
        self.up_to(value.range.hi);
    }
}

/// An item of a bracketed list, or of a list of imports.
#[derive(Clone, Copy)]
pub(super) enum ListItem<'p> {
    Value(&'p Value),
    Expr(&'p Expr),
    Import(&'p Import),
}

impl ListItem<'_> {
    fn start(&self) -> u32 {
        match self {
            ListItem::Value(found) => found.range.lo,
            ListItem::Expr(found) => found.range.lo,
            ListItem::Import(found) => found.name.0,
        }
    }
}
