module std

/// Confidential data goes to a third party without an agreement
///
/// ## What it does
///
/// Reports each flow that carries confidential data to a third party, or brings it back to one that
/// asks, without a contract about what may be done with it.
///
/// ## Why it matters
///
/// Data that left is governed by what was agreed. Without an agreement it is kept, joined and passed
/// on, and nobody notices when the provider is breached.
///
/// ## How to fix it
///
/// Send fewer fields, and tokens in place of values; write down agreement, purpose and owner. State
/// `sharing-agreement: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept data-shared-with-third-party-unreviewed on orders->psp {
///   reason: "the agreement is being signed"
///   owner: "legal-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-359: private information is exposed
/// - CWE-200: exposure of sensitive information
/// - MITRE ATT&CK T1567: exfiltration over web services
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 14.2.3: sensitive data does not go to parties without need
/// - OWASP ASVS 5.0, 13.1.1: communication needs are documented
/// - NIST SP 800-53, SA-9: external system services
/// - NIST SP 800-53, CA-3: information exchange
/// - NIST SP 800-53, AC-21: information sharing
/// - LINDDUN: data disclosure
rule data-shared-with-third-party-unreviewed {
  for f: flow
  let receiver = if f.from is third-party then f.from else f.to
  let sender = if f.from is third-party then f.to else f.from
  where (f.to is third-party and f.classification >= confidential
      or f.from is third-party
        and f.to is not third-party
        and any d in f.returns: d.classification >= confidential)
    and f.sharing-agreement == none
  severity: medium
  stride: [information-disclosure]
  cwe: [359, 200]
  attack: ["T1567"]
  owasp-api: ["API3:2023"]
  asvs: ["14.2.3", "13.1.1"]
  nist: ["SA-9", "CA-3", "AC-21"]
  linddun: [data-disclosure]
  message: "{receiver} gets {f.classification} data of {sender} without an agreement"
  at: f.sharing-agreement
  help: "agree with {f.to} on purpose and retention, send fewer fields, and state `sharing-agreement: set`"
}

test "confidential data without an agreement is reported" {
  data addresses { classification: confidential }
  service orders
  third-party shipper
  flow ship: orders -> shipper { data: [addresses]  sharing-agreement: none }
  expect data-shared-with-third-party-unreviewed on ship
}

test "an agreement is enough" {
  data addresses { classification: confidential }
  service orders
  third-party shipper
  flow ship: orders -> shipper { data: [addresses]  sharing-agreement: set }
  expect no data-shared-with-third-party-unreviewed
}

test "public data needs none" {
  data prices { classification: public }
  service orders
  third-party portal
  flow list: orders -> portal { data: [prices]  sharing-agreement: none }
  expect no data-shared-with-third-party-unreviewed
}

test "neighbours need none" {
  data addresses { classification: confidential }
  service orders
  service shipping
  flow ship: orders -> shipping { data: [addresses]  sharing-agreement: none }
  expect no data-shared-with-third-party-unreviewed
}

test "a flow that does not say is a question" {
  data addresses { classification: confidential }
  service orders
  third-party shipper
  flow ship: orders -> shipper { data: [addresses] }
  expect question data-shared-with-third-party-unreviewed on ship
}

test "so is restricted data" {
  data health { classification: restricted }
  service clinic
  third-party laboratory
  flow send: clinic -> laboratory { data: [health]  sharing-agreement: none }
  expect data-shared-with-third-party-unreviewed on send
}

test "what a third party fetches is shared too" {
  data accounts { classification: restricted }
  third-party clearing
  file-store drop
  flow collect: clearing -> drop { returns: [accounts]  sharing-agreement: none }
  expect data-shared-with-third-party-unreviewed on collect
}

test "what it brings is not" {
  data accounts { classification: restricted }
  third-party clearing
  file-store drop
  flow deliver: clearing -> drop { data: [accounts]  sharing-agreement: none }
  expect no data-shared-with-third-party-unreviewed
}

test "an agreement about what it fetches is enough, and one that nobody states is a question" {
  data accounts { classification: restricted }
  third-party clearing
  file-store drop
  flow collect: clearing -> drop { returns: [accounts]  sharing-agreement: set }
  flow ask: clearing -> drop { returns: [accounts] }
  expect no data-shared-with-third-party-unreviewed on collect
  expect question data-shared-with-third-party-unreviewed on ask
}
