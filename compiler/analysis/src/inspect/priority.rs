//! What the priority of a finding is made of.

use tm_model::ElementId;

use super::Named;
use crate::db::{self, Database, Project};
use crate::priority::{Begin, Factors};
use crate::report::{Certainty, Name, Priority, Severity};
use crate::reporting::{Rendering, ReportOptions, Said, outcomes, rendered};

/// The priority of one finding, factor by factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    pub on: Vec<Name>,
    pub priority: Priority,
    pub severity: Factor,
    pub exploitability: Exploitability,
    pub impact: Impact,
}

/// A number, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    pub value: f64,
    /// In words; empty: there is nothing to tell.
    pub from: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Exploitability {
    pub start: Factor,
    /// `actor`; `inside` of a workload; `between` the ends of a flow; `nobody`.
    pub begins: &'static str,
    /// Where it begins, if that is an element: what is said of the start is said of it.
    pub begins_at: Option<Named>,
    pub hops: u32,
    pub distance: Factor,
    pub credentials: Factor,
    pub safeguards: Factor,
    pub certainty: Factor,
    pub value: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Impact {
    pub data: Factor,
    pub business: Factor,
    pub availability: Factor,
    /// The share of everything that lies open afterwards.
    pub blast: Factor,
    pub regulated: Factor,
    pub value: f64,
}

/// The priorities of what a rule finds on some elements (the first of its subjects), silenced or not.
pub(super) fn weigh(
    db: &Database,
    project: Project,
    options: &ReportOptions,
    rule: &str,
    on: &[ElementId],
) -> Vec<Weighed> {
    let options = ReportOptions { select: vec![rule.to_owned()], ignore: Vec::new(), ..options.clone() };
    rendered(db, project, &options, |rendering| {
        let mut weighed = Vec::new();
        for Said { rule, outcome, possible, .. } in outcomes(db, project, db::pack(db, project), &options) {
            let definite = outcome.findings.iter().map(|it| (it, Certainty::Definite));
            let all = definite.chain(possible.iter().map(|it| (it, Certainty::Possible)));
            for (finding, certainty) in all.filter(|(finding, _)| finding.subjects.starts_with(on)) {
                let severity = rendering.severity(rule, finding.severity);
                let factors = rendering.priorities.factors(rule, finding, severity, certainty);
                let on = finding.subjects.iter().map(|id| rendering.name(*id)).collect();
                weighed.push(told(rendering, on, severity, certainty, &factors));
            }
        }
        weighed
    })
}

fn told(
    rendering: &Rendering<'_, '_>,
    on: Vec<Name>,
    severity: Severity,
    certainty: Certainty,
    factors: &Factors,
) -> Weighed {
    let (way, stake) = (&factors.way, &factors.stake);
    let factor = |value: f64, from: &str| Factor { value, from: from.to_owned() };
    let if_less = |value: f64, less: &str, else_: &str| factor(value, if value < 1.0 { less } else { else_ });
    let if_some = |value: f64, some: &str, none: &str| factor(value, if value > 0.0 { some } else { none });
    let (begins, start, at) = match way.begin {
        Begin::Actor(id) => ("actor", "begins", Some(id)),
        Begin::Inside(Some(id)) => ("inside", "was taken over before", Some(id)),
        Begin::Inside(None) => ("inside", "a workload nearby was taken over before", None),
        Begin::Between(id) => ("between", "passes a network that others share", Some(id)),
        Begin::Nobody => ("nobody", "nobody is known to get there", None),
    };
    let hops = match way.hops {
        0 | 1 => "directly".to_owned(),
        hops => format!("{hops} hops"),
    };
    let certain = match certainty {
        Certainty::Definite => "definite",
        Certainty::Possible => "possible, as what would decide it is not stated",
    };
    Weighed {
        on,
        priority: factors.priority(),
        severity: factor(factors.severity, severity.name()),
        exploitability: Exploitability {
            begins,
            start: factor(way.weight, start),
            begins_at: at.map(|id| {
                let subject = rendering.subject(id);
                Named { id, name: subject.name, kind: subject.kind, location: rendering.files.element(id) }
            }),
            hops: way.hops,
            distance: factor(way.distance(), &hops),
            credentials: if_less(way.credentials, "a credential has to be obtained", "no credential to obtain"),
            safeguards: if_less(way.gates, "what safeguards on the way leave", "no safeguard on the way"),
            certainty: factor(factors.certainty, certain),
            value: factors.exploitability(),
        },
        impact: Impact {
            data: if_some(stake.data, "the data there", "it does not disclose or change data"),
            business: if_some(stake.business, "the business flow there", "no business flow"),
            availability: if_some(stake.availability, "how critical it is", "it keeps up"),
            blast: factor(stake.blast, "the share of everything that lies open then"),
            regulated: factor(
                stake.regulated,
                if stake.regulated > 1.0 { "regulated data is among it" } else { "no regulated data" },
            ),
            value: stake.impact(),
        },
    }
}
