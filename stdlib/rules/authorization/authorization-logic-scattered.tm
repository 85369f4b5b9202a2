module std

/// Two services decide on the same thing, each by rules in its own code
///
/// ## What it does
///
/// Reports each workload whose rules on access stand in its own code (`policy-source:
/// inline-code`), if those of another workload with endpoints for the same `resource` do so too.
/// Third parties are left out, and rules in code about what one service alone offers are not
/// reported.
///
/// ## Why it matters
///
/// Two copies of a rule agree until one of them changes. Nobody can say who may read an order
/// without reading two programs, and an attacker uses the one that is behind.
///
/// ## How to fix it
///
/// Move the rules on the resource into one versioned policy that both load, or leave the resource
/// to one service. State `policy-source: central`, or `shared-library`.
///
/// ## How to accept it
///
/// ```tm
/// accept authorization-logic-scattered on orders {
///   reason: "both copies come from one generated file"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-863: incorrect authorization
/// - CAPEC-180: exploiting incorrectly configured access control levels
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.1.1: the rules on access are documented for functions and data
/// - NIST SP 800-53, AC-24: access control decisions
/// - OWASP Microservices Security Cheat Sheet: central policies, decided in the services
rule authorization-logic-scattered {
  for s: workload
  exists e in s.endpoints, o: endpoint
  where s is not third-party
    and s.policy-source == inline-code
    and o.resource == e.resource
    and o.component != s
    and o.component is workload
    and o.component is not third-party
    and o.component.policy-source == inline-code
  severity: medium
  stride: [elevation-of-privilege]
  cwe: [863]
  capec: [180]
  owasp-api: ["API5:2023"]
  asvs: ["8.1.1"]
  nist: ["AC-24"]
  message: "{s} and {o.component} decide on access to {e.resource}, each by rules in its own code"
  at: s.policy-source
  help: "move the rules on {e.resource} into one policy that {s} and {o.component} load, and state `policy-source: central`"
}

test "two services with rules on the same resource are reported" {
  service orders {
    policy-source: inline-code
    endpoint show { resource: "order" }
  }
  service desk {
    policy-source: inline-code
    endpoint cancel { resource: "order" }
  }
  expect authorization-logic-scattered on orders
  expect authorization-logic-scattered on desk
}

test "one of them by a central policy is fine" {
  service orders {
    policy-source: central
    endpoint show { resource: "order" }
  }
  service desk {
    policy-source: inline-code
    endpoint cancel { resource: "order" }
  }
  expect no authorization-logic-scattered
}

test "rules on what a service alone offers, and third parties, are left alone" {
  service orders {
    policy-source: inline-code
    endpoint show { resource: "order" }
    endpoint cancel { resource: "order" }
    endpoint ping
  }
  service stock {
    policy-source: inline-code
    endpoint show { resource: "article" }
    endpoint ping
  }
  third-party provider {
    policy-source: inline-code
    endpoint place { resource: "order" }
  }
  expect no authorization-logic-scattered
}

test "a source that nobody states is a question" {
  service orders {
    policy-source: inline-code
    endpoint show { resource: "order" }
  }
  service desk { endpoint cancel { resource: "order" } }
  expect question authorization-logic-scattered on orders
  expect question authorization-logic-scattered on desk
}
