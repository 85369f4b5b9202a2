module std

/// The gateway lets through requests that match no schema
///
/// ## What it does
///
/// Reports each gateway that actors or third parties call, by themselves or through a load balancer,
/// and that does not look at the schema (`schema-validation: none`), or lets through what does not
/// match it (`report`). The latter is low: it is on the way.
///
/// ## Why it matters
///
/// Without a schema at the edge each service behind it meets every malformed, oversized or
/// undocumented request on its own, and the weakest of them decides.
///
/// ## How to fix it
///
/// Publish the contract (OpenAPI, protobuf) and let the gateway refuse what does not conform,
/// unlisted methods and versions included. State `schema-validation: enforced`.
///
/// ## How to accept it
///
/// ```tm
/// accept edge-schema-not-enforced on api-gateway {
///   reason: "each service validates its own input; the contract is published next quarter"
///   owner: "edge-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-20: improper input validation
/// - CWE-1286: syntax of input is not validated
/// - CAPEC-153: input data manipulation
/// - CAPEC-230: serialized data with nested payloads
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 2.2.1: input is validated against what the business expects
/// - OWASP ASVS 5.0, 4.1.4: only supported methods are accepted
/// - NIST SP 800-53, SI-10: information input validation
/// - NIST SP 800-204: strategies for API gateways
rule edge-schema-not-enforced {
  for s: gateway
  where s.schema-validation in [none, report]
    and any f in s.incoming: f.from is actor or f.from.external or f.from is load-balancer
  severity: if s.schema-validation is known and s.schema-validation == report then low else medium
  stride: [tampering]
  cwe: [20, 1286]
  capec: [153, 230]
  owasp-api: ["API8:2023"]
  asvs: ["2.2.1", "4.1.4"]
  nist: ["SI-10"]
  message: "{s} passes on requests that match no schema"
  at: s.schema-validation
  help: "let {s} refuse requests that do not match the published contract, and state `schema-validation: enforced`"
}

test "a gateway without a schema is reported" {
  actor visitor { trust: anonymous }
  gateway front { schema-validation: none }
  flow browse: visitor -> front
  expect edge-schema-not-enforced on front
}

test "one that enforces its schema is not" {
  actor visitor { trust: anonymous }
  gateway front { schema-validation: enforced }
  flow browse: visitor -> front
  expect no edge-schema-not-enforced
}

test "neither are services, nor a gateway that no actor calls" {
  actor visitor { trust: anonymous }
  service cart { schema-validation: none }
  gateway inner { schema-validation: none }
  flow browse: visitor -> cart
  flow pass: cart -> inner
  expect no edge-schema-not-enforced
}

test "a gateway that does not say is a question" {
  actor visitor { trust: anonymous }
  gateway front
  flow browse: visitor -> front
  expect question edge-schema-not-enforced on front
}

test "so is one that services call beside actors" {
  actor visitor { trust: anonymous }
  gateway front { schema-validation: none }
  service cart
  visitor -> front
  cart -> front
  expect edge-schema-not-enforced on front
}

test "so is one that only reports, and one behind a load balancer" {
  actor shopper { trust: anonymous }
  third-party partner
  load-balancer balancer
  gateway front { schema-validation: report }
  gateway back { schema-validation: none }
  gateway side { schema-validation: none }
  shopper -> front
  shopper -> balancer
  balancer -> back
  partner -> side
  expect edge-schema-not-enforced on front
  expect edge-schema-not-enforced on back
  expect edge-schema-not-enforced on side
}
