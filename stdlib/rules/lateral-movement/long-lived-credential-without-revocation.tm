module std

/// A long-lived credential cannot be revoked quickly
///
/// ## What it does
///
/// Reports each identity with a key, password, token or certificate that lives for long, and that
/// is revoked by hand or not at all. A key that signs counts if it is stated to be replaced by hand
/// or never.
///
/// ## Why it matters
///
/// An intrusion lasts weeks, and a copied credential as long as it lives. If taking it back means
/// finding the one who knows how, the attacker works on until then.
///
/// ## How to fix it
///
/// Issue credentials that live for hours at most (`credential: short-lived` or `svid`), or be able
/// to revoke them at once (`revocation: immediate`), and rehearse it.
///
/// ## How to accept it
///
/// ```tm
/// accept long-lived-credential-without-revocation on mainframe-account {
///   reason: "the mainframe has no other means; the account can read reports only"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-324: use of a key past its expiration date
/// - CWE-613: insufficient session expiration
/// - CAPEC-560: use of known credentials
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 13.3.4: secrets expire and are rotated
/// - OWASP ASVS 5.0, 13.1.4: secrets have a rotation schedule
/// - NIST SP 800-53, IA-5(1): password-based authentication
/// - NIST SP 800-53, AC-2(3): disable accounts
/// - MITRE ATT&CK T1528: steal application access token
rule long-lived-credential-without-revocation {
  for i: identity
  where (i.credential.long-lived
      or i.credential == signing-key and i.rotation is known and i.rotation in [none, manual])
    and i.revocation in [none, manual]
  severity: medium
  stride: [spoofing, elevation-of-privilege]
  cwe: [324, 613]
  capec: [560]
  attack: ["T1528"]
  owasp-api: ["API2:2023"]
  asvs: ["13.3.4", "13.1.4"]
  nist: ["IA-5(1)", "AC-2(3)"]
  message: "the credential of {i} ({i.credential}) lives for long and its revocation is {i.revocation}"
  at: i.revocation
  help: "issue short-lived credentials for {i}, or make revocation immediate and state `revocation: immediate`"
}

test "a fixed token that nobody can revoke is reported" {
  identity shared-token { credential: static-token  revocation: none }
  expect long-lived-credential-without-revocation on shared-token
}

test "so is a certificate that is revoked by hand" {
  identity partner-link { credential: long-lived-cert  revocation: manual }
  expect long-lived-credential-without-revocation on partner-link
}

test "one that can be revoked at once is not" {
  identity shared-token { credential: static-key  revocation: immediate }
  expect no long-lived-credential-without-revocation
}

test "neither is one that does not live for long" {
  identity cart-account { credential: svid  revocation: none }
  expect no long-lived-credential-without-revocation
}

test "a revocation that nobody states is a question" {
  identity shared-token { credential: password }
  expect question long-lived-credential-without-revocation on shared-token
}

test "so is a key that signs, is replaced by hand, and cannot be taken back" {
  identity token-issuer { credential: signing-key  rotation: manual  revocation: none }
  expect long-lived-credential-without-revocation on token-issuer
}

test "one that a machine replaces, or of which nobody states how it is replaced, is not" {
  identity token-issuer { credential: signing-key  rotation: automatic  revocation: none }
  identity release-signer { credential: signing-key  revocation: none }
  expect no long-lived-credential-without-revocation
}

test "whether a key that signs and is never replaced can be taken back is a question" {
  identity token-issuer { credential: signing-key  rotation: none }
  expect question long-lived-credential-without-revocation on token-issuer
}
