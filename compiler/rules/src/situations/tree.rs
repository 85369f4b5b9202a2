//! Decision trees of what is read, and the way of an element down one of them.

use rustc_hash::FxHashMap;
use tm_model::{AttrId, ElementId, Value};

use super::answer::{Answer, Seen, What};
use super::surface::Surface;
use crate::outcome::Control;

/// How an element is come to from the subject, by number. The same way leads from one subject to one element.
pub(crate) type Way = u32;

/// The subject itself.
pub(super) const SUBJECT: Way = 0;

/// Elements of one list that are told apart, and elements of one situation.
pub(super) const MANY: usize = 48;
/// Nodes of one tree, and of all: a situation that hardly comes twice is not worth its place.
const NODES_OF_ONE: u32 = 8_000;
const NODES: usize = 120_000;
/// Values kept to be compared.
const VALUES: usize = 50_000;
/// No place in a table.
const NONE: u32 = u32::MAX;

/// What has been learnt of several judgements, a tree for each. `L`: what comes of a situation.
pub(crate) struct Situations<L> {
    reads: Vec<Read>,
    read_index: FxHashMap<(Way, What), u32>,
    ways: Way,
    values: FxHashMap<Value, u32>,
    lists: FxHashMap<Box<[Way]>, u32>,
    nodes: Vec<Node>,
    branches: Vec<Branch>,
    outcomes: Vec<L>,
    trees: Vec<Tree>,
    /// By read: what the subject at hand says, with the number of that subject.
    known: Vec<(u32, Known)>,
    subject: u32,
    bound: Bound,
    /// For making lists of ways.
    list: Vec<Way>,
}

/// Something that is read of the element at the end of a way, and the ways to the elements that it yields.
struct Read {
    way: Way,
    what: What,
    leads_to: Vec<Way>,
}

/// What has been read already, by another tree. What an element is called depends on what the tree has read before it.
#[derive(Clone, Copy)]
enum Known {
    Answer(Answer),
    One(ElementId),
}

#[derive(Clone, Copy)]
enum Node {
    /// Nobody has come here.
    Open,
    /// What is read next, and the first of the branches.
    Read {
        read: u32,
        first: u32,
    },
    End {
        outcome: u32,
    },
    /// What is read from here on cannot be learnt.
    Never,
}

/// Where an answer leads, and the next branch of the same node.
struct Branch {
    answer: Answer,
    to: u32,
    next: u32,
}

struct Tree {
    root: u32,
    nodes: u32,
}

/// The elements of one situation with the ways that lead to them; each once, by the first way.
#[derive(Default)]
pub(crate) struct Bound(Vec<(ElementId, Way)>);

impl Bound {
    pub(super) fn reset(&mut self, subject: ElementId) {
        self.0.clear();
        self.0.push((subject, SUBJECT));
    }

    pub(crate) fn element(&self, way: Way) -> Option<ElementId> {
        self.0.iter().find(|(_, known)| *known == way).map(|(element, _)| *element)
    }

    pub(crate) fn way(&self, element: ElementId) -> Option<Way> {
        self.0.iter().find(|(known, _)| *known == element).map(|(_, way)| *way)
    }

    /// A control of an element that is called by its way.
    pub(crate) fn control(&self, (way, attribute): &(Way, AttrId)) -> Option<Control> {
        Some(Control { element: self.element(*way)?, attribute: *attribute })
    }

    /// The reverse.
    pub(crate) fn way_of(&self, control: &Control) -> Option<(Way, AttrId)> {
        Some((self.way(control.element)?, control.attribute))
    }
}

/// What is known of the situation of an element.
pub(crate) enum Found<'s, L> {
    /// What comes of it, and its elements.
    Known(&'s L, &'s Bound),
    /// It has not been seen before.
    New,
    /// It cannot be learnt.
    Never,
}

/// How a situation ends that has been recorded.
pub(super) enum Ending<L> {
    Outcome(L),
    /// With a read whose answer cannot be learnt: that of another element may.
    At(u32),
    Never,
}

enum End {
    Known(u32),
    New,
    Never,
}

impl<L> Situations<L> {
    pub(crate) fn new(trees: usize) -> Self {
        let roots = 0..u32::try_from(trees).unwrap_or(NONE);
        Self {
            reads: Vec::new(),
            read_index: FxHashMap::default(),
            ways: SUBJECT + 1,
            values: FxHashMap::default(),
            lists: FxHashMap::default(),
            nodes: vec![Node::Open; trees],
            branches: Vec::new(),
            outcomes: Vec::new(),
            trees: roots.map(|root| Tree { root, nodes: 1 }).collect(),
            known: Vec::new(),
            subject: 0,
            bound: Bound::default(),
            list: Vec::new(),
        }
    }

    /// Turns to another subject (or to the same in a world that may have changed).
    pub(crate) fn turn(&mut self) {
        if self.subject == u32::MAX {
            self.known.iter_mut().for_each(|known| known.0 = 0);
            self.subject = 0;
        }
        self.subject += 1;
    }

    /// The situation of the subject at hand.
    pub(crate) fn find(&mut self, tree: usize, surface: &Surface<'_, '_, '_>) -> Found<'_, L> {
        let Some(root) = self.trees.get(tree).map(|tree| tree.root) else { return Found::Never };
        let mut bound = std::mem::take(&mut self.bound);
        bound.reset(surface.subject);
        let end = self.descend(root, surface, &mut bound);
        self.bound = bound;
        match end {
            End::Known(outcome) => match self.outcomes.get(outcome as usize) {
                Some(outcome) => Found::Known(outcome, &self.bound),
                None => Found::Never,
            },
            End::New => Found::New,
            End::Never => Found::Never,
        }
    }

    fn descend(&mut self, root: u32, surface: &Surface<'_, '_, '_>, bound: &mut Bound) -> End {
        let mut at = root;
        loop {
            let (read, first) = match self.nodes.get(at as usize) {
                Some(Node::Read { read, first }) => (*read, *first),
                Some(Node::End { outcome }) => return End::Known(*outcome),
                Some(Node::Open) => return End::New,
                Some(Node::Never) | None => return End::Never,
            };
            let Some(answer) = self.ask(read, surface, bound) else { return End::Never };
            match self.branch(first, answer) {
                Some(to) => at = to,
                None => return End::New,
            }
        }
    }

    fn branch(&self, first: u32, answer: Answer) -> Option<u32> {
        let mut at = first;
        loop {
            let branch = self.branches.get(at as usize)?;
            if branch.answer == answer {
                return Some(branch.to);
            }
            at = branch.next;
        }
    }

    /// What the subject says to a read; `None`: nothing that can be learnt from.
    fn ask(&mut self, read: u32, surface: &Surface<'_, '_, '_>, bound: &mut Bound) -> Option<Answer> {
        match self.known.get(read as usize)? {
            (subject, Known::Answer(answer)) if *subject == self.subject => return Some(*answer),
            (subject, Known::One(id)) if *subject == self.subject => {
                let id = *id;
                return self.element(read, id, bound);
            }
            _ => {}
        }
        let Read { way, what, .. } = self.reads.get(read as usize)?;
        let seen = if *way == SUBJECT { surface.see_subject(*what) } else { surface.see(bound.element(*way)?, *what) };
        let one = match seen {
            Seen::One(id) => Some(id),
            Seen::Many(_) | Seen::Set(_) => return self.answer(read, seen, bound),
            _ => None,
        };
        let answer = self.answer(read, seen, bound)?;
        if let Some(place) = self.known.get_mut(read as usize) {
            *place = (self.subject, one.map_or(Known::Answer(answer), Known::One));
        }
        Some(answer)
    }

    /// The number of a read.
    pub(super) fn read(&mut self, way: Way, what: What) -> u32 {
        let next = self.reads.len() as u32;
        let number = *self.read_index.entry((way, what)).or_insert(next);
        if number == next {
            self.reads.push(Read { way, what, leads_to: Vec::new() });
            self.known.push((0, Known::Answer(Answer::None)));
        }
        number
    }

    /// Calls the elements of an answer by the ways to them.
    pub(super) fn answer(&mut self, read: u32, seen: Seen<'_>, bound: &mut Bound) -> Option<Answer> {
        match seen {
            Seen::Answer(answer) => Some(answer),
            Seen::Value(value) => self.value(value),
            Seen::Today(date) => self.value(&Value::Date(date)),
            Seen::One(id) => self.element(read, id, bound),
            Seen::Many(ids) => self.list(read, ids.len(), ids.iter().copied(), bound),
            Seen::Set(set) => {
                let ids = set.members.iter().filter_map(|member| match member {
                    Value::Element(id) => Some(*id),
                    _ => None,
                });
                self.list(read, set.members.len(), ids, bound)
            }
            Seen::Else => None,
        }
    }

    fn element(&mut self, read: u32, id: ElementId, bound: &mut Bound) -> Option<Answer> {
        Some(Answer::Element(match bound.way(id) {
            Some(way) => way,
            None => self.bind(read, 0, id, bound)?,
        }))
    }

    fn value(&mut self, value: &Value) -> Option<Answer> {
        if let Some(known) = self.values.get(value) {
            return Some(Answer::Value(*known));
        }
        let next = self.values.len();
        (next < VALUES).then(|| {
            self.values.insert(value.clone(), next as u32);
            Answer::Value(next as u32)
        })
    }

    fn list(
        &mut self,
        read: u32,
        len: usize,
        ids: impl Iterator<Item = ElementId>,
        bound: &mut Bound,
    ) -> Option<Answer> {
        if len > MANY {
            return None;
        }
        self.list.clear();
        let mut is_new = true;
        for (at, id) in ids.enumerate() {
            let way = match bound.way(id) {
                Some(way) => {
                    is_new = false;
                    way
                }
                None => self.bind(read, at, id, bound)?,
            };
            self.list.push(way);
        }
        if is_new {
            return Some(Answer::Elements(len as u32));
        }
        if let Some(known) = self.lists.get(self.list.as_slice()) {
            return Some(Answer::Ways(*known));
        }
        let next = self.lists.len();
        (next < VALUES).then(|| {
            self.lists.insert(self.list.as_slice().into(), next as u32);
            Answer::Ways(next as u32)
        })
    }

    /// Gives an element the way by which it has been come to.
    fn bind(&mut self, read: u32, at: usize, id: ElementId, bound: &mut Bound) -> Option<Way> {
        if bound.0.len() > MANY {
            return None;
        }
        let Read { leads_to, .. } = self.reads.get_mut(read as usize)?;
        while leads_to.len() <= at {
            leads_to.push(self.ways);
            self.ways += 1;
        }
        let way = *leads_to.get(at)?;
        bound.0.push((id, way));
        Some(way)
    }

    /// Keeps how a situation ends.
    pub(super) fn learn(&mut self, tree: usize, reads: &[(u32, Answer)], end: Ending<L>) {
        let Some(known) = self.trees.get(tree) else { return };
        if known.nodes > NODES_OF_ONE || self.nodes.len() > NODES {
            return;
        }
        let (mut at, before) = (known.root, self.nodes.len());
        for (read, answer) in reads {
            let Some(node) = self.nodes.get_mut(at as usize) else { return };
            if matches!(node, Node::Open) {
                *node = Node::Read { read: *read, first: NONE };
            }
            // The same answers lead to the same question.
            debug_assert!(matches!(node, Node::Read { read: known, .. } if known == read));
            let Node::Read { first, .. } = *node else { return };
            at = match self.branch(first, *answer) {
                Some(to) => to,
                None => self.grow(at, *answer),
            };
        }
        let end = match end {
            Ending::Outcome(outcome) => {
                self.outcomes.push(outcome);
                Node::End { outcome: self.outcomes.len() as u32 - 1 }
            }
            Ending::At(read) => Node::Read { read, first: NONE },
            Ending::Never => Node::Never,
        };
        if let Some(node @ Node::Open) = self.nodes.get_mut(at as usize) {
            *node = end;
        }
        let more = self.nodes.len() - before;
        if let Some(tree) = self.trees.get_mut(tree) {
            tree.nodes = tree.nodes.saturating_add(more as u32);
        }
    }

    /// Another branch, to a new node.
    fn grow(&mut self, at: u32, answer: Answer) -> u32 {
        let (to, branch) = (self.nodes.len() as u32, self.branches.len() as u32);
        if let Some(Node::Read { first, .. }) = self.nodes.get_mut(at as usize) {
            self.branches.push(Branch { answer, to, next: std::mem::replace(first, branch) });
        }
        self.nodes.push(Node::Open);
        to
    }
}
