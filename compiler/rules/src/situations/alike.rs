//! Elements that are alike: of one kind, with the same values of their own.
//!
//! What is read of nothing but its own values leads each of them to the same place of a tree. So that place is looked up, and the
//! way down begins there. Values that name elements are left to the way down: which elements those are is told there.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{Element, Fact, Origin, Stored, Template};

use super::answer::{Answer, Seen, What, stored};
use super::surface::Surface;
use super::tree::{NONE, Node, Read, SUBJECT, Situations};

/// Classes kept: of elements that are all different nothing is gained.
const CLASSES: usize = 4_096;

/// Stands for what is not looked at here.
const OPAQUE: Answer = Answer::Elements(u32::MAX);

#[derive(Default)]
pub(super) struct Alike {
    classes: FxHashMap<Box<[(u32, Answer)]>, u32>,
    templates: FxHashMap<Box<[Answer]>, u32>,
    /// Templates of the unit at hand, by where they are in memory.
    of_unit: FxHashMap<usize, Option<u32>>,
    /// By class and tree: the node that its own values lead to.
    starts: Vec<Box<[u32]>>,
    /// The class of the subject at hand.
    at: Option<u32>,
    key: Vec<(u32, Answer)>,
}

impl<L> Situations<L> {
    /// Turns to another unit: its templates are not those of the one before.
    pub(crate) fn enter_unit(&mut self) {
        self.alike.of_unit.clear();
    }

    /// Turns to another subject, all of whose values may be looked at.
    pub(crate) fn turn_to(&mut self, element: &Element) {
        self.turn();
        self.alike.at = self.class(element);
    }

    pub(super) fn turn_to_any(&mut self) {
        self.alike.at = None;
    }

    fn class(&mut self, element: &Element) -> Option<u32> {
        let template = self.template(element.row.template())?;
        let mut key = std::mem::take(&mut self.alike.key);
        key.clear();
        key.push((element.kind.0, Answer::Value(template)));
        for (attribute, fact) in element.row.own() {
            key.push((attribute.0, self.opaquely(fact)?));
        }
        let class = match self.alike.classes.get(key.as_slice()) {
            Some(known) => Some(*known),
            None if self.alike.starts.len() < CLASSES => {
                let next = self.alike.starts.len() as u32;
                self.alike.classes.insert(key.as_slice().into(), next);
                self.alike.starts.push(vec![NONE; self.trees()].into());
                Some(next)
            }
            None => None,
        };
        self.alike.key = key;
        class
    }

    fn template(&mut self, template: &Arc<Template>) -> Option<u32> {
        let place = Arc::as_ptr(template) as usize;
        if let Some(known) = self.alike.of_unit.get(&place) {
            return *known;
        }
        let answers: Option<Box<[Answer]>> = template.facts.iter().map(|fact| self.opaquely(fact)).collect();
        let class = answers.and_then(|answers| {
            let next = self.alike.templates.len();
            if next >= CLASSES && !self.alike.templates.contains_key(&answers) {
                return None;
            }
            Some(*self.alike.templates.entry(answers).or_insert(next as u32))
        });
        self.alike.of_unit.insert(place, class);
        class
    }

    /// What it says, unless that is elements.
    fn opaquely(&mut self, fact: &Fact) -> Option<Answer> {
        match stored(Stored::Fact(fact)) {
            // The kind says what is computed.
            _ if matches!(fact.origin, Origin::Computed) => Some(OPAQUE),
            Seen::Answer(answer) => Some(answer),
            Seen::Value(value) => self.value(value),
            _ => Some(OPAQUE),
        }
    }

    /// Where the way of the subject at hand down a tree begins.
    pub(super) fn start(&mut self, tree: usize, root: u32, surface: &Surface<'_, '_, '_>) -> u32 {
        let Some(class) = self.alike.at else { return root };
        let known = |starts: &[Box<[u32]>]| starts.get(class as usize)?.get(tree).copied();
        if let Some(start) = known(&self.alike.starts).filter(|start| *start != NONE) {
            return start;
        }
        let (start, is_all) = self.follow(root, surface);
        if is_all && let Some(place) = self.alike.starts.get_mut(class as usize).and_then(|of| of.get_mut(tree)) {
            *place = start;
        }
        start
    }

    /// As far as the subject's own values lead; and whether they may lead further once more is known.
    fn follow(&mut self, root: u32, surface: &Surface<'_, '_, '_>) -> (u32, bool) {
        let mut at = root;
        loop {
            let (read, first) = match self.nodes.get(at as usize) {
                Some(Node::Read { read, first }) => (*read, *first),
                Some(Node::Open) => return (at, false),
                Some(Node::End { .. } | Node::Never) | None => return (at, true),
            };
            let Some(Read { way: SUBJECT, what: what @ (What::Stored(_) | What::Kind), .. }) =
                self.reads.get(read as usize)
            else {
                return (at, true);
            };
            let answer = match surface.see_subject(*what) {
                Seen::Answer(answer) => Some(answer),
                Seen::Value(value) => self.value(value),
                _ => None,
            };
            let Some(answer) = answer else { return (at, true) };
            match self.branch(first, answer) {
                Some(to) => at = to,
                None => return (at, false),
            }
        }
    }
}
