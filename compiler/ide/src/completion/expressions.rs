//! What can be written in rules, relations and computed attributes.

use tm_analysis::in_scope::{metadata_entries, stride};
use tm_analysis::report::Name;
use tm_model::{Class, Type};
use tm_syntax::Tok;

use super::CompletionKind;
use super::block::Block;
use super::items::{Draft, Items};
use super::place::{Found, goes_on};
use super::typing::{Known, Variables, variables};
use crate::symbol_kind::SymbolKind;
use crate::text_edit::written;

const CLAUSES: [(&str, &str); 10] = [
    ("for", "for ${1:s}: ${2:service}"),
    ("exists", "exists ${1:a}: ${2:actor}"),
    ("let", "let ${1:name} = $0"),
    ("where", "where $0"),
    ("path", "path ${1:p}: ${2:a} ~> ${3:s} along ${4:request}"),
    ("severity", "severity: ${1:medium}"),
    ("message", "message: \"$0\""),
    ("help", "help: \"$0\""),
    ("at", "at: $0"),
    ("prefer", "prefer: [$0]"),
];

const HOPS: [&str; 6] = ["all", "any", "no", "first", "last", "avoiding"];

const QUANTIFIERS: [&str; 7] = ["any", "all", "no", "count", "max", "min", "collect"];

impl Items<'_, '_> {
    /// The beginning of a clause, or what goes on with the one before.
    pub fn clauses(&mut self, found: &Found) {
        match found.block() {
            Block::Relation => {
                self.clause("edge", "edge ${1:from} -> ${2:to} via ${3:f} for ${3:f}: ${4:flow}", 0);
                self.words(&["for", "where", "needs", "and", "or"], 10);
            }
            Block::Hops { .. } => {
                for word in HOPS {
                    self.clause(word, &format!("{word} ${{1:h}}: $0"), 0);
                }
                self.words(&["and", "or"], 10);
            }
            _ => {
                let entries = self.entries(found);
                for (word, text) in CLAUSES {
                    let is_single = !matches!(word, "for" | "exists" | "let" | "where" | "path");
                    if !(is_single && entries.iter().any(|entry| entry == word)) {
                        self.clause(word, text, 0);
                    }
                }
                for word in metadata_entries().iter().filter(|word| !entries.iter().any(|entry| entry == *word)) {
                    self.clause(word, &format!("{word}: [$0]"), 20);
                }
                self.words(&["and", "or"], 30);
            }
        }
    }

    fn clause(&mut self, word: &str, text: &str, rank: u32) {
        let draft = Draft::new(CompletionKind::Keyword, word, rank);
        let is_begun = self.is_followed_by(|kind| kind.is_name() || kind == Tok::Colon);
        self.add(if is_begun { draft } else { draft.snippet(text.to_owned()) });
    }

    /// The entries that a rule has: `severity`, `message`, …
    fn entries(&self, found: &Found) -> Vec<Name> {
        let Some((open, _)) = found.blocks.first() else { return Vec::new() };
        let tokens = open + 1..self.cursor.end_of_block(*open);
        let is_entry = |token: &u32| {
            self.cursor.begins_line(*token)
                && self.cursor.any(*token).is_some_and(Tok::is_name)
                && self.cursor.any(token + 1) == Some(Tok::Colon)
        };
        tokens.filter(is_entry).map(|token| self.cursor.name(token)).collect()
    }

    /// Inside the clause that begins at a token.
    pub fn expression(&mut self, found: &Found, clause: u32) {
        let cursor = self.cursor;
        let variables = variables(cursor, self.scope, &found.blocks);
        let entry = (cursor.any(clause + 1) == Some(Tok::Colon)).then(|| cursor.name(clause));
        if let Some((_, path)) = cursor.qualifier() {
            return self.parts(&variables, &path);
        }
        let Some(last) = cursor.back(1) else { return };
        let entry = entry.filter(|_| *found.block() == Block::Rule && cursor.any(clause) != Some(Tok::KwPath));
        match (&entry, last) {
            (Some(entry), Tok::Colon) if entry == "severity" => {
                self.severities();
                self.words(&["if"], 80);
            }
            (Some(entry), Tok::KwThen | Tok::KwElse) if entry == "severity" => self.severities(),
            (Some(entry), Tok::LBracket | Tok::Comma) if entry == "stride" => self.literals(stride(), 0),
            (Some(entry), _) if metadata_entries().contains(&entry.as_str()) => {}
            (_, Tok::KwFor | Tok::KwExists | Tok::KwLet | Tok::KwPath) => {}
            (_, Tok::Colon) if self.is_binding(clause) => self.kinds(),
            (_, Tok::Comma) if self.is_binding(clause) => {}
            (_, Tok::KwIs) => self.tests_of_is(&["set", "known", "unknown", "not"]),
            (_, Tok::KwNot) if cursor.back(2) == Some(Tok::KwIs) => self.tests_of_is(&["set", "known", "unknown"]),
            (_, Tok::KwAlong) => self.relations(),
            (_, Tok::Eq | Tok::Ne | Tok::Lt | Tok::Le | Tok::Gt | Tok::Ge) => {
                self.compared(&variables, cursor.before - 1);
                self.operands(&variables);
            }
            (_, Tok::KwIn) => self.operands(&variables),
            (_, Tok::LBracket | Tok::Comma) => {
                let list = cursor.open_list(clause);
                if let Some(list) = list.filter(|list| cursor.any(list.saturating_sub(1)) == Some(Tok::KwIn)) {
                    self.compared(&variables, list - 1);
                }
                self.operands(&variables);
            }
            (_, kind) if goes_on(kind) => self.operands(&variables),
            _ => self.operators(found, clause),
        }
    }

    /// Whether the clause binds variables up to the cursor: `for x: kind, y`.
    fn is_binding(&self, clause: u32) -> bool {
        let word = |token: &u32| matches!(self.cursor.any(*token), Some(Tok::KwFor | Tok::KwExists));
        let Some(first) = (clause..self.cursor.before).rev().find(word) else { return false };
        let expression = |kind: Tok| matches!(kind, Tok::KwWhere | Tok::KwNeeds | Tok::LParen | Tok::LBracket);
        !(first..self.cursor.before).any(|token| self.cursor.any(token).is_some_and(expression))
    }

    fn tests_of_is(&mut self, words: &[&str]) {
        self.words(words, 0);
        self.kinds();
    }

    fn severities(&mut self) {
        let severity = self.scope.enumeration(&[Name::new_static("Severity")]);
        severity.into_iter().for_each(|of| self.enum_values(of, false));
    }

    /// Values that the path in front of a comparison can be equal to.
    fn compared(&mut self, variables: &Variables<'_, '_>, operator: u32) {
        let cursor = self.cursor;
        let not = operator.checked_sub(1).filter(|token| cursor.any(*token) == Some(Tok::KwNot));
        let Some((_, path)) = cursor.path_before(not.unwrap_or(operator)) else { return };
        let known = match variables.type_of(&path) {
            Some(Known::Type(Type::List(of))) => Some(Known::Type(*of)),
            known => known,
        };
        match known {
            Some(Known::Type(Type::Enum(id))) => self.enum_values(id, false),
            Some(Known::Type(Type::Bool)) => self.literals(&["true", "false"], 0),
            Some(Known::Type(Type::Date)) => self.literals(&["today"], 0),
            _ => {}
        }
    }

    fn operands(&mut self, variables: &Variables<'_, '_>) {
        for (name, known) in &variables.list {
            let detail = self.type_text(known);
            self.variable(name, &detail, 80);
        }
        self.quantifiers(85);
        self.words(&["not", "if", "today", "true", "false"], 86);
        for name in self.scope.kinds() {
            let docs = self.scope.kind_docs(name.id);
            self.add(Draft { docs, ..Draft::named(SymbolKind::Kind, &name, 90) });
        }
    }

    pub fn quantifiers(&mut self, rank: u32) {
        for word in QUANTIFIERS {
            let draft = Draft::new(CompletionKind::Keyword, word, rank);
            self.add(draft.snippet(format!("{word} ${{1:x}} in ${{2:list}}: $0")));
        }
    }

    fn operators(&mut self, found: &Found, clause: u32) {
        let cursor = self.cursor;
        let has = |kind: Tok| (clause..cursor.before).any(|token| cursor.any(token) == Some(kind));
        self.words(&["and", "or", "in", "not in", "is", "==", "!="], 0);
        if has(Tok::KwIf) {
            self.words(&["then", "else"], 0);
        }
        if has(Tok::Leads) {
            self.words(&["along"], 0);
        } else {
            self.words(&["~>"], 1);
        }
        if *found.block() == Block::Relation {
            self.words(&["->", "via", "for", "where", "needs"], 0);
        }
    }

    /// What can follow the dot behind a path.
    pub fn parts(&mut self, variables: &Variables<'_, '_>, path: &[Name]) {
        let schema = self.scope.schema();
        match variables.type_of(path) {
            Some(Known::Type(Type::Element(kind))) => {
                for (rank, id) in
                    schema.kind(kind).map(|kind| kind.layout.as_slice()).unwrap_or_default().iter().map(|id| (0, id))
                {
                    let Some(attribute) = schema.attribute(*id) else { continue };
                    // A kind may declare a derived attribute again: the innermost counts.
                    if schema.find_attribute(kind, &attribute.name) != Some(*id) {
                        continue;
                    }
                    let class = match attribute.class {
                        Class::Fact => "fact",
                        Class::Control => "control",
                        Class::Derived => "derive",
                        Class::Builtin(_) => "structure",
                    };
                    let detail = format!("{class}: {}", schema.type_name(&attribute.ty));
                    let docs = self.scope.attribute_docs(*id);
                    let draft =
                        Draft::new(CompletionKind::Symbol(SymbolKind::Attribute), written(&attribute.name), rank);
                    self.add(Draft { detail, docs, ..draft });
                }
            }
            Some(Known::Type(Type::Enum(id))) => {
                let fields = schema.enumeration(id).map(|of| of.fields.as_slice()).unwrap_or_default();
                for field in fields {
                    let draft = Draft::new(CompletionKind::Symbol(SymbolKind::EnumField), written(&field.name), 0);
                    self.add(Draft { detail: schema.type_name(&field.ty).to_string(), ..draft });
                }
            }
            Some(Known::Hop(_)) => self.words(&["from", "to", "via"], 0),
            Some(Known::Path(_)) => self.words(&["length", "hops"], 0),
            Some(_) => {}
            None => match self.scope.enumeration(path) {
                Some(id) => self.enum_values(id, false),
                // The name of a module.
                None => {
                    self.kinds();
                    self.enums();
                    self.relations();
                }
            },
        }
    }

    fn type_text(&self, known: &Known) -> String {
        match known {
            Known::Type(ty) => self.scope.schema().type_name(ty).to_string(),
            Known::Hop(_) => "hop".to_owned(),
            Known::Hops(_) => "[hop]".to_owned(),
            Known::Path(_) => "path".to_owned(),
            Known::Unknown => String::new(),
        }
    }

    /// Inside the braces of a message.
    pub fn template(&mut self) {
        let blocks = super::block::blocks(self.cursor);
        let variables = variables(self.cursor, self.scope, &blocks);
        match super::template::path_in_front(self.cursor) {
            Some(path) => self.parts(&variables, &path),
            None => {
                for (name, known) in &variables.list {
                    let detail = self.type_text(known);
                    self.variable(name, &detail, 0);
                }
            }
        }
    }
}
