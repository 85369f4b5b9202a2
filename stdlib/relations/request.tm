module std

/// What one request can set off: calls and messages, from actors inwards.
///
/// Components and endpoints are nodes. A flow is a hop to its endpoint, or to its component if it
/// names none. From an endpoint the request goes on through the calls that the endpoint states, or,
/// where it states none, through every flow of its component that is not scheduled. An endpoint that
/// no flow names is reached with its component.
relation request {
  edge f.from -> f.to via f for f: flow where f.initiated == request and f.endpoint is not set
  edge f.from -> f.endpoint via f for f: flow where f.initiated == request
  edge e -> e.component for e: endpoint where (count c in e.calls) == 0
  edge e -> c via c for e: endpoint, c in e.calls
  edge c.component -> c for c: endpoint where (count f in c.incoming) == 0
}
