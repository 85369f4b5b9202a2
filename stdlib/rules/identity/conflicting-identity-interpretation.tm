module std

/// A service is told who the user is in different ways
///
/// ## What it does
///
/// Reports each workload whose callers tell it on behalf of whom they call in more than one form:
/// plain headers, unsigned tokens, the user's own token, or tokens of an internal issuer. Signed
/// and exchanged tokens count as one form, since a receiver verifies both alike. Third parties are
/// left out.
///
/// ## Why it matters
///
/// Each form has its own reader, with its own idea of what a user, a role or a tenant is. An
/// attacker chooses the weakest, or sends two at once that say different things: one part of the
/// service checks the first, another acts on the second. The audit trail shows whichever was read
/// last.
///
/// ## How to fix it
///
/// Choose one form, best a signed token of an internal issuer, let all callers send it, and refuse
/// requests that say who the user is in any other way.
///
/// ## How to accept it
///
/// ```tm
/// accept conflicting-identity-interpretation on orders {
///   reason: "the old header is read until the last caller sends tokens"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-436: interpretation conflict
/// - CWE-287: improper authentication
/// - CAPEC-114: authentication abuse
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 6.1.3: all ways to authenticate are documented and equally strong
/// - OWASP ASVS 5.0, 6.3.4: there is no undocumented way to authenticate
/// - NIST SP 800-53, IA-2: identification and authentication
/// - NIST SP 800-53, AC-24: access control decisions
rule conflicting-identity-interpretation {
  for s: workload
  let unsigned =
    collect f in s.incoming if f.identity-propagation != none and not f.identity-propagation.signed:
      f.identity-propagation
  let ways = collect f in s.incoming if f.identity-propagation != none: f.identity-propagation
  where s is not third-party
    and ((count w in unsigned) > 1
      or (any w in unsigned) and any f in s.incoming: f.identity-propagation.signed)
  severity: medium
  stride: [spoofing, repudiation]
  cwe: [436, 287]
  capec: [114]
  owasp-api: ["API2:2023"]
  asvs: ["6.1.3", "6.3.4"]
  nist: ["IA-2", "AC-24"]
  message: "{s} is told who the user is in different ways: {ways}"
  help: "let all callers of {s} send one form, best `identity-propagation: signed-jwt`, and refuse the others"
}

test "a header from one caller and a token from another are reported" {
  service cart
  service portal
  service orders
  flow book: cart -> orders { identity-propagation: plain-header }
  flow look: portal -> orders { identity-propagation: signed-jwt }
  expect conflicting-identity-interpretation on orders
}

test "so are a header and the user's own token" {
  service cart
  service portal
  service orders
  flow book: cart -> orders { identity-propagation: plain-header }
  flow look: portal -> orders { identity-propagation: forwarded-token }
  expect conflicting-identity-interpretation on orders
}

test "one form from all callers is fine" {
  service cart
  service portal
  service orders
  flow book: cart -> orders { identity-propagation: forwarded-token }
  flow look: portal -> orders { identity-propagation: forwarded-token }
  expect no conflicting-identity-interpretation
}

test "so are two sorts of signed tokens" {
  service cart
  service portal
  service orders
  flow book: cart -> orders { identity-propagation: signed-jwt }
  flow look: portal -> orders { identity-propagation: token-exchange }
  expect no conflicting-identity-interpretation
}

test "calls without a user, and third parties, are left alone" {
  service cart
  service portal
  service orders
  third-party provider
  flow book: cart -> orders { identity-propagation: plain-header }
  flow sweep: portal -> orders
  flow pay: cart -> provider { identity-propagation: plain-header }
  flow refund: portal -> provider { identity-propagation: signed-jwt }
  expect no conflicting-identity-interpretation
}

test "a propagation stated as unknown is a question" {
  service cart
  service portal
  service orders
  flow book: cart -> orders { identity-propagation: plain-header }
  flow look: portal -> orders { identity-propagation: unknown }
  expect question conflicting-identity-interpretation on orders
}
