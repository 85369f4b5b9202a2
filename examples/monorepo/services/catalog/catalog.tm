//! What books there are. The code is in `catalog.py` beside this.
module bookshop.catalog

use platform.zones

data books { classification: public }

extend zones.shop {
  service catalog {
    owner: "catalog-team"
    criticality: low
    on-call: nobody
    authentication-at: gateway
    secret-source: vault
    service-account: dedicated
    exposure: internet
    endpoint list-books {
      route: "GET /books"
      authentication: none
      error-detail: generic
      rate-limit: ip
    }
  }
  database catalog-db { owner: "catalog-team"  data: [books] }
}

flow read-books: catalog -> catalog-db
flow browse: zones.front-door -> catalog.list-books { authentication: none  returns: [books] }
flow visit: zones.customer -> zones.front-door { protocol: https  encryption: tls1-3 }
