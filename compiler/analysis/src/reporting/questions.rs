//! Open questions: per unstated control, which rules its answer decides.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_rules::ir::Rule;
use tm_rules::{Control, Question as Open};

use super::Rendering;
use crate::report::{Decides, Question};

#[derive(Default)]
pub(crate) struct Questions {
    by_control: FxHashMap<Control, Vec<Pending>>,
}

struct Pending {
    rule: SmolStr,
    subjects: Arc<[tm_model::ElementId]>,
}

impl Questions {
    /// `unit`: only what is asked about elements of that unit.
    pub fn add(&mut self, rule: &Rule, question: &Open, unit: Option<u32>) {
        let subjects: Arc<[tm_model::ElementId]> = question.subjects.clone().into();
        let is_meant = |control: &&Control| unit.is_none_or(|unit| control.element.unit == unit);
        for control in question.decided_by.iter().filter(is_meant) {
            self.by_control
                .entry(*control)
                .or_default()
                .push(Pending { rule: rule.name.clone(), subjects: subjects.clone() });
        }
    }

    /// In no particular order: the report sorts.
    pub fn finish(self, rendering: &Rendering<'_, '_>) -> Vec<Question> {
        let question = |(control, pending): (Control, Vec<Pending>)| {
            let decides = pending
                .into_iter()
                .map(|pending| Decides {
                    rule: pending.rule,
                    on: pending.subjects.iter().map(|id| rendering.name(*id)).collect(),
                })
                .collect();
            Some(Question {
                element: rendering.name(control.element),
                attribute: rendering.attribute(control),
                decides,
                location: rendering.files.element(control.element)?,
            })
        };
        self.by_control.into_iter().filter_map(question).collect()
    }
}
