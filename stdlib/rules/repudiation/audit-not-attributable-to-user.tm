module std

/// The audit trail does not say which user it was
///
/// ## What it does
///
/// Reports each workload that acts for end users and writes an audit trail whose records lack the
/// user or the id that ties them to the request.
///
/// ## Why it matters
///
/// A trail that names only the calling service proves that the service did it, not who made it.
/// Users can deny what they did, and an attacker hides behind any of them.
///
/// ## How to fix it
///
/// Write the verified end user and the trace id beside the calling service. State `audit-fields:
/// [user-id, trace-id, …]`.
///
/// ## How to accept it
///
/// ```tm
/// accept audit-not-attributable-to-user on billing {
///   reason: "the ledger behind it records the user"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-223: omission of security-relevant information
/// - OWASP API Security Top 10, API10:2019: insufficient logging and monitoring
/// - OWASP ASVS 5.0, 16.2.1: log entries say when, where, who and what
/// - NIST SP 800-53, AU-3: content of audit records
/// - NIST SP 800-53, AU-10: non-repudiation
rule audit-not-attributable-to-user {
  for s: workload
  where s.carries-user
    and s.audit in [partial, full]
    and (user-id not in s.audit-fields or trace-id not in s.audit-fields)
  severity: medium
  stride: [repudiation]
  cwe: [223]
  owasp-api: ["API10:2019"]
  asvs: ["16.2.1"]
  nist: ["AU-3", "AU-10"]
  message: "the audit trail of {s} cannot be tied to a user: it records {s.audit-fields}"
  at: s.audit-fields
  help: "record the verified user and the trace id in each audit entry of {s} and state `audit-fields: [user-id, trace-id]`"
}

test "a trail without the user is reported" {
  service billing { carries-user: true  audit: full  audit-fields: [trace-id, service] }
  expect audit-not-attributable-to-user on billing
}

test "so is one without the trace id" {
  service billing { carries-user: true  audit: partial  audit-fields: [user-id] }
  expect audit-not-attributable-to-user on billing
}

test "one with both is not" {
  service billing { carries-user: true  audit: full  audit-fields: [user-id, trace-id] }
  expect no audit-not-attributable-to-user
}

test "neither is a service that acts for nobody, nor one without a trail" {
  service sweeper { audit: full  audit-fields: [service] }
  service billing { carries-user: true  audit: none  audit-fields: [] }
  expect no audit-not-attributable-to-user
}

test "a trail whose fields nobody states is a question" {
  service billing { carries-user: true  audit: full }
  expect question audit-not-attributable-to-user on billing
}

test "so is a service that does not say whether it has one" {
  service billing { carries-user: true  audit-fields: [service] }
  expect question audit-not-attributable-to-user on billing
}
