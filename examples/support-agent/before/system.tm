//! An assistant that answers tickets. It reads what customers write, may do whatever its tools can
//! do, and asks nobody.
module support

internet public-internet {
  owner: "edge-team"

  /// Has an account, and writes whatever they like into a ticket.
  actor customer { trust: authenticated }

  /// Reads web pages for the assistant. Somebody found it.
  mcp-server web-reader { exposure: partner  tool-pinning: none  approved: false }
}

partner-network model-provider {
  owner: "ai-team"

  /// The language model, served over an API.
  llm model { consumption-limit: none }
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

  // Calls inside: the mesh proves which workload calls, an exchanged token says for whom. Those of
  // the assistant are another matter.
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
      content-filter: none
      consumption-limit: none
      tools-scope: wildcard
      audit: none
    }

    /// Reads tickets and pages, decides, and acts. It has one account, which may do everything.
    agent assistant {
      identity robot { scope: broad }

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
        redaction: none
      }
      -> tickets-db {
        protocol: postgres
        identity-propagation: none
        on-behalf-of-user: true
        returns: [ticket]
        output-validation: none
      }
      -> shop-tools {
        identity-propagation: none
        on-behalf-of-user: true
        data: [purchase]
        output-validation: none
        human-approval: none
      }
      -> web-reader {
        encryption: tls1-3
        cipher-policy: strong
        authentication: none
        identity-propagation: none
        returns: [page]
        output-validation: none
      }
    }

    /// Every function of the shop as a tool. Its descriptions are loaded when the assistant starts.
    mcp-server shop-tools {
      identity sa-shop-tools
      data: [purchase]
      tool-pinning: none
      approved: true

      -> orders.read-order { identity-propagation: plain-header  on-behalf-of-user: true }
      -> orders.refund {
        identity-propagation: plain-header
        on-behalf-of-user: true
        side-effect: money
        human-approval: none
      }
      -> mail.send {
        identity-propagation: plain-header
        on-behalf-of-user: true
        side-effect: sensitive
        human-approval: none
      }
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
