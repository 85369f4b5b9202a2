module std

/// Whoever is signed in may use it
///
/// ## What it does
///
/// Reports each endpoint that compares nothing before it serves a request (`authorization-checks:
/// []`), if it changes something or handles data that is not public. Left out are endpoints that
/// are public on purpose, those where callers sign in or prove themselves by the request,
/// privileged ones, of which `privileged-function-not-restricted` tells, exposed ones without
/// authentication, of which `external-endpoint-unauthenticated` tells, and those of third parties.
///
/// ## Why it matters
///
/// To know who calls is not to ask whether they may. Every account, the cheapest trial account
/// included, then has the rights of every other.
///
/// ## How to fix it
///
/// Refuse by default. Declare the permission that each operation needs, enforce it in the service,
/// and state what is compared in `authorization-checks`, or `[public]` if it is meant for
/// everybody.
///
/// ## How to accept it
///
/// ```tm
/// accept endpoint-without-authorization on notes.add {
///   reason: "everybody with an account may write notes, and see nothing but their own"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-862: missing authorization
/// - CAPEC-122: privilege abuse
/// - CAPEC-1: accessing functionality not constrained by access control lists
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.2.1: functions are for those only who have an explicit permission
/// - NIST SP 800-53, AC-3: access enforcement
rule endpoint-without-authorization {
  for e: endpoint
  where (no c in e.authorization-checks)
    and (e.classification >= internal or e.state-changing)
    and not (e.exposure.outside and e.authentication == none)
    and not e.public-by-design
    and not e.operation.self-authenticating
    and not e.operation.privileged
    and e.component is not third-party
  severity: high
  stride: [elevation-of-privilege]
  cwe: [862]
  capec: [122, 1]
  owasp-api: ["API5:2023"]
  asvs: ["8.2.1"]
  nist: ["AC-3"]
  message: "{e} serves every caller, and asks nobody what they may do"
  at: e.authorization-checks
  help: "enforce a permission for {e} in {e.component} and state what is compared in `authorization-checks`, or `[public]` if it is for everybody"
}

test "a change that is open to every account is reported" {
  service notes {
    endpoint add { authentication: jwt  state-changing: true  authorization-checks: [] }
  }
  expect endpoint-without-authorization on notes.add
}

test "so is data that is not public, behind the edge too" {
  data plans { classification: internal }
  service notes { endpoint read { authentication: none  data: [plans]  authorization-checks: [] } }
  expect endpoint-without-authorization on notes.read
}

test "a check suffices, and so does the statement that there is none on purpose" {
  data plans { classification: internal }
  service notes {
    endpoint add { authentication: jwt  state-changing: true  authorization-checks: [role] }
    endpoint read { authentication: jwt  data: [plans]  authorization-checks: [public] }
    endpoint news {
      authentication: jwt
      data: [plans]
      public-by-design: true
      authorization-checks: []
    }
  }
  expect no endpoint-without-authorization
}

test "harmless data, ways to sign in, and third parties are left alone" {
  data prices { classification: public }
  service shop {
    endpoint price { data: [prices]  authorization-checks: [] }
    endpoint sign-in { operation: login  state-changing: true  authorization-checks: [] }
  }
  third-party provider { endpoint charge { state-changing: true  authorization-checks: [] } }
  expect no endpoint-without-authorization
}

test "what other rules tell is told once" {
  service shop {
    endpoint order {
      exposure: internet
      authentication: none
      state-changing: true
      authorization-checks: []
    }
    endpoint wipe { operation: admin  state-changing: true  authorization-checks: [] }
  }
  expect external-endpoint-unauthenticated on shop.order
  expect privileged-function-not-restricted on shop.wipe
  expect no endpoint-without-authorization
}

test "checks that nobody states are a question" {
  service notes { endpoint add { authentication: jwt  state-changing: true } }
  expect question endpoint-without-authorization on notes.add
}

test "so are more than internal data, and a change for outsiders who sign in" {
  data invoices { classification: restricted }
  service notes {
    endpoint read { data: [invoices]  authorization-checks: [] }
    endpoint add {
      exposure: internet
      authentication: jwt
      state-changing: true
      authorization-checks: []
    }
  }
  expect endpoint-without-authorization on notes.read
  expect endpoint-without-authorization on notes.add
}
