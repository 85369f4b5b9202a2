module std

/// Nobody can verify for which user an event was sent
///
/// ## What it does
///
/// Reports each channel whose events go back to what users did, and say so not at all or by a field
/// that any producer can write.
///
/// ## Why it matters
///
/// A consumer that decides by such a field decides for whoever the producer names. One that ignores
/// it acts with its own authority. Neither can be reconstructed afterwards.
///
/// ## How to fix it
///
/// Put a signed claim about the user and their intent, with an expiry, and the trace id into the
/// envelope. State `subject-context: signed`.
///
/// ## How to accept it
///
/// ```tm
/// accept event-lacks-verifiable-subject on events {
///   reason: "consumers only count"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-345: insufficient verification of where data comes from
/// - CWE-223: security-relevant information is left out
/// - CAPEC-21: trusted identifiers are exploited
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 8.3.3: access is decided for the original subject
/// - OWASP ASVS 5.0, 4.1.5: messages that matter are signed
/// - NIST SP 800-53, SC-16: transmission of security attributes
/// - NIST SP 800-53, AU-10: non-repudiation
rule event-lacks-verifiable-subject {
  for c: channel
  where c.user-initiated and c.subject-context in [none, plain]
  severity: medium
  stride: [spoofing, repudiation]
  cwe: [345, 223]
  capec: [21]
  owasp-api: ["API2:2023"]
  asvs: ["8.3.3", "4.1.5"]
  nist: ["SC-16", "AU-10"]
  message: "events on {c} go back to users, and nobody can verify to whom (subject: {c.subject-context})"
  at: c.subject-context
  help: "put a signed, expiring claim about the user into the envelope of events on {c}, and state `subject-context: signed`"
}

test "events without a user are reported" {
  topic orders { user-initiated: true  subject-context: none }
  expect event-lacks-verifiable-subject on orders
}

test "so is a plain field" {
  topic orders { user-initiated: true  subject-context: plain }
  expect event-lacks-verifiable-subject on orders
}

test "a signed claim is not" {
  topic orders { user-initiated: true  subject-context: signed }
  expect no event-lacks-verifiable-subject
}

test "events of machines have no user" {
  topic heartbeats { subject-context: none }
  expect no event-lacks-verifiable-subject
}

test "a channel that does not say is a question" {
  topic orders { user-initiated: true }
  expect question event-lacks-verifiable-subject on orders
}
