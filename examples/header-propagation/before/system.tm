//! A chain of services behind a gateway. The gateway checks the user and writes the user's id into
//! a plain header; everybody behind it believes that header.
module header

internet public-internet {
  owner: "edge-team"

  /// Logged in, and otherwise anybody.
  actor public-client { trust: authenticated }
}

/// Two environments in one cluster, and no policy on the network between them.
cluster main {
  owner: "platform-team"
  trust: 60
  network-policy: default-allow
  mesh: none

  each identity { scope: narrow  credential: svid  rotation: automatic  revocation: immediate }

  // Identities are issued to every workload, and nobody asks for them.
  each service { peer-policy: allow-all }

  namespace prod {
    trust: 70
    network-policy: none

    // Who is in the network has passed the gateway: that is the reasoning, and the flaw.
    each service { authentication-at: gateway  authorization-at: gateway }

    // The calls of the chain. A name server says where the callee is, its address is its identity.
    each flow {
      protocol: http
      encryption: none
      authentication: network-location
      peer-verification: none
      discovery: dns
      identity-propagation: plain-header
      carries-user: true
      trace: none
      timeout: none
      circuit-breaker: none
    }

    identity sa-gateway
    identity sa-frontend
    identity sa-service-a
    identity sa-billing

    /// Removes identity headers that clients send, so that only those that it writes itself get
    /// past it.
    gateway edge-gateway {
      exposure: internet
      runs-as: sa-gateway
      schema-validation: enforced
      strips-identity-headers: true

      -> frontend.get-account
    }

    /// Renders pages, and is the part of the chain that an attacker is most likely to own first.
    web frontend {
      exposure: internet
      foothold: true
      criticality: low
      runs-as: sa-frontend

      endpoint get-account {
        route: "GET /account"
        operation: read
        exposure: internet
        authentication: oauth2
        authorization-at: gateway
        authorization-checks: [role, object]
        data: [account-data]
        validation: schema
        rate-limit: none
        error-detail: generic
        response-filter: allowlist
      }

      -> service-a { data: [account-data] }
    }

    service service-a {
      runs-as: sa-service-a

      -> billing.checkout { state-changing: true }
    }

    /// Acts on the word of a header: whoever writes `X-User-Id: admin` is admin.
    service billing {
      criticality: mission
      runs-as: sa-billing
      carries-user: true
      audit: full
      audit-fields: [service]

      endpoint checkout {
        route: "POST /billing/checkout"
        authentication: none
        authorization-at: gateway
        authorization-checks: [role]
        object-id-from: body
        state-changing: true
        data: [billing-data]
        validation: schema
        audit: full
        error-detail: generic
      }

      /// No flow of the model calls it, and nothing stops one.
      endpoint admin {
        route: "POST /billing/admin"
        operation: admin
        authentication: none
        authorization-at: gateway
        authorization-checks: [role]
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
        authentication: sasl-scram
        discovery: unknown
        identity-propagation: none
        carries-user: false
        trace: unknown
        timeout: unknown
        circuit-breaker: unknown
        data: [billing-data]
      }
    }

    datastore billing-db { data: [billing-data]  encryption-at-rest: kms }
  }

  /// Same cluster, looser hands: what runs here is easier to take over than anything in `prod`.
  namespace staging {
    trust: 50
    network-policy: none

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
