module std

/// A stopgap has become permanent
///
/// ## What it does
///
/// Reports each safeguard that is in force, is `temporary`, and has no end or is past it. One that
/// is planned or disabled is left out.
///
/// ## Why it matters
///
/// It was put in for a week and was good enough for a week. Nobody has looked since, what was to
/// replace it was never built, and the findings that it answers are answered by a memory.
///
/// ## How to fix it
///
/// Replace it by the control that was meant, and state that. Or give it an end (`expires`) and
/// somebody who answers for it, and keep to it. If it is to stay, look at it as one that stays,
/// and take `temporary` away.
///
/// ## How to accept it
///
/// ```tm
/// accept temporary-control-never-hardened on ip-allowlist-for-partners {
///   reason: "mutual TLS with the partners is being rolled out"
///   owner: "partner-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1059: insufficient technical documentation
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - NIST SP 800-53, CM-3: configuration change control
/// - NIST SP 800-53, CA-5: plan of action and milestones
rule temporary-control-never-hardened {
  for g: safeguard
  where g.temporary
    and g.status not in [planned, disabled]
    and (g.expires is not set or g.expires < today)
  severity: medium
  stride: [elevation-of-privilege]
  cwe: [1059]
  owasp-api: ["API8:2023"]
  nist: ["CM-3", "CA-5"]
  message: "{g} was meant to be temporary and is still there"
  at: g.temporary
  help: "replace {g} by what was meant to follow, or state the date when it `expires`"
}

test "a stopgap without an end is reported" {
  service cart
  safeguard allowlist { about: [cart]  status: verified  temporary: true  evidence: "acl.yaml" }
  expect temporary-control-never-hardened on allowlist
}

test "so is one past its end" {
  service cart
  safeguard allowlist {
    about: [cart]
    status: implemented
    temporary: true
    expires: 2025-12-31
    evidence: "acl.yaml"
  }
  expect temporary-control-never-hardened on allowlist
}

test "one that will end is not" {
  service cart
  safeguard allowlist {
    about: [cart]
    status: verified
    temporary: true
    expires: 2026-12-31
    evidence: "acl.yaml"
  }
  expect no temporary-control-never-hardened
}

test "neither is one that was meant to stay" {
  service cart
  safeguard allowlist { about: [cart]  status: verified  evidence: "acl.yaml" }
  expect no temporary-control-never-hardened
}

test "nor one that is not in force" {
  service cart
  safeguard planned-list { about: [cart]  status: planned  temporary: true }
  safeguard old-list { about: [cart]  status: disabled  temporary: true }
  expect no temporary-control-never-hardened
}

test "nor one on its last day" {
  service cart
  safeguard allowlist {
    about: [cart]
    status: verified
    temporary: true
    expires: 2026-01-01
    evidence: "acl.yaml"
  }
  expect no temporary-control-never-hardened
}
