//! CloudCart, before: the facts of the scenario
module cloudcart

data prices  { classification: internal }
data cart    { classification: internal }
data orders  { classification: confidential }
data payment { classification: restricted  kinds: [pci] }

identity shared-internal-token { credential: static-token  rotation: none  revocation: none  scope: broad }

internet public-internet {
  actor shopper { trust: authenticated }
}

partner-network psp-net {
  third-party psp
}

cluster prod {
  network-policy: default-allow
  admission-policy: none
  mesh: none

  namespace shop {
    network-policy: none

    each identity { scope: narrow  credential: short-lived  rotation: automatic  revocation: immediate }
    identity sa-gateway
    identity sa-cart
    identity sa-catalog
    identity sa-checkout
    identity sa-payments

    each service { authentication-at: gateway  authorization-at: gateway  validation-at: local  peer-policy: allow-all }
    each flow { encryption: none  peer-verification: none  protocol: http }

    gateway api-gateway {
      exposure: internet
      criticality: high
      runs-as: sa-gateway
      schema-validation: none
      strips-identity-headers: true

      -> cart-svc.add-item    { authentication: none }
      -> catalog-svc.products { authentication: none }
      -> checkout-svc.place   { authentication: none }
    }

    service cart-svc {
      runs-as: sa-cart
      credentials: [shared-internal-token]

      endpoint add-item {
        route: "POST /cart/items"
        exposure: internet
        authentication: oauth2
        state-changing: true
        data: [cart, prices]
        object-id-from: path
        authorization-checks: [role, object]
        authorization-at: service
        validation: none
        trusts-client-fields: ["price"]
        rate-limit: user
        error-detail: verbose
      }
    }

    service catalog-svc {
      runs-as: sa-catalog
      criticality: low

      endpoint products {
        route: "GET /products"
        operation: list
        exposure: internet
        public-by-design: true
        authentication: none
        authorization-checks: [public]
        authorization-at: service
        data: [prices]
        validation: schema
        rate-limit: none
        pagination: capped
        cost-limit: set
        error-detail: verbose
      }
    }

    service checkout-svc {
      runs-as: sa-checkout
      credentials: [shared-internal-token]
      criticality: high

      endpoint place {
        route: "POST /checkout"
        exposure: internet
        authentication: oauth2
        state-changing: true
        data: [orders]
        object-id-from: body
        authorization-checks: [role, object]
        authorization-at: service
        validation: schema
        rate-limit: user
        audit: full
        error-detail: verbose
      }

      -> cart-svc            { data: [cart, prices]  authentication: static-token  token-lifetime: static  token-binding: none }
      -> payment-svc.charge  { protocol: grpc  authentication: static-token  token-lifetime: static  token-binding: none }
    }

    service payment-svc {
      runs-as: sa-payments
      credentials: [shared-internal-token]
      criticality: mission

      endpoint charge {
        route: "POST /payments"
        authentication: static-token
        state-changing: true
        data: [payment]
        authorization-checks: [role, object]
        authorization-at: service
        validation: schema
        audit: full
        error-detail: generic
      }

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
