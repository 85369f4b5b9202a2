//! Answering an open question: one action for each value that can be stated.

use tm_analysis::inspect::{Settles, answers};
use tm_analysis::occurrences::{Symbol, type_of};
use tm_analysis::report::Question;
use tm_model::{ElementId, Type};

use super::{Asking, CodeActionKind};
use crate::body::body_at;
use crate::markdown::inline;
use crate::text_edit::written;

/// Of a list so many answers are offered.
const LISTS: usize = 8;

impl Asking<'_> {
    pub(super) fn statements(&mut self) {
        let report = self.report;
        let here = report.questions.iter().filter(|question| self.touches(&question.location));
        for question in here.collect::<Vec<_>>() {
            let place = question.location.range.start..question.location.range.end;
            if let Some(element) = self.declared_at(&place) {
                self.state(question, element);
            }
        }
    }

    fn state(&mut self, question: &Question, element: ElementId) {
        let place = question.location.range.start..question.location.range.end;
        let Some(ty) = self.type_of(element, &question.attribute) else { return };
        let Some(body) = body_at(self.parsed, &place) else { return };
        let settled = answers(self.db, self.project, element, &question.attribute);
        let values = match &settled {
            Some(settled) => settled.iter().map(|it| (it.value.to_string(), Some(it))).collect(),
            None => self.values(&ty).into_iter().map(|value| (value, None)).collect::<Vec<_>>(),
        };
        let most = if matches!(ty, Type::List(_)) { LISTS } else { usize::MAX };
        for (value, settles) in values.into_iter().take(most) {
            if !is_offered(&ty) {
                continue;
            }
            let line = format!("{}: {value}", written(&question.attribute));
            let edit = body.add(self.parsed, self.source, std::slice::from_ref(&line));
            let told = settles.map(told).unwrap_or_default();
            let title = format!("state `{}`{told}", inline(&line));
            self.change(&title, CodeActionKind::QuickFix, edit);
        }
    }

    fn type_of(&self, element: ElementId, attribute: &str) -> Option<Type> {
        let Some(Type::Element(kind)) = type_of(self.db, self.project, &Symbol::Element(element)) else { return None };
        let schema = self.scope.schema();
        schema.attribute(schema.find_attribute(kind, attribute)?).map(|attribute| attribute.ty.clone())
    }

    /// What can be stated, where nobody has worked out what it settles.
    fn values(&self, ty: &Type) -> Vec<String> {
        match ty {
            Type::Bool => vec!["true".to_owned(), "false".to_owned()],
            Type::Enum(id) => {
                let values = self.scope.schema().enumeration(*id).map(|of| of.values.as_slice()).unwrap_or_default();
                values.iter().map(|value| written(&value.name)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Whether the values of a type can be listed for somebody to choose from.
fn is_offered(ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Enum(_) => true,
        Type::List(of) => matches!(**of, Type::Enum(_)),
        _ => false,
    }
}

/// ` (decides 2 questions, 1 becomes a finding)`
fn told(settles: &Settles) -> String {
    let questions = if settles.decides == 1 { "question" } else { "questions" };
    let findings = match settles.fires {
        0 => String::new(),
        1 => ", 1 becomes a finding".to_owned(),
        count => format!(", {count} become findings"),
    };
    format!(" (decides {} {questions}{findings})", settles.decides)
}
