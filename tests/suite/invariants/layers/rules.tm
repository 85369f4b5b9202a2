module layers

scale Weight { light < middle < heavy }

extend workload {
  fact weight: Weight = light
  control checked: bool
  derive far-reaching: bool = any w in workload if w.weight == heavy: self ~> w along supply
}

relation supply {
  edge f.from -> f.to via f for f: flow where not (f.to is workload and f.to.checked)
}

/// A heavy workload is there.
rule own-local {
  for w: workload
  where w.weight == heavy
  severity: low
  message: "{w} is heavy"
}

/// A workload reads a column.
rule own-column {
  for w: workload
  where w.far-reaching
  severity: low
  message: "{w} reaches something heavy"
}

/// Heavy things can be reached from outside.
rule own-graph {
  for w: workload
  exists a: actor
  where w.weight == heavy
  path p: a ~> w along supply
  severity: high
  message: "{a} reaches {w} in {p.length} hops"
}
