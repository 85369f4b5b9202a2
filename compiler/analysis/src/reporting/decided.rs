//! Decisions and safeguards with names, dates and places instead of ids.

use tm_model::{ElementId, KindId, Value};

use super::Rendering;
use crate::hir;
use crate::report::{Decision, DecisionMode};
use crate::world::decisions::{self, Verdict};
use crate::world::safeguards::Safeguard;

/// What was decided about a finding, if anything was.
pub(super) fn decision(rendering: &Rendering<'_, '_>, verdict: &Verdict<'_>) -> Option<Decision> {
    match verdict {
        Verdict::Stands => None,
        Verdict::Mitigated(decision) | Verdict::Decided(decision) => Some(made(rendering, decision)),
        Verdict::Protected(safeguard) => Some(protection(rendering, safeguard)),
    }
}

fn made(rendering: &Rendering<'_, '_>, decision: &decisions::Decision) -> Decision {
    let kind = rendering.world.schema().roots.decision;
    let text = |name| text(rendering, decision.id, kind, name);
    let (mode, owner, reason) = match decision.mode {
        hir::DecisionMode::Accept => (DecisionMode::Accept, None, text("reason")),
        hir::DecisionMode::Mitigate => (DecisionMode::Mitigate, None, text("plan")),
        hir::DecisionMode::Dismiss => (DecisionMode::Dismiss, text("reviewer"), text("reason")),
    };
    Decision {
        mode,
        name: None,
        owner: decision.owner.as_ref().map(ToString::to_string).or(owner),
        date: decision.date.map(|date| date.to_string()),
        reason,
        location: rendering.files.element(decision.id),
    }
}

fn protection(rendering: &Rendering<'_, '_>, safeguard: &Safeguard) -> Decision {
    let kind = rendering.world.schema().roots.safeguard;
    Decision {
        mode: DecisionMode::Safeguard,
        name: Some(rendering.name(safeguard.id)),
        owner: text(rendering, safeguard.id, kind, "owner"),
        date: safeguard.expires.map(|date| date.to_string()),
        reason: text(rendering, safeguard.id, kind, "evidence"),
        location: rendering.files.element(safeguard.id),
    }
}

/// What the standard library lets one write there, if it does.
fn text(rendering: &Rendering<'_, '_>, id: ElementId, kind: KindId, name: &str) -> Option<String> {
    let attribute = rendering.world.schema().find_attribute(kind, name)?;
    match rendering.engine.value(id, attribute).0 {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}
