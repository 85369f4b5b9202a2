module std

/// Anybody can call a webhook
///
/// ## What it does
///
/// Reports each webhook that takes calls from anybody, or from whoever knows its address.
///
/// ## Why it matters
///
/// A webhook says that something happened: a payment went through, a build passed. Addresses end up
/// in logs, proxies and old integrations, and whoever has one says so too.
///
/// ## How to fix it
///
/// Verify a keyed hash or signature over body and time stamp, and confirm what matters by a call of
/// your own. State `webhook-authentication: hmac` or `signature`.
///
/// ## How to accept it
///
/// ```tm
/// accept webhook-not-authenticated on billing.hook {
///   reason: "only triggers a fetch of the real state"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-345: insufficient verification of where data comes from
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-194: fake the source of data
/// - CAPEC-594: traffic injection
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP ASVS 5.0, 4.1.5: messages that matter are signed
/// - OWASP ASVS 5.0, 13.2.1: services authenticate to each other with credentials of their own
/// - NIST SP 800-53, SC-8: transmission confidentiality and integrity
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - OWASP Third Party Payment Gateway Integration Cheat Sheet
rule webhook-not-authenticated {
  for e: endpoint
  where e.operation == webhook and e.webhook-authentication.weak
  severity: high
  stride: [spoofing, tampering]
  cwe: [345, 306]
  capec: [194, 594]
  owasp-api: ["API2:2023", "API10:2023"]
  asvs: ["4.1.5", "13.2.1"]
  nist: ["SC-8", "IA-9"]
  message: "anybody who learns its address can call the webhook {e}"
  at: e.webhook-authentication
  help: "verify a signature over body and time stamp at {e}, and state `webhook-authentication: signature`"
}

test "a webhook without proof is reported" {
  service billing { endpoint hook { operation: webhook  webhook-authentication: none } }
  expect webhook-not-authenticated on billing.hook
}

test "so is a secret address" {
  service billing { endpoint hook { operation: webhook  webhook-authentication: shared-path } }
  expect webhook-not-authenticated on billing.hook
}

test "a keyed hash is not" {
  service billing { endpoint hook { operation: webhook  webhook-authentication: hmac } }
  expect no webhook-not-authenticated
}

test "an endpoint that is no webhook is not judged" {
  service billing { endpoint list { operation: list  webhook-authentication: none } }
  expect no webhook-not-authenticated
}

test "a webhook that does not say is a question" {
  service billing { endpoint hook { operation: webhook } }
  expect question webhook-not-authenticated on billing.hook
}

test "so is a proof that nobody noted which" {
  service billing { endpoint hook { operation: webhook  webhook-authentication: other } }
  expect question webhook-not-authenticated on billing.hook
}
