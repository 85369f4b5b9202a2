//! Who calls whom: flows from the source to the target, one step at a time.

use tm_analysis::occurrences::{Symbol, kind_of, links};
use tm_analysis::{Database, Project};
use tm_model::ElementId;

use crate::place::{FilePosition, FileRange};
use crate::symbol_at::symbols_at;
use crate::target::{Target, targets};

/// Something that calls and is called: a component or an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallItem {
    pub element: ElementId,
    pub target: Target,
}

/// The other side of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub item: CallItem,
    /// The flows between the two: their names, or the arrows of those without.
    pub flows: Vec<FileRange>,
}

/// What calls can be asked of at a position: a component, an endpoint, or the target of a flow. Not inside tests.
#[must_use]
pub fn prepare_call_hierarchy(db: &Database, project: Project, position: FilePosition) -> Vec<CallItem> {
    let found = symbols_at(db, project, position.file, position.offset);
    let elements = found.into_iter().filter_map(|found| match found.symbol {
        Symbol::Element(id) => callable(db, project, id),
        _ => None,
    });
    elements.filter_map(|id| item(db, project, id)).collect()
}

/// Itself, or where a flow goes.
fn callable(db: &Database, project: Project, id: ElementId) -> Option<ElementId> {
    let schema = tm_analysis::schema(db, project);
    let root = schema.root_of(kind_of(db, project, id)?);
    if root == schema.roots.flow {
        let links = links(db, project, id)?;
        return links.endpoint.or(links.to);
    }
    (root == schema.roots.component || root == schema.roots.endpoint).then_some(id)
}

fn item(db: &Database, project: Project, element: ElementId) -> Option<CallItem> {
    let target = targets(db, project, &Symbol::Element(element)).into_iter().next()?;
    Some(CallItem { element, target })
}

/// Who calls it. Of a component, those that call one of its endpoints too.
#[must_use]
pub fn incoming_calls(db: &Database, project: Project, element: ElementId) -> Vec<Call> {
    let flows = links(db, project, element).map(|links| links.incoming.clone()).unwrap_or_default();
    calls(db, project, &flows, |flow| links(db, project, flow)?.from)
}

/// What it calls: endpoints where flows name them. What calls come from an endpoint is not known by flows, so those of its
/// component count.
#[must_use]
pub fn outgoing_calls(db: &Database, project: Project, element: ElementId) -> Vec<Call> {
    let source = links(db, project, element).and_then(|links| links.component).unwrap_or(element);
    let flows = links(db, project, source).map(|links| links.outgoing.clone()).unwrap_or_default();
    calls(db, project, &flows, |flow| {
        let links = links(db, project, flow)?;
        links.endpoint.or(links.to)
    })
}

/// The other sides of flows, each once, in the order of the flows.
fn calls(
    db: &Database,
    project: Project,
    flows: &[ElementId],
    other: impl Fn(ElementId) -> Option<ElementId>,
) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for flow in flows {
        let declared = targets(db, project, &Symbol::Element(*flow)).into_iter();
        let places = declared.map(|target| FileRange { file: target.file, range: target.focus });
        let Some(other) = other(*flow) else { continue };
        match calls.iter_mut().find(|call| call.item.element == other) {
            Some(call) => call.flows.extend(places),
            None => {
                if let Some(item) = item(db, project, other) {
                    calls.push(Call { item, flows: places.collect() });
                }
            }
        }
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::{Call, incoming_calls, outgoing_calls, prepare_call_hierarchy};
    use crate::fixture::Fixture;

    fn ask(text: &str) -> (Vec<String>, Vec<String>) {
        let fixture = Fixture::new(text);
        let (db, project) = (&fixture.db, fixture.project);
        let items = prepare_call_hierarchy(db, project, fixture.cursor);
        let show = |calls: Vec<Call>| -> Vec<String> {
            let place = |place: &crate::FileRange| fixture.show(place.file, &place.range);
            let flows = |call: &Call| call.flows.iter().map(place).collect::<Vec<_>>().join(", ");
            calls.iter().map(|call| format!("{} by {}", call.item.target.name, flows(call))).collect()
        };
        let incoming = items.iter().flat_map(|item| show(incoming_calls(db, project, item.element))).collect();
        let outgoing = items.iter().flat_map(|item| show(outgoing_calls(db, project, item.element))).collect();
        (incoming, outgoing)
    }

    const SHOP: &str = "actor shopper\nservice cart {\n  endpoint add\n  -> orders\n  -> orders\n}\nservice orders\nflow go: shopper -> cart.add\n";

    #[test]
    fn components_and_endpoints() {
        let (incoming, outgoing) = ask(&SHOP.replace("service cart", "service ca$0rt"));
        assert_eq!(incoming, ["shopper by a.tm:8:6 go"]);
        assert_eq!(outgoing, ["orders by a.tm:4:3 ->, a.tm:5:3 ->"]);
        let (incoming, _) = ask(&SHOP.replace("endpoint add", "endpoint ad$0d"));
        assert_eq!(incoming, ["shopper by a.tm:8:6 go"]);
        let (incoming, _) = ask(&SHOP.replace("service orders", "service ord$0ers"));
        assert_eq!(incoming, ["cart by a.tm:4:3 ->, a.tm:5:3 ->"]);
    }

    #[test]
    fn a_flow_stands_for_its_target() {
        let (incoming, _) = ask(&SHOP.replace("flow go", "flow g$0o"));
        assert_eq!(incoming, ["shopper by a.tm:8:6 go"]);
    }

    #[test]
    fn nothing_else_calls() {
        assert_eq!(ask("data card$0"), (Vec::new(), Vec::new()));
        assert_eq!(ask("service a { -> $0"), (Vec::new(), Vec::new()));
        assert_eq!(ask("cluster c$0 { service a }"), (Vec::new(), Vec::new()));
    }
}
