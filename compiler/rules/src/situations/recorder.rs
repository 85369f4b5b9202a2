//! A world that remembers what has been read of it, from one element on.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::sync::Arc;

use tm_model::{
    AttrId, Builtin, Date, Element, ElementId, Facts, KindId, Link, Links, RelationId, Schema, Stored, Value,
};

use super::answer::{Answer, Seen, What, link, small, stored};
use super::surface::Surface;
use super::tree::{Bound, Ending, SUBJECT, Situations};
use crate::engine::{Graphs, View, World};
use crate::graph::RelationGraph;

/// Reads of one situation. What reads more is mostly a list of its own each time.
const READS: usize = 256;

/// The world as it is, for one evaluation about the element at hand. Once something has been read that cannot be learnt, it
/// is empty, so that an evaluation that will not count ends soon.
pub(crate) struct Recorder<'a, 'r, 'w, L> {
    surface: Surface<'a, 'r, 'w>,
    trace: RefCell<Trace<'a, L>>,
    /// What is computed counts as what it is computed from.
    looks_behind: bool,
}

struct Trace<'a, L> {
    situations: &'a mut Situations<L>,
    reads: Vec<(u32, Answer)>,
    bound: Bound,
    lost: Option<Lost>,
}

/// Why nothing can be learnt.
enum Lost {
    /// Something else than this element and what it leads to has been read.
    Elsewhere,
    /// The answer to this read.
    Answer(u32),
    TooMuch,
}

impl<'a, 'r, 'w: 'r, L> Recorder<'a, 'r, 'w, L> {
    pub(crate) fn new(surface: Surface<'a, 'r, 'w>, situations: &'a mut Situations<L>) -> Self {
        let mut bound = Bound::default();
        bound.reset(surface.subject);
        let trace = Trace { situations, reads: Vec::new(), bound, lost: None };
        Self { surface, trace: RefCell::new(trace), looks_behind: false }
    }

    /// Writes down what computed values are computed from instead of the values: nobody else will want them.
    pub(crate) fn looking_behind(self) -> Self {
        Self { looks_behind: true, ..self }
    }

    /// Ends the recording. `keep`: what came of it, in terms of ways; `None` if that cannot be said or should not be kept.
    /// `None`: nothing that is true has come of it.
    pub(crate) fn finish<T>(self, tree: usize, outcome: T, keep: impl FnOnce(&T, &Bound) -> Option<L>) -> Option<T> {
        let Trace { situations, reads, bound, lost } = self.trace.into_inner();
        let (end, told) = match lost {
            None => match keep(&outcome, &bound) {
                Some(kept) => (Ending::Outcome(kept), Some(outcome)),
                None => (Ending::Never, None),
            },
            Some(Lost::Elsewhere) => (Ending::Never, None),
            Some(Lost::Answer(read)) => (Ending::At(read), None),
            Some(Lost::TooMuch) => return None,
        };
        situations.learn(tree, &reads, end);
        told
    }

    fn world(&self) -> &'w dyn World {
        self.surface.actual.session.engine.world
    }

    fn note(&self, element: ElementId, what: What, seen: Seen<'_>) {
        self.trace.borrow_mut().note(element, what, seen);
    }

    fn computed(&self, element: ElementId, attribute: AttrId, view: View) -> Option<Value> {
        let value = self.surface.computed(element, attribute, view)?.into_value();
        self.note(element, What::Computed(attribute, view), small(&value).map_or(Seen::Else, Seen::Answer));
        Some(value)
    }

    fn lose(&self) {
        self.trace.borrow_mut().lost.get_or_insert(Lost::Elsewhere);
    }

    fn is_lost(&self) -> bool {
        self.trace.borrow().lost.is_some()
    }
}

impl<L> Trace<'_, L> {
    fn note(&mut self, element: ElementId, what: What, seen: Seen<'_>) {
        if self.lost.is_none() {
            self.lost = self.add(element, what, seen).err();
        }
    }

    fn add(&mut self, element: ElementId, what: What, seen: Seen<'_>) -> Result<(), Lost> {
        let way = self.bound.way(element).ok_or(Lost::Elsewhere)?;
        let read = self.situations.read(way, what);
        if self.reads.iter().any(|(known, _)| *known == read) {
            return Ok(());
        }
        let answer = self.situations.answer(read, seen, &mut self.bound).ok_or(Lost::Answer(read))?;
        if self.reads.len() >= READS {
            return Err(Lost::TooMuch);
        }
        self.reads.push((read, answer));
        Ok(())
    }
}

impl<'r, 'w: 'r, L> Facts for Recorder<'_, 'r, 'w, L> {
    fn schema(&self) -> &Schema {
        self.world().schema()
    }

    /// What elements are called is told, and decides nothing that is learnt.
    fn element(&self, id: ElementId) -> Option<&Element> {
        self.lose();
        self.world().element(id)
    }

    fn links(&self, id: ElementId) -> Option<&Links> {
        self.lose();
        self.world().links(id)
    }

    fn kind(&self, id: ElementId) -> Option<KindId> {
        let kind = self.world().kind(id);
        self.note(id, What::Kind, Seen::Answer(kind.map_or(Answer::None, Answer::Kind)));
        kind
    }

    fn link(&self, id: ElementId, which: Builtin) -> Link<'_> {
        let found = self.world().link(id, which);
        self.note(id, What::Link(which), link(found));
        if self.is_lost() { Link::None } else { found }
    }

    fn members(&self, id: ElementId) -> &[ElementId] {
        let found = self.world().members(id);
        self.note(id, What::Members, Seen::Many(found));
        if self.is_lost() { &[] } else { found }
    }

    fn all(&self, _: KindId) -> &[ElementId] {
        self.lose();
        &[]
    }

    fn today(&self) -> Date {
        let today = self.world().today();
        let subject = self.trace.borrow().bound.element(SUBJECT);
        if let Some(subject) = subject {
            self.note(subject, What::Today, Seen::Today(today));
        }
        today
    }

    fn order(&self, a: ElementId, b: ElementId) -> Ordering {
        self.lose();
        self.world().order(a, b)
    }

    fn column(&self, element: ElementId, attribute: AttrId) -> Option<Value> {
        let known = self.computed(element, attribute, View::Actual);
        if known.is_none() {
            self.lose();
        }
        known
    }

    fn stored(&self, element: ElementId, attribute: AttrId) -> Stored<'_> {
        let found = self.world().stored(element, attribute);
        self.note(element, What::Stored(attribute), stored(found));
        found
    }
}

impl<'r, 'w: 'r, L> Graphs for Recorder<'_, 'r, 'w, L> {
    fn graph(&self, _: RelationId, _: View) -> Arc<RelationGraph> {
        self.lose();
        Arc::default()
    }

    fn hidden_column(&self, element: ElementId, attribute: AttrId) -> Option<Value> {
        let known = self.computed(element, attribute, View::ControlsUnknown);
        if known.is_none() {
            self.lose();
        }
        known
    }

    fn known(&self, element: ElementId, attribute: AttrId, view: View) -> Option<Value> {
        if self.looks_behind { None } else { self.computed(element, attribute, view) }
    }
}
