module std

/// A connection takes broken versions or weak ciphers of TLS
///
/// ## What it does
///
/// Reports each flow over a network whose `encryption` is a version that is broken or withdrawn
/// (SSL 3.0, TLS 1.0, TLS 1.1), and each with `cipher-policy: weak` whose version depends on it.
/// `encryption: tls` does not say the version, and is asked about. The cipher policy is asked about
/// only where TLS 1.2, or a version that nobody noted, carries confidential data or connects actors
/// or third parties.
///
/// ## Why it matters
///
/// An encrypted connection with an old version is one that somebody on the way can turn into clear
/// text: by talking both ends down, by padding oracles, by keys that are recorded now and found out
/// later.
///
/// ## How to fix it
///
/// Allow TLS 1.2 and 1.3 only, with the suites of RFC 9325: forward secrecy and authenticated
/// encryption. State `encryption: tls1-3`, or `tls1-2` with `cipher-policy: strong`.
///
/// ## How to accept it
///
/// ```tm
/// accept outdated-tls on terminal->acquirer {
///   reason: "the terminals are replaced this year; they carry encrypted cards only"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-326: inadequate encryption strength
/// - CWE-327: use of a broken or risky cryptographic algorithm
/// - CWE-757: selection of a less-secure algorithm during negotiation
/// - CAPEC-217: exploiting incorrectly configured SSL and TLS
/// - CAPEC-220: client-server protocol manipulation
/// - CAPEC-620: drop encryption level
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 12.1.1: only recommended versions of TLS are enabled
/// - OWASP ASVS 5.0, 12.1.2: only recommended cipher suites are enabled
/// - NIST SP 800-53, SC-8(1): cryptographic protection of transmissions
/// - NIST SP 800-53, SC-13: cryptographic protection
rule outdated-tls {
  for f: flow
  let outward = f.from is actor or f.to is actor or f.to.external
  where f.crosses-network
    and (f.encryption.outdated
      or f.cipher-policy == weak
        and f.encryption not in [none, tls1-3, ipsec, ssh, app-layer]
        and (f.cipher-policy is known
          or f.encryption in [tls1-2, tls] and (outward or f.classification >= confidential)))
  severity: medium
  stride: [information-disclosure, tampering]
  cwe: [326, 327, 757]
  capec: [217, 220, 620]
  owasp-api: ["API8:2023"]
  asvs: ["12.1.1", "12.1.2"]
  nist: ["SC-8(1)", "SC-13"]
  message: "{f.from} talks to {f.target} by {f.encryption}, which is broken or takes weak ciphers"
  at: f.encryption
  help: "allow TLS 1.2 and 1.3 with the suites of RFC 9325 only and state `encryption: tls1-3`, or `tls1-2` with `cipher-policy: strong`"
}

test "withdrawn versions are reported" {
  actor visitor { trust: anonymous }
  gateway front
  service cart
  service orders
  flow browse: visitor -> front { encryption: tls1-0 }
  flow list: front -> cart { encryption: tls1-1 }
  flow book: cart -> orders { encryption: ssl3 }
  expect outdated-tls on browse
  expect outdated-tls on list
  expect outdated-tls on book
}

test "so are weak ciphers, wherever they are stated" {
  service cart
  service orders
  flow book: cart -> orders { encryption: tls1-2  cipher-policy: weak }
  expect outdated-tls on book
}

test "recommended versions and ciphers are not" {
  actor visitor { trust: anonymous }
  gateway front
  third-party provider
  flow browse: visitor -> front { encryption: tls1-3 }
  flow pay: front -> provider { encryption: tls1-2  cipher-policy: strong }
  expect no outdated-tls
}

test "neither is what is no TLS, nor what stays in a process" {
  service cart
  service orders
  service stock
  flow book: cart -> orders { encryption: ipsec  cipher-policy: weak }
  flow order-it: orders -> stock { protocol: in-process  encryption: tls1-0 }
  flow count-up: cart -> stock { encryption: none }
  expect no outdated-tls
}

test "ciphers are not asked about where nothing confidential passes" {
  service cart
  service orders
  flow book: cart -> orders { encryption: tls1-2 }
  expect no outdated-tls
}

test "a version that nobody noted is a question" {
  service cart
  service orders
  flow book: cart -> orders { encryption: tls  cipher-policy: strong }
  expect question outdated-tls on book
}

test "so are ciphers towards the outside, and for confidential data" {
  data cards { classification: restricted }
  actor visitor { trust: anonymous }
  gateway front
  service payments
  flow browse: visitor -> front { encryption: tls1-2 }
  flow charge: front -> payments { encryption: tls1-2  data: [cards] }
  expect question outdated-tls on browse
  expect question outdated-tls on charge
}

test "so are ciphers of calls to people and third parties, and for what is just confidential" {
  data orders { classification: confidential }
  actor visitor { trust: anonymous }
  gateway front
  service payments
  third-party provider
  flow push: front -> visitor { encryption: tls1-2 }
  flow charge: payments -> provider { encryption: tls1-2 }
  flow list: front -> payments { encryption: tls1-2  data: [orders] }
  expect question outdated-tls on push
  expect question outdated-tls on charge
  expect question outdated-tls on list
}

test "weak ciphers of what has no such ciphers do not count, and those of a mesh are not asked about" {
  data orders { classification: confidential }
  service cart
  service orders
  service stock
  service bills
  each flow { cipher-policy: weak }
  flow book: cart -> orders { encryption: none }
  flow count-up: cart -> stock { encryption: tls1-3 }
  flow bill: cart -> bills { encryption: app-layer }
  flow list: orders -> stock { encryption: mtls  cipher-policy: unknown  data: [orders] }
  expect no outdated-tls
}

test "SSH is no TLS" {
  worker export
  file-store drop
  flow put: export -> drop { protocol: ssh  encryption: ssh  cipher-policy: weak }
  expect no outdated-tls
  expect no plaintext-to-store-or-broker
}
