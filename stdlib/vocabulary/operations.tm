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
