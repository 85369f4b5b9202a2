module std

/// What whoever controls a workload can act on, or as, by the identities and rights that it has.
///
/// From a workload to its identities, from an identity to what it is granted and to whoever shares
/// it, and from a workload to what it deploys. An identity whose `scope` is `wildcard` has no edges
/// to everything: rules ask for that themselves.
relation authority {
  edge x -> i via x for x: workload, i in x.identities
  edge i -> t via i for i: identity, t in i.grants
  edge i -> x via i for i: identity, x in i.used-by
  edge x -> t via x for x: workload, t in x.deploys
}
