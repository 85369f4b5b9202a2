module std

/// Services share an identity or a credential
///
/// ## What it does
///
/// Reports each identity that more than one workload runs as or holds the credential of.
///
/// ## Why it matters
///
/// What one of them may do, all may do, and what one of them loses, all lose. The logs cannot tell
/// them apart, and the credential cannot be taken from one without stopping the others.
///
/// ## How to fix it
///
/// Give each workload an identity and a credential of its own with what it alone needs, then rotate
/// the old secret. State `runs-as` and `credentials` accordingly.
///
/// ## How to accept it
///
/// ```tm
/// accept identity-or-credential-shared-by-services on shared-token {
///   reason: "both services are merged this quarter"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-269: improper privilege management
/// - CWE-1391: use of weak credentials
/// - CAPEC-560: use of known credentials
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 13.2.1: services authenticate to each other with credentials of their own
/// - OWASP ASVS 5.0, 11.1.1: keys have a documented life cycle
/// - NIST SP 800-53, IA-2(5): individual before group authentication
/// - NIST SP 800-53, IA-4: identifier management
/// - NIST SP 800-53, AC-6: least privilege
/// - MITRE ATT&CK T1078: valid accounts
/// - MITRE ATT&CK T1552: unsecured credentials
rule identity-or-credential-shared-by-services {
  for i: identity
  where (count s in i.used-by) > 1
  severity: high
  stride: [elevation-of-privilege, spoofing, repudiation]
  cwe: [269, 1391]
  capec: [560]
  attack: ["T1078", "T1552"]
  owasp-api: ["API2:2023"]
  asvs: ["13.2.1", "11.1.1"]
  nist: ["IA-2(5)", "IA-4", "AC-6"]
  message: "{i} is shared by {i.used-by}"
  help: "give each of {i.used-by} an identity and credential of its own, and rotate the shared secret"
}

test "a credential that two services hold is reported" {
  identity shared-token
  service cart { credentials: [shared-token] }
  service orders { credentials: [shared-token] }
  expect identity-or-credential-shared-by-services on shared-token
}

test "so is an identity that two services run as" {
  identity shop-account
  service cart { runs-as: shop-account }
  service orders { runs-as: shop-account }
  expect identity-or-credential-shared-by-services on shop-account
}

test "one service runs as it, another holds its credential: reported" {
  identity shop-account
  service cart { runs-as: shop-account }
  service orders { credentials: [shop-account] }
  expect identity-or-credential-shared-by-services on shop-account
}

test "identities of their own are not" {
  identity cart-account
  identity orders-account
  service cart { runs-as: cart-account }
  service orders { runs-as: orders-account }
  expect no identity-or-credential-shared-by-services
}

test "neither is one that nobody uses, nor a service that uses its own twice" {
  identity spare
  identity cart-account
  service cart { runs-as: cart-account  credentials: [cart-account] }
  expect no identity-or-credential-shared-by-services
}
