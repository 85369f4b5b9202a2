module std

/// A channel is open to whoever can connect to the broker
///
/// ## What it does
///
/// Reports each channel whose access list is missing or is a pattern that matches everybody.
///
/// ## Why it matters
///
/// One compromised workload then reads every event and writes any. A broker without lists is a flat
/// network on top of the segmented one.
///
/// ## How to fix it
///
/// List readers and writers for each topic and consumer group by name, deny the rest, and keep
/// administration apart. State `acl: per-principal`.
///
/// ## How to accept it
///
/// ```tm
/// accept topic-acl-missing-or-wildcard on events {
///   reason: "a public feed; everybody may read and the platform alone can write"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-732: wrong permissions for a critical resource
/// - CWE-862: missing authorization
/// - CAPEC-1: functionality that access control lists do not cover
/// - CAPEC-180: access control that is configured wrongly
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 13.2.2: services run with the least privilege
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-6: least privilege
rule topic-acl-missing-or-wildcard {
  for c: channel
  where c.acl.wide
  severity: high
  stride: [elevation-of-privilege, tampering, information-disclosure]
  cwe: [732, 862]
  capec: [1, 180]
  owasp-api: ["API5:2023"]
  asvs: ["13.2.2"]
  nist: ["AC-3", "AC-6"]
  message: "whoever can connect to the broker may use {c} (access list: {c.acl})"
  at: c.acl
  help: "list who may read and who may write {c}, by name, deny the rest, and state `acl: per-principal`"
}

test "a channel without a list is reported" {
  topic events { acl: none }
  expect topic-acl-missing-or-wildcard on events
}

test "so is a pattern" {
  topic events { acl: wildcard }
  expect topic-acl-missing-or-wildcard on events
}

test "names are not" {
  topic events { acl: per-principal }
  expect no topic-acl-missing-or-wildcard
}

test "a datastore is no channel" {
  database orders
  expect no topic-acl-missing-or-wildcard
}

test "a channel that does not say is a question" {
  queue jobs
  expect question topic-acl-missing-or-wildcard on jobs
}
