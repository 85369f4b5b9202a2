//! Why a rule says what it says of some elements: condition by condition, and, for what it looks for, candidate by candidate.
//!
//! Slow and thorough, for one question of a person: nothing is narrowed down, so that what is left out can be told as well.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use tm_model::{ElementId, RelationId, Truth, Value};

use super::subjects::Judge;
use super::witness::Witnesses;
use crate::eval::{BindingPlan, Condition, Eval, Flip, Frame, Hangs, Lens, Val, Why};
use crate::graph::{Conditions, Start, search};
use crate::ir::{Expr, ExprKind, HopMode, Leads, Slot};
use crate::outcome::{Control, Hop, Reason};
use crate::syntax::{Vars, children};

/// Candidates that are looked at.
const LOOKED_AT: usize = 100_000;
/// Candidates that are told apart by how a condition fails, and not only by which: that can take a search for each.
const TOLD_APART: usize = 200;
/// Candidates of a group that are named.
const NAMED: usize = 5;
/// Unstated controls whose answers are tried.
const TRIED: usize = 12;
/// Values of one control that are tried.
const VALUES: usize = 64;

/// What a rule makes of some elements, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub truth: Truth,
    /// The conditions on the elements given, in the order of the rule.
    pub parts: Vec<Part>,
    /// What the rule looks for beside them; `None`: nothing.
    pub choices: Option<Choices>,
    /// For each unstated control that it hangs on, what each answer would lead to while all else stays.
    pub answers: Vec<Answers>,
}

/// Where a condition stands, by the nodes of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Expr(u32),
    /// A `path` clause: its ends and its relation.
    Path {
        from: u32,
        to: u32,
        relation: RelationId,
    },
}

/// One of the conditions that all have to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub place: Place,
    pub truth: Truth,
    /// The facts that made it true or false.
    pub because: Vec<Reason>,
    /// The unstated controls that it hangs on.
    pub unknown: Vec<Control>,
    /// Of a path that holds.
    pub path: Vec<Hop>,
    /// The paths in it that do not hold.
    pub missing: Vec<Missing>,
    /// Elements whose kind it asks for.
    pub kinds: Vec<ElementId>,
    /// Of an `or` that does not hold: for each branch the condition in it that does not.
    pub branches: Vec<Part>,
}

/// Why there is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub from: ElementId,
    pub to: ElementId,
    pub relation: RelationId,
    /// The shortest way without conditions; empty: there is none.
    pub way: Vec<Hop>,
    /// The first condition that fails on that way, and where.
    pub fails: Option<Fails>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fails {
    /// Of the condition.
    pub node: u32,
    pub mode: HopMode,
    /// The node to avoid, or the end of the hop.
    pub at: ElementId,
}

/// What became of everything that the other variables can stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The variables, in the order of the rule.
    pub variables: Vec<smol_str::SmolStr>,
    pub looked_at: usize,
    /// Whether all were looked at.
    pub is_whole: bool,
    /// Those that hold, those that are open, and those that fail, the ones that came farthest first.
    pub groups: Vec<Group>,
}

/// Candidates of which the same is to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub truth: Truth,
    pub count: usize,
    /// The first few by name; each in the order of the variables, as far as they had been given a value.
    pub elements: Vec<Vec<ElementId>>,
    /// Of the first: the condition that fails, or all that were looked at.
    pub parts: Vec<Part>,
}

/// What each answer to one control would lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    pub control: Control,
    pub outcomes: Vec<(Value, Truth)>,
}

/// What the search through the candidates has found so far.
#[derive(Default)]
struct Found<'w> {
    /// By the number of conditions that had been passed when one failed, and its index; open and true ones apart.
    groups: BTreeMap<Key, (Group, Frame<'w>)>,
    looked_at: usize,
    is_cut: bool,
}

/// In the order of telling.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    True,
    Open,
    /// Counted down from the last condition; and how it fails.
    Failed(std::cmp::Reverse<usize>, Vec<usize>),
}

impl<'r, 'w: 'r> Judge<'_, 'r, 'w> {
    /// `None`: the rule never looks at these elements.
    pub(super) fn verdict(&self, given: &[ElementId]) -> Option<Verdict> {
        let eval = self.actual;
        eval.session.budget.whole_rule();
        let mut frame = eval.frame(self.plan.rule.frame);
        let mut bound = Vars::default();
        let mut truth = Truth::True;
        for (id, plan) in given.iter().zip(&self.plan.subjects) {
            truth = truth.with(eval.is_member(plan, *id, &mut frame));
            if truth == Truth::False {
                return None;
            }
            frame.set(plan.binding.slot, Val::Element(*id));
            bound = bound.union(Vars::one(plan.binding.slot));
        }
        let open: Vec<&BindingPlan<'r>> =
            self.plan.subjects.iter().skip(given.len()).chain(self.plan.witnesses.iter().map(|it| &it.plan)).collect();
        let (now, later) = self.conditions(bound, &open);
        let parts: Vec<Part> = now.iter().map(|&at| self.part(at, &mut frame)).collect();
        truth = parts.iter().fold(truth, |truth, part| truth.with(part.truth));
        let mut choices = None;
        if !open.is_empty() && truth != Truth::False {
            let found = self.choices(&open, &later, &frame);
            let any = found.groups.values().fold(Truth::False, |any, (group, _)| any.or(group.truth));
            // Of what was not looked at nothing is known.
            truth = truth.with(if found.is_cut { any.or(Truth::Unknown) } else { any });
            choices = Some(self.told(found, &open, &later));
        }
        let answers = self.outcomes(given, truth, &parts, choices.as_ref());
        Some(Verdict { truth, parts, choices, answers })
    }

    /// The conditions that can be evaluated at once, and those that become so with each further variable; in source order.
    fn conditions(&self, bound: Vars, open: &[&BindingPlan<'r>]) -> (Vec<usize>, Vec<Vec<usize>>) {
        let planner = self.actual.planner();
        let mut now = Vec::new();
        let mut later = vec![Vec::new(); open.len()];
        for (at, conjunct) in self.plan.conjuncts.iter().enumerate() {
            let vars = planner.vars_of(conjunct.condition);
            let last = open.iter().rposition(|plan| vars.has(plan.binding.slot));
            let known = open.iter().fold(bound, |known, plan| known.union(Vars::one(plan.binding.slot)));
            // What mentions variables that are shared has to wait for all.
            let last = if vars.is_within(known) { last } else { open.len().checked_sub(1) };
            match last.and_then(|last| later.get_mut(last)) {
                Some(place) => place.push(at),
                None => now.push(at),
            }
        }
        (now, later)
    }

    fn choices(&self, open: &[&BindingPlan<'r>], later: &[Vec<usize>], frame: &Frame<'w>) -> Found<'w> {
        let mut found = Found::default();
        self.choose(0, open, later, Truth::True, &mut Vec::new(), &mut frame.clone(), &mut found);
        found
    }

    #[expect(clippy::too_many_arguments, reason = "a recursion over the variables with all that it carries along")]
    fn choose(
        &self,
        at: usize,
        open: &[&BindingPlan<'r>],
        later: &[Vec<usize>],
        truth: Truth,
        chosen: &mut Vec<ElementId>,
        frame: &mut Frame<'w>,
        found: &mut Found<'w>,
    ) {
        let (Some(plan), Some(ready)) = (open.get(at), later.get(at)) else {
            let key = if truth == Truth::True { Key::True } else { Key::Open };
            return found.add(key, truth, chosen, frame);
        };
        let eval = self.actual;
        let mut members: Vec<(Val<'w>, Truth)> = Vec::new();
        // Without the plan's narrowing: what it leaves out is to be told as well.
        let whole = BindingPlan { binding: plan.binding, gen_: None };
        let _ = eval.members(&whole, frame, &mut |_, value, truth| {
            members.push((value, truth));
            ControlFlow::Continue(())
        });
        // What the rule speaks about already makes a poor example of anything else.
        let is_given = |id: ElementId| self.plan.subjects.iter().any(|it| frame.element(it.binding.slot) == Some(id));
        members.sort_by(|(a, _), (b, _)| match (a, b) {
            (Val::Element(a), Val::Element(b)) => is_given(*a).cmp(&is_given(*b)).then_with(|| eval.by_name(*a, *b)),
            _ => std::cmp::Ordering::Equal,
        });
        for (value, member) in members {
            if found.looked_at >= LOOKED_AT || eval.session.budget.is_spent() {
                found.is_cut = true;
                return;
            }
            let Val::Element(id) = value else { continue };
            eval.forget_lets(frame);
            frame.set(plan.binding.slot, value);
            chosen.push(id);
            let mut truth = truth.with(member);
            let failed = ready.iter().find(|&&at| {
                let one = self.plan.conjuncts.get(at).map(|conjunct| eval.condition(conjunct.condition, frame));
                truth = truth.with(one.unwrap_or(Truth::True));
                truth == Truth::False
            });
            match failed {
                Some(&failed) => {
                    let conjunct = self.plan.conjuncts.get(failed).filter(|_| found.looked_at < TOLD_APART);
                    let how = conjunct.map(|conjunct| eval.failing(conjunct.condition, frame));
                    let key = Key::Failed(std::cmp::Reverse(failed), how.unwrap_or_default());
                    found.add(key, Truth::False, chosen, frame);
                }
                None => self.choose(at + 1, open, later, truth, chosen, frame, found),
            }
            chosen.pop();
        }
    }

    /// Says of the first of each group why.
    fn told(&self, found: Found<'w>, open: &[&BindingPlan<'r>], later: &[Vec<usize>]) -> Choices {
        let all: Vec<usize> = later.iter().flatten().copied().collect();
        let groups = found.groups.into_iter().map(|(key, (group, mut frame))| {
            self.actual.forget_lets(&mut frame);
            let parts = match key {
                Key::Failed(std::cmp::Reverse(at), _) => vec![self.part(at, &mut frame)],
                Key::True | Key::Open => all.iter().map(|&at| self.part(at, &mut frame)).collect(),
            };
            Group { parts, ..group }
        });
        Choices {
            variables: open.iter().map(|plan| plan.binding.name.clone()).collect(),
            looked_at: found.looked_at,
            is_whole: !found.is_cut,
            groups: groups.collect(),
        }
    }

    fn part(&self, at: usize, frame: &mut Frame<'w>) -> Part {
        match self.plan.conjuncts.get(at) {
            Some(conjunct) => self.actual.part(conjunct.condition, frame),
            None => Part::new(Place::Expr(0), Truth::Unknown),
        }
    }

    /// What each answer to what is open would lead to.
    fn outcomes(&self, given: &[ElementId], truth: Truth, parts: &[Part], choices: Option<&Choices>) -> Vec<Answers> {
        if !truth.is_open() || given.len() < self.plan.subjects.len() {
            return Vec::new();
        }
        let of_choices = choices.iter().flat_map(|choices| &choices.groups);
        let of_choices = of_choices.filter(|group| group.truth.is_open()).flat_map(|group| &group.parts);
        let mut controls: Vec<Control> = Vec::new();
        parts.iter().chain(of_choices).for_each(|part| part.asks(&mut controls));
        controls.truncate(TRIED);
        let answers = |control: Control| {
            let values = self.answers(control.attribute);
            let outcome = |value: &Value| (value.clone(), self.truth_if(control, value, given));
            Answers { control, outcomes: values.iter().take(VALUES).map(outcome).collect() }
        };
        controls.into_iter().map(answers).collect()
    }

    /// The truth of the rule if a control had a value.
    fn truth_if(&self, control: Control, value: &Value, given: &[ElementId]) -> Truth {
        let lens = Rc::new(Lens::flipped(Flip { control, value: Val::from(value) }));
        let eval = self.actual.through(&lens);
        let mut frame = eval.frame(self.plan.rule.frame);
        for (id, plan) in given.iter().zip(&self.plan.subjects) {
            frame.set(plan.binding.slot, Val::Element(*id));
        }
        let mut truth = Truth::True;
        for conjunct in self.plan.of_subjects.iter().filter_map(|&at| self.plan.conjuncts.get(at)) {
            truth = truth.with(eval.condition(conjunct.condition, &mut frame));
        }
        match self.plan.witnesses.is_empty() || truth == Truth::False {
            true => truth,
            false => Witnesses { plan: self.plan, eval }.truth(truth, &mut frame),
        }
    }
}

impl<'w> Found<'w> {
    fn add(&mut self, key: Key, truth: Truth, chosen: &[ElementId], frame: &Frame<'w>) {
        self.looked_at += 1;
        let empty = || Group { truth, count: 0, elements: Vec::new(), parts: Vec::new() };
        let (group, _) = self.groups.entry(key).or_insert_with(|| (empty(), frame.clone()));
        group.truth = group.truth.or(truth);
        group.count += 1;
        if group.elements.len() < NAMED {
            group.elements.push(chosen.to_vec());
        }
    }
}

fn place(condition: Condition<'_>) -> Place {
    match condition {
        Condition::Expr(expr) => Place::Expr(expr.node),
        Condition::Path(leads) => Place::Path { from: leads.from.node, to: leads.to.node, relation: leads.relation },
    }
}

impl Part {
    /// The unstated controls that it hangs on, those of its branches included; each once.
    fn asks(&self, out: &mut Vec<Control>) {
        for control in &self.unknown {
            if !out.contains(control) {
                out.push(*control);
            }
        }
        self.branches.iter().for_each(|branch| branch.asks(out));
    }

    fn new(place: Place, truth: Truth) -> Self {
        Self {
            place,
            truth,
            because: Vec::new(),
            unknown: Vec::new(),
            path: Vec::new(),
            missing: Vec::new(),
            kinds: Vec::new(),
            branches: Vec::new(),
        }
    }
}

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    fn part(&self, condition: Condition<'r>, frame: &mut Frame<'w>) -> Part {
        let truth = self.condition(condition, frame);
        let mut part = Part::new(place(condition), truth);
        if let (Condition::Expr(Expr { kind: ExprKind::Or(operands), .. }), true) = (condition, truth != Truth::True) {
            let failing = operands.iter().map(|operand| self.failing_in(operand, frame).1);
            let failing: Vec<&'r Expr> = failing.collect();
            part.branches = failing.into_iter().map(|expr| self.part(Condition::Expr(expr), frame)).collect();
            return part;
        }
        let mut why = Why::telling(None);
        match (condition, truth) {
            (_, Truth::True) => self.why_condition(condition, frame, &mut why),
            (Condition::Expr(expr), Truth::False) => {
                self.why(expr, false, frame, &mut why);
                self.missing_in(expr, frame, &mut part.missing);
            }
            (Condition::Path(leads), Truth::False) => part.missing.extend(self.missing(leads, frame)),
            _ => {
                let mut hangs = Hangs::default();
                self.condition_hangs(condition, frame, &mut hangs);
                part.unknown = hangs.controls;
            }
        }
        if let Condition::Expr(expr) = condition {
            self.kinds_in(expr, frame, &mut part.kinds);
        }
        part.path = why.path.to_vec();
        part.because = self.reasons(why);
        part
    }

    /// What tells apart how a condition fails: of each branch of an `or`, which condition in it, and how a path does.
    fn failing(&self, condition: Condition<'r>, frame: &mut Frame<'w>) -> Vec<usize> {
        match condition {
            Condition::Expr(Expr { kind: ExprKind::Or(operands), .. }) => {
                let mut failing = Vec::new();
                for operand in operands {
                    let (at, expr) = self.failing_in(operand, frame);
                    failing.push(at);
                    failing.extend(self.failing_path(Condition::Expr(expr), frame));
                }
                failing
            }
            condition => self.failing_path(condition, frame).into_iter().collect(),
        }
    }

    /// Whether there is no way at all, or which condition fails on the shortest.
    fn failing_path(&self, condition: Condition<'r>, frame: &mut Frame<'w>) -> Option<usize> {
        let missing = self.missing(condition.leads()?, frame)?;
        Some(missing.fails.map_or(0, |fails| fails.node as usize + 1))
    }

    /// The first condition of a branch that is false, else the first that is open.
    fn failing_in(&self, branch: &'r Expr, frame: &mut Frame<'w>) -> (usize, &'r Expr) {
        let ExprKind::And(parts) = &branch.kind else { return (0, branch) };
        let truths: Vec<Truth> = parts.iter().map(|part| self.truth(part, frame)).collect();
        let is = |wanted: fn(Truth) -> bool| truths.iter().position(|truth| wanted(*truth));
        let at = is(|truth| truth == Truth::False).or_else(|| is(Truth::is_open));
        at.and_then(|at| Some((at, parts.get(at)?))).unwrap_or((0, branch))
    }

    /// The elements whose kinds an expression asks for, those over other variables apart.
    fn kinds_in(&self, expr: &'r Expr, frame: &mut Frame<'w>, out: &mut Vec<ElementId>) {
        match &expr.kind {
            ExprKind::Quantifier(_) | ExprKind::Leads(_) => {}
            ExprKind::IsKind { subject, .. } => {
                if let Ok(id) = self.element(subject, frame)
                    && !out.contains(&id)
                {
                    out.push(id);
                }
            }
            _ => {
                let mut parts = Vec::new();
                children(expr, &mut |part| parts.push(part));
                parts.into_iter().for_each(|part| self.kinds_in(part, frame, out));
            }
        }
    }

    /// The paths that an expression asks for and that do not hold, those over other variables apart.
    fn missing_in(&self, expr: &'r Expr, frame: &mut Frame<'w>, out: &mut Vec<Missing>) {
        match &expr.kind {
            ExprKind::Leads(leads) => {
                if self.truth(expr, frame) == Truth::False {
                    out.extend(self.missing(leads, frame));
                }
            }
            ExprKind::Quantifier(_) => {}
            // A branch that fails before its path is asked for says nothing of the path.
            ExprKind::And(parts) => {
                let failed = parts.iter().find(|part| self.truth(part, frame) == Truth::False);
                if let Some(failed) = failed {
                    self.missing_in(failed, frame, out);
                }
            }
            _ => {
                let mut parts = Vec::new();
                children(expr, &mut |part| parts.push(part));
                parts.into_iter().for_each(|part| self.missing_in(part, frame, out));
            }
        }
    }

    /// Why no path leads from one end to the other.
    fn missing(&self, leads: &'r Leads, frame: &mut Frame<'w>) -> Option<Missing> {
        let (Ok(from), Ok(to)) = (self.element(&leads.from, frame), self.element(&leads.to, frame)) else {
            return None;
        };
        let graph = self.graph(leads.relation);
        let starts = [Start { node: from, truth: Truth::True, class: 0 }];
        let witness = search(&graph, &starts, &Conditions::default()).arrival(to, &[]).witness();
        let relation = leads.relation;
        let Some(witness) = witness.filter(|_| from != to) else {
            return Some(Missing { from, to, relation, way: Vec::new(), fails: None });
        };
        let between = witness.edges.iter().skip(1).filter_map(|&ix| graph.edge(ix)).map(|edge| edge.from);
        let between: Vec<ElementId> = between.collect();
        let hops = witness.hops;
        let fails = leads.hops.iter().find_map(|condition| {
            let fails = |at| Some(Fails { node: condition.condition.node, mode: condition.mode, at });
            let holds_at = |hop: &Hop, frame: &mut Frame<'w>| {
                frame.set_hop(condition.slot, hop);
                self.truth(&condition.condition, frame)
            };
            match condition.mode {
                HopMode::Avoiding => {
                    let barred =
                        between.iter().find(|&&node| self.holds_of(condition.slot, node, &condition.condition, frame));
                    barred.and_then(|&node| fails(node))
                }
                HopMode::All => {
                    hops.iter().find(|hop| holds_at(hop, frame) != Truth::True).and_then(|hop| fails(hop.to))
                }
                HopMode::No => {
                    hops.iter().find(|hop| holds_at(hop, frame) != Truth::False).and_then(|hop| fails(hop.to))
                }
                HopMode::First => {
                    hops.first().filter(|hop| holds_at(hop, frame) != Truth::True).and_then(|hop| fails(hop.to))
                }
                HopMode::Last => {
                    hops.last().filter(|hop| holds_at(hop, frame) != Truth::True).and_then(|hop| fails(hop.to))
                }
                HopMode::Any => {
                    let none = hops.iter().all(|hop| holds_at(hop, frame) != Truth::True);
                    hops.last().filter(|_| none).and_then(|hop| fails(hop.to))
                }
            }
        });
        Some(Missing { from, to, relation, way: hops, fails })
    }

    fn holds_of(&self, slot: Slot, node: ElementId, condition: &'r Expr, frame: &mut Frame<'w>) -> bool {
        frame.set(slot, Val::Element(node));
        self.truth(condition, frame) != Truth::False
    }
}
