module std

/// Services authenticate with a credential that never changes
///
/// ## What it does
///
/// Reports each call between two workloads that is authenticated by a fixed token, an API key, or a
/// password.
///
/// ## Why it matters
///
/// A fixed secret is copied into configuration, logs, images and laptops, and each copy works until
/// somebody changes it. It often stands for a whole group of services, so nobody can tell who
/// called or lock out one of them.
///
/// ## How to fix it
///
/// Replace it by credentials that are issued per workload and expire by themselves: workload
/// identity, a short-lived JWT, or an SVID. Then state it, for example `authentication: spiffe`.
///
/// ## How to accept it
///
/// ```tm
/// accept static-credential-between-services on checkout->cart {
///   reason: "moves to workload identity with the next platform release"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-287: improper authentication
/// - CAPEC-633: token impersonation
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 13.2.1: services authenticate to each other with credentials of their own
/// - OWASP ASVS 5.0, 7.2.2: session tokens are generated, not fixed secrets
/// - NIST SP 800-53, IA-5: authenticator management
/// - MITRE ATT&CK T1550.001: application access tokens
rule static-credential-between-services {
  for f: flow
  where f.service-to-service and f.crosses-network and f.authentication.static
  severity: medium
  stride: [spoofing]
  cwe: [287]
  capec: [633]
  attack: ["T1550.001"]
  owasp-api: ["API2:2023"]
  asvs: ["13.2.1", "7.2.2"]
  nist: ["IA-5"]
  message: "{f.from} authenticates to {f.target} with a fixed credential ({f.authentication})"
  at: f.authentication
  help: "issue {f.from} an expiring credential of its own, such as workload identity or a short-lived token, and state `authentication: mtls` (or `spiffe`, `oauth2`)"
}

test "what stays within a process is no call over a network" {
  process host {
    service cart
    service orders
  }
  flow book: cart -> orders { authentication: static-token }
  expect no static-credential-between-services
}

test "a fixed token is reported" {
  service cart
  service orders
  flow book: cart -> orders { authentication: static-token }
  expect static-credential-between-services on book
}

test "so are API keys and passwords" {
  service cart
  service orders
  flow book: cart -> orders { authentication: api-key }
  flow list: orders -> cart { authentication: basic }
  expect static-credential-between-services on book
  expect static-credential-between-services on list
}

test "an issued token is not" {
  service cart
  service orders
  flow book: cart -> orders { authentication: jwt }
  expect no static-credential-between-services
}

test "what a third party asks for is not ours to change" {
  service cart
  third-party provider
  flow pay: cart -> provider { authentication: api-key }
  expect no static-credential-between-services
}

test "a call that does not say is a question" {
  service cart
  service orders
  flow book: cart -> orders
  expect question static-credential-between-services on book
}
