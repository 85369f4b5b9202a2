//! CloudCart before anything was mitigated: a gateway in front of four services that trust the
//! network between them.
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

/// One cluster, as installed: no mesh, no admission control, and a network in which everything
/// reaches everything.
cluster prod {
  owner: "platform-team"
  trust: 60
  network-policy: default-allow
  admission-policy: none
  mesh: none

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

    // Services leave it to the gateway to ask who calls, and take calls from anybody who can reach
    // them.
    each service {
      authentication-at: gateway
      authorization-at: gateway
      validation-at: local
      peer-policy: allow-all
      secret-source: orchestrator
    }

    // Holds for calls inside the namespace. The calls of shoppers and to the provider say for
    // themselves.
    each flow { protocol: http  encryption: none  peer-verification: none }

    identity sa-gateway
    identity sa-cart
    identity sa-catalog
    identity sa-checkout
    identity sa-payments

    /// One token for all internal calls. Whoever has it is, to every service, any of its holders.
    identity shared-internal-token {
      credential: static-token
      rotation: none
      revocation: none
      scope: broad
    }

    /// The only sanctioned way in. It checks the shopper's login, not the bodies of requests.
    gateway api-gateway {
      exposure: internet
      criticality: high
      runs-as: sa-gateway
      schema-validation: none
      strips-identity-headers: true

      -> cart-svc.add-item { authentication: none }
      -> catalog-svc.products { authentication: none }
      -> checkout-svc.place { authentication: none }
    }

    service cart-svc {
      runs-as: sa-cart
      credentials: [shared-internal-token]

      /// Takes the price from the request: the design flaw that the paper ranks first.
      endpoint add-item {
        route: "POST /cart/items"
        exposure: internet
        authentication: oauth2
        authorization-at: service
        authorization-checks: [role, object]
        object-id-from: path
        state-changing: true
        data: [cart, prices]
        validation: none
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
      credentials: [shared-internal-token]

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
      -> cart-svc {
        authentication: static-token
        token-lifetime: static
        token-binding: none
        data: [cart, prices]
      }

      /// What the token lets its bearer do here is to charge somebody.
      -> payment-svc.charge {
        protocol: grpc
        authentication: static-token
        token-lifetime: static
        token-binding: none
      }
    }

    /// Meant for checkout alone.
    service payment-svc {
      criticality: mission
      runs-as: sa-payments
      credentials: [shared-internal-token]

      endpoint charge {
        route: "POST /payments"
        authentication: static-token
        authorization-at: service
        authorization-checks: [role, object]
        state-changing: true
        data: [payment]
        validation: schema
        audit: full
        error-detail: generic
      }

      /// The provider accepts a token that never changes and is tied to nobody: a copy of it is as
      /// good as the original.
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
