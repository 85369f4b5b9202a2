//! Rules that are judged a unit at a time, with what has been learnt of the situations they meet.

use std::sync::{Arc, Mutex, PoisonError};

use tm_model::{KindId, Schema};

use crate::ir::{BindingSource, Rule};
use crate::judge::Sketch;
use crate::situations::Situations;

/// Rules with one subject, of a kind, that look at it and what it leads to. Made once; what is learnt while judging is kept
/// for the next unit, and says nothing that judging anew would not.
pub struct Rulebook {
    pub(crate) rules: Vec<LocalRule>,
    /// By kind: the places of the rules about its elements.
    by_kind: Vec<Vec<usize>>,
    /// One for each thread that judges, while it does not.
    learnt: Mutex<Vec<Situations<Sketch>>>,
}

pub(crate) struct LocalRule {
    /// What the caller calls it.
    pub(crate) number: usize,
    pub(crate) rule: Arc<Rule>,
}

impl Rulebook {
    /// `rules`: each with a number of the caller's; those that are not about elements of one kind are left out.
    #[must_use]
    pub fn new(rules: impl IntoIterator<Item = (usize, Arc<Rule>)>, schema: &Schema) -> Self {
        let mut book =
            Self { rules: Vec::new(), by_kind: vec![Vec::new(); schema.kinds.len()], learnt: Mutex::default() };
        for (number, rule) in rules {
            let [subject] = rule.subjects.as_slice() else { continue };
            let BindingSource::Kind(above) = subject.source else { continue };
            for (kind, rules) in (0..).zip(&mut book.by_kind) {
                if schema.is_a(KindId(kind), above) {
                    rules.push(book.rules.len());
                }
            }
            book.rules.push(LocalRule { number, rule });
        }
        book
    }

    pub(crate) fn about(&self, kind: KindId) -> &[usize] {
        self.by_kind.get(kind.index()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Gives out what has been learnt, and takes it back with what has been added.
    pub(crate) fn learning<T>(&self, f: impl FnOnce(&mut Situations<Sketch>) -> T) -> T {
        let known = self.learnt.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut situations = known.unwrap_or_else(|| Situations::new(self.rules.len()));
        let result = f(&mut situations);
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner).push(situations);
        result
    }
}
