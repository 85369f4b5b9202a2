//! One rule of each class.
module model.words

/// A heavy workload is outside.
rule own-local {
  for w: workload
  where w.weight == heavy and w.zone.outer
  severity: medium
  message: "{w} is heavy and stands {w.zone}"
  at: w.zone
}

/// A workload reads a column.
rule own-column {
  for w: workload
  where w.far-reaching and w.guarded-by != dog
  severity: low
  message: "{w} reaches something heavy"
}

/// Heavy things can be reached from outside.
rule own-graph {
  for w: depot
  exists a: actor
  path p: a ~> w along supply
  severity: high
  message: "{a} reaches {w} in {p.length} hops"
}

/// Two workloads help each other.
rule own-join {
  for a: workload, b: workload
  where b in a.helpers and a in b.helpers
  severity: info
  message: "{a} and {b} help each other"
}

/// A boundary holds too much.
rule own-scope {
  for b: network-zone
  where (count m in b.members if m is workload and m.weight == heavy) > 1
  severity: low
  message: "{b} holds {b.members}"
}

/// There is no depot that is guarded.
rule own-whole {
  where no d in depot: d.guarded-by == dog
  severity: info
  message: "no depot has a dog"
}

test "a chain ends at what is checked" {
  actor visitor { trust: anonymous }
  service front { checked: false }
  depot store { checked: false }
  visitor -> front
  front -> store
  expect own-graph on store
  expect no own-local
}

test "this one fails" {
  depot store { checked: true }
  expect own-graph on store
}
