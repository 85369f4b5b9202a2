module std

/// Secrets stand where code and settings are read
///
/// ## What it does
///
/// Reports each workload whose secrets come from its source code, its image, a settings file or the
/// plain environment.
///
/// ## Why it matters
///
/// Everybody who can read the repository, the image or the deployment has the secret, and so has its
/// history. It cannot be rotated without a release, so it is not.
///
/// ## How to fix it
///
/// Fetch secrets at run time from a vault by workload identity, search the history, and rotate what
/// was in it. State `secret-source: vault` or `workload-identity`.
///
/// ## How to accept it
///
/// ```tm
/// accept secret-in-config-or-code on billing {
///   reason: "the one key in it belongs to a sandbox"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-798: hard-coded credentials
/// - CWE-312: sensitive information stored in clear text
/// - CWE-522: credentials that are not well protected
/// - CAPEC-191: sensitive constants are read in an executable
/// - MITRE ATT&CK T1552.001: credentials in files
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.3.1: secrets are managed by a vault
/// - NIST SP 800-53, IA-5(7): no embedded static authenticators
/// - NIST SP 800-53, SC-28: protection of information at rest
rule secret-in-config-or-code {
  for s: workload
  where not s.external and s.secret-source.exposed
  severity: high
  stride: [information-disclosure, elevation-of-privilege]
  cwe: [798, 312, 522]
  capec: [191]
  attack: ["T1552.001"]
  owasp-api: ["API8:2023"]
  asvs: ["13.3.1"]
  nist: ["IA-5(7)", "SC-28"]
  message: "the secrets of {s} stand in clear ({s.secret-source})"
  at: s.secret-source
  help: "let {s} fetch its secrets from a vault at run time, rotate what was exposed, and state `secret-source: vault`"
}

test "a secret in source code is reported" {
  service billing { secret-source: source-code }
  expect secret-in-config-or-code on billing
}

test "so is one in a settings file" {
  service billing { secret-source: config-file }
  expect secret-in-config-or-code on billing
}

test "so is one in an image" {
  service billing { secret-source: image }
  expect secret-in-config-or-code on billing
}

test "so is one in the plain environment" {
  service billing { secret-source: env-plain }
  expect secret-in-config-or-code on billing
}

test "a vault is not" {
  service billing { secret-source: vault }
  expect no secret-in-config-or-code
}

test "neither is a workload that needs none" {
  service billing { secret-source: none }
  expect no secret-in-config-or-code
}

test "the secrets of somebody else are theirs" {
  third-party psp { secret-source: config-file }
  expect no secret-in-config-or-code
}

test "a workload that does not say is a question" {
  service billing
  expect question secret-in-config-or-code on billing
}
