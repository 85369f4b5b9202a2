//! The same assistant with few tools, somebody who confirms, and the customer's own rights. What
//! customers write is told apart from instructions before the model sees it.
module support

internet public-internet {
  owner: "edge-team"

  /// Has an account, and writes whatever they like into a ticket.
  actor customer { trust: authenticated }
}

partner-network model-provider {
  owner: "ai-team"

  /// The language model, served over an API.
  llm model { consumption-limit: set }
}

cluster prod {
  owner: "platform-team"
  network-policy: default-deny
  egress-policy: allowlist
  admission-policy: enforce
  mesh: istio
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
    uniform-responses: true
    error-detail: generic
    rate-limit: user
    audit: full
  }

  // Calls inside: the mesh proves which workload calls, an exchanged token says for whom, and names
  // the assistant as the one who acts.
  each flow {
    encryption: mtls
    peer-verification: mutual-san
    authentication: jwt
    validates: [sig, iss, aud, exp]
    token-lifetime: short
    revocation: ttl
    identity-propagation: token-exchange
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

    -> desk.open-ticket
    -> chat.ask
  }

  namespace helpdesk {
    owner: "support-team"

    service desk {
      identity sa-desk

      endpoint open-ticket {
        route: "POST /tickets"
        operation: create
        exposure: internet
        authentication: oauth2
        authorization-checks: [role, object]
        state-changing: true
        data: [ticket]
      }

      endpoint read-ticket {
        operation: read
        authentication: jwt
        authorization-checks: [role, object]
        object-id-from: path
        data: [ticket]
      }

      -> tickets-db {
        protocol: postgres
        identity-propagation: none
        data: [ticket]
      }
    }

    service chat {
      identity sa-chat

      endpoint ask {
        route: "POST /chat"
        operation: create
        exposure: internet
        authentication: oauth2
        authorization-checks: [role, object]
        state-changing: true
        data: [ticket]
      }

      -> assistant.answer
    }

    database tickets-db {
      data: [ticket]
      encryption-at-rest: kms
      public-access: false
      retention: set
    }
  }

  namespace ai {
    owner: "ai-team"

    each ai-workload {
      content-filter: set
      consumption-limit: set
      tools-scope: narrow
      audit: full
    }

    /// Reads tickets, looks things up, and proposes. What money or mail needs, a person confirms.
    agent assistant {
      identity robot

      endpoint answer {
        authentication: jwt
        authorization-checks: [scope]
        data: [ticket]
      }

      -> model {
        encryption: tls1-3
        cipher-policy: strong
        authentication: oauth2
        token-binding: mtls
        identity-propagation: none
        data: [ticket]
        redaction: set
      }
      -> desk.read-ticket { on-behalf-of-user: true  returns: [ticket]  output-validation: set }
      -> shop-tools { on-behalf-of-user: true  data: [purchase]  output-validation: set }
    }

    /// The tools that the assistant may use, built and released with it.
    mcp-server shop-tools {
      identity sa-shop-tools
      data: [purchase]
      tool-pinning: set
      approved: true

      -> orders.read-order { on-behalf-of-user: true }
      -> orders.refund { on-behalf-of-user: true  side-effect: money  human-approval: set }
      -> mail.send { on-behalf-of-user: true  side-effect: sensitive  human-approval: set }
    }
  }

  namespace shop {
    owner: "shop-team"

    service orders {
      criticality: high
      identity sa-orders

      endpoint read-order {
        operation: read
        authentication: jwt
        authorization-checks: [role, object]
        object-id-from: path
        data: [purchase]
      }

      endpoint refund {
        operation: refund
        authentication: jwt
        authorization-checks: [function, object]
        object-id-from: path
        state-changing: true
        data: [purchase]
      }
    }

    service mail {
      identity sa-mail

      endpoint send {
        authentication: jwt
        authorization-checks: [function]
        state-changing: true
      }
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
