module std

/// An assumption has no owner or no end
///
/// ## What it does
///
/// Reports each assumption without an `owner` or without an `expires` date.
///
/// ## Why it matters
///
/// An assumption silences findings. One that nobody answers for and that never ends does so long
/// after it stopped being true.
///
/// ## How to fix it
///
/// Name the team that answers for it, a date on which it is looked at again, and the evidence that
/// would prove it wrong: `owner`, `expires`, `evidence`.
///
/// ## How to accept it
///
/// ```tm
/// accept assumption-without-owner-or-expiry on mesh-is-strict {
///   reason: "the platform team is being formed"
///   owner: "architects"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1059: insufficient technical documentation
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - NIST SP 800-53, PL-8: security and privacy architectures
/// - NIST SP 800-53, RA-3: risk assessment
rule assumption-without-owner-or-expiry {
  for m: assumption
  where m.owner is not set or m.expires is not set
  severity: low
  cwe: [1059]
  owasp-api: ["API9:2023"]
  nist: ["PL-8", "RA-3"]
  message: "{m} lacks an owner or an expiry date"
  help: "state the `owner` and the date when it `expires` in {m}"
}

test "an assumption without an owner is reported" {
  service ledger
  assume quiet { about: [ledger]  expires: 2026-12-31 }
  expect assumption-without-owner-or-expiry on quiet
}

test "so is one without an end" {
  service ledger
  assume quiet { about: [ledger]  owner: "payments-team" }
  expect assumption-without-owner-or-expiry on quiet
}

test "one with both is not" {
  service ledger
  assume quiet { about: [ledger]  owner: "payments-team"  expires: 2026-12-31 }
  expect no assumption-without-owner-or-expiry
}

test "other elements need neither" {
  service ledger
  expect no assumption-without-owner-or-expiry
}
