module std

/// A caller waits for ever
///
/// ## What it does
///
/// Reports each synchronous call between two workloads that is stated to have `timeout: none`. How
/// long a third party waits for an answer is left to it, and a load balancer waits for none.
///
/// ## Why it matters
///
/// A callee that hangs takes its callers with it: each waiting call holds a thread, a connection
/// and memory, until the caller hangs too. An attacker who can slow one service down stops all in
/// front of it.
///
/// ## How to fix it
///
/// Set a deadline on each remote call and hand it on to the next hop, with bounded pools per
/// dependency. State `timeout: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept remote-call-without-timeout on reporting->warehouse {
///   reason: "a nightly job that may take hours"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-400: uncontrolled resource consumption
/// - CWE-1088: synchronous access to a remote resource without a timeout
/// - CAPEC-227: sustained client engagement
/// - CAPEC-131: resource leak exposure
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 13.1.3: timeouts and retries for external resources are documented
/// - OWASP ASVS 5.0, 13.2.6: connections follow the documented limits and timeouts
/// - NIST SP 800-53, SC-5: denial-of-service protection
/// - NIST SP 800-53, SC-24: fail in known state
rule remote-call-without-timeout {
  for f: flow
  where f.service-to-service
    and not f.from.external
    and f.from is not load-balancer
    and f.crosses-network
    and f.mode == sync
    and f.timeout == none
  severity: low
  stride: [denial-of-service]
  cwe: [400, 1088]
  capec: [227, 131]
  owasp-api: ["API4:2023"]
  asvs: ["13.1.3", "13.2.6"]
  nist: ["SC-5", "SC-24"]
  message: "{f.from} waits for {f.target} without a timeout"
  at: f.timeout
  help: "set a deadline on the call from {f.from} to {f.to}, hand it on, and state `timeout: set`"
}

test "what stays within a process is no call over a network" {
  process host {
    service cart
    service orders
  }
  flow book: cart -> orders { timeout: none }
  expect no remote-call-without-timeout
}

test "a call without a timeout is reported" {
  service cart
  service orders
  flow book: cart -> orders { timeout: none }
  expect remote-call-without-timeout on book
}

test "one with a timeout is not" {
  service cart
  service orders
  flow book: cart -> orders { timeout: set }
  expect no remote-call-without-timeout
}

test "neither is one that nobody waits for" {
  service cart
  service orders
  flow book: cart -> orders { mode: async  timeout: none }
  expect no remote-call-without-timeout
}

test "a call that does not say is a question" {
  service cart
  service orders
  flow book: cart -> orders
  expect question remote-call-without-timeout on book
}

test "calls of actors, to stores and to third parties are other matters" {
  actor visitor { trust: anonymous }
  service cart
  third-party provider
  database carts
  each flow { timeout: none }
  visitor -> cart
  cart -> provider
  cart -> carts
  expect no remote-call-without-timeout
}

test "how long somebody else waits is not ours to say" {
  third-party partner
  service orders
  load-balancer balancer
  flow fetch: partner -> orders
  flow pass: balancer -> orders
  expect no remote-call-without-timeout
}
