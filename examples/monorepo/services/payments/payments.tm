//! Money. The code is in `payments.go` beside this.
module bookshop.payments

use bookshop.orders
use platform.zones

data payment-card { classification: restricted  kinds: [pci] }

extend zones.money {
  doors: [orders]
  service payments {
    owner: "payments-team"
    criticality: mission
    validation-at: none
    on-call: always
    authentication-at: service
    authorization-at: service
    secret-source: vault
    service-account: dedicated
    endpoint charge {
      route: "POST /charges"
      state-changing: true
      authentication: mtls
      error-detail: generic
      data: [payment-card]
    }
    endpoint refund {
      route: "POST /refunds"
      state-changing: true
      authentication: mtls
      error-detail: generic
    }
  }
}

flow settle: payments -> zones.card-network {
  protocol: https
  encryption: tls1-3
  authentication: mtls
  data: [payment-card]
}
