//! What each answer to one open question settles.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Facts, Truth, Value};
use tm_rules::Control;

use super::{Inspection, inspect};
use crate::db::{self, Database, Project};
use crate::report::Name;

/// A value that could be stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settles {
    /// As it would be written.
    pub value: Name,
    /// Open verdicts that become definite by it while all else stays.
    pub decides: usize,
    /// How many of those are findings then.
    pub fires: usize,
}

/// More open verdicts than this are not gone through again.
const MOST: usize = 40;

/// What each value of an unstated control would settle, in the order of the values. `None`: it decides so much that going
/// through it takes too long.
#[must_use]
pub fn answers(db: &Database, project: Project, element: ElementId, attribute: &str) -> Option<Vec<Settles>> {
    inspect(db, project, |inspection| {
        let kind = inspection.world.element(element)?.kind;
        let attribute = inspection.world.schema().find_attribute(kind, attribute)?;
        inspection.settled(Control { element, attribute })
    })
}

impl Inspection<'_> {
    fn settled(&self, control: Control) -> Option<Vec<Settles>> {
        let pack = db::pack(self.db, self.project);
        let decided = |outcome: &tm_rules::Outcome| {
            let questions = outcome.questions.iter().filter(|question| question.decided_by.contains(&control));
            questions.map(|question| question.subjects.to_vec()).collect::<Vec<_>>()
        };
        let mut open: BTreeMap<usize, Vec<Vec<ElementId>>> = BTreeMap::new();
        for file in self.project.files(self.db).iter() {
            for (rule, outcome) in db::local_outcomes(self.db, self.project, *file).iter() {
                open.entry(*rule).or_default().extend(decided(outcome));
            }
        }
        for (index, _) in pack.rules.iter().enumerate().filter(|(_, rule)| !db::is_local(rule)) {
            open.entry(index).or_default().extend(decided(db::global_outcome(self.db, self.project, index)));
        }
        if open.values().map(Vec::len).sum::<usize>() > MOST {
            return None;
        }
        let mut order: Vec<Value> = Vec::new();
        let mut counts: FxHashMap<Value, (usize, usize)> = FxHashMap::default();
        for (rule, subjects) in open.iter().flat_map(|(rule, all)| all.iter().map(move |subjects| (*rule, subjects))) {
            let verdict = pack.rules.get(rule).and_then(|rule| self.engine.verdict(rule, subjects));
            let answers = verdict.into_iter().flat_map(|verdict| verdict.answers);
            for (value, truth) in answers.filter(|answers| answers.control == control).flat_map(|it| it.outcomes) {
                let count = counts.entry(value.clone()).or_insert_with(|| {
                    order.push(value);
                    (0, 0)
                });
                count.0 += usize::from(matches!(truth, Truth::True | Truth::False));
                count.1 += usize::from(truth == Truth::True);
            }
        }
        let settles = |value: &Value| {
            let (decides, fires) = counts.get(value).copied().unwrap_or_default();
            Settles { value: self.display(value), decides, fires }
        };
        Some(order.iter().map(settles).collect())
    }
}
