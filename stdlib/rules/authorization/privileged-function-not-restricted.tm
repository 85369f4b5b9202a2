module std

/// A privileged function is not restricted to those whose task it is
///
/// ## What it does
///
/// Reports each endpoint that administers, gives rights, acts on many objects or pays money back,
/// and compares neither role nor function nor scope before it serves a request. Endpoints of third
/// parties are left out.
///
/// ## Why it matters
///
/// Addresses of such functions are no secret: they stand in the client, the documentation, or can
/// be guessed from their neighbours. Without a check of its own, an ordinary account is enough for
/// what only operators should do, to everybody's objects at once.
///
/// ## How to fix it
///
/// Ask for an explicit role or permission in the service, keep administration apart from the routes
/// of users, and ask for a further proof where money or rights are at stake. State `role`,
/// `function` or `scope` in `authorization-checks`.
///
/// ## How to accept it
///
/// ```tm
/// accept privileged-function-not-restricted on reports.rebuild {
///   reason: "rebuilds what can be rebuilt by anybody at any time"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-285: improper authorization
/// - CWE-269: improper privilege management
/// - CAPEC-1: accessing functionality not constrained by access control lists
/// - CAPEC-233: privilege escalation
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.2.1: functions are for those only who have an explicit permission
/// - OWASP ASVS 5.0, 8.4.2: more than one layer guards administrative access
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-6: least privilege
rule privileged-function-not-restricted {
  for e: endpoint
  where e.operation.privileged
    and (no c in e.authorization-checks: c in [role, function, scope])
    and e.component is not third-party
  severity: critical
  stride: [elevation-of-privilege]
  cwe: [285, 269]
  capec: [1, 233]
  owasp-api: ["API5:2023"]
  asvs: ["8.2.1", "8.4.2"]
  nist: ["AC-3", "AC-6"]
  message: "{e} ({e.operation}) is open to callers of any role"
  at: e.authorization-checks
  help: "ask for a role or permission in {e.component} and state `role` or `function` in `authorization-checks`"
}

test "administration that asks for no role is reported" {
  service accounts { endpoint purge { operation: admin  authorization-checks: [] } }
  expect privileged-function-not-restricted on accounts.purge
}

test "so is money that anybody can pay back to themselves" {
  service billing {
    endpoint pay-back { operation: refund  authorization-checks: [object, tenant] }
  }
  expect privileged-function-not-restricted on billing.pay-back
}

test "a role, a permission for the function, or a scope is enough" {
  service accounts {
    endpoint purge { operation: admin  authorization-checks: [role] }
    endpoint promote { operation: grant  authorization-checks: [function, object] }
    endpoint recount { operation: batch  authorization-checks: [scope] }
  }
  expect no privileged-function-not-restricted
}

test "what is not privileged, and what a third party offers, is left alone" {
  service accounts { endpoint show { operation: read  authorization-checks: [object] } }
  third-party provider { endpoint pay-back { operation: refund  authorization-checks: [] } }
  expect no privileged-function-not-restricted
}

test "checks that nobody states are a question" {
  service accounts { endpoint purge { operation: admin } }
  expect question privileged-function-not-restricted on accounts.purge
}
