module std

/// An event that arrives twice takes effect twice
///
/// ## What it does
///
/// Reports each consuming flow with a side effect whose consumer does not tell an event that it has
/// had before.
///
/// ## Why it matters
///
/// Brokers deliver at least once, operators replay dead letters, and attackers replay on purpose.
/// Each turns one refund into two.
///
/// ## How to fix it
///
/// Make the consumer idempotent by the id of the event, bound the window in which events are taken,
/// and guard redelivery from dead-letter queues. State `deduplication: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept event-replay-or-duplicate on events->mails {
///   reason: "a mail that comes twice does no harm"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-294: authentication bypass by capture and replay
/// - CWE-837: a unique action can be done more than once
/// - CWE-841: workflow that is not enforced
/// - CAPEC-60: reuse of session ids by replay
/// - CAPEC-594: traffic injection
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.3.1: steps of a business flow come in order
/// - OWASP ASVS 5.0, 2.3.3: a transaction succeeds as a whole or not at all
/// - NIST SP 800-53, SC-23: session authenticity
/// - NIST SP 800-53, SI-10: input validation
rule event-replay-or-duplicate {
  for f: flow
  where f.consumes and f.side-effect != none and f.deduplication == none
  severity: high
  stride: [tampering]
  cwe: [294, 837, 841]
  capec: [60, 594]
  owasp-api: ["API6:2023"]
  asvs: ["2.3.1", "2.3.3"]
  nist: ["SC-23", "SI-10"]
  message: "an event of {f.from} that comes twice takes effect twice at {f.target} (effect: {f.side-effect})"
  at: f.deduplication
  help: "let {f.to} remember the ids of the events that it has handled and drop repeats; state `deduplication: set`"
}

test "money that moves twice is reported" {
  topic events
  worker refunds
  flow pay: events -> refunds { side-effect: money  deduplication: none }
  expect event-replay-or-duplicate on pay
}

test "so is any other effect" {
  queue jobs
  worker mailer
  flow send: jobs -> mailer { side-effect: sensitive  deduplication: none }
  expect event-replay-or-duplicate on send
}

test "a consumer that tells repeats is not" {
  topic events
  worker refunds
  flow pay: events -> refunds { side-effect: money  deduplication: set }
  expect no event-replay-or-duplicate
}

test "an event without an effect may come twice" {
  topic events
  worker stats
  flow count: events -> stats { deduplication: none }
  expect no event-replay-or-duplicate
}

test "a consumer that does not say is a question" {
  topic events
  worker refunds
  flow pay: events -> refunds { side-effect: money }
  expect question event-replay-or-duplicate on pay
}

test "calls are no messages" {
  service cart
  service ledger
  flow book: cart -> ledger { side-effect: money  deduplication: none }
  expect no event-replay-or-duplicate
}
