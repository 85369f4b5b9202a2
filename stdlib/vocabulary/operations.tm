//! What endpoints do for the business.
module std

/// What an endpoint does.
enum Operation {
  /// It changes authority or money, or acts on many objects at once.
  field privileged: bool = false
  /// It administers the system or somebody's rights.
  field administrative: bool = false
  /// Somebody will ask who did it.
  field accountable: bool = false
  /// It hands out many objects at once.
  field bulk: bool = false
  /// The work grows with what the caller asks for.
  field costly: bool = false
  /// It shows the inside of the software.
  field diagnostic: bool = false
  /// Whether something exists can be told from its answer.
  field revealing: bool = false
  /// Its callers cannot have a token yet, or prove who they are by what they send it: a password, a
  /// code, a signature.
  field self-authenticating: bool = false
  /// None of the following.
  other
  /// Fetches one object.
  read { revealing: true }
  /// Fetches many objects.
  list { revealing: true }
  /// Finds objects.
  search { costly: true  revealing: true }
  /// Makes an object.
  create
  /// Changes an object.
  update
  /// Removes an object.
  delete { accountable: true }
  /// Administers the system.
  admin { privileged: true  administrative: true  accountable: true }
  /// Gives somebody rights.
  grant { privileged: true  administrative: true  accountable: true }
  /// Acts on many objects.
  batch { privileged: true  bulk: true }
  /// Pays money back.
  refund { privileged: true  accountable: true }
  /// Hands out data in bulk.
  export { accountable: true  bulk: true  costly: true }
  /// Summarises data.
  report { bulk: true  costly: true }
  /// Signs a user in.
  login { revealing: true  self-authenticating: true }
  /// Restores access to an account.
  recover { revealing: true  self-authenticating: true }
  /// Takes a file.
  upload
  /// Is called back by a third party.
  webhook { self-authenticating: true }
  /// Helps developers.
  debug { diagnostic: true }
  /// Shows or changes the state of the running process, such as Spring Boot Actuator or `pprof`.
  actuator { diagnostic: true }
  /// Describes its own schema.
  introspection { diagnostic: true }
  /// Serves the documentation of the API.
  api-docs { diagnostic: true }
}

/// Whether an endpoint is meant to be there.
enum Lifecycle {
  /// Nobody looks after it any more, or nobody ever did.
  field stale: bool = false
  /// It is in use and looked after.
  active
  /// It is to go (`Deprecation`, RFC 9745).
  deprecated { stale: true }
  /// It was to be gone (`Sunset`, RFC 8594).
  retired { stale: true }
  /// It is there, and nobody decided that (OWASP API9:2023).
  shadow { stale: true }
}

/// Where the server takes from whom or what a request is about.
enum ValueSource {
  /// The caller chooses it freely.
  field from-caller: bool = false
  /// The request is about nothing of the kind.
  none
  /// The path of the URL.
  path { from-caller: true }
  /// The query string.
  query { from-caller: true }
  /// The body of the request.
  body { from-caller: true }
  /// A header that the client sends.
  client-header { from-caller: true }
  /// A verified token.
  token
}

test "what is asked of each operation" {
  data orders { classification: confidential }
  service shop {
    each endpoint {
      exposure: internet
      data: [orders]
      authentication: none
      authorization-checks: []
      audit: none
      export-controls: none
      cost-limit: none
      pagination: capped
      uniform-responses: false
    }
    endpoint on-other { operation: other }
    endpoint on-read { operation: read }
    endpoint on-list { operation: list }
    endpoint on-search { operation: search }
    endpoint on-create { operation: create }
    endpoint on-update { operation: update }
    endpoint on-delete { operation: delete }
    endpoint on-admin { operation: admin }
    endpoint on-grant { operation: grant }
    endpoint on-batch { operation: batch }
    endpoint on-refund { operation: refund }
    endpoint on-export { operation: export }
    endpoint on-report { operation: report }
    endpoint on-login { operation: login }
    endpoint on-recover { operation: recover }
    endpoint on-upload { operation: upload }
    endpoint on-webhook { operation: webhook }
    endpoint on-debug { operation: debug }
    endpoint on-actuator { operation: actuator }
    endpoint on-introspection { operation: introspection }
    endpoint on-api-docs { operation: api-docs }
  }
  expect no sensitive-action-not-audited on shop.on-other
  expect no sensitive-action-not-audited on shop.on-read
  expect no sensitive-action-not-audited on shop.on-list
  expect no sensitive-action-not-audited on shop.on-search
  expect no sensitive-action-not-audited on shop.on-create
  expect no sensitive-action-not-audited on shop.on-update
  expect sensitive-action-not-audited on shop.on-delete
  expect sensitive-action-not-audited on shop.on-admin
  expect sensitive-action-not-audited on shop.on-grant
  expect no sensitive-action-not-audited on shop.on-batch
  expect sensitive-action-not-audited on shop.on-refund
  expect sensitive-action-not-audited on shop.on-export
  expect no sensitive-action-not-audited on shop.on-report
  expect no sensitive-action-not-audited on shop.on-login
  expect no sensitive-action-not-audited on shop.on-recover
  expect no sensitive-action-not-audited on shop.on-upload
  expect no sensitive-action-not-audited on shop.on-webhook
  expect no sensitive-action-not-audited on shop.on-debug
  expect no sensitive-action-not-audited on shop.on-actuator
  expect no sensitive-action-not-audited on shop.on-introspection
  expect no sensitive-action-not-audited on shop.on-api-docs
  expect no privileged-function-not-restricted on shop.on-other
  expect no privileged-function-not-restricted on shop.on-read
  expect no privileged-function-not-restricted on shop.on-list
  expect no privileged-function-not-restricted on shop.on-search
  expect no privileged-function-not-restricted on shop.on-create
  expect no privileged-function-not-restricted on shop.on-update
  expect no privileged-function-not-restricted on shop.on-delete
  expect privileged-function-not-restricted on shop.on-admin
  expect privileged-function-not-restricted on shop.on-grant
  expect privileged-function-not-restricted on shop.on-batch
  expect privileged-function-not-restricted on shop.on-refund
  expect no privileged-function-not-restricted on shop.on-export
  expect no privileged-function-not-restricted on shop.on-report
  expect no privileged-function-not-restricted on shop.on-login
  expect no privileged-function-not-restricted on shop.on-recover
  expect no privileged-function-not-restricted on shop.on-upload
  expect no privileged-function-not-restricted on shop.on-webhook
  expect no privileged-function-not-restricted on shop.on-debug
  expect no privileged-function-not-restricted on shop.on-actuator
  expect no privileged-function-not-restricted on shop.on-introspection
  expect no privileged-function-not-restricted on shop.on-api-docs
  expect no bulk-export-uncontrolled on shop.on-other
  expect no bulk-export-uncontrolled on shop.on-read
  expect no bulk-export-uncontrolled on shop.on-list
  expect no bulk-export-uncontrolled on shop.on-search
  expect no bulk-export-uncontrolled on shop.on-create
  expect no bulk-export-uncontrolled on shop.on-update
  expect no bulk-export-uncontrolled on shop.on-delete
  expect no bulk-export-uncontrolled on shop.on-admin
  expect no bulk-export-uncontrolled on shop.on-grant
  expect bulk-export-uncontrolled on shop.on-batch
  expect no bulk-export-uncontrolled on shop.on-refund
  expect bulk-export-uncontrolled on shop.on-export
  expect bulk-export-uncontrolled on shop.on-report
  expect no bulk-export-uncontrolled on shop.on-login
  expect no bulk-export-uncontrolled on shop.on-recover
  expect no bulk-export-uncontrolled on shop.on-upload
  expect no bulk-export-uncontrolled on shop.on-webhook
  expect no bulk-export-uncontrolled on shop.on-debug
  expect no bulk-export-uncontrolled on shop.on-actuator
  expect no bulk-export-uncontrolled on shop.on-introspection
  expect no bulk-export-uncontrolled on shop.on-api-docs
  expect no expensive-or-unbounded-operation on shop.on-other
  expect no expensive-or-unbounded-operation on shop.on-read
  expect no expensive-or-unbounded-operation on shop.on-list
  expect expensive-or-unbounded-operation on shop.on-search
  expect no expensive-or-unbounded-operation on shop.on-create
  expect no expensive-or-unbounded-operation on shop.on-update
  expect no expensive-or-unbounded-operation on shop.on-delete
  expect no expensive-or-unbounded-operation on shop.on-admin
  expect no expensive-or-unbounded-operation on shop.on-grant
  expect no expensive-or-unbounded-operation on shop.on-batch
  expect no expensive-or-unbounded-operation on shop.on-refund
  expect expensive-or-unbounded-operation on shop.on-export
  expect expensive-or-unbounded-operation on shop.on-report
  expect no expensive-or-unbounded-operation on shop.on-login
  expect no expensive-or-unbounded-operation on shop.on-recover
  expect no expensive-or-unbounded-operation on shop.on-upload
  expect no expensive-or-unbounded-operation on shop.on-webhook
  expect no expensive-or-unbounded-operation on shop.on-debug
  expect no expensive-or-unbounded-operation on shop.on-actuator
  expect no expensive-or-unbounded-operation on shop.on-introspection
  expect no expensive-or-unbounded-operation on shop.on-api-docs
  expect no debug-or-introspection-surface on shop.on-other
  expect no debug-or-introspection-surface on shop.on-read
  expect no debug-or-introspection-surface on shop.on-list
  expect no debug-or-introspection-surface on shop.on-search
  expect no debug-or-introspection-surface on shop.on-create
  expect no debug-or-introspection-surface on shop.on-update
  expect no debug-or-introspection-surface on shop.on-delete
  expect no debug-or-introspection-surface on shop.on-admin
  expect no debug-or-introspection-surface on shop.on-grant
  expect no debug-or-introspection-surface on shop.on-batch
  expect no debug-or-introspection-surface on shop.on-refund
  expect no debug-or-introspection-surface on shop.on-export
  expect no debug-or-introspection-surface on shop.on-report
  expect no debug-or-introspection-surface on shop.on-login
  expect no debug-or-introspection-surface on shop.on-recover
  expect no debug-or-introspection-surface on shop.on-upload
  expect no debug-or-introspection-surface on shop.on-webhook
  expect debug-or-introspection-surface on shop.on-debug
  expect debug-or-introspection-surface on shop.on-actuator
  expect debug-or-introspection-surface on shop.on-introspection
  expect debug-or-introspection-surface on shop.on-api-docs
  expect no inference-through-response-differences on shop.on-other
  expect inference-through-response-differences on shop.on-read
  expect inference-through-response-differences on shop.on-list
  expect inference-through-response-differences on shop.on-search
  expect no inference-through-response-differences on shop.on-create
  expect no inference-through-response-differences on shop.on-update
  expect no inference-through-response-differences on shop.on-delete
  expect no inference-through-response-differences on shop.on-admin
  expect no inference-through-response-differences on shop.on-grant
  expect no inference-through-response-differences on shop.on-batch
  expect no inference-through-response-differences on shop.on-refund
  expect no inference-through-response-differences on shop.on-export
  expect no inference-through-response-differences on shop.on-report
  expect inference-through-response-differences on shop.on-login
  expect inference-through-response-differences on shop.on-recover
  expect no inference-through-response-differences on shop.on-upload
  expect no inference-through-response-differences on shop.on-webhook
  expect no inference-through-response-differences on shop.on-debug
  expect no inference-through-response-differences on shop.on-actuator
  expect no inference-through-response-differences on shop.on-introspection
  expect no inference-through-response-differences on shop.on-api-docs
  expect external-endpoint-unauthenticated on shop.on-other
  expect external-endpoint-unauthenticated on shop.on-read
  expect external-endpoint-unauthenticated on shop.on-list
  expect external-endpoint-unauthenticated on shop.on-search
  expect external-endpoint-unauthenticated on shop.on-create
  expect external-endpoint-unauthenticated on shop.on-update
  expect external-endpoint-unauthenticated on shop.on-delete
  expect external-endpoint-unauthenticated on shop.on-admin
  expect external-endpoint-unauthenticated on shop.on-grant
  expect external-endpoint-unauthenticated on shop.on-batch
  expect external-endpoint-unauthenticated on shop.on-refund
  expect external-endpoint-unauthenticated on shop.on-export
  expect external-endpoint-unauthenticated on shop.on-report
  expect no external-endpoint-unauthenticated on shop.on-login
  expect no external-endpoint-unauthenticated on shop.on-recover
  expect external-endpoint-unauthenticated on shop.on-upload
  expect no external-endpoint-unauthenticated on shop.on-webhook
  expect external-endpoint-unauthenticated on shop.on-debug
  expect external-endpoint-unauthenticated on shop.on-actuator
  expect external-endpoint-unauthenticated on shop.on-introspection
  expect external-endpoint-unauthenticated on shop.on-api-docs
}

test "by these the system is administered" {
  actor by-other { trust: workforce  second-factor: none }
  actor by-read { trust: workforce  second-factor: none }
  actor by-list { trust: workforce  second-factor: none }
  actor by-search { trust: workforce  second-factor: none }
  actor by-create { trust: workforce  second-factor: none }
  actor by-update { trust: workforce  second-factor: none }
  actor by-delete { trust: workforce  second-factor: none }
  actor by-admin { trust: workforce  second-factor: none }
  actor by-grant { trust: workforce  second-factor: none }
  actor by-batch { trust: workforce  second-factor: none }
  actor by-refund { trust: workforce  second-factor: none }
  actor by-export { trust: workforce  second-factor: none }
  actor by-report { trust: workforce  second-factor: none }
  actor by-login { trust: workforce  second-factor: none }
  actor by-recover { trust: workforce  second-factor: none }
  actor by-upload { trust: workforce  second-factor: none }
  actor by-webhook { trust: workforce  second-factor: none }
  actor by-debug { trust: workforce  second-factor: none }
  actor by-actuator { trust: workforce  second-factor: none }
  actor by-introspection { trust: workforce  second-factor: none }
  actor by-api-docs { trust: workforce  second-factor: none }
  service shop {
    endpoint on-other { operation: other }
    endpoint on-read { operation: read }
    endpoint on-list { operation: list }
    endpoint on-search { operation: search }
    endpoint on-create { operation: create }
    endpoint on-update { operation: update }
    endpoint on-delete { operation: delete }
    endpoint on-admin { operation: admin }
    endpoint on-grant { operation: grant }
    endpoint on-batch { operation: batch }
    endpoint on-refund { operation: refund }
    endpoint on-export { operation: export }
    endpoint on-report { operation: report }
    endpoint on-login { operation: login }
    endpoint on-recover { operation: recover }
    endpoint on-upload { operation: upload }
    endpoint on-webhook { operation: webhook }
    endpoint on-debug { operation: debug }
    endpoint on-actuator { operation: actuator }
    endpoint on-introspection { operation: introspection }
    endpoint on-api-docs { operation: api-docs }
  }
  by-other -> shop.on-other
  by-read -> shop.on-read
  by-list -> shop.on-list
  by-search -> shop.on-search
  by-create -> shop.on-create
  by-update -> shop.on-update
  by-delete -> shop.on-delete
  by-admin -> shop.on-admin
  by-grant -> shop.on-grant
  by-batch -> shop.on-batch
  by-refund -> shop.on-refund
  by-export -> shop.on-export
  by-report -> shop.on-report
  by-login -> shop.on-login
  by-recover -> shop.on-recover
  by-upload -> shop.on-upload
  by-webhook -> shop.on-webhook
  by-debug -> shop.on-debug
  by-actuator -> shop.on-actuator
  by-introspection -> shop.on-introspection
  by-api-docs -> shop.on-api-docs
  expect no privileged-access-single-factor on by-other
  expect no privileged-access-single-factor on by-read
  expect no privileged-access-single-factor on by-list
  expect no privileged-access-single-factor on by-search
  expect no privileged-access-single-factor on by-create
  expect no privileged-access-single-factor on by-update
  expect no privileged-access-single-factor on by-delete
  expect privileged-access-single-factor on by-admin
  expect privileged-access-single-factor on by-grant
  expect no privileged-access-single-factor on by-batch
  expect no privileged-access-single-factor on by-refund
  expect no privileged-access-single-factor on by-export
  expect no privileged-access-single-factor on by-report
  expect no privileged-access-single-factor on by-login
  expect no privileged-access-single-factor on by-recover
  expect no privileged-access-single-factor on by-upload
  expect no privileged-access-single-factor on by-webhook
  expect no privileged-access-single-factor on by-debug
  expect no privileged-access-single-factor on by-actuator
  expect no privileged-access-single-factor on by-introspection
  expect no privileged-access-single-factor on by-api-docs
}
