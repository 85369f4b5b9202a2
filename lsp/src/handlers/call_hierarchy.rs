//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `outgoingCalls`: flows, from one end to the other.

use serde_json::{Value, json};
use tm_analysis::{Database, ElementId, Project};
use tm_ide::{Call, CallItem, FileRange};
use tower_lsp::jsonrpc::Result;

use crate::asked::{Asked, Asking};
use crate::kinds;
use crate::types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
};
use crate::view::Snapshot;

pub(crate) fn prepare(
    snapshot: &Snapshot,
    params: CallHierarchyPrepareParams,
) -> Result<Option<Vec<CallHierarchyItem>>> {
    let at = params.text_document_position_params;
    let Some(asked) = snapshot.asked(&at.text_document.uri) else { return Ok(None) };
    let found = tm_ide::prepare_call_hierarchy(asked.db(), asked.project(), asked.position(at.position));
    let items: Vec<_> = found.iter().filter_map(|found| item(&asked.asking, found)).collect();
    Ok((!items.is_empty()).then_some(items))
}

pub(crate) fn incoming(
    snapshot: &Snapshot,
    params: CallHierarchyIncomingCallsParams,
) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
    let call = |from: CallHierarchyItem, flows: &[FileRange], asked: &Asked<'_>, _: &CallHierarchyItem| {
        CallHierarchyIncomingCall { from_ranges: ranges(flows, &asked.asking, &from.uri), from }
    };
    Ok(calls(snapshot, &params.item, tm_ide::incoming_calls, call))
}

pub(crate) fn outgoing(
    snapshot: &Snapshot,
    params: CallHierarchyOutgoingCallsParams,
) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
    let call = |to, flows: &[FileRange], asked: &Asked<'_>, item: &CallHierarchyItem| CallHierarchyOutgoingCall {
        from_ranges: ranges(flows, &asked.asking, &item.uri),
        to,
    };
    Ok(calls(snapshot, &params.item, tm_ide::outgoing_calls, call))
}

fn calls<T>(
    snapshot: &Snapshot,
    of: &CallHierarchyItem,
    ask: fn(&Database, Project, ElementId) -> Vec<Call>,
    call: impl Fn(CallHierarchyItem, &[FileRange], &Asked<'_>, &CallHierarchyItem) -> T,
) -> Option<Vec<T>> {
    let asked = snapshot.asked(&of.uri)?;
    let found = ask(asked.db(), asked.project(), element(of.data.as_ref()?)?);
    let calls = found.iter().filter_map(|found| {
        let item = item(&asked.asking, &found.item)?;
        Some(call(item, &found.flows, &asked, of))
    });
    Some(calls.collect())
}

fn item(asking: &Asking<'_>, item: &CallItem) -> Option<CallHierarchyItem> {
    let target = &item.target;
    Some(CallHierarchyItem {
        name: target.name.to_string(),
        kind: kinds::symbol(target.kind),
        tags: None,
        detail: None,
        uri: asking.uri(target.file)?,
        range: asking.range(target.file, &target.full),
        selection_range: asking.range(target.file, &target.focus),
        data: Some(json!([item.element.unit, item.element.slot])),
    })
}

/// What we gave the client, if it is what it gives us.
fn element(data: &Value) -> Option<ElementId> {
    let number = |at: usize| u32::try_from(data.get(at)?.as_u64()?).ok();
    Some(ElementId { unit: number(0)?, slot: number(1)? })
}

/// The protocol has ranges of the caller's document alone.
fn ranges(flows: &[FileRange], asking: &Asking<'_>, uri: &crate::types::Uri) -> Vec<Range> {
    let here = flows.iter().filter(|flow| asking.uri(flow.file).as_ref() == Some(uri));
    here.map(|flow| asking.range(flow.file, &flow.range)).collect()
}
