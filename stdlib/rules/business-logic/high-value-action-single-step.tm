module std

/// One request is enough for an action of high value
///
/// ## What it does
///
/// Reports each endpoint of a flow where much is at stake (payment, refund, payout, entitlement,
/// export), marked `value: high`, that asks for no further proof and no second person.
///
/// ## Why it matters
///
/// One stolen session, one confused click or one dishonest employee then suffices.
///
/// ## How to fix it
///
/// Ask for a further factor, a second approval, or a delay above a threshold. State `step-up: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept high-value-action-single-step on billing.payout {
///   reason: "payouts go to one account that is fixed by contract"
///   owner: "finance-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
/// - CWE-654: a decision relies on a single factor
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.3.5: high-value flows need the approval of several
/// - OWASP ASVS 5.0, 7.5.3: sensitive operations need a further factor
/// - NIST SP 800-53, AC-5: separation of duties
/// - NIST SP 800-53, IA-11: re-authentication
/// - OWASP Transaction Authorization Cheat Sheet
rule high-value-action-single-step {
  for e: endpoint
  where e.business-flow.high-stakes and e.value == high and e.step-up == none
  severity: medium
  stride: [tampering, elevation-of-privilege]
  cwe: [306, 654]
  capec: [122]
  owasp-api: ["API6:2023"]
  asvs: ["2.3.5", "7.5.3"]
  nist: ["AC-5", "IA-11"]
  message: "one request to {e} is enough for a {e.business-flow} of high value"
  at: e.step-up
  help: "ask for a further factor or a second person at {e}, and state `step-up: set`"
}

test "a payout in one step is reported" {
  service billing { endpoint pay-out { business-flow: payout  value: high  step-up: none } }
  expect high-value-action-single-step on billing.pay-out
}

test "so is an export" {
  service billing { endpoint dump { business-flow: export  value: high  step-up: none } }
  expect high-value-action-single-step on billing.dump
}

test "a second step is enough" {
  service billing { endpoint pay-out { business-flow: payout  value: high  step-up: set } }
  expect no high-value-action-single-step
}

test "small amounts go through" {
  service billing { endpoint pay-out { business-flow: payout  step-up: none } }
  expect no high-value-action-single-step
}

test "a promotion is not high stakes" {
  service billing { endpoint redeem { business-flow: promotion  value: high  step-up: none } }
  expect no high-value-action-single-step
}

test "an endpoint that does not say is a question" {
  service billing { endpoint pay-out { business-flow: payout  value: high } }
  expect question high-value-action-single-step on billing.pay-out
}
