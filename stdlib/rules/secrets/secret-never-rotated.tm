module std

/// A secret is never changed
///
/// ## What it does
///
/// Reports each identity that proves itself with a fixed secret or signing key and is stated to
/// have `rotation: none`.
///
/// ## Why it matters
///
/// Each year more people, backups and logs have seen the secret, and none of them ever has to give
/// it back. When it leaks at last, nobody knows how to change it without an outage.
///
/// ## How to fix it
///
/// Rotate it by machine, with an overlap in which both work, and raise an alarm when it grows old.
/// State `rotation: automatic`.
///
/// ## How to accept it
///
/// ```tm
/// accept secret-never-rotated on provider-key {
///   reason: "the provider cannot issue a second key before the new contract"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-324: use of a key past its expiration date
/// - CWE-262: passwords do not age
/// - CAPEC-555: remote services with stolen credentials
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 13.3.4: secrets expire and are rotated
/// - OWASP ASVS 5.0, 13.1.4: secrets have a rotation schedule
/// - OWASP ASVS 5.0, 11.1.1: keys have a documented life cycle
/// - NIST SP 800-53, IA-5(1): password-based authentication
/// - NIST SP 800-53, SC-12: key establishment and management
/// - MITRE ATT&CK T1528: steal application access token
rule secret-never-rotated {
  for i: identity
  where i.credential.static and i.rotation == none
  severity: medium
  stride: [spoofing]
  cwe: [324, 262]
  capec: [555]
  attack: ["T1528"]
  owasp-api: ["API2:2023"]
  asvs: ["13.3.4", "13.1.4", "11.1.1"]
  nist: ["IA-5(1)", "SC-12"]
  message: "the secret of {i} ({i.credential}) is never changed"
  at: i.rotation
  help: "rotate the secret of {i} by machine, with an overlap, and state `rotation: automatic`"
}

test "a token that is never changed is reported" {
  identity shared-token { credential: static-token  rotation: none }
  expect secret-never-rotated on shared-token
}

test "so is a signing key" {
  identity issuer { credential: signing-key  rotation: none }
  expect secret-never-rotated on issuer
}

test "one that is rotated is not" {
  identity shared-token { credential: static-token  rotation: automatic }
  expect no secret-never-rotated
}

test "neither is a credential that expires by itself" {
  identity cart-account { credential: short-lived  rotation: none }
  expect no secret-never-rotated
}

test "a rotation that nobody states is a question" {
  identity shared-token { credential: static-key }
  expect question secret-never-rotated on shared-token
}
