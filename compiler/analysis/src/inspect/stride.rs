//! What the rules make of each element, letter by letter of STRIDE. Nothing is left out: what is silent is told as well, and
//! why it is.

use rustc_hash::{FxHashMap, FxHashSet};
use tm_model::ElementId;
use tm_rules::Outcome;
use tm_rules::ir::{BindingSource, Rule};

use super::Named;
use crate::Origin;
use crate::db::{self, Database, Project};
use crate::report::Name;
use crate::reporting::{Rendering, ReportOptions, Said, outcomes, rendered};

/// The letters, as rules call them.
pub const LETTERS: [&str; 6] =
    ["spoofing", "tampering", "repudiation", "information-disclosure", "denial-of-service", "elevation-of-privilege"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrideRow {
    /// `None`: the project as a whole.
    pub element: Option<Named>,
    /// In the order of [`LETTERS`].
    pub cells: [StrideCell; 6],
}

/// The rules about one letter that look at one element; each stands in one list, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StrideCell {
    /// They find something.
    pub findings: Vec<Name>,
    /// They find something that a decision or a safeguard silences.
    pub silenced: Vec<Name>,
    /// They hang on what nobody states.
    pub questions: Vec<Name>,
    /// They ask for controls, and what is stated of these keeps them silent.
    pub decided: Vec<Name>,
    /// Whatever the controls are, they are silent here.
    pub not_applicable: Vec<Name>,
}

impl StrideCell {
    fn list(&mut self, state: State) -> &mut Vec<Name> {
        match state {
            State::Found => &mut self.findings,
            State::Silenced => &mut self.silenced,
            State::Open => &mut self.questions,
            State::Decided => &mut self.decided,
            State::NotApplicable => &mut self.not_applicable,
        }
    }
}

/// The first that is the case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Found,
    Silenced,
    Open,
    Decided,
    NotApplicable,
}

/// A row for each of these elements, or for the project and all of its own elements but decisions, in source order.
#[must_use]
pub fn stride(db: &Database, project: Project, options: &ReportOptions, only: Option<&[ElementId]>) -> Vec<StrideRow> {
    let options = super::own_places(options);
    rendered(db, project, &options, |rendering| {
        let world = rendering.world;
        let elements: Vec<ElementId> = match only {
            Some(only) => only.to_vec(),
            None => {
                let units: FxHashSet<u32> = project
                    .files(db)
                    .iter()
                    .filter(|file| *file.origin(db) != Origin::Std)
                    .map(|file| file.unit(db))
                    .collect();
                let all = world.all(world.schema().roots.element).iter().copied();
                let decision = world.schema().roots.decision;
                let is_decision = |id: &ElementId| world.element(*id).is_some_and(|element| element.kind == decision);
                all.filter(|id| units.contains(&id.unit) && !is_decision(id)).collect()
            }
        };
        let mut rows: Vec<StrideRow> = Vec::with_capacity(elements.len() + 1);
        let mut places: FxHashMap<Option<ElementId>, usize> = FxHashMap::default();
        let project_row = only.is_none().then_some(None);
        for id in project_row.into_iter().chain(elements.into_iter().map(Some)) {
            places.insert(id, rows.len());
            rows.push(StrideRow { element: id.map(|id| named(rendering, id)), cells: Default::default() });
        }
        for (rule, outcomes) in by_rule(outcomes(db, project, db::pack(db, project), &options)) {
            let letters: Vec<usize> = letters(rule);
            if letters.is_empty() {
                continue;
            }
            for (id, state) in states(rendering, rule, &outcomes, &places) {
                let Some(row) = places.get(&id).and_then(|place| rows.get_mut(*place)) else { continue };
                for letter in &letters {
                    if let Some(cell) = row.cells.get_mut(*letter) {
                        cell.list(state).push(rule.name.clone());
                    }
                }
            }
        }
        for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
            for state in [State::Found, State::Silenced, State::Open, State::Decided, State::NotApplicable] {
                cell.list(state).sort();
            }
        }
        rows
    })
}

fn letters(rule: &Rule) -> Vec<usize> {
    let has = |letter: &str| rule.metadata.stride.iter().any(|of_rule| of_rule == letter);
    LETTERS.iter().enumerate().filter(|(_, letter)| has(letter)).map(|(place, _)| place).collect()
}

fn by_rule(all: Vec<Said<'_>>) -> Vec<(&Rule, Vec<&Outcome>)> {
    let mut rules: Vec<(&Rule, Vec<&Outcome>)> = Vec::new();
    for Said { rule, outcome, .. } in all {
        match rules.last_mut() {
            Some((last, outcomes)) if last.name == rule.name => outcomes.push(outcome),
            _ => rules.push((rule, vec![outcome])),
        }
    }
    rules
}

/// How a rule stands to each element that has a row and that it looks at.
fn states(
    rendering: &Rendering<'_, '_>,
    rule: &Rule,
    outcomes: &[&Outcome],
    rows: &FxHashMap<Option<ElementId>, usize>,
) -> Vec<(Option<ElementId>, State)> {
    let world = rendering.world;
    let mut known: FxHashMap<Option<ElementId>, State> = FxHashMap::default();
    let mut note = |subjects: &[ElementId], state: State| {
        let known = known.entry(subjects.first().copied()).or_insert(state);
        *known = state.min(*known);
    };
    for outcome in outcomes {
        for finding in &outcome.findings {
            let is_silenced = rendering.ledger.verdict(&rule.name, &finding.subjects).is_silenced();
            note(&finding.subjects, if is_silenced { State::Silenced } else { State::Found });
        }
        for question in &outcome.questions {
            note(&question.subjects, State::Open);
        }
    }
    let asked: FxHashSet<ElementId> =
        outcomes.iter().flat_map(|outcome| &outcome.asked).map(|control| control.element).collect();
    let Some(first) = rule.subjects.first() else {
        let silent = if asked.is_empty() { State::NotApplicable } else { State::Decided };
        return vec![(None, known.get(&None).copied().unwrap_or(silent))];
    };
    let subjects: Vec<ElementId> = match &first.source {
        BindingSource::Kind(kind) => world.all(*kind).to_vec(),
        // It looks at members of a list: only those that it says something of are known.
        BindingSource::List(_) => known.keys().copied().flatten().collect(),
    };
    let state = |id: ElementId| match known.get(&Some(id)) {
        Some(state) => *state,
        None if asked.is_empty() => State::NotApplicable,
        None if asked.contains(&id) => State::Decided,
        // It may ask for controls of what is around.
        None => match rendering.engine.judge(rule, Some(&[id])).asked.is_empty() {
            true => State::NotApplicable,
            false => State::Decided,
        },
    };
    let shown = subjects.into_iter().filter(|id| rows.contains_key(&Some(*id)));
    shown.map(|id| (Some(id), state(id))).collect()
}

fn named(rendering: &Rendering<'_, '_>, id: ElementId) -> Named {
    let subject = rendering.subject(id);
    Named { id, name: subject.name, kind: subject.kind, location: rendering.files.element(id) }
}
