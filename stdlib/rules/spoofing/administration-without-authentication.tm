module std

/// The system is administered without signing in
///
/// ## What it does
///
/// Reports each flow by which staff or pipelines administer the system (administrators, callers of
/// endpoints that administer, staff at a console or a pipeline) over a network, with
/// `authentication: none`. To sign in at an identity provider, or at an endpoint for that, is left
/// out. What outsiders can use without an account is told by `external-endpoint-unauthenticated`.
///
/// ## Why it matters
///
/// Whoever gets into the network of the staff, by a visitor's laptop or a stolen one, is an
/// administrator: nothing has to be guessed, and the audit trail knows nobody.
///
/// ## How to fix it
///
/// Let people sign in with the organisation's identity provider and a second factor, and pipelines
/// with an identity of their own, and refuse everybody else. State `authentication: oidc` (or
/// `saml`, `mtls`).
///
/// ## How to accept it
///
/// ```tm
/// accept administration-without-authentication on operator->console {
///   reason: "a laboratory without a network; the console goes with it"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-115: authentication bypass
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 8.4.2: more than one layer guards administrative access
/// - NIST SP 800-53, IA-2: identification and authentication of the organisation's users
rule administration-without-authentication {
  for f: flow
  where f.administrative
    and f.from is actor
    and not f.from.untrusted
    and f.crosses-network
    and f.to is not identity-provider
    and not f.endpoint.operation.self-authenticating
    and f.authentication == none
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [306]
  capec: [115]
  owasp-api: ["API2:2023"]
  asvs: ["8.4.2"]
  nist: ["IA-2"]
  message: "{f.from} administers {f.target} without signing in"
  at: f.authentication
  help: "let {f.from} sign in at {f.to} with a second factor, refuse everybody else, and state `authentication: oidc`"
}

test "an administrator who need not sign in is reported" {
  actor operator { trust: admin }
  service desk
  flow administer: operator -> desk { authentication: none }
  expect administration-without-authentication on administer
}

test "so is staff at a console, and at an endpoint that administers" {
  actor clerk { trust: workforce }
  dashboard console
  service desk { endpoint promote { operation: grant } }
  flow look: clerk -> console { authentication: none }
  flow raise: clerk -> desk.promote { authentication: none }
  expect administration-without-authentication on look
  expect administration-without-authentication on raise
}

test "who signs in is not" {
  actor operator { trust: admin }
  dashboard console
  flow administer: operator -> console { authentication: oidc }
  expect no administration-without-authentication
}

test "neither is signing in itself, nor what staff or customers do elsewhere" {
  actor operator { trust: admin }
  actor clerk { trust: workforce }
  actor visitor { trust: anonymous }
  identity-provider staff-idp { endpoint login { operation: login } }
  service desk {
    endpoint promote { operation: grant }
    endpoint sign-in { operation: login }
  }
  flow begin: operator -> desk.sign-in { authentication: none }
  flow sign-in: operator -> staff-idp { authentication: none }
  flow enter: operator -> staff-idp.login { authentication: none }
  flow ask: clerk -> desk { authentication: none }
  flow try: visitor -> desk.promote { authentication: none }
  expect no administration-without-authentication
}

test "a way in that nobody describes is a question" {
  actor operator { trust: admin }
  dashboard console
  flow administer: operator -> console
  expect question administration-without-authentication on administer
}

test "a hand on the same machine needs no network" {
  process host {
    actor operator { trust: admin }
    dashboard console
  }
  flow administer: operator -> console { authentication: none }
  expect no administration-without-authentication
}
