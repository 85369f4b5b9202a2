module std

/// Whether something exists can be told from the answer
///
/// ## What it does
///
/// Reports each endpoint for callers outside that is stated to answer differently for what is
/// missing and what is forbidden (`uniform-responses: false`), where that tells something: which
/// accounts exist (`operation: login` or `recover`), or which confidential objects do (`read`,
/// `list`, `search`).
///
/// ## Why it matters
///
/// "Wrong password" says that the account exists; a slower answer says so too. A list of customers,
/// patients or orders grows from a thousand answers that each denied access.
///
/// ## How to fix it
///
/// Answer alike for missing and forbidden: the same status, the same body, the same time. Restore
/// access with "if the account exists, we have sent a mail". State `uniform-responses: true`.
///
/// ## How to accept it
///
/// ```tm
/// accept inference-through-response-differences on site.login {
///   reason: "account names are public on this platform"
///   owner: "identity-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-204: observable response discrepancy
/// - CWE-208: observable timing discrepancy
/// - CAPEC-541: application fingerprinting
/// - CAPEC-580: system footprinting
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 6.3.8: failed sign-ins do not tell which users exist
/// - OWASP ASVS 5.0, 16.5.1: errors are generic to the caller
/// - NIST SP 800-53, SI-11: error handling
/// - NIST SP 800-53, SC-31: covert channel analysis
/// - LINDDUN: detecting
rule inference-through-response-differences {
  for e: endpoint
  where e.exposure.outside
    and (e.operation in [login, recover]
      or e.operation.revealing and e.classification >= confidential)
    and e.uniform-responses == false
  severity: low
  stride: [information-disclosure]
  cwe: [204, 208]
  capec: [541, 580]
  owasp-api: ["API2:2023", "API3:2023"]
  asvs: ["6.3.8", "16.5.1"]
  nist: ["SI-11", "SC-31"]
  linddun: [detecting]
  message: "the answers of {e} tell what exists to those who may not know it"
  at: e.uniform-responses
  help: "answer alike for missing and forbidden, in status, body and time, and state `uniform-responses: true`"
}

test "a login that tells which accounts exist is reported, and so is a recovery" {
  web site {
    endpoint login { operation: login  exposure: internet  uniform-responses: false }
    endpoint forgot { operation: recover  exposure: internet  uniform-responses: false }
  }
  expect inference-through-response-differences on site.login
  expect inference-through-response-differences on site.forgot
}

test "so is a read that tells which confidential objects exist" {
  data patients { classification: restricted }
  service clinic {
    endpoint show {
      operation: read
      exposure: partner
      data: [patients]
      uniform-responses: false
    }
  }
  expect inference-through-response-differences on clinic.show
}

test "answers that are alike are not" {
  web site { endpoint login { operation: login  exposure: internet  uniform-responses: true } }
  expect no inference-through-response-differences
}

test "neither are answers about what everybody may know, nor those for inside" {
  data prices { classification: internal }
  web site {
    each endpoint { uniform-responses: false }
    endpoint prices { operation: list  exposure: internet  data: [prices] }
    endpoint login { operation: login }
  }
  expect no inference-through-response-differences
}

test "a login that does not say is a question" {
  web site { endpoint login { operation: login  exposure: internet } }
  expect question inference-through-response-differences on site.login
}

test "confidential is enough, and a change tells nothing" {
  data orders { classification: confidential }
  service shop {
    each endpoint { exposure: internet  data: [orders]  uniform-responses: false }
    endpoint show { operation: read }
    endpoint change { operation: update }
  }
  expect inference-through-response-differences on shop.show
  expect no inference-through-response-differences on shop.change
}
