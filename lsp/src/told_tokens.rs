//! The semantic tokens that the client has of each open document, so that it is told only what is different.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::types::{SemanticToken, SemanticTokensEdit};

#[derive(Debug, Default)]
pub(crate) struct ToldTokens(Mutex<Told>);

#[derive(Debug, Default)]
struct Told {
    /// By address: what it is called, and what it was.
    documents: BTreeMap<String, (String, Vec<SemanticToken>)>,
    next: u64,
}

impl ToldTokens {
    /// Remembers what the client is told, and by which name it will ask for differences.
    pub fn put(&self, uri: &str, tokens: Vec<SemanticToken>) -> String {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.next += 1;
        let id = told.next.to_string();
        told.documents.insert(uri.to_owned(), (id.clone(), tokens));
        id
    }

    /// What the client has, if that is what it was told last.
    pub fn get(&self, uri: &str, id: &str) -> Option<Vec<SemanticToken>> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.documents.get(uri).filter(|(known, _)| known == id).map(|(_, tokens)| tokens.clone())
    }

    pub fn forget(&self, uri: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).documents.remove(uri);
    }
}

/// Numbers of a token, as they are sent.
const NUMBERS: usize = 5;

/// What makes one list of another: one edit between what both begin and end with. Since each token is told from the one
/// before it, an edit of the text changes few.
pub(crate) fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let begins = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (before_rest, after_rest) = (before.iter().skip(begins), after.iter().skip(begins));
    let ends = before_rest.rev().zip(after_rest.rev()).take_while(|(one, other)| one == other).count();
    let (removed, added) = (before.len() - begins - ends, after.len() - begins - ends);
    if removed == 0 && added == 0 {
        return Vec::new();
    }
    let number = |tokens: usize| u32::try_from(tokens * NUMBERS).unwrap_or(u32::MAX);
    let data: Vec<SemanticToken> = after.iter().skip(begins).take(added).copied().collect();
    vec![SemanticTokensEdit { start: number(begins), delete_count: number(removed), data: Some(data) }]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    fn tokens(lengths: &[u32]) -> Vec<SemanticToken> {
        let token = |length: &u32| SemanticToken {
            delta_line: 1,
            delta_start: 0,
            length: *length,
            token_type: 0,
            token_modifiers_bitset: 0,
        };
        lengths.iter().map(token).collect()
    }

    #[test]
    fn a_difference_makes_the_one_of_the_other() {
        let lists: [&[u32]; 8] = [&[], &[1], &[1, 2, 3], &[1, 3], &[1, 2, 2, 3], &[3, 2, 1], &[1, 1, 1, 1], &[1, 1]];
        for (before, after) in lists.iter().flat_map(|before| lists.iter().map(move |after| (*before, *after))) {
            let edits = difference(&tokens(before), &tokens(after));
            let mut made = before.to_vec();
            for edit in &edits {
                let start = edit.start as usize / NUMBERS;
                let end = start + edit.delete_count as usize / NUMBERS;
                made.splice(start..end, edit.data.iter().flatten().map(|token| token.length));
            }
            assert_eq!(made, after, "{edits:?}");
            assert_eq!(edits.is_empty(), before == after);
        }
    }

    #[test]
    fn what_was_told_is_known_by_its_name_until_something_else_is_told() {
        let told = ToldTokens::default();
        let first = told.put("a", tokens(&[1]));
        assert_eq!(told.get("a", &first), Some(tokens(&[1])));
        assert_eq!(told.get("b", &first), None);
        let second = told.put("a", tokens(&[2]));
        assert_eq!((told.get("a", &first), told.get("a", &second)), (None, Some(tokens(&[2]))));
        told.forget("a");
        assert_eq!(told.get("a", &second), None);
    }
}
