module std

/// One account can read everything, one number after the other
///
/// ## What it does
///
/// Reports each endpoint offered outside that reads, lists or searches data that is not public, by
/// ids that can be guessed, without a limit that counts the caller. An endpoint that is public by
/// design is left out.
///
/// ## Why it matters
///
/// Each single request is allowed, or nearly so. The damage is in the sum: the whole customer base,
/// over a weekend.
///
/// ## How to fix it
///
/// Use ids that cannot be guessed, cap how many distinct objects one subject may read, and alert on
/// breadth. State `id-predictable: false` and `rate-limit: user`.
///
/// ## How to accept it
///
/// ```tm
/// accept enumeration-with-valid-credentials on catalog.products {
///   reason: "the catalogue is published anyway"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-340: identifiers can be predicted
/// - CWE-799: interactions are not limited in number
/// - CWE-639: authorization bypass by a key that the user controls
/// - CAPEC-116: excavation
/// - MITRE ATT&CK T1213: data from information repositories
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP API Security Top 10, API6:2023: unrestricted access to sensitive business flows
/// - OWASP ASVS 5.0, 2.4.1: automation that hurts is held back
/// - OWASP ASVS 5.0, 8.2.2: access to data is restricted to permitted objects
/// - NIST SP 800-53, SC-5: denial of service protection
rule enumeration-with-valid-credentials {
  for e: endpoint
  where e.operation in [search, list, read]
    and e.id-predictable
    and e.exposure.outside
    and e.classification >= internal
    and not e.public-by-design
    and (e.rate-limit == none or e.rate-limit.coarse)
  severity: medium
  stride: [information-disclosure]
  cwe: [340, 799, 639]
  capec: [116]
  attack: ["T1213"]
  owasp-api: ["API1:2023", "API6:2023"]
  asvs: ["2.4.1", "8.2.2"]
  nist: ["SC-5"]
  message: "one account can read all of {e} by counting up (limit: {e.rate-limit})"
  at: e.rate-limit
  help: "use ids that cannot be guessed at {e}, and count what each subject reads (`rate-limit: user`)"
}

test "counting up without a limit is reported" {
  data orders { classification: confidential }
  service shop {
    endpoint show {
      operation: read
      id-predictable: true
      exposure: internet
      data: [orders]
      rate-limit: none
    }
  }
  expect enumeration-with-valid-credentials on shop.show
}

test "so is a limit that does not know the caller" {
  data orders { classification: confidential }
  service shop {
    endpoint find {
      operation: search
      id-predictable: true
      exposure: partner
      data: [orders]
      rate-limit: ip
    }
  }
  expect enumeration-with-valid-credentials on shop.find
}

test "so is one for all together" {
  data orders { classification: internal }
  service shop {
    endpoint all {
      operation: list
      id-predictable: true
      exposure: internet
      data: [orders]
      rate-limit: global
    }
  }
  expect enumeration-with-valid-credentials on shop.all
}

test "a limit for each user is enough" {
  data orders { classification: confidential }
  service shop {
    endpoint show {
      operation: read
      id-predictable: true
      exposure: internet
      data: [orders]
      rate-limit: user
    }
  }
  expect no enumeration-with-valid-credentials
}

test "ids that cannot be guessed are too" {
  data orders { classification: confidential }
  service shop {
    endpoint show { operation: read  exposure: internet  data: [orders]  rate-limit: none }
  }
  expect no enumeration-with-valid-credentials
}

test "public data may be read by everybody" {
  data prices { classification: public }
  service shop {
    endpoint show {
      operation: read
      id-predictable: true
      exposure: internet
      data: [prices]
      rate-limit: none
    }
  }
  expect no enumeration-with-valid-credentials
}

test "so may what is public by design" {
  data prices { classification: internal }
  service shop {
    endpoint show {
      operation: read
      id-predictable: true
      exposure: internet
      data: [prices]
      public-by-design: true
      rate-limit: none
    }
  }
  expect no enumeration-with-valid-credentials
}

test "an endpoint that does not say is a question" {
  data orders { classification: confidential }
  service shop {
    endpoint show { operation: read  id-predictable: true  exposure: internet  data: [orders] }
  }
  expect question enumeration-with-valid-credentials on shop.show
}

test "what is no reading, and what is not for outsiders, are other matters" {
  data orders { classification: confidential }
  service shop {
    each endpoint { id-predictable: true  data: [orders]  rate-limit: none }
    endpoint change { operation: update  exposure: internet }
    endpoint show { operation: read }
  }
  expect no enumeration-with-valid-credentials
}

test "so is one with a limit by something that nobody noted" {
  data orders { classification: confidential }
  service shop {
    endpoint show {
      operation: read
      id-predictable: true
      exposure: internet
      data: [orders]
      rate-limit: other
    }
  }
  expect question enumeration-with-valid-credentials on shop.show
}
