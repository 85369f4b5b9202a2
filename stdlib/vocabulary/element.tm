//! What every element has, and words that many attributes share.
module std

/// Whether a protection is in place, where only that matters.
enum Presence {
  /// It is known that there is none.
  none
  /// It is in place.
  set
}

/// Where in the life of the software something runs.
enum Environment {
  /// Serves real users and real data.
  prod
  /// A rehearsal of production.
  staging
  /// Automated or manual tests.
  test
  /// Development.
  dev
}

extend component {
  /// It is in operation.
  fact live: bool
  /// When somebody last compared it with this model.
  fact reviewed: date
  /// When it last changed.
  fact changed: date
}

extend element {
  /// The team that answers for it.
  inherited fact owner: text
  /// Whether the people who keep this model can change it.
  fact in-scope: bool = true
  /// Exposed to outsiders or holding confidential data: the profile `strict` asks harder here.
  derive heightened: bool = false
}

test "the profile strict asks harder of what is exposed, by itself or by an endpoint" {
  profile: strict
  service orders { exposure: internet }
  service stock { exposure: partner }
  service portal {
    endpoint show { exposure: internet }
    endpoint count-up
  }
  expect possible no-central-log-pipeline on orders
  expect possible no-central-log-pipeline on stock
  expect possible no-central-log-pipeline on portal
  expect possible exposed-endpoint-without-rate-limit on portal.show
}

test "and of what holds, serves, carries or is confidential data, or worse" {
  profile: strict
  data contracts { classification: confidential  kinds: [pii]  purpose: "sales" }
  data health { classification: restricted  kinds: [phi]  purpose: "care" }
  service sales { data: [contracts] }
  service clinic { data: [health] }
  service archive { endpoint read { data: [contracts] } }
  service ward { endpoint read { data: [health] } }
  database contracts-db { data: [contracts] }
  database health-db { data: [health] }
  flow file: sales -> archive { data: [contracts] }
  flow note: clinic -> ward { data: [health] }
  expect possible no-central-log-pipeline on sales
  expect possible no-central-log-pipeline on clinic
  expect possible no-central-log-pipeline on archive
  expect possible no-central-log-pipeline on ward
  expect possible endpoint-without-authorization on archive.read
  expect possible endpoint-without-authorization on ward.read
  expect possible classified-data-unencrypted-at-rest on contracts-db
  expect possible classified-data-unencrypted-at-rest on health-db
  expect possible plaintext-service-traffic on file
  expect possible plaintext-service-traffic on note
  expect possible processing-without-purpose-or-basis on contracts
  expect possible processing-without-purpose-or-basis on health
}

test "and of nothing else" {
  profile: strict
  each service { owner: "shop-team" }
  each database { owner: "shop-team" }
  data visits { classification: internal  kinds: [pii]  purpose: "shop" }
  service shop
  service stock { endpoint count-up { data: [visits]  state-changing: true } }
  database visits-db { data: [visits] }
  flow count-them: shop -> stock.count-up
  flow keep: shop -> visits-db { data: [visits] }
  expect question no-central-log-pipeline on shop
  expect question endpoint-without-authorization on stock.count-up
  expect question datastore-reachable-without-service on visits-db
  expect question plaintext-service-traffic on count-them
  expect question processing-without-purpose-or-basis on visits
  expect nothing
}
