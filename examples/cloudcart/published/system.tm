//! CloudCart after the three mitigations that the paper names: mutual TLS everywhere, role-based
//! access with short-lived tokens, and admission control.
module cloudcart

internet public-internet {
  owner: "edge-team"

  /// Has an account and a browser, and can change whatever the browser sends.
  actor shopper { trust: authenticated }
}

/// Somebody else's network: what happens to a payment in there is outside our control.
partner-network psp-net {
  owner: "payments-team"

  /// The payment service provider.
  third-party psp
}

/// Workloads are admitted by policy, and the mesh refuses plain text. Packets may still go where
/// they like.
cluster prod {
  owner: "platform-team"
  trust: 60
  network-policy: default-allow
  admission-policy: enforce
  mesh: istio
  mesh-mode: strict

  namespace shop {
    trust: 70
    network-policy: none

    // The orchestrator issues one account per workload; these are in good shape in every state of
    // the story.
    each identity {
      scope: narrow
      credential: short-lived
      rotation: automatic
      revocation: immediate
    }

    // Every service asks for itself who calls, and takes calls from named peers only.
    each service {
      authentication-at: service
      authorization-at: service
      validation-at: local
      peer-policy: named-principals
      secret-source: orchestrator
    }

    // Holds for calls inside the namespace: the mesh proves which workload calls, a short-lived
    // signed token says for whom.
    each flow {
      protocol: http
      encryption: mtls
      peer-verification: mutual-san
      authentication: jwt
      validates: [sig, iss, aud, exp]
      token-lifetime: short
      revocation: ttl
      identity-propagation: signed-jwt
      context-ttl: short
      callee-authorization: named-callers
      trace: w3c
      timeout: set
      circuit-breaker: set
    }

    identity sa-gateway
    identity sa-cart
    identity sa-catalog
    identity sa-checkout
    identity sa-payments

    /// The only sanctioned way in. It now refuses bodies that do not match their schema.
    gateway api-gateway {
      exposure: internet
      criticality: high
      runs-as: sa-gateway
      schema-validation: enforced
      strips-identity-headers: true

      -> cart-svc.add-item
      -> catalog-svc.products
      -> checkout-svc.place
    }

    service cart-svc {
      runs-as: sa-cart
      credentials: []

      /// The schema says that a price is a number, not that it is the right one: the client still
      /// decides it.
      endpoint add-item {
        route: "POST /cart/items"
        exposure: internet
        authentication: oauth2
        authorization-at: service
        authorization-checks: [role, object]
        object-id-from: path
        state-changing: true
        data: [cart, prices]
        validation: schema
        trusts-client-fields: ["price"]
        rate-limit: user
        error-detail: verbose
      }
    }

    service catalog-svc {
      criticality: low
      runs-as: sa-catalog

      /// Anybody may look at the products; nothing limits how often.
      endpoint products {
        route: "GET /products"
        operation: list
        exposure: internet
        public-by-design: true
        authentication: none
        authorization-at: service
        authorization-checks: [public]
        data: [prices]
        validation: schema
        rate-limit: none
        pagination: capped
        cost-limit: set
        error-detail: verbose
      }
    }

    service checkout-svc {
      criticality: high
      runs-as: sa-checkout
      credentials: []

      endpoint place {
        route: "POST /checkout"
        exposure: internet
        authentication: oauth2
        authorization-at: service
        authorization-checks: [role, object]
        object-id-from: body
        state-changing: true
        data: [orders]
        validation: schema
        rate-limit: user
        audit: full
        error-detail: verbose
      }

      /// Reads the cart back, prices included.
      -> cart-svc { data: [cart, prices] }

      -> payment-svc.charge { protocol: grpc }
    }

    /// Meant for checkout alone.
    service payment-svc {
      criticality: mission
      runs-as: sa-payments
      credentials: []

      endpoint charge {
        route: "POST /payments"
        authentication: jwt
        authorization-at: service
        authorization-checks: [role, object]
        state-changing: true
        data: [payment]
        validation: schema
        audit: full
        error-detail: generic
      }

      /// The short-lived tokens are internal; the provider still accepts one that never changes and
      /// is tied to nobody.
      -> psp {
        protocol: https
        encryption: tls1-2
        authentication: static-token
        token-lifetime: static
        token-binding: none
        validates: [sig, iss, aud, exp]
        revocation: ttl
        state-changing: true
        data: [payment]
        sharing-agreement: set
        response-validation: set
      }
    }
  }
}

flow browse: shopper -> api-gateway {
  protocol: https
  encryption: tls1-3
  authentication: oauth2
  validates: [sig, iss, aud, exp]
  token-lifetime: short
}
