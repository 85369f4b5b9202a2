//! A small web shop, to begin with. Change it into your own system, or delete it and start afresh.
//!
//! `tm check` finds one threat in it. `tm explain shop` shows all that is known of an element, `tm explain service` all that
//! can be stated of a kind, and `tm rules` every rule that looks at it.

/// What a shopper has bought. Data has a classification, and rules ask where it goes.
data purchases { classification: confidential }

/// Boundaries hold what stands in them. This one is everything beyond our own network.
internet outside {
  actor shopper { trust: authenticated }
}

cluster production {
  // Stated once, and inherited by everything in the cluster.
  owner: "shop-team"

  service shop {
    exposure: internet
    authentication-at: service
    authorization-at: service
    // A call: the arrow points from the caller to what is called.
    // Here is something to learn from. What does the rule say? State `encryption: mtls`, and check again.
    -> orders { encryption: none  authentication: mtls  data: [purchases] }
  }

  datastore orders { data: [purchases] }
}

flow browse: shopper -> shop { encryption: tls1-3  authentication: oidc  data: [purchases] }
