//! What to look at first: how easily each finding is exploited, and what is lost then.
//!
//! [Priority](../../../../docs/priority.md) is the reference. What is dear (who gets how far, what lies open after each
//! success) is computed once for all findings.

mod blast;
mod known;
mod rating;
mod score;
mod ways;
mod weights;

use std::cell::RefCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tm_model::{ElementId, RelationId};
use tm_rules::ir::{Program, Rule};
use tm_rules::{Engine, World};

use crate::report::{Certainty, Rating, Scheme, Severity};
use crate::world::safeguards::Safeguard;
use blast::{Blast, Blasts, Weighed};
use known::{Known, Load};
use rating::{Access, Case, Letters, Privileges};
use score::Stake;
use ways::Ways;

pub(crate) use score::{Begin, Factors, Way};

/// Weighs findings of one world.
pub(crate) struct Priorities<'a> {
    known: Known<'a>,
    ways: Ways<'a>,
    authority: Option<RelationId>,
    dear: &'a Dear,
    targets: RefCell<FxHashMap<ElementId, Target>>,
}

/// What is worked out once for all findings of one world, whoever weighs them.
#[derive(Default)]
pub(crate) struct Dear {
    weighed: [OnceLock<Weighed>; blast::SHARES],
    blasts: OnceLock<Blasts>,
    ways: ways::Dear,
}

impl Dear {
    /// Pieces of it that can be worked out side by side.
    pub const PARTS: usize = blast::SHARES + 1;
}

/// What a finding on an element puts at stake.
#[derive(Clone, Copy, Debug, Default)]
struct Target {
    load: Load,
    business: f64,
    /// Rank, from 1; 0: nobody says.
    criticality: u8,
    blast: Blast,
}

impl<'a> Priorities<'a> {
    pub fn new(
        world: &'a dyn World,
        engine: &'a Engine<'a>,
        program: &'a Program,
        safeguards: &'a [Safeguard],
        dear: &'a Dear,
    ) -> Self {
        Self {
            known: Known::new(world, engine),
            ways: Ways::new(world, program, safeguards, &dear.ways),
            authority: ways::relation(program, "authority"),
            dear,
            targets: RefCell::default(),
        }
    }

    /// Works out one of [`Dear::PARTS`] pieces.
    pub fn prepare(&self, part: usize) {
        match part {
            0..blast::SHARES => _ = self.weighed(part),
            _ => self.ways.prepare(&self.known),
        }
    }

    /// `severity`: that of the rule, before a profile lowers it.
    pub fn factors(
        &self,
        rule: &Rule,
        finding: &tm_rules::Finding,
        severity: Severity,
        certainty: Certainty,
    ) -> Factors {
        Factors {
            severity: weights::severity(severity),
            way: self.ways.best(&self.known, rule, finding),
            certainty: if certainty == Certainty::Possible { weights::POSSIBLE } else { 1.0 },
            stake: self.stake(rule, finding.subjects.first().copied()),
        }
    }

    fn stake(&self, rule: &Rule, subject: Option<ElementId>) -> Stake {
        let has = |letter: &str| rule.metadata.stride.iter().any(|of_rule| of_rule == letter);
        let discloses =
            ["spoofing", "tampering", "information-disclosure", "elevation-of-privilege"].into_iter().any(has);
        let target = match subject {
            Some(subject) => self.target(subject),
            None => self.everything(),
        };
        Stake {
            data: if discloses { weights::data(target.load.rank) } else { 0.0 },
            business: target.business,
            availability: if has("denial-of-service") { weights::availability(target.criticality) } else { 0.0 },
            blast: target.blast.share,
            regulated: if target.load.regulated || target.blast.regulated { weights::REGULATED } else { 1.0 },
        }
    }

    /// In a scheme of others.
    pub fn rating(&self, scheme: Scheme, rule: &Rule, finding: &tm_rules::Finding, factors: &Factors) -> Rating {
        let has = |letter: &str| rule.metadata.stride.iter().any(|of_rule| of_rule == letter);
        let lists = |name: &str| rule.metadata.other.iter().any(|(key, ids)| key == name && !ids.is_empty());
        let subject = finding.subjects.first().copied();
        let target = subject.map_or_else(|| self.everything(), |subject| self.target(subject));
        let (operation, component) = subject.map(|subject| self.place(subject)).unwrap_or_default();
        let word = |id: Option<ElementId>, name: &str| id.map_or("", |id| self.known.word(id, name));
        let (access, privileges) = self.access(&factors.way, operation);
        let audit = match word(operation, "audit") {
            "" => word(component, "audit"),
            audit => audit,
        };
        let fields = component.map(|id| self.known.words(id, "audit-fields")).unwrap_or_default();
        rating::rate(
            scheme,
            &Case {
                factors,
                letters: Letters {
                    spoofing: has("spoofing"),
                    tampering: has("tampering"),
                    disclosure: has("information-disclosure"),
                    denial: has("denial-of-service"),
                    elevation: has("elevation-of-privilege"),
                },
                access,
                privileges,
                needs_place: matches!(factors.way.begin, Begin::Between(_) | Begin::Inside(None)),
                rank: target.load.rank,
                criticality: target.criticality,
                blast: target.blast,
                cwe: &rule.metadata.cwe,
                is_known_technique: lists("attack"),
                is_listed: lists("owasp-api") || lists("attack"),
                logging: word(component, "logging"),
                is_watched: word(operation, "abuse-detection") == "set",
                audit,
                names_user: fields.contains(&"user-id"),
            },
        )
    }

    /// From where an attack begins, and what whoever begins it may do already.
    fn access(&self, way: &Way, operation: Option<ElementId>) -> (Access, Privileges) {
        // Who is not asked for a proof needs no account.
        let is_open = operation.is_some_and(|id| self.known.word(id, "authentication") == "none");
        match way.begin {
            Begin::Actor(actor) => match self.known.word(actor, "trust") {
                "anonymous" => (Access::Internet, Privileges::None),
                "authenticated" if is_open => (Access::Internet, Privileges::None),
                "authenticated" => (Access::Internet, Privileges::Low),
                "partner" => (Access::Partner, Privileges::Low),
                _ => (Access::Staff, Privileges::High),
            },
            Begin::Between(_) if way.weight >= weights::ANYBODY => (Access::Internet, Privileges::None),
            Begin::Between(_) => (Access::Partner, Privileges::None),
            Begin::Inside(_) => (Access::Inside, Privileges::Low),
            Begin::Nobody => (Access::Nobody, Privileges::Low),
        }
    }

    /// The endpoint and the component that an element is, or leads to.
    fn place(&self, subject: ElementId) -> (Option<ElementId>, Option<ElementId>) {
        let roots = self.known.world.schema().roots;
        let Some(links) = self.known.world.links(subject) else { return (None, None) };
        match self.known.root(subject) {
            Some(root) if root == roots.endpoint => (Some(subject), links.component),
            Some(root) if root == roots.flow => (links.endpoint, links.to),
            Some(root) if root == roots.component => (None, Some(subject)),
            _ => (None, None),
        }
    }

    /// The data that an element holds, carries or handles.
    fn load(&self, id: ElementId) -> Load {
        let known = (0..blast::SHARES).find_map(|share| self.weighed(share)?.loads.get(&id));
        known.copied().unwrap_or_else(|| self.known.load(id))
    }

    fn blast(&self, id: ElementId) -> Blast {
        self.blasts().of(id)
    }

    fn blasts(&self) -> &Blasts {
        self.dear.blasts.get_or_init(|| {
            let weighed = (0..blast::SHARES).filter_map(|share| self.weighed(share));
            Blasts::new(&self.known, self.authority, &weighed.collect::<Vec<_>>())
        })
    }

    fn weighed(&self, share: usize) -> Option<&Weighed> {
        Some(self.dear.weighed.get(share)?.get_or_init(|| blast::weighed(&self.known, share)))
    }

    /// Of a finding about the project.
    fn everything(&self) -> Target {
        let root = self.known.world.schema().roots.component;
        self.worst(self.known.world.all(root))
    }

    fn target(&self, subject: ElementId) -> Target {
        if let Some(target) = self.targets.borrow().get(&subject) {
            return *target;
        }
        let target = self.find_target(subject);
        self.targets.borrow_mut().insert(subject, target);
        target
    }

    fn find_target(&self, subject: ElementId) -> Target {
        let roots = self.known.world.schema().roots;
        let root = self.known.root(subject);
        let Some(links) = self.known.world.links(subject) else { return Target::default() };
        if root == Some(roots.component) {
            return self.component(subject);
        }
        if root == Some(roots.endpoint) {
            let component = links.component.map(|id| self.component(id)).unwrap_or_default();
            return self.narrowed(component, self.load(subject), Some(subject));
        }
        if root == Some(roots.flow) {
            let outside = |id: &ElementId| self.known.is_a(*id, "actor");
            let ends = [links.to, links.from].into_iter().flatten();
            let component = ends.clone().find(|end| !outside(end)).or(links.to);
            let component = component.map(|id| self.component(id)).unwrap_or_default();
            let endpoint = links.endpoint.map(|id| self.load(id)).unwrap_or_default();
            return self.narrowed(component, self.load(subject).with(endpoint), links.endpoint);
        }
        if root == Some(roots.identity) {
            let mut all = self.known.users(subject);
            all.extend(self.known.elements(subject, "grants"));
            return Target { blast: self.blast(subject), ..self.worst(&all) };
        }
        if root == Some(roots.boundary) {
            return self.worst(self.known.world.members(subject));
        }
        let about = self.known.elements(subject, "about");
        let load = about.iter().fold(self.load(subject), |load, id| load.with(self.load(*id)));
        Target { load, ..self.worst(&about) }
    }

    /// Of one operation or flow of a component: its own data, if it says which.
    fn narrowed(&self, component: Target, load: Load, endpoint: Option<ElementId>) -> Target {
        let business = endpoint.map(|id| weights::business(self.known.word(id, "business-flow")));
        let load = if load.rank == 0 { component.load } else { load };
        Target { load, business: business.unwrap_or_default(), ..component }
    }

    fn component(&self, id: ElementId) -> Target {
        let endpoints = self.known.world.links(id).map(|links| links.endpoints.as_slice()).unwrap_or_default();
        let business = endpoints.iter().map(|id| weights::business(self.known.word(*id, "business-flow")));
        Target {
            load: self.load(id),
            business: business.fold(0.0, f64::max),
            criticality: self.known.rank(id, "criticality"),
            blast: self.blast(id),
        }
    }

    /// What is worst of several components.
    fn worst(&self, ids: &[ElementId]) -> Target {
        let component = self.known.world.schema().roots.component;
        let ids = ids.iter().filter(|id| self.known.root(**id) == Some(component));
        ids.map(|id| self.component(*id)).fold(Target::default(), |worst, other| Target {
            load: worst.load.with(other.load),
            business: worst.business.max(other.business),
            criticality: worst.criticality.max(other.criticality),
            blast: if other.blast.share > worst.blast.share { other.blast } else { worst.blast },
        })
    }
}
