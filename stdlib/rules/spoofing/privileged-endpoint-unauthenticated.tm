module std

/// A privileged function does not ask who calls
///
/// ## What it does
///
/// Reports each endpoint that administers, gives rights, acts on many objects or pays money back,
/// and is stated to have `authentication: none`, while nobody in front of it is stated to
/// authenticate (`authentication-at: gateway`, `sidecar` or `pdp` of its component). Left out is
/// what other rules tell: endpoints for outsiders, endpoints that compare neither role nor function
/// nor scope, and those with a caller of whom a rule says that it does not authenticate itself. So
/// are endpoints that are public on purpose, those of third parties, and those that are called
/// within a process only.
///
/// ## Why it matters
///
/// A role can be compared only with that of somebody. Who is inside, by one taken pod, one request
/// that a server was talked into, or one laptop in the network of the staff, administers: the
/// address is all that is needed, and the audit trail knows nobody.
///
/// ## How to fix it
///
/// Ask each caller for a token or a certificate in the service that serves the endpoint, compare
/// the role with what that proves, and state `authentication: oidc` (or `jwt`, `mtls`, `spiffe`).
/// Where a proxy beside the service does it, state `authentication-at: sidecar` on the service.
///
/// ## How to accept it
///
/// ```tm
/// accept privileged-endpoint-unauthenticated on reports.rebuild {
///   reason: "listens on the loopback address only; a job on the same machine calls it"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-306: missing authentication for a critical function
/// - CAPEC-115: authentication bypass
/// - CAPEC-36: using unpublished interfaces or functionality
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 8.4.2: more than one layer guards administrative access
/// - NIST SP 800-53, AC-14: permitted actions without identification
/// - NIST SP 800-53, IA-9: service identification and authentication
/// - MITRE ATT&CK T1210: exploitation of remote services
rule privileged-endpoint-unauthenticated {
  for e: endpoint
  where e.operation.privileged
    and e.authentication == none
    and not (e.exposure.outside and e.sensitive)
    and not e.public-by-design
    and e.component is not third-party
    and not (e.component is workload
      and e.component.authentication-at is known
      and e.component.authentication-at in [gateway, sidecar, pdp])
    and not (e.authorization-checks is known
      and no c in e.authorization-checks: c in [role, function, scope])
    and ((no f in e.incoming) or any f in e.incoming: f.crosses-network)
    and no f in e.incoming if f.authentication is known and f.authentication == none:
      f.crosses-network
      and (f.service-to-service and f.from is not load-balancer
        or f.administrative and f.from is actor and not f.from.untrusted)
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [306]
  capec: [115, 36]
  attack: ["T1210"]
  owasp-api: ["API2:2023", "API5:2023"]
  asvs: ["8.4.2"]
  nist: ["AC-14", "IA-9"]
  message: "{e} ({e.operation}) serves whoever gets to it, and asks nobody who they are"
  at: e.authentication
  help: "ask callers of {e} for a token or a certificate and state its `authentication`, or state `authentication-at: sidecar` on {e.component} if a proxy does"
}

test "administration that nobody has to sign in for is reported, whatever it compares then" {
  service accounts {
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
    endpoint promote { operation: grant  authentication: none  authorization-checks: [function] }
    endpoint recount { operation: batch  authentication: none  authorization-checks: [scope] }
    endpoint pay-back { operation: refund  authentication: none }
  }
  expect privileged-endpoint-unauthenticated on accounts.purge
  expect privileged-endpoint-unauthenticated on accounts.promote
  expect privileged-endpoint-unauthenticated on accounts.recount
  expect privileged-endpoint-unauthenticated on accounts.pay-back
}

test "that the callers whom the model knows prove who they are makes it no better" {
  service desk
  service accounts {
    authentication-at: service
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  flow clean: desk -> accounts.purge { authentication: mtls }
  expect privileged-endpoint-unauthenticated on accounts.purge
}

test "so is one for outsiders of which no other rule tells" {
  service accounts {
    endpoint purge {
      operation: admin
      exposure: internet
      authentication: none
      authorization-checks: [role]
    }
    endpoint wipe {
      operation: admin
      exposure: internet
      state-changing: true
      authentication: none
      authorization-checks: [role]
    }
  }
  expect privileged-endpoint-unauthenticated on accounts.purge
  expect no privileged-endpoint-unauthenticated on accounts.wipe
  expect external-endpoint-unauthenticated on accounts.wipe
}

test "a token suffices, and so does somebody in front who asks for one" {
  each service { peer-policy: named-principals }
  service accounts {
    endpoint purge { operation: admin  authentication: oidc  authorization-checks: [role] }
  }
  service by-gateway {
    authentication-at: gateway
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  service by-sidecar {
    authentication-at: sidecar
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  service by-decision-point {
    authentication-at: pdp
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  expect no privileged-endpoint-unauthenticated
}

test "nobody in front, or a caller who is believed, does not" {
  service by-nobody {
    authentication-at: none
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  service by-caller {
    authentication-at: caller
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  datastore journal {
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  expect privileged-endpoint-unauthenticated on by-nobody.purge
  expect privileged-endpoint-unauthenticated on by-caller.purge
  expect privileged-endpoint-unauthenticated on journal.purge
}

test "what other rules tell is told once" {
  actor operator { trust: admin }
  actor clerk { trust: workforce }
  service desk
  load-balancer balancer
  service accounts {
    each endpoint { authentication: none  authorization-checks: [role] }
    endpoint open-to-all { operation: admin  authorization-checks: [] }
    endpoint by-service { operation: admin }
    endpoint by-operator { operation: batch }
    endpoint by-clerk { operation: batch }
    endpoint by-balancer { operation: batch }
  }
  flow call: desk -> accounts.by-service { authentication: none }
  flow sweep: operator -> accounts.by-operator { authentication: none }
  flow ask: clerk -> accounts.by-clerk { authentication: none }
  flow pass: balancer -> accounts.by-balancer { authentication: none }
  expect privileged-function-not-restricted on accounts.open-to-all
  expect service-call-unauthenticated on call
  expect administration-without-authentication on sweep
  expect no privileged-endpoint-unauthenticated on accounts.open-to-all
  expect no privileged-endpoint-unauthenticated on accounts.by-service
  expect no privileged-endpoint-unauthenticated on accounts.by-operator
  expect privileged-endpoint-unauthenticated on accounts.by-clerk
  expect privileged-endpoint-unauthenticated on accounts.by-balancer
}

test "an outsider who administers unasked is told of the endpoint" {
  actor visitor { trust: anonymous }
  service accounts {
    endpoint purge { operation: admin  authentication: none  authorization-checks: [role] }
  }
  flow try: visitor -> accounts.purge { authentication: none }
  expect privileged-endpoint-unauthenticated on accounts.purge
}

test "what is not privileged, public on purpose, or somebody else's is left alone" {
  third-party provider { endpoint pay-back { operation: refund  authentication: none } }
  service accounts {
    endpoint show { operation: read  authentication: none }
    endpoint rebuild {
      operation: batch
      public-by-design: true
      authentication: none
      authorization-checks: [function]
    }
  }
  expect no privileged-endpoint-unauthenticated
}

test "so is what is called within a process, as long as nobody calls it over the network" {
  process host {
    service desk
    service accounts {
      each endpoint { operation: admin  authentication: none  authorization-checks: [role] }
      endpoint purge
      endpoint wipe
    }
  }
  service far
  flow clean: desk -> accounts.purge { authentication: none }
  flow near: desk -> accounts.wipe { authentication: none }
  flow over: far -> accounts.wipe { authentication: mtls }
  expect no privileged-endpoint-unauthenticated on accounts.purge
  expect privileged-endpoint-unauthenticated on accounts.wipe
}

test "an endpoint that does not say is a question" {
  service accounts { endpoint purge { operation: admin  authorization-checks: [role] } }
  expect question privileged-endpoint-unauthenticated on accounts.purge
}
