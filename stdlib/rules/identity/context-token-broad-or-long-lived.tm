module std

/// A token about the user is good for too long or for too many services
///
/// ## What it does
///
/// Reports each flow to a workload that hands on a signed token about the user, if that token lives
/// for hours or longer, or if the receiver does not check that it is meant for it. What a third
/// party checks is left out.
///
/// ## Why it matters
///
/// Every service on the way sees the token. If it is good for all of them and for a day, then the
/// least guarded one can act as any user who came by, everywhere, long after the user has left.
///
/// ## How to fix it
///
/// Let it expire within minutes (`context-ttl: short`) and give it the audience of its receiver, by
/// an exchange at each hop to a sensitive service (`identity-propagation: token-exchange`). Check
/// the audience and state `aud` in `validates`.
///
/// ## How to accept it
///
/// ```tm
/// accept context-token-broad-or-long-lived on cart->orders {
///   reason: "one audience for the three services of this team, until the exchange is there"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-613: insufficient session expiration
/// - CWE-1220: insufficient granularity of access control
/// - CAPEC-60: session replay
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 9.2.1: tokens are used within their time of validity only
/// - OWASP ASVS 5.0, 9.2.3: a service takes tokens that are meant for it only
/// - OWASP ASVS 5.0, 9.2.4: tokens of one issuer for different audiences can be told apart
/// - NIST SP 800-53, SC-23: session authenticity
/// - NIST SP 800-53, IA-5: authenticator management
rule context-token-broad-or-long-lived {
  for f: flow
  let fault =
    if f.context-ttl is known and f.context-ttl in [long, static] then "lives too long"
    else "can be used elsewhere too"
  where f.to is workload
    and not f.to.external
    and f.identity-propagation.signed
    and (f.context-ttl in [long, static] or aud not in f.validates)
  severity: medium
  stride: [spoofing, elevation-of-privilege]
  cwe: [613, 1220]
  capec: [60]
  owasp-api: ["API2:2023"]
  asvs: ["9.2.1", "9.2.3", "9.2.4"]
  nist: ["SC-23", "IA-5"]
  message: "the token by which {f.from} tells {f.target} who the user is {fault}"
  at: f
  help: "issue it for minutes and for {f.to} alone, check the audience there, and state `context-ttl: short` and `aud` in `validates`"
}

test "a token that lives for hours is reported" {
  service cart
  service orders
  flow book: cart -> orders {
    identity-propagation: signed-jwt
    context-ttl: long
    validates: [sig, iss, aud, exp]
  }
  expect context-token-broad-or-long-lived on book
}

test "so is one whose audience nobody checks" {
  service cart
  service orders
  flow book: cart -> orders {
    identity-propagation: token-exchange
    context-ttl: short
    validates: [sig, iss, exp]
  }
  expect context-token-broad-or-long-lived on book
}

test "minutes, and for this receiver, is fine" {
  service cart
  service orders
  flow book: cart -> orders {
    identity-propagation: signed-jwt
    context-ttl: short
    validates: [sig, iss, aud, exp]
  }
  expect no context-token-broad-or-long-lived
}

test "a header has no life, and a third party checks for itself" {
  service cart
  service orders
  third-party provider
  flow book: cart -> orders { identity-propagation: plain-header  context-ttl: static }
  flow pay: cart -> provider { identity-propagation: signed-jwt  context-ttl: long }
  expect no context-token-broad-or-long-lived
}

test "a life that nobody states is a question" {
  service cart
  service orders
  flow book: cart -> orders { identity-propagation: signed-jwt  validates: [sig, iss, aud, exp] }
  expect question context-token-broad-or-long-lived on book
}

test "so is one that never ends" {
  service cart
  service orders
  flow book: cart -> orders {
    identity-propagation: signed-jwt
    context-ttl: static
    validates: [sig, iss, aud, exp]
  }
  expect context-token-broad-or-long-lived on book
}

test "a store checks no tokens" {
  service cart
  database carts
  flow keep: cart -> carts { identity-propagation: signed-jwt  context-ttl: long }
  expect no context-token-broad-or-long-lived
}
