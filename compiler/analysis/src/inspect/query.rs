//! Any expression of the language, asked of a model.

use std::sync::Arc;

use tm_model::{ElementId, Facts, KindId, Site, Truth, Type, Value};
use tm_rules::Evaluated;

use super::{Inspection, Named, Open, inspect};
use crate::check::Checker;
use crate::db::{self, Database, Project};
use crate::diagnostic::Diagnostic;
use crate::locate::{Locator, UnitText};
use crate::lower::lower_expression;
use crate::modules::{Imports, Origin, STD};
use crate::report::{Location, Name, Problem, Report, ReportFile};
use crate::reporting::{located, syntax};
use crate::vocabulary::Scope;
use crate::{hir, world};

/// How the text of a question is called where something is wrong with it.
const FILE: &str = "query";
/// No file has this number.
const UNIT: u32 = u32::MAX;

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub value: Answered,
    /// As it would be written.
    pub shown: Name,
    /// The unstated controls that it hangs on.
    pub open: Vec<Open>,
    /// Whether all was looked at: an expression over too much is given up.
    pub is_whole: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// `true`, a number, a text, a value of an enum; also unknown.
    One(Value),
    Element(Named),
    /// The members that are certain, then those that are possible.
    Elements(Vec<Named>, Vec<Named>),
    /// As they would be written; likewise.
    Values(Vec<Name>, Vec<Name>),
    /// A count that hangs on something unknown; no upper end: any number.
    Between(u64, Option<u64>),
}

/// An element that passes a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub element: Named,
    /// Whether it certainly passes.
    pub is_definite: bool,
}

/// Evaluates an expression; in it, `self` is an element, if one is given. What is wrong with the text comes as a report.
pub fn query(db: &Database, project: Project, text: &str, this: Option<ElementId>) -> Result<Answer, Box<Report>> {
    inspect(db, project, |inspection| {
        let kind = this.and_then(|id| inspection.world.element(id)).map(|element| element.kind);
        let (expr, frame) = inspection.checked(text, kind, None)?;
        let evaluated = inspection.engine.evaluate(&expr, frame, this);
        Ok(inspection.answered(&evaluated))
    })
}

/// The elements of a kind, in source order; with a condition on `self`, those of which it is not false.
pub fn list(db: &Database, project: Project, kind: &str, condition: Option<&str>) -> Result<Vec<Listed>, ListError> {
    let elements = super::of_kind(db, project, kind).ok_or(ListError::NoKind)?;
    inspect(db, project, |inspection| {
        let Some(condition) = condition else {
            let all = elements.iter().map(|id| Listed { element: inspection.named(*id), is_definite: true });
            return Ok(all.collect());
        };
        let kinds = inspection.world.schema().kinds.iter().position(|known| known.name == kind);
        let kind = kinds.and_then(|index| u32::try_from(index).ok()).map(KindId);
        let (expr, frame) = inspection.checked(condition, kind, Some(&Type::Bool)).map_err(ListError::Wrong)?;
        let holds = |id: &ElementId| {
            let truth = inspection.engine.holds(&expr, frame, *id);
            let listed = || Listed { element: inspection.named(*id), is_definite: truth == Truth::True };
            (truth == Truth::True || truth == Truth::Unknown).then(listed)
        };
        Ok(elements.iter().filter_map(holds).collect())
    })
}

/// Why nothing can be listed.
#[derive(Clone, Debug)]
pub enum ListError {
    NoKind,
    /// What is wrong with the condition.
    Wrong(Box<Report>),
}

impl Inspection<'_> {
    /// An expression, typed and resolved in the scope of the whole project. `this`: the kind of `self`.
    fn checked(
        &self,
        text: &str,
        this: Option<KindId>,
        wanted: Option<&Type>,
    ) -> Result<(tm_rules::ir::Expr, tm_rules::ir::Slot), Box<Report>> {
        let (parsed, expr) = tm_syntax::parse_expression(text);
        let (expr, spans) = lower_expression(text, &parsed, &expr);
        let imports = self.imports();
        let scope = Scope { index: db::vocabulary(self.db, self.project), imports: &imports };
        let mut checker = Checker::new(&scope, UNIT);
        let found = checker.alone(this, wanted, &expr);
        let diagnostics = checker.into_diagnostics();
        if !parsed.has_errors()
            && let Some(found) = found
        {
            return Ok(found);
        }
        let (world, declared) = (hir::World::default(), world::declare::Declared::default());
        let unit = UnitText { spans: &spans, world: &world, declared: &declared };
        let only = |number: u32| (number == UNIT).then_some(unit);
        Err(Box::new(self.wrong(text, &parsed.errors, &diagnostics, &Locator::new(&only))))
    }

    fn wrong(
        &self,
        text: &str,
        errors: &[tm_syntax::SyntaxError],
        diagnostics: &[Diagnostic],
        locator: &Locator<'_>,
    ) -> Report {
        let mut files = self.files.texts();
        let file = u32::try_from(files.len()).unwrap_or(u32::MAX);
        files.push(ReportFile { path: FILE.to_owned(), text: Arc::from(text) });
        let place = |site: Site| match site.unit {
            UNIT => Some(Location { file, range: locator.range(site)?.into() }),
            _ => self.files.site(site),
        };
        let in_text = |range: std::ops::Range<u32>| Some(Location { file, range: range.into() });
        let mut all: Vec<Problem> = errors.iter().map(|error| syntax(error, &in_text)).collect();
        // What cannot be parsed is said once.
        if all.is_empty() {
            all.extend(diagnostics.iter().map(|diagnostic| located(diagnostic, &place)));
        }
        Report { files, errors: all, ..Report::default() }
    }

    /// Every module of the project is in scope, the root module first.
    fn imports(&self) -> Imports {
        let files = self.project.files(self.db).iter().filter(|file| *file.origin(self.db) != Origin::Std);
        let mut modules: Vec<_> = files.map(|file| db::imports(self.db, self.project, *file).module.clone()).collect();
        modules.sort();
        modules.dedup();
        modules.retain(|module| module != self.project.name(self.db) && module != STD);
        Imports { module: self.project.name(self.db).clone(), modules, ..Imports::default() }
    }

    fn answered(&self, evaluated: &Evaluated) -> Answer {
        let value = match (&evaluated.between, &evaluated.value) {
            (Some((least, most)), _) => Answered::Between(*least, *most),
            (None, Value::Element(id)) => Answered::Element(self.named(*id)),
            (None, Value::Set(set)) => {
                let element = |value: &Value| if let Value::Element(id) = value { Some(self.named(*id)) } else { None };
                let members: Option<Vec<Named>> = set.members.iter().map(element).collect();
                let possible: Option<Vec<Named>> = set.possible.iter().map(element).collect();
                match (members, possible) {
                    (Some(members), Some(possible)) if !(members.is_empty() && possible.is_empty()) => {
                        Answered::Elements(members, possible)
                    }
                    _ => {
                        let shown = |values: &[Value]| values.iter().map(|value| self.display(value)).collect();
                        Answered::Values(shown(&set.members), shown(&set.possible))
                    }
                }
            }
            (None, value) => Answered::One(value.clone()),
        };
        Answer {
            shown: self.display(&evaluated.value),
            value,
            open: evaluated.unknown.iter().map(|control| self.open(*control)).collect(),
            is_whole: evaluated.is_whole,
        }
    }
}
