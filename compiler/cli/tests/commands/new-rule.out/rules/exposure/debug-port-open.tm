/// Debug port open
///
/// ## What it does
///
/// Reports each workload that answers the internet and is stated to authenticate nobody. (Say here
/// exactly what the rule reports, and what it leaves out.)
///
/// ## Why it matters
///
/// Whoever finds its address can use it. (Say what an attacker gains, in a sentence or two.)
///
/// ## How to fix it
///
/// Authenticate callers at the workload or at a gateway in front of it, and state
/// `authentication-at`. (Say what to change in the system, and what to state in the model then.)
///
/// ## How to accept it
///
/// ```tm
/// accept debug-port-open on some-service {
///   reason: "why it is not worth mending now"
///   owner: "some-team"
///   until: 2027-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
rule debug-port-open {
  // What the rule speaks about: `for f: flow`, `for d: datastore, s: service`, …
  for w: workload
  // When it fires. A fact that is not stated is absent, a control that is not stated is a question.
  where w.exposure == internet and w.authentication-at == none
  severity: medium
  stride: [spoofing]
  cwe: [306]
  message: "{w} answers the internet, and nobody authenticates there"
  at: w.authentication-at
  help: "authenticate callers, and state `authentication-at: service`"
}

test "it is reported" {
  service shop { exposure: internet  authentication-at: none }
  expect debug-port-open on shop
}

test "not where the control is in place" {
  service shop { exposure: internet  authentication-at: service }
  expect no debug-port-open
}

test "not where the case does not apply" {
  service shop { exposure: internal  authentication-at: none }
  expect no debug-port-open
}

test "a control that nobody states is a question" {
  service shop { exposure: internet }
  expect question debug-port-open on shop
}
