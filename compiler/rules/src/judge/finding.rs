//! What to say of subjects that a rule is true of.

use std::sync::Arc;

use tm_model::{ElementId, EnumId, EnumValueId, Truth, Value};

use super::plan::ArmSource;
use super::subjects::Judge;
use super::witness::{Best, FoundPath, Witnesses};
use crate::eval::{Eval, Frame, Val, Why};
use crate::ir::{Clause, Expr, ExprKind, Leads, Rule};
use crate::outcome::{At, Control, Finding, Hop, Reason};
use crate::syntax::constants;

/// Hops shown of a longer path, half of them from each end: every target has a path of its own, so all hops of long chains
/// would take the square of their length.
const SHOWN: usize = 64;

fn shown(path: &[Hop]) -> Vec<Hop> {
    if path.len() <= SHOWN {
        return path.to_vec();
    }
    let (first, last) = (path.iter().take(SHOWN / 2), path.iter().skip(path.len() - SHOWN / 2));
    first.chain(last).copied().collect()
}

impl<'r, 'w: 'r> Judge<'_, 'r, 'w> {
    pub(super) fn finding(&self, best: Best<'r, 'w>) -> Finding {
        let mut frame = best.frame;
        let mut why = self.why(&best.paths, &mut frame);
        self.name_paths(&why, &mut frame);
        let path = shown(&std::mem::take(&mut why.path));
        let subjects = self.subjects(&frame);
        let because = self.actual.reasons(why);
        if self.is_sketching {
            return sketched(subjects, because, path);
        }
        described(&self.actual, self.plan.rule, &mut frame, Finding { path, ..sketched(subjects, because, Vec::new()) })
    }

    fn why(&self, paths: &[FoundPath<'r>], frame: &mut Frame<'w>) -> Why {
        let mut why = Why::telling(self.only_search(frame));
        for path in paths {
            why.found.insert(std::ptr::from_ref(path.leads), path.hops.clone());
        }
        for (at, conjunct) in self.plan.conjuncts.iter().enumerate() {
            // There may be other witnesses.
            why.is_spare = self.plan.of_witnesses.contains(&at);
            self.actual.why_condition(conjunct.condition, frame, &mut why);
        }
        why
    }

    /// The one search that yields witnesses, if it is the only one that does.
    fn only_search(&self, frame: &mut Frame<'w>) -> Option<*const Leads> {
        let witnesses = Witnesses { plan: self.plan, eval: self.actual };
        let mut found = Vec::new();
        witnesses.searches(frame, &mut |_, arm, _, arrival| {
            if let (ArmSource::Search { query, .. }, Truth::True) = (&arm.source, arrival) {
                found.push(std::ptr::from_ref(query.leads));
            }
        });
        match found.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Gives the named paths their hops.
    fn name_paths(&self, why: &Why, frame: &mut Frame<'w>) {
        let mut paths: Vec<Arc<[Hop]>> = vec![Arc::from([]); usize::from(self.plan.rule.paths)];
        for clause in &self.plan.rule.clauses {
            if let Clause::Path { path, leads } = clause
                && let Some(place) = paths.get_mut(usize::from(*path))
                && let Some(hops) = why.found.get(&std::ptr::from_ref(leads))
            {
                *place = hops.clone();
            }
        }
        frame.paths = paths;
    }
}

/// A finding without what it is called and shown at.
pub(super) fn sketched(subjects: Vec<ElementId>, because: Vec<Reason>, path: Vec<Hop>) -> Finding {
    let severity = EnumValueId { of: EnumId(0), index: 0 };
    Finding { subjects, severity, message: String::new(), help: None, at: None, because, path }
}

/// Puts a finding into words: severity, message, help and place, which decide nothing.
pub(super) fn described<'r, 'w: 'r>(
    eval: &Eval<'_, 'r, 'w>,
    rule: &'r Rule,
    frame: &mut Frame<'w>,
    finding: Finding,
) -> Finding {
    let home = finding.subjects.first().map_or("", |&id| eval.module(id));
    Finding {
        severity: severity(eval, &rule.severity, frame),
        message: eval.render(&rule.message, home, frame),
        help: rule.help.as_ref().map(|help| eval.render_shared(help, home, frame)),
        at: rule.at.as_ref().and_then(|at| place(eval, at, frame)),
        ..finding
    }
}

/// Where it is not known, the worst that the rule names.
fn severity<'r, 'w: 'r>(eval: &Eval<'_, 'r, 'w>, expr: &'r Expr, frame: &mut Frame<'w>) -> EnumValueId {
    if let Val::Enum(severity) = eval.eval(expr, frame) {
        return severity;
    }
    let mut named = Vec::new();
    constants(expr, &mut named);
    let severities = named.into_iter().filter_map(|value| match value {
        Value::Enum(id) => Some(*id),
        _ => None,
    });
    severities.max_by_key(|id| id.index).unwrap_or(EnumValueId { of: EnumId(0), index: 0 })
}

fn place<'r, 'w: 'r>(eval: &Eval<'_, 'r, 'w>, at: &'r Expr, frame: &mut Frame<'w>) -> Option<At> {
    if let ExprKind::Attr { base, attribute } = &at.kind
        && let Ok(element) = eval.element(base, frame)
    {
        return Some(At::Attribute(Control { element, attribute: *attribute }));
    }
    eval.element(at, frame).ok().map(At::Element)
}
