module std

/// The client decides a value that the business lives on
///
/// ## What it does
///
/// Reports each endpoint that believes fields of the request that the server could compute or look
/// up (`trusts-client-fields`), if untrusted actors reach it or it is declared for callers outside.
///
/// ## Why it matters
///
/// A price, a discount, a role or an order state that comes from the client is whatever the client
/// likes. No schema catches it: the value is well formed, it is only not true.
///
/// ## How to fix it
///
/// Compute such values from what the server knows and take identifiers and quantities only. Then
/// remove the fields from `trusts-client-fields` (`[]` states that there are none).
///
/// ## How to accept it
///
/// ```tm
/// accept client-controlled-business-value on cart.add-item {
///   reason: "the price is compared with the catalogue at checkout"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-602: client-side enforcement of server-side security
/// - CWE-472: external control of a parameter assumed to be immutable
/// - CWE-807: reliance on untrusted inputs in a security decision
/// - CAPEC-162: manipulating hidden fields
/// - CAPEC-77: manipulating user-controlled variables
/// - CAPEC-22: exploiting trust in the client
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.2.2: validation happens at a trusted service layer
/// - OWASP ASVS 5.0, 2.3.2: business limits are enforced by the server
/// - NIST SP 800-53, SI-10: information input validation
/// - OWASP Business Logic Security Cheat Sheet
rule client-controlled-business-value {
  for e: endpoint
  where (any x in e.trusts-client-fields) and (e.reached-by-untrusted or e.exposure.outside)
  severity: high
  stride: [tampering, elevation-of-privilege]
  cwe: [602, 472, 807]
  capec: [162, 77, 22]
  owasp-api: ["API3:2023", "API6:2023"]
  asvs: ["2.2.2", "2.3.2"]
  nist: ["SI-10"]
  message: "{e} believes what the client sends as {e.trusts-client-fields}"
  at: e.trusts-client-fields
  help: "compute {e.trusts-client-fields} from server-side sources and state `trusts-client-fields: []`"
}

test "a price from a client is reported" {
  actor visitor { trust: authenticated }
  service cart { endpoint add-item { trusts-client-fields: ["price"] } }
  flow add: visitor -> cart.add-item
  expect client-controlled-business-value on cart.add-item
}

test "so is one at an endpoint that is declared for outsiders" {
  service cart { endpoint add-item { exposure: partner  trusts-client-fields: ["price"] } }
  expect client-controlled-business-value on cart.add-item
}

test "an endpoint that computes its values is not" {
  actor visitor { trust: authenticated }
  service cart { endpoint add-item { exposure: internet  trusts-client-fields: [] } }
  flow add: visitor -> cart.add-item
  expect no client-controlled-business-value
}

test "neither is one that only staff can reach" {
  actor operator { trust: workforce }
  service cart { endpoint correct { trusts-client-fields: ["price"] } }
  flow mend: operator -> cart.correct
  expect no client-controlled-business-value
}
