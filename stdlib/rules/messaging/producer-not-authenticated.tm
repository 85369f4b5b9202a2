module std

/// Anybody on the network can publish to a channel
///
/// ## What it does
///
/// Reports each channel that does not know its producers, or knows all of them by one shared
/// credential.
///
/// ## Why it matters
///
/// Consumers act on what they read. Whoever can write to the channel can make them refund, ship or
/// grant, and with a shared credential nobody can tell afterwards who it was.
///
/// ## How to fix it
///
/// Give each producer a credential of its own at the broker (client certificate, SASL or OAuth), and
/// sign events that move money or rights. State `producer-authentication: per-client`.
///
/// ## How to accept it
///
/// ```tm
/// accept producer-not-authenticated on events {
///   reason: "one team owns all producers, on a network of their own"
///   owner: "orders-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
/// - CWE-345: insufficient verification of where data comes from
/// - CAPEC-194: fake the source of data
/// - CAPEC-195: principal spoof
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 13.2.1: services authenticate to each other with credentials of their own
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - NIST SP 800-53, SC-8: transmission confidentiality and integrity
rule producer-not-authenticated {
  for c: channel
  where c.producer-authentication in [none, shared]
  severity: high
  stride: [spoofing, tampering]
  cwe: [306, 345]
  capec: [194, 195]
  owasp-api: ["API2:2023"]
  asvs: ["13.2.1"]
  nist: ["IA-9", "SC-8"]
  message: "{c} cannot tell who writes to it ({c.producer-authentication})"
  at: c.producer-authentication
  help: "give each producer of {c} a credential of its own at the broker, and state `producer-authentication: per-client`"
}

test "a channel without authentication is reported" {
  topic events { producer-authentication: none }
  expect producer-not-authenticated on events
}

test "so is one with a shared credential" {
  queue jobs { producer-authentication: shared }
  expect producer-not-authenticated on jobs
}

test "credentials of their own are not" {
  topic events { producer-authentication: per-client }
  expect no producer-not-authenticated
}

test "a service is no channel" {
  service orders
  expect no producer-not-authenticated
}

test "a channel that does not say is a question" {
  stream events
  expect question producer-not-authenticated on events
}
