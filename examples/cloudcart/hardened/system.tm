//! CloudCart after the mitigations of the paper and five more: prices from the server, generic
//! errors, a limit on the listing, a bound token for the provider, and a namespace that packets
//! enter by permission only.
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

/// Open by default, which does no harm as long as the only namespace in it is closed.
cluster prod {
  owner: "platform-team"
  trust: 60
  network-policy: default-allow
  egress-policy: allowlist
  admission-policy: enforce
  mesh: istio
  mesh-mode: strict

  // What admission refuses everything else for: how all that runs here is built, and what it is given.
  each workload {
    image-source: own-registry
    image-signed: true
    dependency-scan: set
    runs-as-root: false
    service-account: dedicated
    automount-token: false
    secret-source: orchestrator
    logging: central
  }

  namespace shop {
    trust: 70
    network-policy: default-deny

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
    }

    // Fields are read and written one by one, whatever a request brings.
    each endpoint { property-binding: explicit  response-filter: allowlist }

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
      replicas: 3
      peer-policy: not-applicable("it is there for callers whom nobody knows yet")
      schema-validation: enforced
      strips-identity-headers: true

      -> cart-svc.add-item
      -> catalog-svc.products
      -> checkout-svc.place
    }

    service cart-svc {
      runs-as: sa-cart
      credentials: []

      /// Looks the price up: a request says which article and how many, and nothing else about
      /// money.
      endpoint add-item {
        route: "POST /cart/items"
        exposure: internet
        authentication: oauth2
        authorization-at: service
        authorization-checks: [role, object]
        object-id-from: path
        state-changing: true
        data: [cart, prices]
        validation: business
        trusts-client-fields: []
        rate-limit: user
        error-detail: generic
      }
    }

    service catalog-svc {
      criticality: low
      runs-as: sa-catalog

      /// Anybody may look at the products, at a pace that the catalogue can stand.
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
        rate-limit: user-and-ip
        pagination: capped
        cost-limit: set
        error-detail: generic
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
        error-detail: generic
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

      /// The token lives for a short time and works only over our client certificate: a copy is
      /// worth nothing.
      -> psp {
        protocol: https
        encryption: tls1-2
        cipher-policy: strong
        authentication: oauth2
        token-lifetime: short
        token-binding: mtls
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
