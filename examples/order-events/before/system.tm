//! An order system around one topic. Whoever can write to it can refund, and everybody can write to
//! it. Some of what is here was put in for a week.
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

  /// The one account of the broker. Every producer and consumer was given it when there was one of
  /// each.
  identity broker-client { credential: password  rotation: none  revocation: manual }

  gateway api-gateway {
    exposure: internet
    peer-policy: not-applicable("it is there for callers whom nobody knows yet")
    schema-validation: enforced
    strips-identity-headers: true

    -> order-api.place
    -> order-api.cancel
    -> partner-intake.import

    /// Nobody meant to: the route for orders is a prefix.
    -> order-api.replay
  }

  namespace ordering {
    owner: "order-team"

    service order-api {
      identity sa-order-api
      credentials: [broker-client]

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

      /// Checks that the order is the customer's and can still be cancelled. The event says neither.
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

      /// Sends old events again. It was written in the night when shipping lost a day.
      endpoint replay {
        route: "POST /orders/_replay"
        operation: batch
        lifecycle: shadow
        authentication: none
        authorization-checks: []
        state-changing: true
        audit: none
        calls: []
      }

      -> orders-db {
        protocol: postgres
        encryption: tls1-3
        authentication: sasl-scram
        peer-verification: server
        identity-propagation: none
        data: [order]
      }
      -> order-events { protocol: kafka  mode: async  identity-propagation: none }
    }

    database orders-db {
      data: [order]
      encryption-at-rest: kms
      public-access: false
      retention: none
    }

    service partner-intake {
      identity sa-partner-intake
      credentials: [broker-client]

      /// Takes orders of the marketplace. The address is long, and that is all that guards it.
      endpoint import {
        route: "POST /partners/marketplace/orders"
        operation: webhook
        exposure: partner
        webhook-authentication: shared-path
        replay-protection: none
        authentication: none
        authorization-checks: [scope]
        state-changing: true
        rate-limit: tenant
        data: [order]
      }

      -> order-events { protocol: kafka  mode: async  identity-propagation: none }
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

    // As the broker was installed.
    each channel {
      producer-authentication: shared
      acl: wildcard
      schema: optional
      unknown-fields: accept
      subject-context: plain
    }

    /// Placed, cancelled, shipped: what happened to an order.
    topic order-events { user-initiated: true  data: [order] }
  }

  namespace fulfilment {
    owner: "fulfilment-team"

    /// Pays back whatever an event says was cancelled.
    worker refund-worker {
      criticality: high
      identity sa-refund-worker
      credentials: [broker-client]

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
      credentials: [broker-client]
      data: [order]
    }
  }

  namespace insight {
    owner: "data-team"

    /// Reads the topic as it is: it was the quickest way to a dashboard.
    analytics sales-insight {
      identity sa-sales-insight
      credentials: [broker-client]
      data: [order]
      -> sales-warehouse {
        protocol: sql
        identity-propagation: none
        data: [order]
      }
    }

    /// Rented where it was cheap.
    warehouse sales-warehouse {
      residency: "US"
      encryption-at-rest: kms
      public-access: false
      retention: none
      shared-identifier: true
      source-domains: ["orders", "marketplace"]
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

// What consumers do with events: what the event says.
flow pay-back: order-events -> refund-worker.refund {
  protocol: kafka
  mode: async
  identity-propagation: none
  side-effect: money
  consumer-authorization: none
  deduplication: none
  ordering: none
  state-guard: none
}

flow ship: order-events -> shipping {
  protocol: kafka
  mode: async
  identity-propagation: none
  side-effect: irreversible
  state-changing: true
  consumer-authorization: none
  deduplication: none
  ordering: none
  state-guard: none
}

flow watch: order-events -> sales-insight {
  protocol: kafka
  mode: async
  identity-propagation: none
  data: [order]
  deidentification: none
  redaction: none
}
