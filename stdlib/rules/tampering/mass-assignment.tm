module std

/// Clients can write fields that nobody meant them to
///
/// ## What it does
///
/// Reports each state-changing endpoint with `property-binding: automatic` that untrusted actors
/// reach or that is declared for callers outside. Third parties are left out.
///
/// ## Why it matters
///
/// A framework that copies the body of a request into an object copies `role`, `price` and
/// `verified` as well as the name that the form had. The field does not have to be documented, only
/// guessed.
///
/// ## How to fix it
///
/// Bind requests to a type of their own that has just the fields which clients may write, and
/// refuse the rest. State `property-binding: allowlist` or `explicit`.
///
/// ## How to accept it
///
/// ```tm
/// accept mass-assignment on notes.update {
///   reason: "the object has no field that its owner may not change"
///   owner: "notes-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-915: improperly controlled modification of dynamically-determined object attributes
/// - CAPEC-77: manipulating user-controlled variables
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 15.3.3: only fields that are allowed for the action are taken over
/// - OWASP ASVS 5.0, 8.2.3: access is decided field by field
/// - NIST SP 800-53, SI-10: information input validation
/// - NIST SP 800-53, AC-3: access enforcement
/// - OWASP Mass Assignment Cheat Sheet
rule mass-assignment {
  for e: endpoint
  where e.state-changing
    and e.property-binding == automatic
    and e.component is not third-party
    and (e.exposure.outside or e.reached-by-untrusted)
  severity: medium
  stride: [tampering, elevation-of-privilege]
  cwe: [915]
  capec: [77]
  owasp-api: ["API3:2023"]
  asvs: ["15.3.3", "8.2.3"]
  nist: ["SI-10", "AC-3"]
  message: "{e} writes every field that a client sends"
  at: e.property-binding
  help: "bind requests of {e} to a type with just the fields that clients may write and state `property-binding: allowlist`"
}

test "automatic binding that untrusted clients reach is reported" {
  actor visitor { trust: authenticated }
  service users { endpoint update { state-changing: true  property-binding: automatic } }
  flow rename: visitor -> users.update
  expect mass-assignment on users.update
}

test "so is one that is declared for outsiders" {
  service users {
    endpoint update { exposure: partner  state-changing: true  property-binding: automatic }
  }
  expect mass-assignment on users.update
}

test "listed fields and explicit assignments are not" {
  actor visitor { trust: authenticated }
  service users {
    endpoint update { exposure: internet  state-changing: true  property-binding: allowlist }
    endpoint rename { state-changing: true  property-binding: explicit }
  }
  flow change: visitor -> users.update
  flow rename: visitor -> users.rename
  expect no mass-assignment
}

test "neither is one that changes nothing, one for staff, or a third party's" {
  actor visitor { trust: authenticated }
  actor clerk { trust: workforce }
  service users {
    endpoint find { property-binding: automatic }
    endpoint correct { state-changing: true  property-binding: automatic }
  }
  third-party provider { endpoint charge { state-changing: true  property-binding: automatic } }
  flow search: visitor -> users.find
  flow mend: clerk -> users.correct
  flow pay: visitor -> provider.charge
  expect no mass-assignment
}

test "binding that nobody states is a question" {
  actor visitor { trust: authenticated }
  service users { endpoint update { state-changing: true } }
  flow rename: visitor -> users.update
  expect question mass-assignment on users.update
}
