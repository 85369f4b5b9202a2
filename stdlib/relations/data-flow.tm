module std

/// Where information can get: along with calls and messages, and back with answers.
///
/// Every flow is a hop to its callee. It is a hop back to its caller only if it states what it
/// `returns`. What goes along a hop is for rules to ask: `g in h.via.data` on the way there,
/// `g in h.via.returns` on the way back.
relation data-flow {
  edge f.from -> f.to via f for f: flow
  edge f.to -> f.from via f for f: flow where any d in f.returns
}
