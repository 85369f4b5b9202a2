module std

/// The same can be done elsewhere with fewer checks
///
/// ## What it does
///
/// Compares endpoints with the same `resource` and `operation`, such as two versions of a route, or
/// an internal twin of a public one. Reports each that checks less than another of them (its
/// `authorization-checks` are a part of the other's), or that is open to more roles (the other's
/// `roles` are a part of its own). `public` counts as no check. Endpoints whose operation is not
/// stated are not compared.
///
/// ## Why it matters
///
/// The strongest lock does not count if there is a second door. Attackers try old versions, other
/// methods and internal paths first, because that is where a check was forgotten.
///
/// ## How to fix it
///
/// Bind all routes to the same data and operation to one named policy, and test them together. Or
/// remove the weaker one.
///
/// ## How to accept it
///
/// ```tm
/// accept inconsistent-sibling-authorization on orders.get-v1 {
///   reason: "version 1 is switched off in August"
///   owner: "shop-team"
///   until: 2026-08-31
/// }
/// ```
///
/// ## References
///
/// - CWE-863: incorrect authorization
/// - CWE-285: improper authorization
/// - CAPEC-180: exploiting incorrectly configured access control levels
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP ASVS 5.0, 8.1.1: the rules on access are documented for functions and data
/// - OWASP ASVS 5.0, 6.3.4: there is no undocumented way to authenticate
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-24: access control decisions
rule inconsistent-sibling-authorization {
  for e: endpoint
  exists o: endpoint
  where e.resource == o.resource
    and e.operation == o.operation
    and e.operation != other
    and ((all c in e.authorization-checks if c != public: c in o.authorization-checks)
        and (any c in o.authorization-checks if c != public: c not in e.authorization-checks)
      or (any r in o.roles)
        and (all r in o.roles: r in e.roles)
        and any r in e.roles: r not in o.roles)
  severity: high
  stride: [elevation-of-privilege]
  cwe: [863, 285]
  capec: [180, 122]
  owasp-api: ["API5:2023", "API1:2023"]
  asvs: ["8.1.1", "6.3.4"]
  nist: ["AC-3", "AC-24"]
  message: "{e} does the same as {o} ({e.operation} {e.resource}) with weaker checks"
  at: e.authorization-checks
  help: "decide on {e} and {o} by one policy, and state the same `authorization-checks` and `roles` of both"
}

test "the version that checks less is reported" {
  service orders {
    endpoint get-v2 { resource: "order"  operation: read  authorization-checks: [role, object] }
    endpoint get-v1 { resource: "order"  operation: read  authorization-checks: [role] }
  }
  expect inconsistent-sibling-authorization on orders.get-v1
  expect no inconsistent-sibling-authorization on orders.get-v2
}

test "so is the twin in another service that is open to more roles" {
  service orders {
    endpoint cancel {
      resource: "order"
      operation: delete
      authorization-checks: [role]
      roles: ["clerk"]
    }
  }
  service desk {
    endpoint cancel {
      resource: "order"
      operation: delete
      authorization-checks: [role]
      roles: ["clerk", "customer"]
    }
  }
  expect inconsistent-sibling-authorization on desk.cancel
  expect no inconsistent-sibling-authorization on orders.cancel
}

test "so is one for everybody beside one with checks" {
  service orders {
    endpoint get-v2 { resource: "order"  operation: read  authorization-checks: [object] }
    endpoint get-v1 { resource: "order"  operation: read  authorization-checks: [public] }
  }
  expect inconsistent-sibling-authorization on orders.get-v1
}

test "the same checks are fine" {
  service orders {
    endpoint get-v2 {
      resource: "order"
      operation: read
      authorization-checks: [role, object]
      roles: ["clerk"]
    }
    endpoint get-v1 {
      resource: "order"
      operation: read
      authorization-checks: [object, role]
      roles: ["clerk"]
    }
  }
  expect no inconsistent-sibling-authorization
}

test "other operations, other resources, and what states neither are not compared" {
  service orders {
    endpoint get { resource: "order"  operation: read  authorization-checks: [public] }
    endpoint cancel { resource: "order"  operation: delete  authorization-checks: [role, object] }
    endpoint bill { resource: "invoice"  operation: read  authorization-checks: [role, object] }
    endpoint ping { resource: "order"  authorization-checks: [] }
    endpoint pong { resource: "order"  authorization-checks: [role] }
    endpoint left { operation: read  authorization-checks: [] }
    endpoint right { operation: read  authorization-checks: [role] }
  }
  expect no inconsistent-sibling-authorization
}

test "checks that nobody states are a question" {
  service orders {
    endpoint get-v2 { resource: "order"  operation: read  authorization-checks: [role, object] }
    endpoint get-v1 { resource: "order"  operation: read }
  }
  expect question inconsistent-sibling-authorization on orders.get-v1
}

test "neither are checks or roles of which none holds the other" {
  service orders {
    each endpoint { resource: "order" }
    endpoint get-v2 { operation: read  authorization-checks: [function] }
    endpoint get-v1 { operation: read  authorization-checks: [object] }
    endpoint drop-v2 {
      operation: delete
      authorization-checks: [role]
      roles: ["clerk", "manager"]
    }
    endpoint drop-v1 {
      operation: delete
      authorization-checks: [role]
      roles: ["clerk", "auditor"]
    }
  }
  expect no inconsistent-sibling-authorization
}

test "that all may call it is no check, and roles that nobody states are no roles" {
  service orders {
    each endpoint { resource: "order" }
    endpoint get-v2 { operation: read  authorization-checks: [public] }
    endpoint get-v1 { operation: read  authorization-checks: [] }
    endpoint drop-v2 { operation: delete  authorization-checks: [role] }
    endpoint drop-v1 { operation: delete  authorization-checks: [role]  roles: ["clerk"] }
  }
  expect no inconsistent-sibling-authorization
}
