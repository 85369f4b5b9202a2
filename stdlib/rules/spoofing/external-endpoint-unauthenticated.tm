module std

/// Anybody outside can use an endpoint that matters
///
/// ## What it does
///
/// Reports each endpoint for callers outside that is stated to have `authentication: none`, if it
/// changes something or handles confidential data and is not public on purpose. Endpoints to sign
/// in, to restore access, and for webhooks are left out: their callers prove themselves by what
/// they send, and other rules look at that.
///
/// ## Why it matters
///
/// No account has to be stolen and nothing be guessed: to know the address is enough. Search
/// engines and scanners find such addresses within hours.
///
/// ## How to fix it
///
/// Ask every caller for a token (OAuth 2.0, OpenID Connect) or a partner's signature. Say which
/// routes are public on purpose, with an owner and a reason: `public-by-design: true`.
///
/// ## How to accept it
///
/// ```tm
/// accept external-endpoint-unauthenticated on survey.answer {
///   reason: "answers are anonymous and checked by hand"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-115: authentication bypass
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 6.1.3: all ways to authenticate are documented and equally strong
/// - NIST SP 800-53, AC-14: permitted actions without identification
/// - NIST SP 800-53, IA-8: identification of users from outside the organisation
/// - MITRE ATT&CK T1190: exploit public-facing application
rule external-endpoint-unauthenticated {
  for e: endpoint
  where e.exposure.outside
    and e.authentication == none
    and e.sensitive
    and not e.public-by-design
    and not e.operation.self-authenticating
  severity: high
  stride: [spoofing, information-disclosure]
  cwe: [306]
  capec: [115]
  attack: ["T1190"]
  owasp-api: ["API2:2023"]
  asvs: ["6.1.3"]
  nist: ["AC-14", "IA-8"]
  message: "anybody who finds {e} ({e.exposure}) can use it without saying who they are"
  at: e.authentication
  help: "ask callers of {e} for a token and state its `authentication`, or state `public-by-design: true` if it is for everybody"
}

test "a change that anybody on the internet can make is reported" {
  service orders {
    endpoint cancel { exposure: internet  authentication: none  state-changing: true }
  }
  expect external-endpoint-unauthenticated on orders.cancel
}

test "so is confidential data for whoever comes from a partner" {
  data invoices { classification: confidential }
  service billing { endpoint show { exposure: partner  authentication: none  data: [invoices] } }
  expect external-endpoint-unauthenticated on billing.show
}

test "a token suffices" {
  service orders {
    endpoint cancel { exposure: internet  authentication: oauth2  state-changing: true }
  }
  expect no external-endpoint-unauthenticated
}

test "what is public on purpose, harmless, or inside is left alone" {
  data prices { classification: internal }
  service orders {
    endpoint vote {
      exposure: internet
      authentication: none
      state-changing: true
      public-by-design: true
    }
    endpoint price { exposure: internet  authentication: none  data: [prices] }
    endpoint sweep { authentication: none  state-changing: true }
  }
  expect no external-endpoint-unauthenticated
}

test "nobody has a token before signing in" {
  service accounts {
    endpoint sign-in {
      operation: login
      exposure: internet
      authentication: none
      state-changing: true
    }
    endpoint paid {
      operation: webhook
      exposure: partner
      authentication: none
      state-changing: true
    }
  }
  expect no external-endpoint-unauthenticated
}

test "an endpoint that does not say is a question" {
  service orders { endpoint cancel { exposure: internet  state-changing: true } }
  expect question external-endpoint-unauthenticated on orders.cancel
}

test "so is one that hands out restricted data" {
  data health { classification: restricted }
  service clinic { endpoint show { exposure: internet  authentication: none  data: [health] } }
  expect external-endpoint-unauthenticated on clinic.show
}
