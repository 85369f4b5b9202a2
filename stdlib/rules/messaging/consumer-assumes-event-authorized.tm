module std

/// A consumer does what an event says without asking whether it may
///
/// ## What it does
///
/// Reports each consuming flow with a side effect (money, rights, anything that somebody would mind)
/// whose consumer does not check that the one behind the event may cause it.
///
/// ## Why it matters
///
/// The permission was checked when the event was made, if at all, and by somebody else. A topic
/// forgets who that was: everybody who can write to it has the rights of its mightiest consumer.
///
/// ## How to fix it
///
/// Before the effect, check the permission of the subject in the event and the current state of the
/// object. State `consumer-authorization: set` on the flow.
///
/// ## How to accept it
///
/// ```tm
/// accept consumer-assumes-event-authorized on events->refunds {
///   reason: "the producer is the only principal on the list of writers and checks every refund"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-862: missing authorization
/// - CWE-441: unintended proxy or intermediary
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.3.1: authorization is enforced at a trusted layer
/// - OWASP ASVS 5.0, 8.3.3: access is decided for the original subject
/// - NIST SP 800-53, AC-3: access enforcement
rule consumer-assumes-event-authorized {
  for f: flow
  where f.consumes and f.side-effect != none and f.consumer-authorization == none
  severity: high
  stride: [elevation-of-privilege]
  cwe: [862, 441]
  capec: [122]
  owasp-api: ["API5:2023"]
  asvs: ["8.3.1", "8.3.3"]
  nist: ["AC-3"]
  message: "{f.target} acts on events of {f.from} (effect: {f.side-effect}) without asking whether their author may"
  at: f.consumer-authorization
  help: "let {f.to} check, before the effect, that the subject of the event may cause it now; state `consumer-authorization: set`"
}

test "money that moves without a check is reported" {
  topic events
  worker refunds
  flow pay: events -> refunds { side-effect: money  consumer-authorization: none }
  expect consumer-assumes-event-authorized on pay
}

test "so are rights that change" {
  queue grants
  worker access
  flow give: grants -> access { side-effect: privilege  consumer-authorization: none }
  expect consumer-assumes-event-authorized on give
}

test "so is what cannot be undone" {
  topic events
  worker eraser
  flow erase: events -> eraser { side-effect: irreversible  consumer-authorization: none }
  expect consumer-assumes-event-authorized on erase
}

test "a consumer that checks is not" {
  topic events
  worker refunds
  flow pay: events -> refunds { side-effect: money  consumer-authorization: set }
  expect no consumer-assumes-event-authorized
}

test "an event without an effect does not matter" {
  topic events
  worker stats
  flow count: events -> stats { consumer-authorization: none }
  expect no consumer-assumes-event-authorized
}

test "a direct call consumes nothing" {
  service orders
  service refunds
  flow pay: orders -> refunds { side-effect: money  consumer-authorization: none }
  expect no consumer-assumes-event-authorized
}

test "a consumer that does not say is a question" {
  topic events
  worker refunds
  flow pay: events -> refunds { side-effect: money }
  expect question consumer-assumes-event-authorized on pay
}
