module shop

use shop.zones

cluster prod {
  network-policy: default-deny

  /// Where money changes hands.
  service payments {
    endpoint charge { state-changing: true }
    -> ledger { encryption: mtls }
  }

  service cart {
    -> payments.charge { encryption: mtls }
  }

  database ledger
}

flow browse: edge -> cart

service reports {
  -> ledger
}

accept no-central-secret-store on project {
  reason: "there are no secrets"
  owner: "shop-team"
}

// The nightly run is small.
accept plaintext-service-traffic on reports->ledger {
  reason: "one host"
  owner: "shop-team"
}
