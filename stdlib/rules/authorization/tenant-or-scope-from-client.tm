module std

/// The client says which tenant it belongs to
///
/// ## What it does
///
/// Reports each endpoint that takes the tenant from the body, the query, the path, or a header that
/// clients send, and does not compare it with the caller's. Endpoints of third parties are left
/// out.
///
/// ## Why it matters
///
/// Another tenant's data is one changed field away, all of it and not one object only. That is the
/// promise on which a system for many customers rests.
///
/// ## How to fix it
///
/// Take the tenant from the verified token (`tenant-from: token`). If clients have to name one,
/// because a caller may act for several, treat it as a wish and compare it with what the caller may
/// do: state `tenant` in `authorization-checks`.
///
/// ## How to accept it
///
/// ```tm
/// accept tenant-or-scope-from-client on catalog.search {
///   reason: "the tenant only selects the language of public texts"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-639: authorization bypass through a user-controlled key
/// - CWE-284: improper access control
/// - CAPEC-77: manipulating user-controlled variables
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP ASVS 5.0, 8.4.1: operations of one tenant never affect another
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-4: information flow enforcement
rule tenant-or-scope-from-client {
  for e: endpoint
  where e.tenant-from.from-caller
    and tenant not in e.authorization-checks
    and e.component is not third-party
  severity: critical
  stride: [elevation-of-privilege, information-disclosure]
  cwe: [639, 284]
  capec: [77]
  owasp-api: ["API1:2023"]
  asvs: ["8.4.1"]
  nist: ["AC-3", "AC-4"]
  message: "{e} takes the tenant from the {e.tenant-from} and never asks whether the caller belongs to it"
  at: e.tenant-from
  help: "take the tenant from the verified token (`tenant-from: token`), or compare it with the caller's and state `tenant` in `authorization-checks`"
}

test "a tenant from the body is reported" {
  service invoices { endpoint show { tenant-from: body  authorization-checks: [role] } }
  expect tenant-or-scope-from-client on invoices.show
}

test "so is one from the query, the path, or a header of the client" {
  service invoices {
    endpoint find { tenant-from: query  authorization-checks: [] }
    endpoint count { tenant-from: path  authorization-checks: [object] }
    endpoint sum { tenant-from: client-header  authorization-checks: [role] }
  }
  expect tenant-or-scope-from-client on invoices.find
  expect tenant-or-scope-from-client on invoices.count
  expect tenant-or-scope-from-client on invoices.sum
}

test "a tenant that is compared with the caller's is fine" {
  service invoices { endpoint show { tenant-from: path  authorization-checks: [role, tenant] } }
  expect no tenant-or-scope-from-client
}

test "so is one from the token, none at all, and what a third party does" {
  service invoices {
    endpoint show { tenant-from: token  authorization-checks: [role] }
    endpoint help { authorization-checks: [public] }
  }
  third-party provider { endpoint charge { tenant-from: body  authorization-checks: [] } }
  expect no tenant-or-scope-from-client
}

test "checks that nobody states are a question" {
  service invoices { endpoint show { tenant-from: path } }
  expect question tenant-or-scope-from-client on invoices.show
}
