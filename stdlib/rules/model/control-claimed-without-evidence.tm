module std

/// A safeguard is claimed, and nothing shows that it is there
///
/// ## What it does
///
/// Reports each safeguard that is said to be `implemented` or `verified` without `evidence`. It is
/// worse for a verified one, since that silences findings.
///
/// ## Why it matters
///
/// A protection that somebody believes in is worth less than none: it ends the search for one that
/// works.
///
/// ## How to fix it
///
/// Link what shows it: the policy, the test, the report of the scan. State it as `evidence`.
///
/// ## How to accept it
///
/// ```tm
/// accept control-claimed-without-evidence on waf-in-front {
///   reason: "the report of the penetration test comes in June"
///   owner: "security-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1059: insufficient technical documentation
/// - NIST SP 800-53, CA-2: control assessments
/// - NIST SP 800-53, CA-7: continuous monitoring
rule control-claimed-without-evidence {
  for g: safeguard
  where g.status in [implemented, verified] and g.evidence is not set
  severity: if g.status == verified then medium else low
  cwe: [1059]
  nist: ["CA-2", "CA-7"]
  message: "{g} is said to be {g.status}, and no evidence is named"
  at: g.status
  help: "link what shows that {g} is there as its `evidence`"
}

test "an implemented safeguard without evidence is reported" {
  service cart
  safeguard filter { about: [cart]  status: implemented }
  expect control-claimed-without-evidence on filter
}

test "so is a verified one" {
  service cart
  safeguard filter { about: [cart]  status: verified }
  expect control-claimed-without-evidence on filter
}

test "evidence is enough" {
  service cart
  safeguard filter { about: [cart]  status: verified  evidence: "tests/filter.feature" }
  expect no control-claimed-without-evidence
}

test "a plan needs none" {
  service cart
  safeguard filter { about: [cart]  status: planned }
  expect no control-claimed-without-evidence
}
