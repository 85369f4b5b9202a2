//! The same chain, with the user in a signed token instead of a header, and a sidecar at every
//! service that checks the caller's certificate, the token and the operation.
module header

internet public-internet {
  owner: "edge-team"

  /// Logged in, and otherwise anybody.
  actor public-client { trust: authenticated }
}

/// Still one cluster for two environments; its namespaces are closed and its mesh refuses plain
/// text.
cluster main {
  owner: "platform-team"
  trust: 60
  network-policy: default-allow
  egress-policy: allowlist
  admission-policy: enforce
  mesh: istio
  mesh-mode: strict

  each identity { scope: narrow  credential: svid  rotation: automatic  revocation: immediate }

  // The identities that were issued all along are now asked for, and what arrives is checked where
  // it arrives.
  each service { peer-policy: named-principals  validation-at: local }

  // What admission refuses everything else for: how all that runs here is built, and what it is given.
  each workload {
    image-source: own-registry
    image-signed: true
    dependency-scan: set
    runs-as-root: false
    service-account: dedicated
    automount-token: false
    secret-source: workload-identity
    logging: central
  }

  // Fields are read and written one by one, whatever a request brings.
  each endpoint { property-binding: explicit  response-filter: allowlist }

  namespace prod {
    trust: 70
    network-policy: default-deny

    // The decision is taken where the call arrives, so it does not matter which way it came.
    each service { authentication-at: sidecar  authorization-at: sidecar }

    // The calls of the chain: a certificate says which workload calls, a signed token for which
    // user.
    each flow {
      protocol: http
      encryption: mtls
      authentication: mtls
      peer-verification: mutual-san
      identity-propagation: signed-jwt
      carries-user: true
      validates: [sig, iss, aud, exp]
      context-ttl: short
      callee-authorization: named-callers
      trace: w3c
      timeout: set
      circuit-breaker: set
    }

    identity sa-gateway
    identity sa-frontend
    identity sa-service-a
    identity sa-billing

    /// Signs what it has found out about the user, for everybody behind it to verify.
    gateway edge-gateway {
      exposure: internet
      runs-as: sa-gateway
      replicas: 3
      peer-policy: not-applicable("it is there for callers whom nobody knows yet")
      schema-validation: enforced
      strips-identity-headers: true

      -> frontend.get-account
    }

    /// As likely to be taken over as before; what it can do then is what changed.
    web frontend {
      exposure: internet
      foothold: true
      criticality: low
      replicas: 3
      runs-as: sa-frontend
      output-encoding: set
      content-security-policy: set

      endpoint get-account {
        route: "GET /account"
        operation: read
        exposure: internet
        authentication: oauth2
        authorization-at: sidecar
        authorization-checks: [role, object]
        data: [account-data]
        validation: schema
        rate-limit: user
        error-detail: generic
        uniform-responses: true
      }

      -> service-a { data: [account-data] }
    }

    service service-a {
      runs-as: sa-service-a

      -> billing.checkout { state-changing: true }
    }

    /// Checks whose object it is asked for, and writes down for whom it acted.
    service billing {
      criticality: mission
      runs-as: sa-billing
      carries-user: true
      audit: full
      audit-fields: [user-id, trace-id]

      endpoint checkout {
        route: "POST /billing/checkout"
        authentication: jwt
        authorization-at: sidecar
        authorization-checks: [role, object]
        object-id-from: body
        state-changing: true
        data: [billing-data]
        validation: schema
        audit: full
        error-detail: generic
      }

      /// Only those whose function it is may call it.
      endpoint admin {
        route: "POST /billing/admin"
        operation: admin
        authentication: jwt
        authorization-at: sidecar
        authorization-checks: [role, function, object]
        object-id-from: body
        state-changing: true
        data: [billing-data]
        validation: schema
        audit: full
        error-detail: generic
      }

      /// Not a call of the chain: what `each flow` says about those is taken back here, and is not
      /// known of this one.
      -> billing-db {
        protocol: postgres
        encryption: tls1-3
        authentication: sasl-scram
        peer-verification: server
        identity-propagation: none
        carries-user: false
        validates: unknown
        context-ttl: unknown
        callee-authorization: unknown
        trace: unknown
        timeout: unknown
        circuit-breaker: unknown
        data: [billing-data]
      }
    }

    datastore billing-db { data: [billing-data]  encryption-at-rest: kms  public-access: false }
  }

  /// Same cluster, looser hands, and no way from here into `prod`.
  namespace staging {
    trust: 50
    network-policy: default-deny

    identity sa-staging-app

    service staging-app {
      environment: staging
      foothold: true
      criticality: low
      runs-as: sa-staging-app
      authentication-at: service
      authorization-at: service
    }
  }
}

flow enter: public-client -> edge-gateway {
  protocol: https
  encryption: tls1-3
  authentication: oauth2
  validates: [sig, iss, aud, exp]
  token-lifetime: short
}
