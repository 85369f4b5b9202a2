//! Values that an attribute can be stated to have.

use tm_analysis::report::Name;
use tm_model::{Class, EnumId, EnumValueId, KindId, Type};
use tm_syntax::Tok;

use super::CompletionKind;
use super::block::Block;
use super::items::{Draft, Items};
use super::place::Found;
use crate::symbol_kind::SymbolKind;
use crate::text_edit::written;

/// The profiles that a test can ask for.
const PROFILES: [&str; 4] = ["draft", "default", "strict", "paranoid"];

impl Items<'_, '_> {
    pub fn value(&mut self, found: &Found, attribute: &Name, in_list: bool) {
        let schema = self.scope.schema();
        if *found.block() == Block::Test {
            if attribute == "profile" {
                self.literals(&PROFILES, 0);
            }
            return;
        }
        if let Block::EnumValue { path } = found.block() {
            let of = self.scope.enumeration(path).and_then(|id| schema.enumeration(id));
            let field = of.and_then(|of| of.fields.iter().find(|field| field.name == *attribute));
            return field.map(|field| field.ty.clone()).into_iter().for_each(|ty| self.of_type(&ty, in_list, found));
        }
        let Some(kind) = self.subject_kind(found) else { return };
        let id = schema.find_attribute(kind, attribute);
        let Some(declared) = id.and_then(|id| schema.attribute(id)) else { return };
        if kind == schema.roots.safeguard && attribute == "against" {
            if in_list {
                self.rules();
            }
            return;
        }
        self.of_type(&declared.ty, in_list, found);
        if !in_list {
            self.literals(&["unknown"], 90);
            if declared.class == Class::Control {
                let draft = Draft::new(CompletionKind::Literal, "not-applicable", 91);
                self.add(draft.snippet("not-applicable(\"$1\")".to_owned()));
            }
        }
    }

    /// The kind of what the statements of a block are about.
    pub fn subject_kind(&self, found: &Found) -> Option<KindId> {
        let roots = self.scope.schema().roots;
        match found.block() {
            Block::Element { kind } | Block::Each { kind } => self.scope.kind(kind),
            Block::Kind { name } => self.scope.kind(std::slice::from_ref(name)),
            Block::Extend { path } => self.scope.kind(path).or_else(|| self.scope.element(path).map(|(_, kind)| kind)),
            Block::Flow => Some(roots.flow),
            Block::Assume => Some(roots.assumption),
            Block::Decision => Some(roots.decision),
            _ => None,
        }
    }

    /// The value that a declaration gives to what nobody states.
    pub fn default_value(&mut self, ty: &[Name], is_list: bool) {
        let word = ty.last().map(Name::as_str).unwrap_or_default();
        match word {
            "bool" => self.literals(&["true", "false"], 0),
            _ => {
                let found = self.scope.enumeration(ty).filter(|_| !is_list);
                found.into_iter().for_each(|of| self.enum_values(of, false));
            }
        }
        self.variable("self", "the element itself", 80);
        self.quantifiers(81);
    }

    fn of_type(&mut self, ty: &Type, in_list: bool, found: &Found) {
        match ty {
            Type::List(of) if in_list => self.of_type(of, false, found),
            Type::List(of) => {
                // One member is mostly a good beginning.
                let from = self.drafts();
                self.of_type(of, false, found);
                self.in_brackets(from);
            }
            Type::Bool => self.literals(&["true", "false"], 0),
            Type::Enum(of) => self.enum_values(*of, true),
            Type::Element(kind) => self.elements_of(*kind, found),
            Type::Int | Type::Text | Type::Date => {}
        }
    }

    /// `in_model`: a value that has the name of another thing means the value, so no enum has to be named.
    pub fn enum_values(&mut self, id: EnumId, in_model: bool) {
        let Some(of) = self.scope.schema().enumeration(id) else { return };
        let listed = if in_model { self.listed() } else { Vec::new() };
        for (index, value) in (0..).zip(&of.values) {
            if listed.contains(&value.name) {
                continue;
            }
            let docs = self.scope.value_docs(EnumValueId { of: id, index });
            let draft = Draft::new(CompletionKind::Symbol(SymbolKind::EnumValue), written(&value.name), index.min(79));
            self.add(Draft { detail: of.name.to_string(), docs, ..draft });
        }
    }

    /// What the list around the word holds besides it.
    fn listed(&self) -> Vec<Name> {
        let Some(list) = self.cursor.open_list(0) else { return Vec::new() };
        let behind = self.cursor.first_behind();
        let tokens = (list + 1..self.cursor.before).chain(behind..);
        let tokens = tokens.map_while(|token| Some((token, self.cursor.any(token)?)));
        let inside = tokens.take_while(|(_, kind)| kind.is_name() || matches!(kind, Tok::Comma | Tok::Dot));
        inside.filter(|(_, kind)| kind.is_name()).map(|(token, _)| self.cursor.name(token)).collect()
    }

    pub fn literals(&mut self, words: &[&str], rank: u32) {
        for word in words {
            self.add(Draft::new(CompletionKind::Literal, *word, rank));
        }
    }

    pub fn variable(&mut self, name: &str, detail: &str, rank: u32) {
        let draft = Draft::new(CompletionKind::Symbol(SymbolKind::Variable), written(name), rank);
        self.add(Draft { detail: detail.to_owned(), ..draft });
    }
}
