module shop

use shop.zones

cluster prod {
  network-policy: default-deny

  service cart {
    -> payments.charge { encryption: mtls }
  }

  database ledger
}

flow browse: edge -> cart

accept no-central-secret-store on project {
  reason: "there are no secrets"
  owner: "shop-team"
}
