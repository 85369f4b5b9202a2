//! The facts that made a finding true, as labels: one for what one line says in one way.

use tm_analysis::report::{Finding, Location, Provenance, Range32, Reason};

use crate::names::Names;
use crate::sanitize::{self, NAME};

/// More labels than this hide what matters.
const LABELS: usize = 6;
/// Of a long path only the first hops are shown in the source; a note shows all.
const HOPS: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    pub(super) labels: Vec<(&'a Location, String)>,
    /// What is to be said of the finding's own location.
    pub(super) origin: Option<&'static str>,
    /// Facts that no text of the project states.
    pub(super) unplaced: Vec<String>,
    /// Facts that found no room.
    pub(super) left_out: usize,
}

/// What one place says.
struct Saying<'a> {
    location: &'a Location,
    provenance: Provenance,
    facts: Vec<Fact<'a>>,
}

/// One value, of one or several elements.
struct Fact<'a> {
    attribute: &'a str,
    value: &'a str,
    elements: Vec<&'a str>,
}

pub(super) fn facts<'a>(finding: &'a Finding, main: &Location, names: &Names) -> Facts<'a> {
    let mut shown = Facts::default();
    let mut sayings: Vec<Saying> = Vec::new();
    let mut unplaced: Vec<(Provenance, Vec<Fact>)> = Vec::new();
    for reason in &finding.because {
        match &reason.location {
            None => match unplaced.iter_mut().find(|(provenance, _)| *provenance == reason.provenance) {
                Some((_, facts)) => add(facts, reason),
                None => {
                    let mut facts = Vec::new();
                    add(&mut facts, reason);
                    unplaced.push((reason.provenance, facts));
                }
            },
            Some(location) if same_start(location, main) => {
                shown.origin = shown.origin.or(origin(reason.provenance));
            }
            Some(location) => match sayings
                .iter_mut()
                .find(|saying| saying.location == location && saying.provenance == reason.provenance)
            {
                Some(saying) => add(&mut saying.facts, reason),
                None => {
                    let mut facts = Vec::new();
                    add(&mut facts, reason);
                    sayings.push(Saying { location, provenance: reason.provenance, facts });
                }
            },
        }
    }
    let hops = finding.path.iter().enumerate().filter_map(|(at, hop)| Some((at, hop, hop.location.as_ref()?)));
    for (at, hop, location) in hops.filter(|(.., location)| !same_start(location, main)).take(HOPS) {
        let hop = format!("hop {}: {} -> {}", at + 1, names.show(&hop.from), names.show(&hop.to));
        shown.labels.push((location, hop));
    }
    for saying in sayings {
        let known = shown.labels.iter().any(|(location, _)| same_start(location, saying.location));
        if known || shown.labels.len() < LABELS {
            let facts: Vec<_> = saying.facts.iter().map(|fact| fact.words(finding, names)).collect();
            let text = format!("{} {}", facts.join(", "), words(saying.provenance));
            shown.labels.push((saying.location, text));
        } else {
            shown.left_out += saying.facts.len();
        }
    }
    for (provenance, facts) in unplaced {
        shown.left_out += facts.len().saturating_sub(LABELS);
        let facts: Vec<_> = facts.iter().take(LABELS).map(|fact| fact.words(finding, names)).collect();
        shown.unplaced.push(format!("{} {}", facts.join(", "), unplaced_words(provenance)));
    }
    shown
}

fn same_start(one: &Location, other: &Location) -> bool {
    let start = |location: &Location| {
        let Range32 { start, .. } = location.range;
        (location.file, start)
    };
    start(one) == start(other)
}

fn add<'a>(facts: &mut Vec<Fact<'a>>, reason: &'a Reason) {
    let Reason { element, attribute, value, .. } = reason;
    match facts.iter_mut().find(|fact| (fact.attribute, fact.value) == (attribute, value)) {
        Some(fact) if fact.elements.contains(&element.as_str()) => {}
        Some(fact) => fact.elements.push(element),
        None => facts.push(Fact { attribute, value, elements: vec![element] }),
    }
}

impl Fact<'_> {
    /// `` `exposure: internet` of `cart` ``; the finding's own element goes without saying.
    fn words(&self, finding: &Finding, names: &Names) -> String {
        let attribute = sanitize::inline(self.attribute, NAME);
        let value = sanitize::inline(self.value, NAME);
        let own = |element: &str| finding.on.first().is_some_and(|subject| subject.name == element);
        let fact = match (attribute.is_empty(), value.is_empty()) {
            (true, true) => None,
            (true, false) => Some(format!("`{value}`")),
            (false, true) => Some(format!("`{attribute}`")),
            (false, false) => Some(format!("`{attribute}: {value}`")),
        };
        let others: Vec<_> = self.elements.iter().filter(|element| !element.is_empty() && !own(element)).collect();
        let elements = match others.as_slice() {
            [] if fact.is_none() => self.elements.first().map(|own| format!("`{}`", names.show(own))),
            [] => None,
            [one] => Some(format!("`{}`", names.show(one))),
            [one, two] => Some(format!("`{}` and `{}`", names.show(one), names.show(two))),
            [one, rest @ ..] => Some(format!("`{}` and {} others", names.show(one), rest.len())),
        };
        match (fact, elements) {
            (Some(fact), Some(elements)) => format!("{fact} of {elements}"),
            (fact, elements) => fact.or(elements).unwrap_or_default(),
        }
    }
}

/// A fact that a finding shares with others: what many elements have from one place is said of none of them.
pub(super) fn said(reason: &Reason, finding: &Finding, names: &Names) -> String {
    let elements = match reason.provenance {
        Provenance::Each | Provenance::Inherited | Provenance::Assumed => Vec::new(),
        _ => vec![reason.element.as_str()],
    };
    Fact { attribute: &reason.attribute, value: &reason.value, elements }.words(finding, names)
}

fn words(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Stated => "stated here",
        Provenance::Each => "from this `each`",
        Provenance::Inherited => "inherited from here",
        Provenance::Assumed => "assumed here",
        Provenance::Default => "by this default",
        Provenance::Derived => "follows from this",
    }
}

fn unplaced_words(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Stated => "stated",
        Provenance::Each => "from an `each`",
        Provenance::Inherited => "inherited",
        Provenance::Assumed => "assumed",
        Provenance::Default => "by default",
        Provenance::Derived => "derived",
    }
}

/// What the underlined text alone does not show.
fn origin(provenance: Provenance) -> Option<&'static str> {
    match provenance {
        Provenance::Stated | Provenance::Derived => None,
        provenance => Some(words(provenance)),
    }
}
