module std

/// Events that do not match their schema get through
///
/// ## What it does
///
/// Reports each channel whose events have no schema, one that is not enforced, or one whose unknown
/// fields are taken over.
///
/// ## Why it matters
///
/// Consumers were written for one shape. A field that appears, such as `role` or `price`, is bound
/// and believed; a field that is missing takes a path that nobody tested.
///
/// ## How to fix it
///
/// Register schemas with rules for compatibility, let the broker or every consumer refuse what does
/// not match, and validate fields that carry authority again. State `schema: strict` and
/// `unknown-fields: ignore` or `reject`.
///
/// ## How to accept it
///
/// ```tm
/// accept loose-event-schema on clicks {
///   reason: "telemetry that nothing but a dashboard reads"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-20: improper input validation
/// - CWE-915: object attributes that are set without control
/// - CWE-1287: the type of input is not validated
/// - CAPEC-153: input data manipulation
/// - CAPEC-230: serialized data with nested payloads
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 2.2.1: input is validated against what is allowed
/// - OWASP ASVS 5.0, 15.3.3: fields that a request may set are listed
/// - NIST SP 800-53, SI-10: input validation
rule loose-event-schema {
  for c: channel
  let loose = c.schema is known and c.schema in [none, optional]
  let fault =
    if loose then "need not match a schema" else "may bring fields that the schema does not know"
  where c.schema in [none, optional] or c.unknown-fields == accept
  severity: medium
  stride: [tampering, elevation-of-privilege]
  cwe: [20, 915, 1287]
  capec: [153, 230]
  owasp-api: ["API10:2023", "API3:2023"]
  asvs: ["2.2.1", "15.3.3"]
  nist: ["SI-10"]
  message: "events on {c} {fault}"
  at: c.schema
  help: "enforce a schema for {c} and drop fields that it does not know; state `schema: strict` and `unknown-fields: reject`"
}

test "a channel without a schema is reported" {
  topic events { schema: none  unknown-fields: reject }
  expect loose-event-schema on events
}

test "so is a schema that is not enforced" {
  topic events { schema: optional  unknown-fields: reject }
  expect loose-event-schema on events
}

test "so are unknown fields that are taken over" {
  topic events { schema: strict  unknown-fields: accept }
  expect loose-event-schema on events
}

test "a strict schema is not" {
  topic events { schema: strict  unknown-fields: ignore }
  expect no loose-event-schema
}

test "a service has no schema of this kind" {
  service orders
  expect no loose-event-schema
}

test "a channel that does not say is a question" {
  topic events
  expect question loose-event-schema on events
}
