module std

/// No policy of the gateway matches a route that it serves
///
/// ## What it does
///
/// Reports each endpoint to which a gateway passes requests on though no policy of it matches the
/// endpoint's method and path (`gateway-policy-match: false`), if the endpoint or the gateway is
/// meant for callers outside. Importers state it from the gateway's configuration and the contract.
///
/// ## Why it matters
///
/// Policies are patterns. One that says `GET /v1/*` leaves out `POST`, `/v2` and `/internal/v1`,
/// and what no pattern matches passes unchecked. Everybody believes that the gateway protects it.
///
/// ## How to fix it
///
/// Refuse what no policy matches, and generate the policies from the contract, so that each method,
/// version and path has one.
///
/// ## How to accept it
///
/// ```tm
/// accept gateway-policy-coverage-gap on catalog.search {
///   reason: "the service checks the token itself"
///   owner: "edge-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-424: improper protection of an alternate path
/// - CWE-288: authentication bypass by an alternate path
/// - CWE-425: direct request (forced browsing)
/// - CAPEC-554: functionality bypass
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - OWASP ASVS 5.0, 4.1.4: methods that are not meant to be used are refused
/// - OWASP ASVS 5.0, 6.3.4: there is no undocumented way to authenticate
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, CM-6: configuration settings
rule gateway-policy-coverage-gap {
  for e: endpoint
  exists f in e.incoming
  where not e.gateway-policy-match
    and f.from is gateway
    and (e.exposure.outside or f.from.exposure.outside)
  severity: high
  stride: [elevation-of-privilege]
  cwe: [424, 288, 425]
  capec: [554]
  owasp-api: ["API5:2023", "API9:2023"]
  asvs: ["4.1.4", "6.3.4"]
  nist: ["AC-3", "CM-6"]
  message: "{f.from} passes requests on to {e}, and none of its policies matches them"
  at: e.gateway-policy-match
  help: "refuse at {f.from} what no policy matches, and give the method and path of {e} a policy"
}

test "an exposed endpoint that no policy matches is reported" {
  gateway edge
  service catalog { endpoint search { exposure: partner  gateway-policy-match: false } }
  flow find: edge -> catalog.search
  expect gateway-policy-coverage-gap on catalog.search
}

test "so is an internal one behind an exposed gateway" {
  gateway edge { exposure: internet }
  service catalog { endpoint rebuild { gateway-policy-match: false } }
  flow forgotten: edge -> catalog.rebuild
  expect gateway-policy-coverage-gap on catalog.rebuild
}

test "a policy that matches is fine" {
  gateway edge { exposure: internet }
  service catalog { endpoint search { exposure: internet  gateway-policy-match: true } }
  flow find: edge -> catalog.search
  expect no gateway-policy-coverage-gap
}

test "inside, and past gateways, it is another matter" {
  gateway inner
  service portal
  service catalog {
    endpoint search { gateway-policy-match: false }
    endpoint rebuild { exposure: internet  gateway-policy-match: false }
  }
  flow find: inner -> catalog.search
  flow refresh: portal -> catalog.rebuild
  expect no gateway-policy-coverage-gap
}
