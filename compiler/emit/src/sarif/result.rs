//! A finding as a SARIF result.

use serde_json::{Map, Value, json};
use tm_analysis::report::{Decision, DecisionMode, Finding, Hop, Provenance, Reason};

use super::{Sarif, level, said, text};
use crate::decided;
use crate::sanitize::{self, NAME, PARAGRAPH, SENTENCE};

/// Code scanning keeps so many locations of a result.
const RELATED: usize = 99;
/// And so many steps of a path.
const STEPS: usize = 1_000;

impl Sarif<'_> {
    pub(super) fn result(&mut self, finding: &Finding, silenced: bool) -> Value {
        let mut result = Map::new();
        let mut put = |name: &str, value: Value| drop(result.insert(name.to_owned(), value));
        put("ruleId", sanitize::inline(&finding.rule, SENTENCE).into());
        put("ruleIndex", self.index.get(finding.rule.as_str()).copied().into());
        put("level", level(finding.severity).into());
        put("rank", finding.priority.score.into());
        put("message", json!({ "text": message(finding) }));
        put("locations", json!([self.location(finding)]));
        let related = self.related(finding);
        if !related.is_empty() {
            put("relatedLocations", related.into());
        }
        if !finding.path.is_empty() {
            let steps = finding.path.iter().take(STEPS).enumerate().map(|(at, hop)| self.step(at, hop)).collect();
            put("codeFlows", json!([{ "threadFlows": [{ "locations": Value::Array(steps) }] }]));
        }
        let fingerprint = self.fingerprints.of(finding, self.report);
        // Code scanning looks at the first of these alone.
        let fingerprints =
            json!({ "primaryLocationLineHash": format!("{fingerprint}:1"), "findingId/v1": fingerprint });
        put("partialFingerprints", fingerprints);
        if let Some(decision) = finding.decision.as_ref().filter(|_| silenced) {
            put("suppressions", json!([self.suppression(decision)]));
        }
        put("properties", properties(finding));
        Value::Object(result)
    }

    fn location(&mut self, finding: &Finding) -> Value {
        let mut location = Map::new();
        if let Some(physical) = self.physical(&finding.location) {
            location.insert("physicalLocation".to_owned(), physical);
        }
        let elements = finding.on.iter().map(|subject| {
            json!({
                "fullyQualifiedName": sanitize::inline(&subject.name, SENTENCE),
                "kind": sanitize::inline(&subject.kind, NAME),
            })
        });
        location.insert("logicalLocations".to_owned(), Value::Array(elements.collect()));
        Value::Object(location)
    }

    /// Each fact that made it true, and the decision that names it.
    fn related(&mut self, finding: &Finding) -> Vec<Value> {
        let facts = finding.because.iter().filter_map(|reason| Some((reason.location.as_ref()?, fact(reason))));
        let decision = finding.decision.as_ref();
        let decision = decision.and_then(|decision| Some((decision.location.as_ref()?, decided::words(decision))));
        let mut related = Vec::new();
        for (location, message) in facts.chain(decision).take(RELATED) {
            if let Some(physical) = self.physical(location) {
                let message = json!({ "text": text(&message, SENTENCE) });
                related.push(json!({ "id": related.len(), "physicalLocation": physical, "message": message }));
            }
        }
        related
    }

    fn step(&mut self, at: usize, hop: &Hop) -> Value {
        let words = format!("{} -> {}", hop.from, hop.to);
        let via = hop.via.as_ref().filter(|via| !via.is_empty()).map(|via| format!(" via {via}")).unwrap_or_default();
        let mut location = Map::new();
        location.insert("message".to_owned(), json!({ "text": text(&format!("{words}{via}"), SENTENCE) }));
        if let Some(physical) = hop.location.as_ref().and_then(|location| self.physical(location)) {
            location.insert("physicalLocation".to_owned(), physical);
        }
        json!({ "location": location, "executionOrder": at + 1 })
    }

    fn suppression(&mut self, decision: &Decision) -> Value {
        let mut suppression = Map::new();
        // What stands in the model stands in the source.
        let kind = if decision.mode == DecisionMode::Baseline { "external" } else { "inSource" };
        suppression.insert("kind".to_owned(), kind.into());
        suppression.insert("status".to_owned(), "accepted".into());
        let reason = decision.reason.as_deref().map(|reason| format!(": {}", sanitize::inline(reason, PARAGRAPH)));
        let words = decided::words(decision) + &reason.unwrap_or_default();
        suppression.insert("justification".to_owned(), words.into());
        if let Some(physical) = decision.location.as_ref().and_then(|location| self.physical(location)) {
            suppression.insert("location".to_owned(), json!({ "physicalLocation": physical }));
        }
        Value::Object(suppression)
    }
}

fn message(finding: &Finding) -> String {
    let help = finding.help.as_deref().map(|help| text(help, PARAGRAPH)).filter(|help| !help.is_empty());
    // Code scanning shows the first sentence alone where there is little room.
    match help {
        Some(help) => format!("{}. Help: {help}", said(finding).trim_end_matches('.')),
        None => said(finding),
    }
}

/// `encryption: none of a->b, from an each`
fn fact(reason: &Reason) -> String {
    let origin = match reason.provenance {
        Provenance::Stated => "stated here",
        Provenance::Each => "from this each",
        Provenance::Inherited => "inherited from here",
        Provenance::Assumed => "assumed here",
        Provenance::Default => "by this default",
        Provenance::Derived => "follows from this",
    };
    format!("{}: {} of {}, {origin}", reason.attribute, reason.value, reason.element)
}

fn properties(finding: &Finding) -> Value {
    let certainty = match finding.certainty {
        tm_analysis::report::Certainty::Definite => "definite",
        tm_analysis::report::Certainty::Possible => "possible",
    };
    let mut properties = json!({
        "id": sanitize::inline(&finding.id, PARAGRAPH),
        "severity": finding.severity.name(),
        "certainty": certainty,
    });
    if let (Some(properties), Some(decision)) = (properties.as_object_mut(), &finding.decision) {
        properties.insert("decision".to_owned(), decided::words(decision).into());
    }
    properties
}
