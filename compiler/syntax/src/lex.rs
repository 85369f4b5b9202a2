//! The lexer: every byte of the text belongs to exactly one token.

use logos::Logos;

use crate::parsed::Token;
use crate::token::Tok;

/// The tokens of `text`, trivia included; their lengths add up to its length.
pub(crate) fn lex(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 3);
    let mut lexer = Tok::lexer(text);
    while let Some(result) = lexer.next() {
        let kind = result.unwrap_or(Tok::Error);
        let len = lexer.span().len() as u32;
        match tokens.last_mut() {
            Some(last) if kind == Tok::Error && last.kind == Tok::Error => last.len += len,
            _ => tokens.push(Token { kind, len }),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<Tok> {
        lex(text).into_iter().map(|token| token.kind).filter(|kind| !kind.is_trivia()).collect()
    }

    /// Whether the tokens tile the text, each ending at a character boundary.
    fn tiles(text: &str) -> bool {
        let mut at = 0;
        for token in lex(text) {
            at += token.len as usize;
            if token.len == 0 || !text.is_char_boundary(at) {
                return false;
            }
        }
        at == text.len()
    }

    #[test]
    fn hyphens_join_words_only_before_a_word_character() {
        assert_eq!(kinds("a->b"), [Tok::Ident, Tok::Arrow, Tok::Ident]);
        assert_eq!(kinds("tls1-3"), [Tok::Ident]);
        assert_eq!(kinds("not-applicable not"), [Tok::KwNotApplicable, Tok::KwNot]);
        assert_eq!(kinds("a~>b"), [Tok::Ident, Tok::Leads, Tok::Ident]);
    }

    #[test]
    fn comments_and_docs_are_told_apart_by_their_slashes() {
        assert_eq!(kinds("/// a\n//! b\n//// c\n// d\n//"), [Tok::Doc, Tok::FileDoc]);
    }

    #[test]
    fn numbers_dates_and_names_that_start_with_a_digit() {
        assert_eq!(kinds("319 2026-12-31 3scale 2026-12-3"), [Tok::Int, Tok::Date, Tok::BadIdent, Tok::BadIdent]);
    }

    #[test]
    fn strings_end_at_their_quote_or_at_the_line() {
        assert_eq!(kinds(r#""a \" b" x"#), [Tok::Str, Tok::Ident]);
        assert_eq!(kinds("\"a\nb"), [Tok::BadStr, Tok::Ident]);
        assert_eq!(kinds("\"a\\\nb"), [Tok::BadStr, Tok::Ident]);
        for line in ["\"a", "\"a\\"] {
            let first = lex(&format!("{line}\r\nb")).first().map(|token| (token.kind, token.len as usize));
            assert_eq!(first, Some((Tok::BadStr, line.len())), "the line ends before its CR LF");
        }
        assert_eq!(kinds("\"\" x"), [Tok::Str, Tok::Ident]);
    }

    #[test]
    fn text_blocks_end_at_three_quotes_or_at_the_file() {
        assert_eq!(kinds("\"\"\"a\n\"b\" \"\"\" x"), [Tok::TextBlock, Tok::Ident]);
        assert_eq!(kinds("\"\"\"a \\\"\"\" b\"\"\" x"), [Tok::TextBlock, Tok::Ident]);
        assert_eq!(kinds("\"\"\"a\nb \"\""), [Tok::BadTextBlock]);
    }

    #[test]
    fn what_other_languages_write_is_one_token() {
        assert_eq!(
            kinds("3.5 31.12.2026 1/2 -1 a-1"),
            [Tok::BadNumber; 4].into_iter().chain([Tok::Ident]).collect::<Vec<_>>()
        );
        assert_eq!(kinds("tls1.3"), [Tok::Ident, Tok::Dot, Tok::Int]);
        assert_eq!(kinds("“it's” „a“ ‘b’ x"), [Tok::BadStr, Tok::BadStr, Tok::BadStr, Tok::Ident]);
        assert_eq!(
            kinds("a --> b => c → d"),
            [Tok::Ident, Tok::LookAlike].repeat(3).into_iter().chain([Tok::Ident]).collect::<Vec<_>>()
        );
        assert_eq!(
            kinds("a <- b <-> c <= d"),
            [Tok::Ident, Tok::BackArrow, Tok::Ident, Tok::BackArrow, Tok::Ident, Tok::Le, Tok::Ident]
        );
        assert_eq!(kinds("｛｝"), [Tok::LookAlike, Tok::LookAlike]);
    }

    #[test]
    fn foreign_comments_end_at_their_sign_or_behind_their_lines() {
        assert_eq!(kinds("/* a\n { */ b"), [Tok::Error, Tok::Ident]);
        assert_eq!(kinds("/* a\n * b\nc"), [Tok::Error, Tok::Ident]);
        assert_eq!(kinds("/* a\nb /* c */ d"), [Tok::Error, Tok::Ident, Tok::Error, Tok::Ident]);
        assert_eq!(kinds("/*"), [Tok::Error]);
    }

    #[test]
    fn unknown_bytes_are_merged_into_runs() {
        assert_eq!(kinds("@@é x @"), [Tok::Error, Tok::Ident, Tok::Error]);
        assert_eq!(kinds("\u{FEFF}a\r\nb"), [Tok::Ident, Tok::Ident]);
    }

    proptest! {
        #[test]
        fn tokens_concatenate_to_any_text(text in any::<String>()) {
            prop_assert!(tiles(&text));
        }

        #[test]
        fn tokens_concatenate_to_text_of_the_alphabet(text in r#"[a-c0-9 \n\r"\\/*!{}\[\]().,:<>=~&|`é@“”‘→｛-]{0,60}"#) {
            prop_assert!(tiles(&text));
        }
    }
}
