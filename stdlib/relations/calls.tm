module std

/// Which endpoints a request to one endpoint uses on the way, as far as endpoints state their calls.
///
/// Unlike `request`, it follows nothing that is merely possible: it compares what one caller was
/// asked for with what the next one does.
relation calls {
  edge e -> c via c for e: endpoint, c in e.calls
}
