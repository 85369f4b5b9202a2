//! The words of the language: what a token is, and which of them may serve as names.

use logos::{Lexer, Logos};

/// The kind of a token. One byte, below 128, so that a set of kinds is a `u128`.
///
/// Keywords are contextual: each is its own kind so that the grammar can ask for it, and each is also
/// accepted wherever a name is (see [`Tok::is_name`]).
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tok {
    // ---- trivia
    #[regex(r"[ \t\r\n\u{FEFF}\f]+")]
    Whitespace,
    #[regex(r"//[^\n]*", comment_kind, allow_greedy = true)]
    Comment,
    // ---- documentation; both are significant tokens
    /// `/// …`: belongs to the next declaration.
    Doc,
    /// `//! …`: belongs to the file.
    FileDoc,
    // ---- names and literals
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*")]
    Ident,
    /// `` `any text` ``
    #[regex(r"`[^`\n]+`")]
    RawIdent,
    #[regex(r"[0-9]+", priority = 20)]
    Int,
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", priority = 30)]
    Date,
    /// A name that starts with a digit, such as `3scale`: an error that offers a raw identifier.
    #[regex(r"[0-9][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*", priority = 10)]
    BadIdent,
    #[regex(r#""([^"\\\n]|\\[^\n])*""#)]
    Str,
    #[token("\"\"\"", text_block)]
    TextBlock,
    /// A number with dots, slashes or a sign, such as `3.5`, `31.12.2026` or `-1`: there is none.
    #[regex(r"[0-9]+([./][0-9]+)+|[-+][0-9]+([./][0-9]+)*", priority = 40)]
    BadNumber,
    /// A string that is not closed on its line, or stands between the quotes of another language or of a word processor.
    #[regex(r#""([^"\\\n\r]|\\[^\n\r])*\\?"#)]
    #[regex(r"'[^'\n]*'")]
    #[regex("[“”„‟«＂][^“”»＂\"\\n\\r]*[“”»＂\"]?")]
    #[regex("[‘’‚‛][^‘’‛'\\n\\r]*[‘’‛']?")]
    BadStr,
    /// A text block that is not closed before the end of the file.
    BadTextBlock,
    // ---- punctuation
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token("[")]
    LBracket,
    #[token("]")]
    RBracket,
    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token(".")]
    Dot,
    #[token("->")]
    Arrow,
    #[token("~>")]
    Leads,
    #[token("=")]
    Assign,
    #[token("==")]
    Eq,
    #[token("!=")]
    Ne,
    #[token("<")]
    Lt,
    #[token("<=")]
    Le,
    #[token(">")]
    Gt,
    #[token(">=")]
    Ge,
    // ---- operators of other languages, lexed so that the error can name ours
    #[token("&&")]
    AndAnd,
    #[token("||")]
    OrOr,
    #[token("!")]
    Bang,
    /// A sign of another language, keyboard or word processor that looks like one of ours: [`look_alike`] says which.
    #[regex("[｛｝［］（）：，、．＝＜＞→⟶⇒➔➜➡≤≥≠]")]
    #[regex(r"-{2,}>|=+>|-\.+->|[–—]+>|===|!==|<>|:=|::")]
    LookAlike,
    /// An arrow that points to the left, or both ways.
    #[regex(r"<-+>?|[←↔]")]
    BackArrow,
    // ---- contextual keywords, all of them names as well
    #[token("abstract")]
    KwAbstract,
    #[token("accept")]
    KwAccept,
    #[token("all")]
    KwAll,
    #[token("along")]
    KwAlong,
    #[token("and")]
    KwAnd,
    #[token("any")]
    KwAny,
    #[token("as")]
    KwAs,
    #[token("assume")]
    KwAssume,
    #[token("avoiding")]
    KwAvoiding,
    #[token("collect")]
    KwCollect,
    #[token("control")]
    KwControl,
    #[token("count")]
    KwCount,
    #[token("derive")]
    KwDerive,
    #[token("dismiss")]
    KwDismiss,
    #[token("each")]
    KwEach,
    #[token("edge")]
    KwEdge,
    #[token("else")]
    KwElse,
    #[token("enum")]
    KwEnum,
    #[token("exists")]
    KwExists,
    #[token("expect")]
    KwExpect,
    #[token("extend")]
    KwExtend,
    #[token("fact")]
    KwFact,
    #[token("false")]
    KwFalse,
    #[token("field")]
    KwField,
    #[token("first")]
    KwFirst,
    #[token("flow")]
    KwFlow,
    #[token("for")]
    KwFor,
    #[token("if")]
    KwIf,
    #[token("in")]
    KwIn,
    #[token("inherited")]
    KwInherited,
    #[token("is")]
    KwIs,
    #[token("kind")]
    KwKind,
    #[token("known")]
    KwKnown,
    #[token("last")]
    KwLast,
    #[token("let")]
    KwLet,
    #[token("max")]
    KwMax,
    #[token("min")]
    KwMin,
    #[token("mitigate")]
    KwMitigate,
    #[token("module")]
    KwModule,
    #[token("needs")]
    KwNeeds,
    #[token("no")]
    KwNo,
    #[token("not")]
    KwNot,
    #[token("not-applicable")]
    KwNotApplicable,
    #[token("nothing")]
    KwNothing,
    #[token("on")]
    KwOn,
    #[token("or")]
    KwOr,
    #[token("path")]
    KwPath,
    #[token("possible")]
    KwPossible,
    #[token("project")]
    KwProject,
    #[token("question")]
    KwQuestion,
    #[token("relation")]
    KwRelation,
    #[token("rule")]
    KwRule,
    #[token("scale")]
    KwScale,
    #[token("set")]
    KwSet,
    #[token("test")]
    KwTest,
    #[token("then")]
    KwThen,
    #[token("true")]
    KwTrue,
    #[token("unknown")]
    KwUnknown,
    #[token("use")]
    KwUse,
    #[token("via")]
    KwVia,
    #[token("where")]
    KwWhere,
    /// Bytes that belong to no token; the lexer never stops at them. A comment of another language is one of them.
    #[regex(r"#[^\n]*", allow_greedy = true)]
    #[token("/*", foreign_comment)]
    #[token("<!--", markup_comment)]
    #[token("--", comment_line)]
    #[token("%", comment_line)]
    #[token(";", comment_line)]
    Error,
    /// A region that the parser does not look into; never lexed.
    Skipped,
}

impl Tok {
    /// White space and ordinary comments.
    pub fn is_trivia(self) -> bool {
        matches!(self, Tok::Whitespace | Tok::Comment)
    }

    /// A contextual keyword.
    pub fn is_keyword(self) -> bool {
        (Tok::KwAbstract..=Tok::KwWhere).contains(&self)
    }

    /// Whether it may stand where a name is expected: identifiers, raw identifiers, keywords.
    pub fn is_name(self) -> bool {
        self.is_keyword() || matches!(self, Tok::Ident | Tok::RawIdent | Tok::BadIdent)
    }

    /// What the grammar sees of it: faulty spellings, which are reported by themselves, and raw ones count as what they stand for.
    pub(crate) fn plain(self) -> Tok {
        match self {
            Tok::RawIdent => Tok::Ident,
            Tok::TextBlock | Tok::BadStr | Tok::BadTextBlock => Tok::Str,
            other => other,
        }
    }
}

/// The sign that a look-alike is read as, and how that is written.
pub(crate) fn look_alike(text: &str) -> Option<(Tok, &'static str)> {
    Some(match text {
        "｛" => (Tok::LBrace, "{"),
        "｝" => (Tok::RBrace, "}"),
        "［" => (Tok::LBracket, "["),
        "］" => (Tok::RBracket, "]"),
        "（" => (Tok::LParen, "("),
        "）" => (Tok::RParen, ")"),
        "：" => (Tok::Colon, ":"),
        "，" | "、" => (Tok::Comma, ","),
        "．" => (Tok::Dot, "."),
        "＝" => (Tok::Assign, "="),
        "＜" => (Tok::Lt, "<"),
        "＞" => (Tok::Gt, ">"),
        "≤" => (Tok::Le, "<="),
        "≥" => (Tok::Ge, ">="),
        ":=" => (Tok::Colon, ":"),
        "::" => (Tok::Dot, "."),
        "===" => (Tok::Eq, "=="),
        "≠" | "!==" | "<>" => (Tok::Ne, "!="),
        _ if text.ends_with(['>', '→', '⟶', '⇒', '➔', '➜', '➡']) => (Tok::Arrow, "->"),
        _ => return None,
    })
}

/// Where `closer` stands, if no `opener` stands before it. Looking no further keeps a file of openers alone linear.
fn closer_before(text: &str, closer: &str, opener: &str) -> Option<usize> {
    let at = (0..text.len()).find(|at| {
        let rest = text.as_bytes().get(*at..).unwrap_or_default();
        rest.starts_with(closer.as_bytes()) || rest.starts_with(opener.as_bytes())
    })?;
    text.get(at..).is_some_and(|rest| rest.starts_with(closer)).then_some(at)
}

/// Takes a comment between `/*` and `*/`. If it does not end before the next one begins, it is its line, and those behind it
/// that begin with `*`.
fn foreign_comment(lexer: &mut Lexer<'_, Tok>) -> Tok {
    let rest = lexer.remainder();
    let closed = closer_before(rest, "*/", "/*");
    let end = closed.map(|end| end + 2).unwrap_or_else(|| {
        let mut lines = rest.split_inclusive('\n');
        let first = lines.next().map_or(0, str::len);
        first + lines.take_while(|line| line.trim_start().starts_with('*')).map(str::len).sum::<usize>()
    });
    // The end of the line is white space, as it is behind any other comment.
    lexer.bump(rest.get(..end).map_or(end, |taken| taken.trim_end_matches(['\n', '\r']).len()));
    Tok::Error
}

/// Takes a comment of HTML and XML; if it is not closed, its line.
fn markup_comment(lexer: &mut Lexer<'_, Tok>) -> Tok {
    let rest = lexer.remainder();
    let line = rest.split(['\n', '\r']).next().map_or(0, str::len);
    lexer.bump(closer_before(rest, "-->", "<!--").map_or(line, |end| end + 3));
    Tok::Error
}

/// Takes the line if it begins here: a comment of another language.
fn comment_line(lexer: &mut Lexer<'_, Tok>) -> Tok {
    let before = lexer.source().get(..lexer.span().start).unwrap_or_default();
    if matches!(before.trim_end_matches([' ', '\t', '\u{FEFF}']).chars().next_back(), None | Some('\n')) {
        let line = lexer.remainder().split(['\n', '\r']).next().map_or(0, str::len);
        lexer.bump(line);
    }
    Tok::Error
}

/// `/// …` is documentation, `//// …` an ordinary comment.
fn comment_kind(lexer: &mut Lexer<'_, Tok>) -> Tok {
    let text = lexer.slice();
    if text.starts_with("//!") {
        Tok::FileDoc
    } else if text.starts_with("///") && !text.starts_with("////") {
        Tok::Doc
    } else {
        Tok::Comment
    }
}

/// Takes the rest of a text block; a quote after a backslash does not end it.
fn text_block(lexer: &mut Lexer<'_, Tok>) -> Tok {
    let rest = lexer.remainder().as_bytes();
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with(b"\"\"\"") {
            lexer.bump(at + 3);
            return Tok::TextBlock;
        }
        // An escaped byte is skipped only if it is ASCII, so that `at` stays on a character boundary when it matters.
        at += if tail.first() == Some(&b'\\') && tail.get(1).is_some_and(u8::is_ascii) { 2 } else { 1 };
    }
    lexer.bump(rest.len());
    Tok::BadTextBlock
}
