module std

/// Anybody can get at a datastore
///
/// ## What it does
///
/// Reports each datastore with `public-access: true`, unless all that it holds is classified
/// `public`. It is critical where the store is known to hold data that is not, and high where
/// nobody says what it holds.
///
/// ## Why it matters
///
/// There are programs that do nothing but look for open buckets and databases. No service stands
/// before the data any more: no login, no authorization, no rate limit, no audit. Where the public
/// can write, what the services read is whatever somebody put there.
///
/// ## How to fix it
///
/// Remove the public grants, give the store a private endpoint, and block public access for the
/// whole account, so that it cannot come back by mistake. State `public-access: false`. Data that
/// is meant for everybody is said to be so: `classification: public`.
///
/// ## How to accept it
///
/// ```tm
/// accept datastore-publicly-accessible on downloads {
///   reason: "serves the installers that anybody may fetch; it is read-only for the public"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-732: incorrect permission assignment for a critical resource
/// - CWE-284: improper access control
/// - CAPEC-180: exploiting incorrectly configured access control
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.2.2: backend components get the least privileges that they need
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, SC-7: boundary protection
/// - MITRE ATT&CK T1530: data from cloud storage
rule datastore-publicly-accessible {
  for d: datastore
  let private = collect g in d.stored-data if g.classification != public: g
  where d.public-access == true and ((any g in private) or no g in d.stored-data)
  severity: if (any g in private: g.classification >= internal) then critical else high
  stride: [information-disclosure, tampering]
  cwe: [732, 284]
  capec: [180]
  attack: ["T1530"]
  owasp-api: ["API8:2023"]
  asvs: ["13.2.2"]
  nist: ["AC-3", "SC-7"]
  message: "anybody on the internet can get at {d}"
  at: d.public-access
  help: "remove public grants from {d}, give it a private endpoint, and state `public-access: false`; data meant for everybody has `classification: public`"
}

test "a public bucket with internal data is reported" {
  data prices { classification: internal }
  object-store exports { data: [prices]  public-access: true }
  expect datastore-publicly-accessible on exports
}

test "so is one whose data nobody classified" {
  data drafts
  object-store exports { data: [drafts]  public-access: true }
  expect datastore-publicly-accessible on exports
}

test "and one of which nobody says what it holds" {
  object-store exports { public-access: true }
  expect datastore-publicly-accessible on exports
}

test "a private one is not" {
  data prices { classification: internal }
  object-store exports { data: [prices]  public-access: false }
  expect no datastore-publicly-accessible
}

test "neither is one with public data only" {
  data pictures { classification: public }
  object-store assets { data: [pictures]  public-access: true }
  expect no datastore-publicly-accessible
}

test "public data beside other data is no excuse" {
  data pictures { classification: public }
  data invoices { classification: confidential }
  service billing
  object-store assets { data: [pictures]  public-access: true }
  flow save: billing -> assets { data: [invoices] }
  expect datastore-publicly-accessible on assets
}

test "a store that does not say is a question" {
  data prices { classification: internal }
  object-store exports { data: [prices] }
  expect question datastore-publicly-accessible on exports
}
