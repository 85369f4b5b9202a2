module std

/// Nothing caps what one person can get out of a benefit
///
/// ## What it does
///
/// Reports each endpoint that hands out something of value (promotion, credit, referral, refund,
/// entitlement, linked accounts) without a cap.
///
/// ## Why it matters
///
/// Accounts are cheap. Who refers themselves a thousand times gets a thousand rewards, each by the
/// rules.
///
/// ## How to fix it
///
/// Cap by person and by time, link accounts by what they share, and release value with a delay.
/// State `benefit-limit: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept benefit-loop-unbounded on shop.refer {
///   reason: "the reward is a sticker"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-837: a unique action can be done more than once
/// - CAPEC-212: functionality misuse
/// - MITRE ATT&CK T1657: financial theft
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.3.2: business limits are enforced
/// - OWASP ASVS 5.0, 2.1.3: limits of the business logic are documented
/// - NIST SP 800-53, SI-10: input validation
rule benefit-loop-unbounded {
  for e: endpoint
  where e.business-flow.benefit and e.benefit-limit == none
  severity: medium
  stride: [tampering]
  cwe: [837]
  capec: [212]
  attack: ["T1657"]
  owasp-api: ["API6:2023"]
  asvs: ["2.3.2", "2.1.3"]
  nist: ["SI-10"]
  message: "nothing caps what one person gets out of {e} ({e.business-flow})"
  at: e.benefit-limit
  help: "cap {e} by person and by time, and state `benefit-limit: set`"
}

test "a promotion without a cap is reported" {
  service shop { endpoint redeem { business-flow: promotion  benefit-limit: none } }
  expect benefit-loop-unbounded on shop.redeem
}

test "so are refunds" {
  service shop { endpoint refund { business-flow: refund  benefit-limit: none } }
  expect benefit-loop-unbounded on shop.refund
}

test "a cap is enough" {
  service shop { endpoint redeem { business-flow: promotion  benefit-limit: set } }
  expect no benefit-loop-unbounded
}

test "who pays gets no benefit" {
  service shop { endpoint buy { business-flow: purchase  benefit-limit: none } }
  expect no benefit-loop-unbounded
}

test "an endpoint that does not say is a question" {
  service shop { endpoint refer { business-flow: referral } }
  expect question benefit-loop-unbounded on shop.refer
}
