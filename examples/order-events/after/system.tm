//! The same topics and consumers. Each producer has a credential of its own, each consumer asks
//! before it acts, and what was meant to be temporary is gone.
module orders

internet public-internet {
  owner: "edge-team"

  /// Has an account, and can send whatever a client can send.
  actor customer { trust: authenticated }
}

partner-network marketplace-net {
  owner: "partner-team"
  residency: "EU"

  /// A marketplace that sells for us: it reports orders, and is told what became of them.
  third-party marketplace-api
}

partner-network psp-net {
  owner: "payments-team"

  /// The payment service provider.
  third-party psp
}

cluster prod {
  owner: "platform-team"
  residency: "EU"
  network-policy: default-deny
  egress-policy: allowlist
  admission-policy: enforce
  mesh: linkerd
  mesh-mode: strict

  // What admission refuses everything else for: how all that runs here is built, and what it is
  // given.
  each workload {
    image-source: own-registry
    image-signed: true
    dependency-scan: set
    runs-as-root: false
    service-account: dedicated
    automount-token: false
    secret-source: vault
    logging: central
    replicas: 3
  }

  each service {
    authentication-at: service
    authorization-at: service
    validation-at: local
    peer-policy: named-principals
    policy-source: central
  }

  each endpoint {
    authorization-at: service
    validation: business
    property-binding: explicit
    response-filter: allowlist
    error-detail: generic
    audit: full
  }

  // Calls between services: the mesh proves which workload calls, a signed token for whom.
  each flow {
    protocol: grpc
    encryption: mtls
    peer-verification: mutual-san
    authentication: jwt
    validates: [sig, iss, aud, exp]
    token-lifetime: short
    revocation: ttl
    identity-propagation: signed-jwt
    context-ttl: short
    callee-authorization: per-operation
    trace: w3c
    timeout: set
    circuit-breaker: set
  }

  each identity {
    scope: narrow
    credential: short-lived
    rotation: automatic
    revocation: immediate
  }

  gateway api-gateway {
    exposure: internet
    peer-policy: not-applicable("it is there for callers whom nobody knows yet")
    schema-validation: enforced
    strips-identity-headers: true

    -> order-api.place
    -> order-api.cancel
    -> partner-intake.import
  }

  namespace ordering {
    owner: "order-team"

    service order-api {
      identity sa-order-api

      endpoint place {
        route: "POST /orders"
        exposure: internet
        authentication: oauth2
        authorization-checks: [role, object]
        state-changing: true
        business-flow: purchase
        workflow-enforcement: server
        idempotency: key
        anti-automation: set
        abuse-detection: set
        rate-limit: user
        data: [order]
      }

      /// Checks that the order is the customer's and can still be cancelled, and says so in the
      /// event, signed.
      endpoint cancel {
        route: "POST /orders/{id}/cancel"
        exposure: internet
        authentication: oauth2
        authorization-checks: [role, object]
        object-id-from: path
        state-changing: true
        rate-limit: user
        data: [order]
      }

      -> orders-db {
        protocol: postgres
        encryption: tls1-3
        authentication: sasl-scram
        peer-verification: server
        identity-propagation: none
        data: [order]
      }
      -> order-events { protocol: kafka  mode: async }
    }

    database orders-db {
      data: [order]
      encryption-at-rest: kms
      public-access: false
      retention: set
    }

    service partner-intake {
      identity sa-partner-intake

      /// Takes orders of the marketplace. The body is signed, and each delivery counts once.
      endpoint import {
        route: "POST /partners/marketplace/orders"
        operation: webhook
        exposure: partner
        webhook-authentication: signature
        replay-protection: set
        authentication: hmac
        authorization-checks: [scope]
        state-changing: true
        rate-limit: tenant
        data: [order]
      }

      -> order-events { protocol: kafka  mode: async }
      -> marketplace-api {
        protocol: https
        encryption: tls1-3
        cipher-policy: strong
        authentication: oauth2
        token-binding: mtls
        identity-propagation: none
        data: [order]
        sharing-agreement: set
        response-validation: set
      }
    }
  }

  namespace broker {
    owner: "platform-team"

    // One list for each topic, one credential for each client, one schema for each event.
    each channel {
      producer-authentication: per-client
      acl: per-principal
      schema: strict
      unknown-fields: reject
      subject-context: signed
    }

    /// Placed, cancelled, shipped: what happened to an order.
    topic order-events { user-initiated: true  data: [order] }

    /// What is to be paid back, and nothing else. Only the policy service writes to it.
    topic refund-requests { user-initiated: true  data: [refund-order] }
  }

  namespace fulfilment {
    owner: "fulfilment-team"

    /// Decides on refunds: asks who cancelled, looks the amount up, and knows each order's state.
    worker refund-policy {
      identity sa-refund-policy
      data: [order, refund-order]
      -> refund-requests { protocol: kafka  mode: async }
    }

    worker refund-worker {
      criticality: high
      identity sa-refund-worker

      endpoint refund {
        operation: refund
        authentication: jwt
        authorization-checks: [function, object]
        state-changing: true
        data: [refund-order]
      }

      -> psp {
        protocol: https
        encryption: tls1-3
        cipher-policy: strong
        authentication: oauth2
        token-binding: mtls
        identity-propagation: none
        state-changing: true
        data: [refund-order]
        sharing-agreement: set
        response-validation: set
      }
    }

    worker shipping {
      identity sa-shipping
      data: [order]
    }
  }

  namespace insight {
    owner: "data-team"

    /// Sees figures, not people.
    analytics sales-insight {
      identity sa-sales-insight
      data: [sales-figures]
      -> sales-warehouse { protocol: sql  identity-propagation: none  data: [sales-figures] }
    }

    warehouse sales-warehouse {
      data: [sales-figures]
      encryption-at-rest: kms
      public-access: false
      source-domains: ["orders"]
    }

    /// Takes the people out of events before anybody counts them.
    worker event-reducer {
      identity sa-event-reducer
      data: [order, sales-figures]
      -> sales-insight { data: [sales-figures]  deidentification: aggregated }
    }
  }
}

flow enter: customer -> api-gateway {
  protocol: https
  encryption: tls1-3
  cipher-policy: strong
  authentication: oauth2
  validates: [sig, iss, aud, exp]
  token-lifetime: short
}

flow report: marketplace-api -> api-gateway {
  protocol: https
  encryption: tls1-3
  cipher-policy: strong
  authentication: hmac
  peer-verification: mutual-san
  callee-authorization: per-operation
  trace: w3c
  timeout: not-applicable("it is the marketplace that waits")
  data: [order]
}

// What consumers do with events. Each asks whether the subject that the issuer signed may cause it,
// counts each event once, and checks the change against the state that it has.
flow decide: order-events -> refund-policy {
  protocol: kafka
  mode: async
  side-effect: money
  state-changing: true
  consumer-authorization: set
  deduplication: set
  ordering: set
  state-guard: set
}

flow pay-back: refund-requests -> refund-worker.refund {
  protocol: kafka
  mode: async
  side-effect: money
  consumer-authorization: set
  deduplication: set
  ordering: set
  state-guard: set
}

flow ship: order-events -> shipping {
  protocol: kafka
  mode: async
  side-effect: irreversible
  state-changing: true
  consumer-authorization: set
  deduplication: set
  ordering: set
  state-guard: set
}

flow reduce: order-events -> event-reducer { protocol: kafka  mode: async }
