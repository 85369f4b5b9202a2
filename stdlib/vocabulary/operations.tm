//! What endpoints do for the business.
module std

/// What an endpoint does.
enum Operation {
  /// It changes authority or money, or acts on many objects at once.
  field privileged: bool = false
  /// None of the following.
  other
  /// Fetches one object.
  read
  /// Fetches many objects.
  list
  /// Finds objects.
  search
  /// Makes an object.
  create
  /// Changes an object.
  update
  /// Removes an object.
  delete
  /// Administers the system.
  admin { privileged: true }
  /// Gives somebody rights.
  grant { privileged: true }
  /// Acts on many objects.
  batch { privileged: true }
  /// Pays money back.
  refund { privileged: true }
  /// Hands out data in bulk.
  export
  /// Summarises data.
  report
  /// Signs a user in.
  login
  /// Restores access to an account.
  recover
  /// Takes a file.
  upload
  /// Is called back by a third party.
  webhook
  /// Helps developers.
  debug
  /// Shows or changes the state of the running process.
  actuator
  /// Describes its own schema.
  introspection
  /// Serves the documentation of the API.
  api-docs
}

/// The sensitive business flow that an endpoint is part of.
enum BusinessFlow {
  /// None.
  none
  /// Buying something.
  purchase
  /// Money comes in.
  payment
  /// Money goes back.
  refund
  /// Money goes out.
  payout
  /// A discount or campaign.
  promotion
  /// Store credit or points.
  credit
  /// A right to use something.
  entitlement
  /// A reward for bringing others.
  referral
  /// Joining accounts.
  account-link
  /// Data leaves in bulk.
  export
}

/// Where the id of the requested object comes from.
enum ObjectIdFrom {
  /// The caller chooses it freely.
  field from-caller: bool = false
  /// No object is asked for by id.
  none
  /// The path of the URL.
  path { from-caller: true }
  /// The query string.
  query { from-caller: true }
  /// The body of the request.
  body { from-caller: true }
  /// A verified token.
  token
}
