//! Letters to customers. The code is in `mail.rb` beside this.
module bookshop.mail

use bookshop.payments
use platform.zones

data address { classification: confidential  kinds: [pii]  purpose: "to deliver what was bought" }

extend zones.shop {
  worker mail {
    owner: "mail-team"
    criticality: low
    on-call: nobody
    authentication-at: service
    secret-source: env-plain
    service-account: dedicated
    data: [address]
  }
}

flow refund-letter: mail -> payments.refund { authentication: mtls }
