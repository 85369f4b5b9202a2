//! What a finding says, so that it can be told from others of its rule.

use tm_model::{ElementId, Links};
use tm_rules::World;
use tm_rules::ir::{ExprKind, Rule, TemplatePart};

/// The message of the rule, with the name of the flow that it is about where there is another flow of the same two ends:
/// most rules speak of the ends alone. Flows without a name are called by their ends already.
pub(super) fn message(world: &dyn World, rule: &Rule, finding: &tm_rules::Finding) -> String {
    let name = finding.subjects.iter().zip(&rule.subjects).find_map(|(&subject, binding)| {
        let is_shown = |part: &TemplatePart| {
            matches!(part, TemplatePart::Value(shown) if matches!(shown.kind, ExprKind::Var(slot) if slot == binding.slot))
        };
        let name = name_among_twins(world, subject)?;
        (!rule.message.parts.iter().any(is_shown)).then_some(name)
    });
    match name {
        Some(name) => format!("{} (flow {name})", finding.message),
        None => finding.message.clone(),
    }
}

/// The name that somebody gave a flow, if another one goes from where it starts to where it ends.
fn name_among_twins(world: &dyn World, id: ElementId) -> Option<&str> {
    let flow = world.element(id).filter(|element| !element.is_unnamed)?;
    let ends = |links: &Links| (links.from, links.to, links.endpoint);
    let own = world.links(id)?;
    let (from, to) = (world.links(own.from?)?, world.links(own.to?)?);
    // Hubs have very many flows on one side.
    let near = if from.outgoing.len() <= to.incoming.len() { &from.outgoing } else { &to.incoming };
    let is_twin = |&other: &ElementId| other != id && world.links(other).is_some_and(|links| ends(links) == ends(own));
    near.iter().any(is_twin).then_some(flow.name.as_str())
}
