module std

/// A stolen credential can be replayed where it matters
///
/// ## What it does
///
/// Reports each flow that is authenticated by a bearer credential with a long or endless life,
/// bound to nobody, without protection against replay, if the flow changes something or carries
/// confidential data. `replay-protection` counts as absent until it is stated.
/// Of a flow to or from a store or channel this is asked
/// once its `authentication` is stated: most prove themselves with something else than a token.
///
/// ## Why it matters
///
/// Whoever sees a bearer credential once, in a log, a proxy or a memory dump, can use it again. If
/// it lives long and is not bound to its sender, every leak is an open door for months, and each
/// replayed call moves money or data.
///
/// ## How to fix it
///
/// Shorten its life to minutes (`token-lifetime: short`), bind it to its sender (`token-binding:
/// mtls` or `dpop`), or accept each request once only, by nonce, time stamp or `jti`
/// (`replay-protection: set`). Any one of them closes the finding; calls that move money deserve
/// two.
///
/// ## How to accept it
///
/// ```tm
/// accept replayable-bearer-credential on payments->provider {
///   reason: "the provider offers API keys only; the key is limited to our addresses"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-294: authentication bypass by capture and replay
/// - CAPEC-60: session replay
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 10.3.5: access tokens are bound to their sender
/// - OWASP ASVS 5.0, 7.2.2: session tokens are generated, not fixed secrets
/// - NIST SP 800-53, IA-2(8): replay-resistant access to accounts
/// - NIST SP 800-53, SC-23: session authenticity
/// - MITRE ATT&CK T1550.001: application access tokens
rule replayable-bearer-credential {
  for f: flow
  where f.authentication.bearer
    and (f.authentication is known or f.to is workload and f.from is not channel)
    and f.token-lifetime in [long, static]
    and f.token-binding == none
    and f.replay-protection == none
    and f.sensitive
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [294]
  capec: [60]
  attack: ["T1550.001"]
  owasp-api: ["API2:2023"]
  asvs: ["10.3.5", "7.2.2"]
  nist: ["IA-2(8)", "SC-23"]
  message: "the credential of {f} is replayable: bearer, {f.token-lifetime} lifetime, bound to nobody"
  at: f.token-lifetime
  help: "shorten the token's life, bind it to {f.from} by mutual TLS or DPoP, or accept each request once, and state `token-lifetime`, `token-binding` or `replay-protection`"
}

test "a static token on a call that changes something is reported" {
  service cart
  service orders
  flow book: cart -> orders {
    authentication: static-token
    token-lifetime: static
    token-binding: none
    state-changing: true
  }
  expect replayable-bearer-credential on book
}

test "so is a long-lived one on a call that carries confidential data" {
  data invoices { classification: confidential }
  service cart
  service orders
  flow book: cart -> orders {
    authentication: jwt
    token-lifetime: long
    token-binding: none
    data: [invoices]
  }
  expect replayable-bearer-credential on book
}

test "data that comes back counts" {
  data invoices { classification: restricted }
  service cart
  service orders
  flow fetch: cart -> orders {
    authentication: api-key
    token-lifetime: static
    token-binding: none
    returns: [invoices]
  }
  expect replayable-bearer-credential on fetch
}

test "a call is as state-changing as its endpoint" {
  service cart
  service orders { endpoint book { state-changing: true } }
  flow place: cart -> orders.book {
    authentication: api-key
    token-lifetime: static
    token-binding: none
  }
  expect replayable-bearer-credential on place
}

test "a short life, a binding, or protection against replay each suffice" {
  service cart
  service orders
  each flow {
    authentication: oauth2
    token-lifetime: long
    token-binding: none
    state-changing: true
  }
  flow brief: cart -> orders { token-lifetime: short }
  flow bound: cart -> orders { token-binding: dpop }
  flow once: cart -> orders { replay-protection: set }
  expect no replayable-bearer-credential
}

test "a call that only reads what is not confidential is left alone" {
  data prices { classification: internal }
  service cart
  service orders
  flow look: cart -> orders {
    authentication: static-token
    token-lifetime: static
    token-binding: none
    data: [prices]
  }
  expect no replayable-bearer-credential
}

test "a certificate cannot be replayed" {
  service cart
  service orders
  flow book: cart -> orders { authentication: mtls  state-changing: true }
  expect no replayable-bearer-credential
}

test "a token whose life nobody states is a question" {
  service cart
  service orders
  flow book: cart -> orders { authentication: jwt  token-binding: none  state-changing: true }
  expect question replayable-bearer-credential on book
}

test "neither is one that is bound, to whatever it is" {
  service cart
  service orders
  each flow { authentication: api-key  token-lifetime: static  state-changing: true }
  flow book: cart -> orders { token-binding: other }
  flow change: cart -> orders { token-binding: dpop }
  flow drop: cart -> orders { token-binding: mtls }
  expect no replayable-bearer-credential
}

test "what is not known to be a token is no question of stores and channels" {
  data balance { classification: confidential }
  service orders
  database ledger
  topic events
  orders -> ledger { data: [balance] }
  orders -> events { data: [balance] }
  events -> orders { data: [balance] }
  expect no replayable-bearer-credential
}

test "a key for a store that lasts for ever is reported" {
  data balance { classification: confidential }
  service orders
  object-store archive
  flow write: orders -> archive {
    authentication: api-key
    token-lifetime: static
    token-binding: none
    data: [balance]
  }
  expect replayable-bearer-credential on write
}
