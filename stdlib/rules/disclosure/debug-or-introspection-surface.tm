module std

/// The inside of the software can be looked at from outside
///
/// ## What it does
///
/// Reports each endpoint in production that helps developers (`operation: debug`, `actuator`,
/// `introspection` or `api-docs`), has `authentication: none`, and is declared for callers outside
/// or reached by untrusted actors. One that is open on purpose, such as the documentation of a
/// public API, says `public-by-design: true`.
///
/// ## Why it matters
///
/// Heap dumps hold passwords, environment pages show keys, a debugger runs code, a schema lists
/// every operation that nobody was told about. These endpoints are found by name, and by machines.
///
/// ## How to fix it
///
/// Leave them out of what goes to production. Where they are needed, bind them to the local machine
/// or to a port that is not routed, ask for authentication, and let the access end by itself.
///
/// ## How to accept it
///
/// ```tm
/// accept debug-or-introspection-surface on orders.health-detail {
///   reason: "shows version and uptime only; the load balancer of a partner needs it"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-215: insertion of sensitive information into debugging code
/// - CWE-489: active debug code
/// - CAPEC-121: exploit non-production interfaces
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - OWASP ASVS 5.0, 13.4.2: debug modes are off in production
/// - OWASP ASVS 5.0, 13.4.5: documentation and monitoring endpoints are not exposed by accident
/// - OWASP ASVS 5.0, 15.2.3: production has only what is needed there
/// - OWASP ASVS 5.0, 4.3.2: introspection of GraphQL is off in production
/// - NIST SP 800-53, CM-7: least functionality
rule debug-or-introspection-surface {
  for e: endpoint
  where e.operation.diagnostic
    and e.environment == prod
    and not e.public-by-design
    and e.component is not third-party
    and e.authentication == none
    and (e.exposure.outside or e.reached-by-untrusted)
  severity: high
  stride: [information-disclosure, elevation-of-privilege]
  cwe: [215, 489]
  capec: [121]
  owasp-api: ["API8:2023", "API9:2023"]
  asvs: ["13.4.2", "13.4.5", "15.2.3", "4.3.2"]
  nist: ["CM-7"]
  message: "{e} ({e.operation}) shows outsiders the inside of {e.component}"
  at: e.authentication
  help: "remove {e} from production, bind it to the local machine, or ask for authentication; if it is meant for everybody, state `public-by-design: true`"
}

test "each such endpoint that is declared for outsiders is reported" {
  service orders {
    each endpoint { exposure: internet  authentication: none }
    endpoint vars { operation: debug }
    endpoint heap { operation: actuator }
    endpoint schema { operation: introspection }
    endpoint docs { operation: api-docs }
  }
  expect debug-or-introspection-surface on orders.vars
  expect debug-or-introspection-surface on orders.heap
  expect debug-or-introspection-surface on orders.schema
  expect debug-or-introspection-surface on orders.docs
}

test "so is one that outsiders reach though it is not meant for them" {
  actor visitor { trust: anonymous }
  gateway front
  service orders { endpoint heap { operation: actuator  authentication: none } }
  flow enter: visitor -> front
  flow pass: front -> orders
  expect debug-or-introspection-surface on orders.heap
}

test "one that asks who calls is not" {
  service orders { endpoint heap { operation: actuator  exposure: internet  authentication: mtls } }
  expect no debug-or-introspection-surface
}

test "neither is one that is open on purpose, out of reach, or not in production" {
  actor operator { trust: admin }
  service orders {
    each endpoint { authentication: none }
    endpoint docs { operation: api-docs  exposure: internet  public-by-design: true }
    endpoint heap { operation: actuator }
    endpoint vars { operation: debug  exposure: internet  environment: staging }
    endpoint list { operation: list  exposure: internet }
  }
  flow operate: operator -> orders.heap
  expect no debug-or-introspection-surface
}

test "one that does not say how it authenticates is a question" {
  service orders { endpoint heap { operation: actuator  exposure: internet } }
  expect question debug-or-introspection-surface on orders.heap
}

test "what others show is theirs" {
  third-party provider {
    endpoint docs { operation: api-docs  exposure: internet  authentication: none }
  }
  expect no debug-or-introspection-surface
}
