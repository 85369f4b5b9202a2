module std

/// Anything can be deployed to the cluster
///
/// ## What it does
///
/// Reports each cluster that refuses no deployment: it has no admission policy, or one that only
/// reports.
///
/// ## Why it matters
///
/// Each protection of the platform, signed images, no privileged containers, required labels and
/// routes, holds only as far as somebody refuses what breaks it. One deployment by mistake or with
/// a stolen token undoes them.
///
/// ## How to fix it
///
/// Enforce policies for images, privileges, schemas and routes at admission, by OPA Gatekeeper,
/// Kyverno or what the platform has built in. State `admission-policy: enforce`.
///
/// ## How to accept it
///
/// ```tm
/// accept no-admission-policy on lab {
///   reason: "a cluster for experiments, without data and without a way to production"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-693: protection mechanism failure
/// - CWE-1188: insecure default of a resource
/// - CAPEC-176: configuration manipulation
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - NIST SP 800-53, CM-5: access restrictions for change
/// - NIST SP 800-53, CM-6: configuration settings
/// - NIST SP 800-53, CM-7: least functionality
/// - MITRE ATT&CK T1610: deploy container
/// - NIST SP 800-204C: policy enforcement in delivery pipelines
rule no-admission-policy {
  for b: cluster
  where b.admission-policy in [none, audit]
  severity: medium
  stride: [tampering, elevation-of-privilege]
  cwe: [693, 1188]
  capec: [176]
  attack: ["T1610"]
  owasp-api: ["API8:2023"]
  nist: ["CM-5", "CM-6", "CM-7"]
  message: "{b} refuses no deployment: its admission policy is {b.admission-policy}"
  at: b.admission-policy
  help: "enforce image, privilege and route policies at admission to {b} and state `admission-policy: enforce`"
}

test "a cluster without a policy is reported" {
  cluster main { admission-policy: none }
  expect no-admission-policy on main
}

test "so is one that only reports" {
  cluster main { admission-policy: audit }
  expect no-admission-policy on main
}

test "one that enforces is not" {
  cluster main { admission-policy: enforce }
  expect no no-admission-policy
}

test "other zones have no admission" {
  vpc backbone
  expect no no-admission-policy
}

test "a cluster that does not say is a question" {
  cluster main
  expect question no-admission-policy on main
}
