module shop

data orders { classification: confidential  owner: "shop-team" }

cluster prod {
  owner: "platform-team"
  network-policy: none

  namespace shop {
    service cart {
      -> stock { protocol: http }
    }
    service stock {
      -> mail { protocol: http  encryption: none }
    }
  }
  service mail
}

/// The mesh refuses clear text.
assume mesh-is-strict {
  about: [shop]
  each flow { encryption: mtls }
  owner: "platform-team"
  expires: 2027-01-31
  evidence: "mesh/peer-authentication.yaml"
}

assume mail-is-internal {
  about: [mail]
  claim: internal-only
  owner: "mail-team"
  expires: 2026-12-31
}

assume old-story {
  about: [prod]
  each service { replicas: 3 }
  owner: "platform-team"
  expires: 2026-01-31
}
