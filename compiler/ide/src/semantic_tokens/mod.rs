//! What each word of a file is, as the compiler understands it.

mod context;
#[cfg(test)]
mod tests;

use std::ops::Range;

use tm_analysis::occurrences::{Occurrence, Symbol, is_standard, occurrences, syntax};
use tm_analysis::{Database, Project, SourceFile};
use tm_syntax::{Parsed, Tok};

use crate::place::slice;
use context::{Words, words};

/// A piece of a line, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SemanticToken {
    pub range: Range<u32>,
    pub kind: TokenKind,
    /// It is declared here.
    pub is_declaration: bool,
    /// The standard library declares it, or the compiler itself.
    pub is_standard: bool,
    /// It belongs to documentation.
    pub is_documentation: bool,
}

/// The legend: what words can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    Module,
    Kind,
    Enum,
    EnumValue,
    Attribute,
    Element,
    Rule,
    Relation,
    Variable,
    Keyword,
    String,
    Number,
    Comment,
    /// A name that means nothing.
    Unresolved,
}

impl TokenKind {
    pub const ALL: [Self; 14] = [
        Self::Module,
        Self::Kind,
        Self::Enum,
        Self::EnumValue,
        Self::Attribute,
        Self::Element,
        Self::Rule,
        Self::Relation,
        Self::Variable,
        Self::Keyword,
        Self::String,
        Self::Number,
        Self::Comment,
        Self::Unresolved,
    ];

    /// What editors call it: a name that their themes know, where there is one that fits.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Module => "namespace",
            Self::Kind => "type",
            Self::Enum => "enum",
            Self::EnumValue => "enumMember",
            Self::Attribute => "property",
            Self::Element => "class",
            Self::Rule => "function",
            Self::Relation => "interface",
            Self::Variable => "variable",
            Self::Keyword => "keyword",
            Self::String => "string",
            Self::Number => "number",
            Self::Comment => "comment",
            Self::Unresolved => "unresolved",
        }
    }
}

/// The words of a file, or of a part of it, in order and without overlaps; each stands on one line.
#[must_use]
pub fn semantic_tokens(
    db: &Database,
    project: Project,
    file: SourceFile,
    part: Option<Range<u32>>,
) -> Vec<SemanticToken> {
    let (source, parsed) = (file.text(db), syntax(db, file));
    let part = part.unwrap_or(0..u32::MAX);
    let all = occurrences(db, project, file);
    // Names hold no line ends, so those that reach into the part begin near it; text blocks are found by their token.
    let inside = all.iter().filter(|it| it.range.start < part.end && part.start < it.range.end);
    let mut names: Vec<&Occurrence> = inside.collect();
    // Of two that begin alike, the shorter is the name, and the longer the module in front of it.
    names.sort_by_key(|it| (it.range.start, it.range.end));
    let words = words(parsed, source, &part);
    let mut painter = Painter { db, project, parsed, source, names, words, painted: Vec::new() };
    let first = parsed.token_at(part.start).unwrap_or_default();
    for (index, token) in parsed.tokens.iter().enumerate().skip(first as usize) {
        let Some(start) = parsed.starts.get(index).copied().filter(|start| *start < part.end) else { break };
        painter.token(token.kind, start..start + token.len);
    }
    painter.painted
}

struct Painter<'a> {
    db: &'a Database,
    project: Project,
    parsed: &'a Parsed,
    source: &'a str,
    names: Vec<&'a Occurrence>,
    words: Words,
    painted: Vec<SemanticToken>,
}

impl<'a> Painter<'a> {
    fn token(&mut self, kind: Tok, range: Range<u32>) {
        match kind {
            Tok::Comment => self.lines(range, TokenKind::Comment, false),
            Tok::Doc | Tok::FileDoc => self.lines(range, TokenKind::Comment, true),
            Tok::Str | Tok::TextBlock | Tok::BadStr | Tok::BadTextBlock => self.text(range),
            Tok::Int | Tok::Date => self.lines(range, TokenKind::Number, false),
            kind if kind.is_name() => self.name(kind, range),
            _ => {}
        }
    }

    /// A text and the names in its braces.
    fn text(&mut self, range: Range<u32>) {
        let from = self.names.partition_point(|name| name.range.start < range.start);
        let inside = self.names.iter().skip(from).take_while(|name| name.range.end <= range.end);
        // The title of a test is a text like any other.
        let inside: Vec<&'a Occurrence> = inside.filter(|name| name.range != range).copied().collect();
        let mut at = range.start;
        for name in inside {
            if name.range.start < at {
                continue;
            }
            self.lines(at..name.range.start, TokenKind::String, false);
            self.symbol(&name.range, name);
            at = name.range.end;
        }
        self.lines(at..range.end, TokenKind::String, false);
    }

    fn name(&mut self, kind: Tok, range: Range<u32>) {
        if let Some(name) = self.meaning(&range) {
            return self.symbol(&range, name);
        }
        let significant = self.parsed.significant_at(range.start);
        let known = significant.and_then(|token| self.words.meaning(token));
        let kind = match known {
            Some(known) => known,
            // Keywords are good names, too; behind a dot they can be nothing else.
            None if kind.is_keyword() && !self.is_behind_dot(significant) => TokenKind::Keyword,
            None => TokenKind::Unresolved,
        };
        let is_standard = known.is_some() && kind != TokenKind::Keyword;
        self.push(range, kind, false, is_standard, false);
    }

    fn is_behind_dot(&self, significant: Option<u32>) -> bool {
        significant.and_then(|token| token.checked_sub(1)).and_then(|before| self.parsed.kind(before)) == Some(Tok::Dot)
    }

    /// What a word means: itself, or as a part of the name of a module.
    fn meaning(&self, range: &Range<u32>) -> Option<&'a Occurrence> {
        let behind = self.names.partition_point(|name| name.range.start <= range.start);
        let before = self.names.get(..behind)?.iter().rev();
        // Paths are short: what begins far in front does not reach here.
        let around = before.take(8).filter(|name| range.end <= name.range.end);
        around.min_by_key(|name| name.range.len()).copied()
    }

    fn symbol(&mut self, range: &Range<u32>, name: &Occurrence) {
        let kind = match &name.symbol {
            Symbol::Module(_) => TokenKind::Module,
            Symbol::Kind(_) => TokenKind::Kind,
            Symbol::Attribute(_) | Symbol::EnumField(..) => TokenKind::Attribute,
            Symbol::Enum(_) => TokenKind::Enum,
            Symbol::EnumValue(_) => TokenKind::EnumValue,
            Symbol::Relation(_) => TokenKind::Relation,
            Symbol::Rule(_) => TokenKind::Rule,
            Symbol::Element(_) | Symbol::TestElement { .. } => TokenKind::Element,
            Symbol::Variable(_) => TokenKind::Variable,
            Symbol::Test(_) => TokenKind::String,
        };
        let is_local = matches!(name.symbol, Symbol::Element(_) | Symbol::TestElement { .. } | Symbol::Variable(_));
        let is_standard = !is_local && is_standard(self.db, self.project, &name.symbol);
        self.push(range.clone(), kind, name.is_declaration, is_standard, false);
    }

    /// A piece for each line.
    fn lines(&mut self, range: Range<u32>, kind: TokenKind, is_documentation: bool) {
        let mut start = range.start;
        for line in slice(self.source, &range).split_inclusive('\n') {
            let length = u32::try_from(line.trim_end_matches(['\n', '\r']).len()).unwrap_or_default();
            self.push(start..start + length, kind, false, false, is_documentation);
            start += u32::try_from(line.len()).unwrap_or_default();
        }
    }

    fn push(
        &mut self,
        range: Range<u32>,
        kind: TokenKind,
        is_declaration: bool,
        is_standard: bool,
        is_documentation: bool,
    ) {
        if range.start < range.end {
            self.painted.push(SemanticToken { range, kind, is_declaration, is_standard, is_documentation });
        }
    }
}
