module std

/// Another site can act with a user's session
///
/// ## What it does
///
/// Reports each state-changing endpoint with `csrf-protection: none` that knows its callers by a
/// session cookie: by its own statement, or because an actor calls it with one. Endpoints that do
/// not say how their callers authenticate are asked about only if actors call them or they are
/// declared for callers outside. Webhooks are left out: no browser calls them.
///
/// ## Why it matters
///
/// Browsers send cookies with every request to a site, whoever wrote the page that makes the
/// request. A user who is signed in and opens the wrong link has then changed the address, made the
/// payment or created the administrator, and the log says that it was the user.
///
/// ## How to fix it
///
/// Ask for something that another site cannot send: a token (`csrf-protection: token`) or a header
/// that browsers ask about first (`custom-header`). Cookies with `SameSite` (`same-site`) are the
/// least. A token in the `Authorization` header in place of the cookie does away with the matter.
///
/// ## How to accept it
///
/// ```tm
/// accept cross-site-request-forgery on site.set-language {
///   reason: "changes nothing but the language of the page"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-352: cross-site request forgery
/// - CAPEC-62: cross site request forgery
/// - OWASP ASVS 5.0, 3.5.1: requests are known to come from the application itself
/// - OWASP ASVS 5.0, 3.3.2: cookies say for which sites they are
/// - NIST SP 800-53, SC-23: session authenticity
/// - OWASP Cross-Site Request Forgery Prevention Cheat Sheet
rule cross-site-request-forgery {
  for e: endpoint
  let browsed = e.exposure.outside or any f in e.incoming: f.from is actor
  where e.state-changing
    and e.operation != webhook
    and e.csrf-protection == none
    and (e.authentication == session-cookie and (e.authentication is known or browsed)
      or any f in e.incoming: f.from is actor and f.authentication == session-cookie)
  severity: medium
  stride: [spoofing]
  cwe: [352]
  capec: [62]
  asvs: ["3.5.1", "3.3.2"]
  nist: ["SC-23"]
  message: "another site can send requests to {e} with the cookie of whoever visits it"
  at: e.csrf-protection
  help: "ask {e} for a token or header that other sites cannot send, set `SameSite` on the cookie, and state `csrf-protection: token`"
}

test "a change by cookie without protection is reported" {
  web site {
    endpoint move {
      state-changing: true
      authentication: session-cookie
      csrf-protection: none
    }
  }
  expect cross-site-request-forgery on site.move
}

test "so is one that an actor calls with a cookie" {
  actor clerk { trust: workforce }
  web office { endpoint approve { state-changing: true  csrf-protection: none } }
  flow decide: clerk -> office.approve { authentication: session-cookie }
  expect cross-site-request-forgery on office.approve
}

test "each protection will do" {
  web site {
    each endpoint { state-changing: true  authentication: session-cookie }
    endpoint move { csrf-protection: token }
    endpoint pay { csrf-protection: custom-header }
    endpoint rename { csrf-protection: same-site }
    endpoint drop { csrf-protection: other }
  }
  expect no cross-site-request-forgery
}

test "a token in a header cannot be sent by another site, and reading changes nothing" {
  actor visitor { trust: authenticated }
  web site {
    endpoint move { state-changing: true  authentication: oauth2  csrf-protection: none }
    endpoint show { authentication: session-cookie  csrf-protection: none }
  }
  flow change: visitor -> site.move { authentication: oauth2 }
  flow look: visitor -> site.show { authentication: session-cookie }
  expect no cross-site-request-forgery
}

test "an endpoint that only services call is not asked how they authenticate" {
  service orders { endpoint book { state-changing: true } }
  service cart
  flow place: cart -> orders.book
  expect no cross-site-request-forgery
}

test "protection that nobody states is a question" {
  web site { endpoint move { state-changing: true  authentication: session-cookie } }
  expect question cross-site-request-forgery on site.move
}

test "so is how people authenticate to it" {
  actor visitor { trust: authenticated }
  web site { endpoint move { state-changing: true  csrf-protection: none } }
  flow change: visitor -> site.move
  expect question cross-site-request-forgery on site.move
}

test "so is one that services call beside people" {
  actor clerk { trust: workforce }
  service batch
  web office { endpoint approve { state-changing: true  csrf-protection: none } }
  flow decide: clerk -> office.approve { authentication: session-cookie }
  flow sweep: batch -> office.approve { authentication: mtls }
  expect cross-site-request-forgery on office.approve
}

test "an endpoint for outsiders, or for people among others, is asked how they authenticate to it" {
  actor clerk { trust: workforce }
  service batch
  web site { endpoint move { exposure: internet  state-changing: true  csrf-protection: none } }
  web office { endpoint approve { state-changing: true  csrf-protection: none } }
  flow decide: clerk -> office.approve { authentication: oidc }
  flow sweep: batch -> office.approve { authentication: mtls }
  expect question cross-site-request-forgery on site.move
  expect question cross-site-request-forgery on office.approve
}

test "no browser calls a webhook" {
  service intake {
    endpoint results { operation: webhook  exposure: partner  state-changing: true }
  }
  expect no cross-site-request-forgery
}
