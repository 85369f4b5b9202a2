//! Decisions: which findings they and safeguards silence, and which of them are overdue, stale or done.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{Date, ElementId, Schema, Value};
use tm_rules::ir::{BindingSource, Rule};
use tm_rules::{Engine, World};

use super::names::NameIndex;
use super::references::{SubjectTie, bring_in_element};
use super::safeguards::{self, Safeguard, Units};
use super::statements::subject_space;
use crate::db::Pack;
use crate::diagnostic::{Diagnostic, guessed_enough};
use crate::hir::{self, DecisionMode};
use crate::modules::Imports;
use crate::spans::Place;
use crate::suggestion::{MOST_CANDIDATES, did_you_mean, nearest};

/// A decision with its subjects looked up.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub id: ElementId,
    pub mode: DecisionMode,
    /// Its present name.
    pub rule: SmolStr,
    pub on: On,
    pub owner: Option<SmolStr>,
    /// `until` of an acceptance, `due` of a mitigation.
    pub date: Option<Date>,
    /// What it should say, and does not.
    pub missing: Vec<&'static str>,
    /// Its subjects or its rule are wrong, which was reported: nothing more is said about it.
    pub is_broken: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum On {
    Project,
    /// One: findings whose first element it is. More: exactly these.
    Elements(Vec<ElementId>),
}

/// One unit that may hold decisions.
pub(crate) struct DecisionSource<'a> {
    pub unit: u32,
    pub world: &'a hir::World,
    pub ties: &'a [super::references::DecisionTie],
    pub slots: Vec<u32>,
    pub imports: &'a Imports,
}

/// What decisions and safeguards make of findings.
pub(crate) struct Ledger<'a> {
    world: &'a dyn World,
    today: Date,
    decisions: Vec<Decision>,
    by_rule: FxHashMap<SmolStr, Vec<usize>>,
    safeguards: Vec<Safeguard>,
    /// By decision.
    effects: RefCell<Vec<Effect>>,
    /// By rule that something is decided about: the first elements of its findings, for suggestions.
    found: RefCell<BTreeMap<SmolStr, BTreeSet<ElementId>>>,
}

/// What became of a decision, worst last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    /// Nothing is found that it is about.
    #[default]
    None,
    /// What it is about is silenced, by this or by another.
    Silenced,
    /// Something that it is about is reported.
    Reported,
}

/// What is to be said of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Active,
    /// The last day of an acceptance is over.
    Expired,
    /// The last day of a mitigation is over.
    Overdue,
    /// Nothing is found that it names.
    Stale,
    /// Nothing is found any more that the mitigation names.
    Done,
    /// Its rule or subjects are wrong.
    Broken,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Overdue => "overdue",
            Self::Stale => "stale",
            Self::Done => "done",
            Self::Broken => "broken",
        }
    }
}

/// What is to be done with a finding or question.
pub(crate) enum Verdict<'l> {
    Stands,
    /// A mitigation says who and when; it silences nothing.
    Mitigated(&'l Decision),
    /// By an acceptance or dismissal.
    Decided(&'l Decision),
    Protected(&'l Safeguard),
}

impl Verdict<'_> {
    pub fn is_silenced(&self) -> bool {
        matches!(self, Self::Decided(_) | Self::Protected(_))
    }
}

impl<'a> Ledger<'a> {
    pub fn new(
        sources: &[DecisionSource<'_>],
        names: &NameIndex,
        pack: &Pack,
        engine: &Engine<'_>,
        world: &'a dyn World,
        units: &Units<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut decisions = Vec::new();
        let mut own: Vec<Diagnostic> = Vec::new();
        for source in sources {
            for ((item, tie), slot) in source.world.decisions.iter().zip(source.ties).zip(&source.slots) {
                let id = ElementId { unit: source.unit, slot: *slot };
                let mut resolving = Resolving { source, names, pack, schema: world.schema(), diagnostics: &mut own };
                decisions.push(resolving.decision(id, item, tie, engine, world));
            }
        }
        let mut by_rule: FxHashMap<SmolStr, Vec<usize>> = FxHashMap::default();
        for (index, decision) in decisions.iter().enumerate() {
            by_rule.entry(decision.rule.clone()).or_default().push(index);
        }
        let effects = RefCell::new(vec![Effect::default(); decisions.len()]);
        let safeguards = safeguards::safeguards(pack, engine, world, units, &mut own);
        diagnostics.append(&mut own);
        Self { world, today: world.today(), decisions, by_rule, safeguards, effects, found: RefCell::default() }
    }

    /// What happens to a finding or question of a rule on these subjects.
    pub fn verdict(&self, rule: &str, subjects: &[ElementId]) -> Verdict<'_> {
        if let Some(first) = subjects.first().filter(|_| self.by_rule.contains_key(rule)) {
            let mut found = self.found.borrow_mut();
            let found = found.entry(SmolStr::new(rule)).or_default();
            if found.len() < MOST_CANDIDATES {
                found.insert(*first);
            }
        }
        let of_rule = self.by_rule.get(rule).into_iter().flatten();
        let about = of_rule.filter_map(|index| Some((*index, self.decisions.get(*index)?)));
        let about: Vec<(usize, &Decision)> = about.filter(|(_, decision)| decision.is_on(subjects)).collect();
        let silences = |decision: &Decision| match decision.mode {
            DecisionMode::Accept => decision.date.is_none_or(|date| date >= self.today),
            DecisionMode::Dismiss => true,
            DecisionMode::Mitigate => false,
        };
        let decided =
            about.iter().find(|(_, decision)| silences(decision)).map(|(_, decision)| Verdict::Decided(decision));
        let silenced = decided.or_else(|| self.guard(rule, subjects).map(Verdict::Protected));
        let effect = if silenced.is_some() { Effect::Silenced } else { Effect::Reported };
        let mut effects = self.effects.borrow_mut();
        for (index, _) in &about {
            if let Some(of_decision) = effects.get_mut(*index) {
                *of_decision = effect.max(*of_decision);
            }
        }
        let mitigation = || about.iter().find(|(_, decision)| decision.mode == DecisionMode::Mitigate);
        silenced.unwrap_or_else(|| mitigation().map_or(Verdict::Stands, |(_, decision)| Verdict::Mitigated(decision)))
    }

    /// Whether anything is decided about a rule.
    pub fn is_about(&self, rule: &str) -> bool {
        self.by_rule.contains_key(rule)
    }

    fn guard(&self, rule: &str, subjects: &[ElementId]) -> Option<&Safeguard> {
        let mut in_force = self.safeguards.iter().filter(|safeguard| safeguard.silences());
        in_force.find(|safeguard| safeguard.covers(rule, subjects, self.world))
    }

    /// All decisions in source order, and how they stand. To be asked after every finding and question has passed.
    pub fn states(&self) -> impl Iterator<Item = (&Decision, State)> {
        let effects = self.effects.borrow().clone();
        self.decisions.iter().zip(effects).map(|(decision, effect)| {
            let is_past = decision.date.is_some_and(|date| date < self.today);
            let state = match (decision.mode, effect) {
                _ if decision.is_broken => State::Broken,
                (DecisionMode::Mitigate, Effect::None) => State::Done,
                (_, Effect::None) => State::Stale,
                (DecisionMode::Accept, _) if is_past => State::Expired,
                (DecisionMode::Mitigate, _) if is_past => State::Overdue,
                _ => State::Active,
            };
            (decision, state)
        })
    }

    pub fn safeguards(&self) -> &[Safeguard] {
        &self.safeguards
    }

    /// Expired, overdue, stale and done decisions. To be asked after every finding has passed.
    pub fn notices(&self, names: &dyn Fn(ElementId) -> SmolStr, silent: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
        let mut notices = Vec::new();
        for (decision, effect) in self.decisions.iter().zip(self.effects.borrow().iter()) {
            if decision.is_broken {
                continue;
            }
            let site = Place::element(decision.id);
            let past = decision.date.filter(|date| *date < self.today);
            let rule = &decision.rule;
            let on = match &decision.on {
                On::Project => "the project".to_owned(),
                On::Elements(ids) => ids.iter().map(|id| format!("`{}`", names(*id))).collect::<Vec<_>>().join(", "),
            };
            match (decision.mode, *effect) {
                (_, Effect::None) if silent(rule) => {}
                (DecisionMode::Mitigate, Effect::None) => notices.push(
                    Diagnostic::note(
                        "mitigation-done",
                        site,
                        format!("`{rule}` is no longer found on {on}: the mitigation is done"),
                    )
                    .help("remove this decision"),
                ),
                (_, Effect::None) => notices.push(
                    Diagnostic::warning(
                        "stale-decision",
                        site,
                        format!("`{rule}` is not found on {on}: this decision silences nothing"),
                    )
                    .help(if guessed_enough(&notices) {
                        REMOVE.to_owned()
                    } else {
                        self.instead(decision, names)
                    }),
                ),
                (DecisionMode::Accept, effect) if past.is_some() => notices.extend(past.map(|date| {
                    let (state, help) = match effect {
                        Effect::Reported => {
                            ("the finding is back", "mend what it accepts, or decide anew with a later date")
                        }
                        _ => ("something else silences the finding now", "remove it"),
                    };
                    Diagnostic::warning("decision-expired", site, format!("this acceptance ended on {date}: {state}"))
                        .help(help)
                })),
                (DecisionMode::Mitigate, _) if past.is_some() => notices.extend(past.map(|date| {
                    Diagnostic::warning("mitigation-overdue", site, format!("this mitigation was due on {date}"))
                        .help("mend what it is about, or agree on a new date")
                })),
                _ => notices.extend(incomplete(decision)),
            }
        }
        notices
    }
}

impl Ledger<'_> {
    /// What a stale decision could have meant: where its rule is found.
    fn instead(&self, decision: &Decision, names: &dyn Fn(ElementId) -> SmolStr) -> String {
        const SHOWN: usize = 3;
        let On::Elements(ids) = &decision.on else { return REMOVE.to_owned() };
        let Some(name) = ids.first().map(|id| names(*id)) else { return REMOVE.to_owned() };
        let found = self.found.borrow();
        let found = || found.get(&decision.rule).into_iter().flatten();
        // Where it is found on something of that name in another module, that is what was meant.
        if let Some(namesake) = found().find(|id| !ids.contains(id) && names(**id) == name) {
            let qualified = self.world.element(*namesake).map(|element| element.qualified.clone()).unwrap_or_default();
            return format!("did you mean `{qualified}`? else remove it");
        }
        let mut found: Vec<SmolStr> = found().map(|id| names(*id)).collect();
        if let Some(near) = nearest(&name, found.iter().map(SmolStr::as_str)) {
            return format!("did you mean `{near}`? else remove it");
        }
        let more = if found.len() > SHOWN { ", …" } else { "" };
        found.truncate(SHOWN);
        match found.is_empty() {
            true => REMOVE.to_owned(),
            false => format!("remove it, or correct its subject: the rule is found on `{}`{more}", found.join("`, `")),
        }
    }
}

const REMOVE: &str = "remove it, or correct its rule or subject";

impl Decision {
    fn is_on(&self, subjects: &[ElementId]) -> bool {
        match &self.on {
            On::Project => subjects.is_empty(),
            On::Elements(ids) => match ids.as_slice() {
                [] => false,
                [one] => subjects.first() == Some(one),
                exact => subjects == exact,
            },
        }
    }
}

struct Resolving<'a, 'd> {
    source: &'a DecisionSource<'a>,
    names: &'a NameIndex,
    pack: &'a Pack,
    schema: &'a Schema,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Resolving<'_, '_> {
    fn decision(
        &mut self,
        id: ElementId,
        item: &hir::Decision,
        tie: &super::references::DecisionTie,
        engine: &Engine<'_>,
        world: &dyn World,
    ) -> Decision {
        // What is not written was reported by the parser.
        let mut is_broken = item.rule.is_none() || item.subjects.is_empty();
        let rule =
            item.rule.as_ref().map(|rule| SmolStr::new(self.pack.retired.present(&rule.text))).unwrap_or_default();
        if let Some(name) = &item.rule
            && !self.pack.is_known(&name.text)
        {
            is_broken = true;
            let known = self.pack.rules.iter().map(|rule| rule.name.as_str());
            let site = tm_model::Site { unit: self.source.unit, node: name.node };
            let error = unknown_rule(&name.text, site, known, self.diagnostics);
            self.diagnostics.push(error);
        }
        let compiled = self.pack.find(&rule).cloned();
        let mut elements = Vec::new();
        let mut on_project = false;
        for (subject, item) in tie.subjects.iter().zip(&item.subjects) {
            match subject {
                SubjectTie::Project => on_project = true,
                SubjectTie::Ends(from, to) => match (from, to) {
                    (Some(_), Some(_)) => match world.links(id).and_then(|links| links.subjects.get(elements.len())) {
                        Some(flow) => elements.push(*flow),
                        None => {
                            is_broken = true;
                            self.no_flow(item);
                        }
                    },
                    // An end was reported as unknown.
                    _ => is_broken = true,
                },
                SubjectTie::Path(path) => match self.subject(path, compiled.as_deref(), item) {
                    Some(found) => {
                        // A flow that goes nowhere, which is reported, is judged by no rule.
                        is_broken |= !is_whole(found, world);
                        elements.push(found);
                    }
                    None => is_broken = true,
                },
            }
        }
        let on = if on_project { On::Project } else { On::Elements(elements) };
        let attribute = |name: &str| {
            let id_of = self.schema.find_attribute(self.schema.roots.decision, name)?;
            Some(engine.value(id, id_of).0)
        };
        let date = match attribute(if item.mode == DecisionMode::Mitigate { "due" } else { "until" }) {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        };
        let owner = match attribute("owner") {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        // What is stated wrongly was reported.
        let is_stated = |name: &str| item.statements.iter().any(|statement| statement.name.text == name);
        let is_missing = |name: &&str| match attribute(name) {
            // An empty text says nothing.
            Some(value @ Value::Text(_)) => is_empty(&value),
            value => !is_stated(name) && value.is_some_and(|value| is_empty(&value)),
        };
        let names = item.statements.iter().map(|statement| &statement.name.text);
        let is_misspelt =
            names.into_iter().any(|name| self.schema.find_attribute(self.schema.roots.decision, name).is_none());
        let missing = wanted(item.mode).iter().copied().filter(|name| !is_misspelt && is_missing(name)).collect();
        Decision { id, mode: item.mode, rule, on, owner, date, missing, is_broken }
    }

    fn subject(&mut self, path: &[SmolStr], rule: Option<&Rule>, item: &hir::Subject) -> Option<ElementId> {
        let found = find_subject(path, rule, self.schema, self.names, self.source.imports);
        if found.is_none()
            && !self.names.is_broken(path, self.source.imports)
            && let hir::Subject::Path(item) = item
        {
            let site = tm_model::Site { unit: self.source.unit, node: item.node };
            let error =
                unknown_subject(path, rule, self.schema, self.names, self.source.imports, site, self.diagnostics);
            self.diagnostics.push(error);
        }
        found
    }

    fn no_flow(&mut self, item: &hir::Subject) {
        let hir::Subject::Ends(from, to) = item else { return };
        let site = tm_model::Site { unit: self.source.unit, node: from.node };
        let text = format!("{}->{}", from.segments.join("."), to.segments.join("."));
        self.diagnostics.push(
            Diagnostic::error("unresolved-name", site, format!("there is no flow `{text}`"))
                .help("name a flow that exists by its ends, as `from->to` or `from->to.endpoint`, or by its name"),
        );
    }
}

/// What a decision says of itself, for others to judge it by and to come back to it.
fn wanted(mode: DecisionMode) -> &'static [&'static str] {
    match mode {
        DecisionMode::Accept => &["reason", "owner", "until"],
        DecisionMode::Mitigate => &["owner", "due"],
        DecisionMode::Dismiss => &["reason", "reviewer"],
    }
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Unset | Value::Unknown => true,
        Value::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn incomplete(decision: &Decision) -> Option<Diagnostic> {
    let Decision { id, mode, missing, .. } = decision;
    let (what, help) = match mode {
        DecisionMode::Accept => ("acceptance", "state why, who answers for it, and the last day on which it holds"),
        DecisionMode::Mitigate => ("mitigation", "state who mends it, and by when"),
        DecisionMode::Dismiss => ("dismissal", "state why the rule is wrong here, and who has looked at that"),
    };
    let lacks = |name| missing.contains(&name);
    let why = if lacks("until") {
        "it silences for ever"
    } else if lacks("due") {
        "it is never overdue"
    } else if lacks("reason") {
        "nobody can tell whether it still holds"
    } else {
        "nobody answers for it"
    };
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let (last, first) = names.split_last()?;
    let names = if first.is_empty() { last.clone() } else { format!("{} and {last}", first.join(", ")) };
    let message = format!("this {what} lacks {names}: {why}");
    Some(Diagnostic::warning("incomplete-decision", Place::element(*id), message).help(help))
}

fn is_whole(id: ElementId, world: &dyn World) -> bool {
    let is_flow = world.element(id).is_some_and(|element| element.kind == world.schema().roots.flow);
    !is_flow || world.links(id).is_some_and(|links| links.from.is_some() && links.to.is_some())
}

/// The element that a path in `on` means: looked up in the space of the rule's first binding, then in the others.
pub(crate) fn find_subject(
    path: &[SmolStr],
    rule: Option<&Rule>,
    schema: &Schema,
    names: &NameIndex,
    imports: &Imports,
) -> Option<ElementId> {
    use super::slots::Space;
    let first = subject_space(schema, first_kind(rule));
    let spaces = [first, Space::Element, Space::Flow, Space::Data];
    spaces.iter().find_map(|space| names.resolve(path, *space, imports))
}

/// `made`: what is wrong so far.
pub(crate) fn unknown_subject(
    path: &[SmolStr],
    rule: Option<&Rule>,
    schema: &Schema,
    names: &NameIndex,
    imports: &Imports,
    site: tm_model::Site,
    made: &[Diagnostic],
) -> Diagnostic {
    let text = path.join(".");
    let space = subject_space(schema, first_kind(rule));
    let (what, otherwise) = match space {
        super::slots::Space::Flow => ("flow", "name a flow of the model, or its ends where it has no name: `from->to`"),
        super::slots::Space::Data => ("data", "name data of the model"),
        _ => ("element", "name an element of the model"),
    };
    let help = if guessed_enough(made) {
        otherwise.into()
    } else {
        bring_in_element(names, path, space).unwrap_or_else(|| {
            let candidates = names.candidates(path, space, imports);
            did_you_mean(&text, candidates.iter().map(SmolStr::as_str), otherwise)
        })
    };
    Diagnostic::error("unresolved-name", site, format!("there is no {what} `{text}` in scope")).help(help)
}

fn first_kind(rule: Option<&Rule>) -> Option<tm_model::KindId> {
    match rule?.subjects.first().map(|binding| &binding.source) {
        Some(BindingSource::Kind(kind)) => Some(*kind),
        _ => None,
    }
}

/// `made`: what is wrong so far.
pub(crate) fn unknown_rule<'n>(
    name: &str,
    site: tm_model::Site,
    known: impl Iterator<Item = &'n str>,
    made: &[Diagnostic],
) -> Diagnostic {
    let otherwise = "declare it, or list the package that declares it in `[packages]` in `tm.toml`";
    let help = if guessed_enough(made) { otherwise.into() } else { did_you_mean(name, known, otherwise) };
    Diagnostic::error("unknown-rule", site, format!("there is no rule `{name}`")).help(help)
}
