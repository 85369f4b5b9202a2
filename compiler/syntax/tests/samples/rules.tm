//! The graph rules of paths, then 23 others that exercise the language: drafts, without documentation and tests.
module std.rules

// ======== paths ======

/// `not s.entry-point` says "not reached directly".
rule internal-api-emergently-exposed {
  for s: workload
  exists a: actor
  where a.untrusted and s.internal and s is not gateway and s is not third-party and not s.entry-point
  path p: a ~> s along request {
    last h: not (h.via is flow and h.via.identity-propagation.signed and sig in h.via.validates and s.authorization-at.at-target)
  }
  severity: high
  stride: [elevation-of-privilege, spoofing]
  message: "{a} reaches {s} in {p.length} hops; {s} is declared {s.exposure}"
}

/// Two kinds of witness, one rule: `or` between path expressions, the true one is the provenance.
rule gateway-bypass {
  for s: workload
  exists x: component
  where s.authentication-at == gateway and s is not gateway and x is not gateway
    and (x is actor and x.untrusted and x ~> s along request { avoiding v: v is gateway }
      or x is workload and x ~> s along network)
  prefer: [x is actor, x is workload and x.foothold, x.environment != prod]
  severity: critical
  message: "{x} reaches {s} past the gateway, and only the gateway authenticates"
  at: s.authentication-at
}

rule indirect-trigger-of-privileged-operation {
  for e: endpoint
  exists a: actor
  where e.operation.privileged and a.untrusted
  path p: a ~> e along request {
    any h: h.via is flow and (h.via.consumes and h.via.consumer-authorization == none
      or h.via.endpoint.operation == webhook and h.via.endpoint.webhook-authentication in [none, shared-path])
  }
  severity: high
  message: "{a} can set off {e} through a queue or webhook in {p.length} hops"
}

rule lower-environment-reaches-production {
  for s: workload
  exists x: workload
  where s.environment == prod and x.environment != prod and s is not gateway and s is not third-party
  path p: x ~> s along network
  prefer: [x.foothold]
  severity: critical
  message: "{x} ({x.environment}) can send packets to {s}"
}

/// Disjunction of a join (in-chain caller) and a path (network reach).
rule spoofable-identity-path {
  for s: workload
  exists x: workload
  where s.forgeable-caller and x is not gateway and x is not third-party
    and ((any f in s.incoming if f.identity-propagation.forgeable: f.from == x) or x ~> s along network)
  prefer: [x.foothold, x.environment != prod]
  severity: critical
  message: "{x} can set the identity header that {s} believes"
}

rule pivot-from-exposed-to-critical-service {
  for s: workload
  exists x: workload
  let i = x.runs-as
  where s.criticality >= high and x.criticality < high and s is not gateway and x is not gateway
    and (x.reached-by-untrusted or x.foothold)
    and (i.scope == wildcard or s in i.grants or i == s.runs-as)
    and (no f in x.outgoing: f.to == s)
    and (x ~> s along network or s.peer-policy in [allow-all, wildcard-principal, namespace-wide])
  severity: high
  message: "{x} can act on {s} as {i}, though nothing connects them"
}

rule confused-deputy {
  for s: workload
  exists e in s.endpoints, f in s.outgoing
  where e.reached-by-untrusted and e.object-id-from.from-caller and object not in e.authorization-checks
    and f.on-behalf-of-user and f.identity-propagation == none and f.classification >= confidential
  severity: high
  message: "{e} takes an object id and {s} fetches from {f.to} with its own authority"
}

rule cross-service-privilege-gain {
  for e: endpoint
  exists t: endpoint
  where t.min-role > e.min-role and t.authorization-at in [gateway, none, caller]
  path p: e ~> t along calls
  severity: high
  message: "{e} (role {e.min-role}) ends in {t} (role {t.min-role})"
}

/// Hash join on two keys; strict subset by quantifiers.
rule inconsistent-sibling-authorization {
  for e: endpoint
  exists o: endpoint
  where e.resource is set and e.resource == o.resource and e.operation == o.operation and e != o
    and ((all c in e.authorization-checks: c in o.authorization-checks) and any c in o.authorization-checks: c not in e.authorization-checks)
  severity: high
  message: "{o} checks more than {e}, for the same {e.resource}"
}

rule upstream-validation-assumed {
  for s: workload
  where s.validation-at == upstream and s is not gateway
    and (s.bypassable or any f in s.incoming: f.from is not gateway)
  severity: high
  message: "{s} leaves validation to its gateway, but other callers get in"
  at: s.validation-at
}

/// Per-data-class hop condition: not separable, cost = data classes x search.
rule classified-data-to-lower-trust-sink {
  for g: data
  exists t: component
  where g.classification >= confidential and t not in g.permitted-sinks
    and (t is third-party or t is log-store or t is llm or t.boundary.trust < g.min-trust)
    and any f in t.incoming: g in f.data and f.redaction == none
  severity: high
  message: "{g} ends in {t}"
}

/// Two generators flatten.
rule fan-out-aggregates-classified-data {
  for e: endpoint
  let sources = collect f in e.composes, d in f.data if d.classification >= confidential: d
  where e.reached-by-untrusted and (count d in sources) >= 2 and e.response-filter == none
  severity: medium
  message: "{e} joins {sources}"
}

rule cascade-without-circuit-breaker {
  for s: workload
  exists a: actor
  where a.untrusted and s is not gateway
  path p: a ~> s along request {
    any h: h.via is flow and h.via.endpoint.rate-limit == none and (h.via.endpoint.exposure.outside or h.to is endpoint and h.to.component.exposure.outside)
    last h: h.via is flow and h.via.circuit-breaker == none and h.via.mode == sync and h.via.from is workload
  }
  severity: medium
  message: "a flood from {a} goes {p.length} hops and takes {s} down"
}

/// Negation over path existence, one search per single-replica service.
rule single-point-of-failure {
  for s: workload
  let lost = collect x in workload if x != s and x.reached-by-untrusted and (no a in actor: a ~> x along request { avoiding v: v == s }): x
  where s.replicas == 1 and (count x in lost) >= 2
  severity: medium
  message: "{lost} cannot be reached without {s}"
}

/// Effects of events, and events played twice.
rule consumer-assumes-event-authorized {
  for f: flow
  where f.consumes and f.side-effect.serious and f.consumer-authorization == none
  severity: high
  message: "{f.to} acts on events of {f.from} without asking who caused them"
}
rule event-replay-or-duplicate {
  for f: flow
  where f.consumes and f.side-effect.serious and f.deduplication == none
  severity: high
  message: "an event of {f.from} can be played twice into {f.to}"
}

rule untrusted-content-steers-privileged-model {
  for s: workload
  exists a: actor, t in s.outgoing
  where (s is agent or s is llm) and a.untrusted and s.content-filter == none and t.side-effect != none
  path p: a ~> s along request
  severity: high
  message: "{a} writes into the context of {s}, which can {t.side-effect} through {t.to}"
}

/// one rule per claim; the claim is an ordinary enum value, nothing is built in.
rule internal-only-refuted {
  for m: assumption
  exists s in m.about, a: actor
  where m.claim == internal-only and a.untrusted
  path p: a ~> s along request
  severity: high
  message: "{m} says {s} is internal; {a} reaches it in {p.length} hops"
  at: m.claim
}
rule authenticated-elsewhere-refuted {
  for m: assumption
  exists s in m.about
  where m.claim == authenticated-elsewhere and s is workload and s is not gateway
    and (s.bypassable and s.authentication-at == gateway or s.forgeable-caller)
  severity: high
  message: "{m} says {s} is protected elsewhere; it can be reached past that"
  at: m.claim
}
rule upstream-validated-refuted {
  for m: assumption
  exists s in m.about
  where m.claim == upstream-validated and s is workload and s.validation-at == upstream
    and (s.bypassable or any f in s.incoming: f.from is not gateway)
  severity: high
  message: "{m} says {s} is validated upstream; other callers get in"
  at: m.claim
}

// ======== 23 tricky others ==============================================================================================

/// unset fact and none are different things.
rule replayable-bearer-credential {
  for f: flow
  where f.authentication.bearer and f.token-lifetime in [static, long] and f.token-binding == none
    and (f.state-changing or f.classification >= confidential)
  severity: high
  message: "whoever sees the credential of {f} can use it"
}

/// membership in a set that may be unknown.
rule token-validation-incomplete {
  for f: flow
  where f.authentication.federated and any c in [sig, iss, aud, exp]: c not in f.validates
  severity: high
  message: "{f} does not validate every claim"
  at: f.validates
}

/// Count of distinct, known values.
rule conflicting-identity-interpretation {
  for s: workload
  let ways = collect f in s.incoming if f.carries-user: f.identity-propagation
  where (count w in ways) > 1
  severity: medium
  message: "{s} takes the user's identity in different ways: {ways}"
}

rule edge-keeps-client-identity-headers {
  for s: gateway
  where not s.strips-identity-headers and any f in s.outgoing: f.identity-propagation == plain-header
  severity: high
  message: "{s} passes identity headers from clients on"
  at: s.strips-identity-headers
}

/// A local rule that reads a graph column.
rule untrusted-input-not-validated {
  for e: endpoint
  where e.validation == none and e.reached-by-untrusted
  severity: high
  message: "{e} takes untrusted input without validation"
  at: e.validation
}

rule client-controlled-business-value {
  for e: endpoint
  where (any x in e.trusts-client-fields) and (e.reached-by-untrusted or e.exposure.outside)
  severity: high
  message: "{e} believes the client's {e.trusts-client-fields}"
}

rule audit-not-attributable-to-user {
  for s: workload
  where s.audit != none and s.carries-user and (user-id not in s.audit-fields or trace-id not in s.audit-fields)
  severity: medium
  message: "the audit trail of {s} does not say who"
  at: s.audit-fields
}

/// Data that the receiver neither holds nor passes on.
rule unneeded-data-transferred {
  for f: flow
  where f.classification >= confidential and f.to is workload and (any d in f.to.data)
    and any d in f.data: d not in f.to.data and no o in f.to.outgoing: d in o.data
  severity: low
  message: "{f.to} gets data that it has no use for"
}

rule object-ownership-not-checked {
  for e: endpoint
  where e.object-id-from.from-caller and object not in e.authorization-checks
    and (e.classification >= confidential or e.state-changing) and not e.public-by-design
  severity: high
  message: "{e} never asks whose object it is"
}

rule gateway-only-authorization {
  for e: endpoint
  where e.authorization-at == gateway and (e.classification >= confidential or e.state-changing)
  severity: high
  message: "only the gateway authorizes {e}"
}

rule datastore-reachable-without-service {
  for d: datastore
  where any f in d.incoming: f.from is actor and f.from.untrusted
  severity: high
  message: "clients talk to {d} directly"
}

/// whole-model, no natural subject.
rule no-single-entry-point {
  let entries = collect s in workload if s is not gateway and s is not third-party and s.entry-point: s
  where (count s in entries) > 1 and no g in gateway
  severity: medium
  message: "clients enter at {entries}, and there is no gateway"
}

rule identity-or-credential-shared-by-services {
  for i: identity
  where (count s in i.used-by) > 1
  severity: high
  message: "{i} is used by {i.used-by}"
}

rule grants-beyond-modelled-flows {
  for i: identity
  where any g in i.unused-grants
  severity: medium
  message: "{i} may also use {i.unused-grants}, and no flow needs it"
}

/// Over the whole model: existence.
rule no-central-secret-store {
  let users = collect s in workload if (any i in s.credentials: i.credential.static): s
  where (any s in users) and no v in secret-store
  severity: medium
  message: "{users} hold static credentials, and there is no secret store"
}

rule no-network-segmentation {
  for b: network-zone
  where b.network-policy in [none, default-allow] and (count m in b.unsegmented) > 1
  severity: high
  message: "{b} does not separate {b.unsegmented}"
  at: b.network-policy
}

rule webhook-not-authenticated {
  for e: endpoint
  where e.operation == webhook and e.webhook-authentication in [none, shared-path]
  severity: high
  message: "anybody can call the webhook {e}"
}

/// assumptions are elements.
rule assumption-without-owner-or-expiry {
  for m: assumption
  where m.owner is not set or m.expires is not set
  severity: low
  message: "{m} has no owner or no end"
}
rule assumption-expired {
  for m: assumption
  where m.expires < today
  severity: medium
  message: "{m} expired on {m.expires}"
}

rule contract-drift-or-undocumented-endpoint {
  for e: endpoint
  where not e.in-contract or not e.in-model or e.contract-mismatch
  severity: medium
  message: "{e} and its contract differ"
}

/// A list of values.
rule peer-policy-too-wide {
  for s: workload
  where s.peer-policy in [allow-all, namespace-wide, wildcard-principal]
  severity: high
  message: "{s} takes calls from anybody"
  at: s.peer-policy
}

rule exposed-endpoint-without-rate-limit {
  for e: endpoint
  where e.exposure.outside and e.rate-limit == none
  severity: medium
  message: "{e} can be flooded"
  at: e.rate-limit
}

/// Consumers that neither hold nor pass on what they receive.
rule sensitive-event-broadly-consumed {
  for c: channel
  where c.classification >= confidential
    and (c.acl in [none, wildcard] or any f in c.outgoing, d in c.data: d not in f.to.data)
  severity: medium
  message: "more than those who need it read {c}"
}

// Aggregation of unknowns stays in the compiler: it is a statement about the evaluation of rules, not about the model.
