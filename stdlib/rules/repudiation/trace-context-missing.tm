module std

/// Calls carry no trace context
///
/// ## What it does
///
/// Reports each call between two workloads that is stated to have `trace: none`. Left out are calls of
/// third parties, whose traces are not ours, calls that deliver telemetry, and load balancers, which
/// do not look into what they pass on.
///
/// ## Why it matters
///
/// Without an id that is handed from hop to hop the records of one request cannot be put together.
/// After an incident nobody can say which call led to which effect, and whoever did it can deny it.
///
/// ## How to fix it
///
/// Hand on W3C Trace Context (`traceparent`) or a request id on each hop, messages included, and
/// write it into each log entry. State `trace: w3c` or `trace: request-id`.
///
/// ## How to accept it
///
/// ```tm
/// accept trace-context-missing on frontend->search {
///   reason: "searches change nothing and are not investigated"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-778: insufficient logging
/// - CWE-223: omission of security-relevant information
/// - OWASP API Security Top 10, API10:2019: insufficient logging and monitoring
/// - OWASP ASVS 5.0, 16.2.1: log entries say when, where, who and what
/// - OWASP ASVS 5.0, 16.2.4: log entries can be correlated
/// - NIST SP 800-53, AU-3: content of audit records
/// - NIST SP 800-53, AU-12: audit record generation
/// - W3C Trace Context
rule trace-context-missing {
  for f: flow
  where f.service-to-service
    and not f.from.external
    and f.to is not telemetry
    and f.from is not load-balancer
    and f.to is not load-balancer
    and f.crosses-network
    and f.trace == none
  severity: medium
  stride: [repudiation]
  cwe: [778, 223]
  owasp-api: ["API10:2019"]
  asvs: ["16.2.1", "16.2.4"]
  nist: ["AU-3", "AU-12"]
  message: "{f.from} calls {f.target} without a trace context"
  at: f.trace
  help: "hand on `traceparent` from {f.from} to {f.to}, log it on both sides, and state `trace: w3c`"
}

test "what stays within a process is no call over a network" {
  process host {
    service cart
    service orders
  }
  flow book: cart -> orders { trace: none }
  expect no trace-context-missing
}

test "a call without trace context is reported" {
  service cart
  service orders
  flow book: cart -> orders { trace: none }
  expect trace-context-missing on book
}

test "a traced call is not" {
  service cart
  service orders
  flow book: cart -> orders { trace: w3c }
  expect no trace-context-missing
}

test "neither is a call from an actor or to a store" {
  actor visitor { trust: anonymous }
  service cart
  datastore ledger
  flow browse: visitor -> cart { trace: none }
  flow save: cart -> ledger { trace: none }
  expect no trace-context-missing
}

test "a call that does not say is a question" {
  service cart
  service orders
  flow book: cart -> orders
  expect question trace-context-missing on book
}

test "nor is one that delivers telemetry, or of somebody else, or by a balancer" {
  third-party partner
  load-balancer balancer
  service orders
  log-collector logs
  partner -> orders
  orders -> logs
  orders -> balancer
  flow pass: balancer -> orders
  expect no trace-context-missing
}
