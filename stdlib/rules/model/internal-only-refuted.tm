module std

/// An assumption says internal only, and the model says otherwise
///
/// ## What it does
///
/// Reports each assumption with `claim: internal-only` about something that requests of an
/// untrusted actor reach, however many hops it takes.
///
/// ## Why it matters
///
/// The claim was made about one element; the way to it was opened by others. All that it excuses,
/// missing checks and wide policies, is now within an attacker's reach.
///
/// ## How to fix it
///
/// Look at the way that is shown. Cut it, or withdraw the claim and defend the element as one that
/// outsiders reach.
///
/// ## How to accept it
///
/// ```tm
/// accept internal-only-refuted on billing-is-internal {
///   reason: "the way shown is closed with the next release"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-807: reliance on untrusted inputs in a security decision
/// - CWE-1059: insufficient technical documentation
/// - CAPEC-554: functionality bypass
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - NIST SP 800-53, RA-3: risk assessment
/// - NIST SP 800-53, AC-4: information flow enforcement
rule internal-only-refuted {
  for m: assumption
  exists s in m.about, a: actor
  where m.claim == internal-only and a.untrusted
  path p: a ~> s along request
  severity: high
  stride: [elevation-of-privilege]
  cwe: [807, 1059]
  capec: [554]
  owasp-api: ["API9:2023"]
  nist: ["RA-3", "AC-4"]
  message: "{m} claims that {s} is internal only, but {a} reaches it in {p.length} hops"
  at: m.claim
  help: "cut the way from {a} to {s}, or withdraw {m} and protect {s} as exposed"
}

test "a way from outside refutes the claim" {
  actor visitor { trust: authenticated }
  service orders
  service ledger
  flow place: visitor -> orders
  flow book: orders -> ledger
  assume quiet {
    about: [ledger]
    claim: internal-only
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect internal-only-refuted on quiet
}

test "so does one to an endpoint" {
  actor visitor { trust: anonymous }
  service ledger { endpoint book }
  flow place: visitor -> ledger.book
  assume quiet {
    about: [ledger.book]
    claim: internal-only
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect internal-only-refuted on quiet
}

test "staff inside do not" {
  actor operator { trust: workforce }
  service ledger
  flow look: operator -> ledger
  assume quiet {
    about: [ledger]
    claim: internal-only
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no internal-only-refuted
}

test "other claims are judged by other rules" {
  actor visitor { trust: anonymous }
  service ledger
  flow place: visitor -> ledger
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no internal-only-refuted
}
