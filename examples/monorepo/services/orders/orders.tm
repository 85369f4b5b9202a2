//! What has been bought. The code is in `orders.rs` beside this.
module bookshop.orders

use bookshop.mail
use bookshop.payments
use platform.zones

data order { classification: confidential  kinds: [pii]  purpose: "to deliver what was bought" }

extend zones.shop {
  service orders {
    owner: "orders-team"
    criticality: high
    exposure: internal
    on-call: office-hours
    authentication-at: service
    authorization-at: service
    secret-source: vault
    service-account: dedicated
    endpoint place {
      route: "POST /orders"
      state-changing: true
      authentication: mtls
      error-detail: generic
      data: [order]
    }
  }
  database orders-db { owner: "orders-team"  data: [order]  encryption-at-rest: kms }
}

flow keep: orders -> orders-db { data: [order] }
flow charge: orders -> payments.charge {
  authentication: mtls
  identity-propagation: signed-jwt
  validates: [sig, iss, aud, exp]
  data: [order]
}
flow confirm: orders -> mail { authentication: mtls  data: [order] }
