module std

/// An identity may do everything
///
/// ## What it does
///
/// Reports each identity of which it is stated that its rights are a wildcard (`scope: wildcard`).
///
/// ## Why it matters
///
/// Whoever gets hold of it, by a leaked key or by the workload that runs as it, has the whole
/// account, cluster or mesh. What was meant as the rights of one service is then no limit for
/// anybody.
///
/// ## How to fix it
///
/// List the actions and resources that the modelled flows need, grant those by name, and drop the
/// rest. Then state `scope: narrow`.
///
/// ## How to accept it
///
/// ```tm
/// accept wildcard-identity-grant on deployer {
///   reason: "sets up new accounts; used from the vault under two persons' approval"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-250: execution with unnecessary privileges
/// - CWE-732: incorrect permission assignment for a critical resource
/// - CAPEC-122: privilege abuse
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 13.2.2: services use accounts with the least privileges that they need
/// - NIST SP 800-53, AC-6: least privilege
/// - NIST SP 800-53, AC-6(1): access to security functions is granted by name
/// - MITRE ATT&CK T1078: valid accounts
/// - MITRE ATT&CK T1098.003: additional cloud roles
/// - MITRE ATT&CK T1098.006: additional roles in a container cluster
rule wildcard-identity-grant {
  for i: identity
  where i.scope == wildcard
  severity: high
  stride: [elevation-of-privilege]
  cwe: [250, 732]
  capec: [122]
  attack: ["T1078", "T1098.003", "T1098.006"]
  owasp-api: ["API5:2023"]
  asvs: ["13.2.2"]
  nist: ["AC-6", "AC-6(1)"]
  message: "{i} may do everything"
  at: i.scope
  help: "grant {i} the actions and resources by name that its workloads need, and state `scope: narrow`"
}

test "a wildcard is reported" {
  iam-role deployer { scope: wildcard }
  expect wildcard-identity-grant on deployer
}

test "rights that fit are not, and too many of them are another matter" {
  iam-role cart-role { scope: narrow }
  iam-role orders-role { scope: broad }
  expect no wildcard-identity-grant
}

test "an actor is no identity of a workload" {
  actor reseller { trust: partner  scope: wildcard }
  expect no wildcard-identity-grant
}

test "rights that nobody states are a question" {
  iam-role cart-role
  expect question wildcard-identity-grant on cart-role
}
