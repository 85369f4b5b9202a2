//! What rules ask for: open questions by what would answer them, and how much is stated of all that is asked.

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, ElementId, Origin, Stored, Value};
use tm_rules::{Control, Question as Open, World};

use super::Rendering;
use crate::db::Pack;
use crate::report::{Coverage, Decides, Location, Name, Question};

/// By unit of what is asked about.
#[derive(Default)]
pub(crate) struct Asked {
    units: FxHashMap<u32, AskedInUnit>,
    /// What single subjects are called: several rules ask about each.
    names: FxHashMap<ElementId, Arc<[Name]>>,
}

#[derive(Default)]
pub(crate) struct AskedInUnit {
    pending: Vec<Pending>,
    /// Slots and attributes, some of them more than once.
    controls: Vec<(u32, AttrId)>,
}

/// An unstated control, and something that it decides.
struct Pending {
    slot: u32,
    attribute: AttrId,
    /// In the pack.
    rule: usize,
    on: Arc<[Name]>,
}

impl Asked {
    /// `unit`: only what is asked about elements of that unit.
    pub fn question(&mut self, rule: usize, question: &Open, unit: Option<u32>, name: &dyn Fn(ElementId) -> Name) {
        let is_meant = |control: &&Control| unit.is_none_or(|unit| control.element.unit == unit);
        let mut meant = question.decided_by.iter().filter(is_meant).peekable();
        if meant.peek().is_none() {
            return;
        }
        let called = || question.subjects.iter().map(|id| name(*id)).collect();
        let on: Arc<[Name]> = match question.subjects.as_slice() {
            [subject] => self.names.entry(*subject).or_insert_with(called).clone(),
            _ => called(),
        };
        for Control { element, attribute } in meant {
            let pending = Pending { slot: element.slot, attribute: *attribute, rule, on: on.clone() };
            self.unit(element.unit).pending.push(pending);
        }
    }

    pub fn controls(&mut self, controls: &[Control]) {
        for Control { element, attribute } in controls {
            self.unit(element.unit).controls.push((element.slot, *attribute));
        }
    }

    pub fn into_units(self) -> Vec<(u32, AskedInUnit)> {
        let mut units: Vec<_> = self.units.into_iter().collect();
        units.sort_unstable_by_key(|(unit, _)| *unit);
        units
    }

    fn unit(&mut self, unit: u32) -> &mut AskedInUnit {
        self.units.entry(unit).or_default()
    }
}

impl AskedInUnit {
    /// What several have been told of one unit.
    pub fn joined(parts: Vec<Self>) -> Self {
        let mut all = Self {
            pending: Vec::with_capacity(parts.iter().map(|part| part.pending.len()).sum()),
            controls: Vec::with_capacity(parts.iter().map(|part| part.controls.len()).sum()),
        };
        for part in parts {
            all.pending.extend(part.pending);
            all.controls.extend(part.controls);
        }
        all
    }

    /// In the order of the report, but for files: what decides most comes first.
    pub fn questions(&mut self, unit: u32, rendering: &Rendering<'_, '_>, pack: &Pack) -> Vec<Question> {
        let name = |pending: &Pending| pack.rules.get(pending.rule).map(|rule| &rule.name);
        self.pending.sort_unstable_by(|a, b| {
            let of_control = (a.slot, a.attribute).cmp(&(b.slot, b.attribute));
            let of_rule = || if a.rule == b.rule { Ordering::Equal } else { name(a).cmp(&name(b)) };
            of_control.then_with(of_rule).then_with(|| a.on.cmp(&b.on))
        });
        let pending = std::mem::take(&mut self.pending);
        let mut questions = Vec::new();
        for of_element in pending.chunk_by(|a, b| a.slot == b.slot) {
            let Some(slot) = of_element.first().map(|first| first.slot) else { continue };
            let element = ElementId { unit, slot };
            let Some(location) = rendering.files.element(element) else { continue };
            for asked in of_element.chunk_by(|a, b| a.attribute == b.attribute) {
                let Some(attribute) = asked.first().map(|first| first.attribute) else { continue };
                let attribute = rendering.attribute(Control { element, attribute });
                questions.push((Reverse(asked.len()), location.range, attribute, element, location.file, asked));
            }
        }
        questions.sort_unstable_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        let question = |(_, range, attribute, element, file, pending): (_, _, _, _, _, &[Pending])| Question {
            element: rendering.name(element),
            attribute,
            decides: pending
                .iter()
                .map(|pending| Decides { rule: name(pending).cloned().unwrap_or_default(), on: pending.on.clone() })
                .collect(),
            location: Location { file, range },
        };
        questions.into_iter().map(question).collect()
    }

    pub fn coverage(&mut self, unit: u32, world: &dyn World) -> Coverage {
        self.controls.sort_unstable();
        self.controls.dedup();
        let control = |&(slot, attribute): &(u32, AttrId)| Control { element: ElementId { unit, slot }, attribute };
        let stated = self.controls.iter().map(control).filter(|control| is_stated(world, *control));
        Coverage { stated: stated.count(), asked: self.controls.len() }
    }
}

/// Whether somebody states a control, at the element or around it.
pub(crate) fn is_stated(world: &dyn World, control: Control) -> bool {
    match world.stored(control.element, control.attribute) {
        Stored::Fact(fact) => {
            fact.value != Value::Unknown
                && matches!(fact.origin, Origin::Stated(_) | Origin::Each(_) | Origin::Inherited(_))
        }
        Stored::Computed(_) | Stored::Absent => false,
    }
}
