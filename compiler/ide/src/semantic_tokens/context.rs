//! Words that name nothing and are no keywords either, told from where they stand: entries of rules, built-in types, ids of other
//! catalogues, settings of tests.

use std::collections::BTreeMap;
use std::ops::Range;

use tm_analysis::in_scope::{metadata_entries, stride};
use tm_syntax::ast::{ClauseKind, Expr, ExprKind, Item, ItemKind, KindBody, Name, Rule, Type, ValueKind};
use tm_syntax::{Parsed, Tok};

use super::TokenKind;

/// By significant token.
pub(super) struct Words {
    known: BTreeMap<u32, TokenKind>,
}

impl Words {
    pub fn meaning(&self, token: u32) -> Option<TokenKind> {
        self.known.get(&token).copied()
    }
}

pub(super) fn words(parsed: &Parsed, source: &str, part: &Range<u32>) -> Words {
    let mut reader = Reader { parsed, source, known: BTreeMap::new() };
    for item in &parsed.file.items {
        let range = parsed.text_range(item.range);
        if range.start < part.end && part.start < range.end {
            reader.item(item);
        }
    }
    Words { known: reader.known }
}

struct Reader<'a> {
    parsed: &'a Parsed,
    source: &'a str,
    known: BTreeMap<u32, TokenKind>,
}

impl Reader<'_> {
    fn is(&mut self, name: Name, kind: TokenKind) {
        self.known.insert(name.0, kind);
    }

    fn text(&self, name: Name) -> &str {
        self.parsed.text(self.source, name)
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Rule(rule) => {
                self.rule(rule);
                self.parts_of_hops(item);
            }
            ItemKind::Relation(_) => self.parts_of_hops(item),
            ItemKind::Kind(kind) => self.body(item, kind.body.as_ref()),
            ItemKind::Extend(extend) => self.body(item, extend.body.as_ref()),
            ItemKind::Enum(of) => {
                for field in &of.fields {
                    self.ty(field.ty.as_ref());
                }
            }
            ItemKind::Test(test) => {
                for setting in &test.settings {
                    self.is(setting.name, TokenKind::Attribute);
                    if let Some(ValueKind::Path(path)) = setting.value.as_ref().map(|value| &value.kind) {
                        path.segments.iter().for_each(|name| self.is(*name, TokenKind::EnumValue));
                    }
                }
                test.items.iter().for_each(|item| self.item(item));
            }
            _ => {}
        }
    }

    fn body(&mut self, item: &Item, body: Option<&KindBody>) {
        for declaration in body.into_iter().flat_map(|body| &body.declarations) {
            self.ty(declaration.ty.as_ref());
        }
        self.parts_of_hops(item);
    }

    fn ty(&mut self, ty: Option<&Type>) {
        match ty {
            Some(Type::List(of, _)) => self.ty(Some(of)),
            Some(Type::Path(path)) => {
                if let [name] = path.segments.as_slice()
                    && matches!(self.text(*name), "bool" | "int" | "text" | "date")
                {
                    self.is(*name, TokenKind::Kind);
                }
            }
            None => {}
        }
    }

    fn rule(&mut self, rule: &Rule) {
        for clause in &rule.clauses {
            let ClauseKind::Entry { name, value } = &clause.kind else { continue };
            let entry = self.text(*name).to_owned();
            let is_metadata = metadata_entries().contains(&entry.as_str());
            if is_metadata || matches!(entry.as_str(), "severity" | "message" | "help" | "at" | "prefer") {
                self.is(*name, TokenKind::Keyword);
            }
            let Some(Expr { kind: ExprKind::List(items), .. }) = value.as_ref().filter(|_| is_metadata) else {
                continue;
            };
            for item in items {
                if let ExprKind::Name(name) = item.kind
                    && (entry != "stride" || stride().contains(&self.text(name)))
                {
                    self.is(name, TokenKind::EnumValue);
                }
            }
        }
    }

    /// `h.via`, `p.length`, `self`, `today`: in expressions these are known by name alone.
    fn parts_of_hops(&mut self, item: &Item) {
        for token in item.range.lo..item.range.hi {
            let text = self.parsed.token_text(self.source, token);
            let after_dot = token.checked_sub(1).and_then(|before| self.parsed.kind(before)) == Some(Tok::Dot);
            match text {
                "from" | "to" | "via" | "length" | "hops" if after_dot => self.is(Name(token), TokenKind::Attribute),
                "self" | "today" if !after_dot => self.is(Name(token), TokenKind::Variable),
                _ => {}
            }
        }
    }
}
