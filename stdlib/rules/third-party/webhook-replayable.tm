module std

/// A webhook call can be sent again
///
/// ## What it does
///
/// Reports each webhook that does not tell a call that it has had before.
///
/// ## Why it matters
///
/// A call with a valid signature stays valid: sent again, it credits again.
///
/// ## How to fix it
///
/// Accept a narrow window of time stamps, remember delivery ids, and make the processing idempotent.
/// State `replay-protection: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept webhook-replayable on billing.hook {
///   reason: "sets a flag that stays set"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-294: authentication bypass by capture and replay
/// - CWE-837: a unique action can be done more than once
/// - CAPEC-60: reuse of session ids by replay
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.3.1: steps of a business flow come in order
/// - OWASP ASVS 5.0, 4.1.5: messages that matter are signed
/// - NIST SP 800-53, SC-23: session authenticity
rule webhook-replayable {
  for e: endpoint
  where e.operation == webhook and e.replay-protection == none
  severity: medium
  stride: [tampering]
  cwe: [294, 837]
  capec: [60]
  owasp-api: ["API6:2023"]
  asvs: ["2.3.1", "4.1.5"]
  nist: ["SC-23"]
  message: "a call to the webhook {e} takes effect each time that it is sent"
  at: e.replay-protection
  help: "check time stamp and delivery id at {e}, drop repeats, and state `replay-protection: set`"
}

test "a webhook that takes repeats is reported" {
  service billing { endpoint hook { operation: webhook  replay-protection: none } }
  expect webhook-replayable on billing.hook
}

test "one that drops them is not" {
  service billing { endpoint hook { operation: webhook  replay-protection: set } }
  expect no webhook-replayable
}

test "other endpoints are judged by other rules" {
  service billing { endpoint pay { operation: create  replay-protection: none } }
  expect no webhook-replayable
}

test "a webhook that does not say is a question" {
  service billing { endpoint hook { operation: webhook } }
  expect question webhook-replayable on billing.hook
}
