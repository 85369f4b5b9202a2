//! A small shop.
module shop

data orders { classification: confidential  owner: "shop-team" }

internet outside {
  owner: "edge-team"
  actor shopper { trust: authenticated }
}

cluster prod {
  owner: "platform-team"
  network-policy: none

  gateway edge {
    exposure: internet
    -> cart { protocol: http  encryption: none }
  }
  service cart {
    authentication-at: gateway
    peer-policy: allow-all
    validation-at: none
    data: [orders]
    -> stock { protocol: http  encryption: none  data: [orders] }
  }
  service stock {
    authentication-at: service
    peer-policy: allow-all
    validation-at: none
    data: [orders]
  }
}

flow browse: shopper -> edge { encryption: tls1-3 }
