module std

/// A session token can be guessed
///
/// ## What it does
///
/// Reports each flow that is authenticated by a session cookie that can be guessed or made up. It is
/// asked of flows that are stated to use one (`authentication: session-cookie`).
///
/// ## Why it matters
///
/// A session token is all that stands between an attacker and somebody else's session. If it is
/// short, counted up, or made of the time and the user's name, a program finds valid ones by the
/// dozen.
///
/// ## How to fix it
///
/// Draw session ids of at least 128 bits from a cryptographic random generator, best by the
/// framework's own means. Issue a new one at sign-in, and let it expire when nobody uses it. State
/// `token-strength: strong`.
///
/// ## How to accept it
///
/// ```tm
/// accept weak-session-token on visitor->shop {
///   reason: "the session holds a language and nothing else"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-330: use of insufficiently random values
/// - CWE-384: session fixation
/// - CAPEC-59: session credential falsification through prediction
/// - CAPEC-61: session fixation
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 7.2.3: session tokens have at least 128 bits of randomness
/// - OWASP ASVS 5.0, 7.2.4: signing in gives a new session token
/// - NIST SP 800-53, SC-23: session authenticity
rule weak-session-token {
  for f: flow
  where f.crosses-network
    and f.authentication is known
    and f.authentication == session-cookie
    and f.token-strength == weak
  severity: medium
  stride: [spoofing]
  cwe: [330, 384]
  capec: [59, 61]
  owasp-api: ["API2:2023"]
  asvs: ["7.2.3", "7.2.4"]
  nist: ["SC-23"]
  message: "the session token by which {f.target} knows {f.from} can be guessed"
  at: f.token-strength
  help: "draw session ids of 128 bits from a cryptographic random generator, and state `token-strength: strong`"
}

test "what stays within a process is no call over a network" {
  process host {
    service cart
    service orders
  }
  flow book: cart -> orders { authentication: session-cookie  token-strength: weak }
  expect no weak-session-token
}

test "a session token that can be guessed is reported" {
  actor visitor { trust: authenticated }
  web shop
  flow browse: visitor -> shop { authentication: session-cookie  token-strength: weak }
  expect weak-session-token on browse
}

test "a random one is not" {
  actor visitor { trust: authenticated }
  web shop
  flow browse: visitor -> shop { authentication: session-cookie  token-strength: strong }
  expect no weak-session-token
}

test "neither is a proof that is no session" {
  actor visitor { trust: authenticated }
  web shop
  flow browse: visitor -> shop { authentication: jwt  token-strength: weak }
  expect no weak-session-token
}

test "a strength that nobody states is a question" {
  actor visitor { trust: authenticated }
  web shop
  flow browse: visitor -> shop { authentication: session-cookie }
  expect question weak-session-token on browse
}

test "nor is it asked where nothing says that there is a session" {
  service orders
  database ledger
  flow write: orders -> ledger
  expect no weak-session-token
}
