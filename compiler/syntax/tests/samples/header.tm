//! Header propagation, before: the facts of the scenario
module header

data account-data { classification: confidential }
data billing-data { classification: restricted }

internet public-internet { actor public-client { trust: authenticated } }

cluster main {
  network-policy: default-allow
  mesh: none

  each identity { scope: narrow  credential: svid  rotation: automatic  revocation: immediate }
  each service  { peer-policy: allow-all }

  namespace prod {
    network-policy: none

    each service { authentication-at: gateway  authorization-at: gateway }
    each flow {
      protocol: http
      encryption: none
      authentication: network-location
      peer-verification: none
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

    gateway edge-gateway {
      exposure: internet
      runs-as: sa-gateway
      strips-identity-headers: true
      schema-validation: enforced
      -> frontend.get-account
    }

    web frontend {
      exposure: internet
      foothold: true
      criticality: low
      runs-as: sa-frontend

      endpoint get-account {
        route: "GET /account/{id}"
        exposure: internet
        operation: read
        data: [account-data]
        authentication: oauth2
        authorization-at: gateway
        authorization-checks: [role, object]
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

    service billing {
      runs-as: sa-billing
      criticality: mission
      carries-user: true
      audit: full
      audit-fields: [service]

      endpoint checkout {
        route: "POST /billing/checkout"
        state-changing: true
        data: [billing-data]
        authentication: none
        authorization-at: gateway
        authorization-checks: [role]
        object-id-from: body
        validation: schema
        audit: full
        error-detail: generic
      }
      endpoint admin {
        route: "POST /billing/admin"
        operation: admin
        state-changing: true
        data: [billing-data]
        authentication: none
        authorization-at: gateway
        authorization-checks: [role]
        object-id-from: body
        validation: schema
        audit: full
        error-detail: generic
      }

      -> billing-db {
        protocol: postgres
        authentication: sasl-scram
        data: [billing-data]
        identity-propagation: none
        carries-user: false
        // trace, timeout, circuit-breaker of `each flow` reach this flow too (a known limit of `each`)
      }
    }

    datastore billing-db { data: [billing-data]  encryption-at-rest: kms }
  }

  namespace staging {
    network-policy: none
    environment: staging
    identity sa-staging-app

    service staging-app {
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

assume billing-is-internal { about: [billing]  claim: internal-only  owner: "platform"  expires: 2027-01-01 }
assume checked-elsewhere   { about: [billing]  claim: authenticated-elsewhere }
