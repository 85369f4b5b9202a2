//! What a path needs to be true of it, and what is known of that.
//!
//! Conditions are asked while the first search runs and remembered by edge or node; every later search reads the memory.

use rustc_hash::FxHashMap;
use tm_model::{ElementId, Truth};

use super::relation::RelationGraph;
use crate::outcome::Hop;

pub type HopTest<'c> = &'c dyn Fn(&Hop) -> Truth;
pub type NodeTest<'c> = &'c dyn Fn(ElementId) -> Truth;

/// Conditions `some` beyond this many are not looked at; the language refuses them.
pub const MAX_SOME: usize = 4;

/// Conditions that do not depend on the ends of a path. Each is asked at most once per edge or node.
#[derive(Clone, Default)]
pub struct Conditions<'c> {
    /// `all h`, and `no h` negated.
    pub every: Vec<HopTest<'c>>,
    /// `any h`: each by some hop. At most [`MAX_SOME`].
    pub some: Vec<HopTest<'c>>,
    pub first: Vec<HopTest<'c>>,
    pub last: Vec<HopTest<'c>>,
    /// True of no node strictly between the ends.
    pub avoiding: Vec<NodeTest<'c>>,
}

/// One thing that has to be true for a path to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Item {
    /// The condition on a start, by its place in the list of starts.
    Start(u32),
    Edge(u32),
    Every(u32),
    Some(u8, u32),
    First(u32),
    Last(u32),
    LastAt(u32),
    /// The node is not one to avoid.
    Pass(u32),
}

pub(super) trait Judge {
    fn judge(&mut self, item: Item) -> Truth;
}

/// Which truths count as true in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layer {
    pub unknown: bool,
    pub not_applicable: bool,
}

impl Layer {
    pub const DEFINITE: Self = Self { unknown: false, not_applicable: false };
    pub const UNKNOWN: Self = Self { unknown: true, not_applicable: false };
    pub const NOT_APPLICABLE: Self = Self { unknown: false, not_applicable: true };
    pub const POSSIBLE: Self = Self { unknown: true, not_applicable: true };

    pub fn admits(self, truth: Truth) -> bool {
        match truth {
            Truth::True => true,
            Truth::Unknown => self.unknown,
            Truth::NotApplicable => self.not_applicable,
            Truth::False => false,
        }
    }
}

/// Answers by edge or node; `None`: never asked, so no path comes by.
type Column = Vec<Option<Truth>>;

/// Everything that conditions answered. A column is empty where there is no such condition.
#[derive(Clone, Debug, Default)]
pub(super) struct Judgements {
    every: Column,
    some: Vec<Column>,
    first: Column,
    last: Column,
    pass: Column,
    /// Whether anything unknown, or not-applicable, stood on the way.
    pub seen: Seen,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub unknown: bool,
    pub not_applicable: bool,
}

impl Seen {
    pub fn note(&mut self, truth: Truth) {
        self.unknown |= truth == Truth::Unknown;
        self.not_applicable |= truth == Truth::NotApplicable;
    }
}

impl Judgements {
    pub fn new(graph: &RelationGraph, conditions: &Conditions<'_>) -> Self {
        let column = |is_needed: bool, rows: usize| if is_needed { vec![None; rows] } else { Column::new() };
        let edges = graph.edge_count();
        Self {
            every: column(!conditions.every.is_empty(), edges),
            some: conditions.some.iter().take(MAX_SOME).map(|_| column(true, edges)).collect(),
            first: column(!conditions.first.is_empty(), edges),
            last: column(!conditions.last.is_empty(), edges),
            pass: column(!conditions.avoiding.is_empty(), graph.node_count()),
            seen: Seen::default(),
        }
    }

    pub fn some_count(&self) -> u8 {
        u8::try_from(self.some.len()).unwrap_or(0)
    }

    pub fn has_first(&self) -> bool {
        !self.first.is_empty()
    }

    pub fn has_last(&self) -> bool {
        !self.last.is_empty()
    }

    fn cell(&mut self, item: Item) -> Option<&mut Option<Truth>> {
        match item {
            Item::Every(edge) => self.every.get_mut(edge as usize),
            Item::Some(which, edge) => self.some.get_mut(which as usize)?.get_mut(edge as usize),
            Item::First(edge) => self.first.get_mut(edge as usize),
            Item::Last(edge) => self.last.get_mut(edge as usize),
            Item::Pass(node) => self.pass.get_mut(node as usize),
            Item::Start(_) | Item::Edge(_) | Item::LastAt(_) => None,
        }
    }

    fn recall(&self, item: Item) -> Truth {
        let (column, row) = match item {
            Item::Every(edge) => (Some(&self.every), edge),
            Item::Some(which, edge) => (self.some.get(which as usize), edge),
            Item::First(edge) => (Some(&self.first), edge),
            Item::Last(edge) => (Some(&self.last), edge),
            Item::Pass(node) => (Some(&self.pass), node),
            Item::Start(_) | Item::Edge(_) | Item::LastAt(_) => (None, 0),
        };
        match column {
            Some(column) if !column.is_empty() => column.get(row as usize).copied().flatten().unwrap_or(Truth::False),
            _ => Truth::True,
        }
    }
}

/// Asks the conditions and remembers the answers.
pub(super) struct Asking<'a, 'c> {
    pub graph: &'a RelationGraph,
    pub conditions: &'a Conditions<'c>,
    pub judgements: &'a mut Judgements,
}

impl Asking<'_, '_> {
    fn ask(&self, item: Item) -> Truth {
        let hops = |tests: &[HopTest<'_>], edge: u32| match self.graph.hop(edge) {
            Some(hop) => all(tests.iter().map(|test| test(&hop))),
            None => Truth::False,
        };
        match item {
            Item::Every(edge) => hops(&self.conditions.every, edge),
            Item::Some(which, edge) => {
                hops(self.conditions.some.get(which as usize).map_or(&[], std::slice::from_ref), edge)
            }
            Item::First(edge) => hops(&self.conditions.first, edge),
            Item::Last(edge) => hops(&self.conditions.last, edge),
            Item::Pass(node) => match self.graph.element(node) {
                Some(element) => all(self.conditions.avoiding.iter().map(|test| test(element).negate())),
                None => Truth::False,
            },
            Item::Edge(edge) => self.graph.row(edge).map_or(Truth::False, |row| row.truth),
            Item::Start(_) | Item::LastAt(_) => Truth::True,
        }
    }
}

impl Judge for Asking<'_, '_> {
    fn judge(&mut self, item: Item) -> Truth {
        let answer = match self.judgements.cell(item) {
            Some(Some(known)) => return *known,
            Some(None) => {
                let answer = self.ask(item);
                if let Some(cell) = self.judgements.cell(item) {
                    *cell = Some(answer);
                }
                answer
            }
            // Without a column there is no condition to ask, but edges have a truth of their own.
            None => match item {
                Item::Edge(_) => self.ask(item),
                _ => return Truth::True,
            },
        };
        self.judgements.seen.note(answer);
        answer
    }
}

/// Conjunction that stops at the first `False`.
pub(super) fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut result = Truth::True;
    for truth in truths {
        result = result.and(truth);
        if result == Truth::False {
            break;
        }
    }
    result
}

/// Reads what was answered.
#[derive(Clone, Copy)]
pub(super) struct Recall<'a> {
    pub graph: &'a RelationGraph,
    pub judgements: &'a Judgements,
    /// Truth of each start.
    pub starts: &'a [super::reach::Entry],
    /// Conditions on the last hop that depend on the target, by edge.
    pub last_at: Option<&'a FxHashMap<u32, Truth>>,
    /// These are all conditions on the last hop: what was answered of the others does not count.
    pub has_all_last: bool,
}

impl Recall<'_> {
    pub fn truth(&self, item: Item) -> Truth {
        match item {
            Item::Edge(edge) => self.graph.row(edge).map_or(Truth::False, |row| row.truth),
            Item::Start(start) => self.starts.get(start as usize).map_or(Truth::False, |entry| entry.truth),
            Item::Last(_) if self.has_all_last => Truth::True,
            Item::LastAt(edge) => {
                self.last_at.map_or(Truth::True, |hops| hops.get(&edge).copied().unwrap_or(Truth::False))
            }
            _ => self.judgements.recall(item),
        }
    }
}

impl Judge for Recall<'_> {
    fn judge(&mut self, item: Item) -> Truth {
        self.truth(item)
    }
}
