//! What the platform team runs for everybody: where workloads stand, and what holds there.
module platform.zones

internet public-internet {
  actor customer { trust: authenticated }
  actor card-network { trust: partner  scope: narrow }
}

cluster prod {
  owner: "platform-team"
  mesh: istio
  mesh-mode: strict
  network-policy: default-deny
  admission-policy: enforce
  egress-policy: allowlist

  namespace edge {
    gateway front-door {
      owner: "platform-team"
      exposure: internet
      secret-source: vault
      service-account: dedicated
      peer-policy: named-principals
    }
  }

  namespace shop {
    /// Who may talk to whom is listed for each workload.
    each workload { peer-policy: named-principals }
  }

  namespace money {
    each workload { peer-policy: named-principals }
  }
}
