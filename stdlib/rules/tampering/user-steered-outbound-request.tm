module std

/// A request decides where the server connects to
///
/// ## What it does
///
/// Reports each endpoint that fetches what a URL in the request points to (`fetches-user-url`) with
/// `url-allowlist: none`.
///
/// ## Why it matters
///
/// The server stands inside. Whoever chooses its destination sends requests to internal APIs, to
/// databases without a password, and to the metadata service of the cloud, which answers with
/// credentials. What is only declared to be internal is reached this way.
///
/// ## How to fix it
///
/// Allow listed schemes, hosts and ports only, resolve the name once and check the address, refuse
/// private and metadata ranges, follow no redirects, and fetch from a worker that can reach nothing
/// else. State `url-allowlist: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept user-steered-outbound-request on preview.fetch {
///   reason: "fetches from an isolated worker without access to any internal network"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-918: server-side request forgery
/// - CAPEC-664: server side request forgery
/// - OWASP API Security Top 10, API7:2023: server side request forgery
/// - OWASP ASVS 5.0, 1.3.6: URLs are checked against listed protocols, hosts, paths and ports
/// - OWASP ASVS 5.0, 13.2.4: outbound calls go to listed systems only
/// - OWASP ASVS 5.0, 15.3.2: calls to outside URLs follow no redirects
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-53, SI-10: information input validation
/// - OWASP Server-Side Request Forgery Prevention Cheat Sheet
rule user-steered-outbound-request {
  for e: endpoint
  where e.fetches-user-url and e.url-allowlist == none
  severity: high
  stride: [tampering, information-disclosure, elevation-of-privilege]
  cwe: [918]
  capec: [664]
  owasp-api: ["API7:2023"]
  asvs: ["1.3.6", "13.2.4", "15.3.2"]
  nist: ["SC-7", "SI-10"]
  message: "{e} fetches from wherever the caller says"
  at: e.url-allowlist
  help: "let {e} fetch from listed hosts only, refuse private and metadata addresses, follow no redirects, and state `url-allowlist: set`"
}

test "an endpoint that fetches any URL is reported" {
  service preview { endpoint fetch { fetches-user-url: true  url-allowlist: none } }
  expect user-steered-outbound-request on preview.fetch
}

test "one with listed hosts is not" {
  service preview { endpoint fetch { fetches-user-url: true  url-allowlist: set } }
  expect no user-steered-outbound-request
}

test "neither is one that fetches nothing" {
  service preview { endpoint show { url-allowlist: none } }
  expect no user-steered-outbound-request
}

test "a list that nobody states is a question" {
  service preview { endpoint fetch { fetches-user-url: true } }
  expect question user-steered-outbound-request on preview.fetch
}
