//! What a customer is about to buy. The code is in `cart.py` beside this.
module bookshop.cart

use bookshop.catalog
use bookshop.orders
use platform.zones

data basket { classification: internal }

extend zones.shop {
  service cart {
    owner: "cart-team"
    criticality: medium
    exposure: internet
    on-call: office-hours
    authentication-at: gateway
    secret-source: orchestrator
    service-account: dedicated
    endpoint add-item {
      route: "POST /cart/items"
      state-changing: true
      authentication: oauth2
      error-detail: generic
      rate-limit: user
      data: [basket]
    }
    endpoint check-out {
      route: "POST /cart/checkout"
      state-changing: true
      authentication: oauth2
      error-detail: verbose
      rate-limit: user
    }
  }
  cache baskets { owner: "cart-team"  data: [basket] }
}

flow keep: cart -> baskets { data: [basket] }
flow look-up: cart -> catalog.list-books { authentication: none }
flow order: cart -> orders.place {
  authentication: static-token
  identity-propagation: signed-jwt
  validates: [sig, iss, aud, exp]
  data: [basket]
}
flow add: zones.front-door -> cart.add-item { authentication: oauth2 }
flow check-out: zones.front-door -> cart.check-out { authentication: oauth2 }
