//! Words of our own, in a module of their own.
module model.words

enum Zone {
  field outer: bool = false
  inside
  dmz { outer: true }
  outside { outer: true }
}

scale Weight { light < middle < heavy }

extend workload {
  fact weight: Weight = light
  fact zone: Zone = inside
  control checked: bool
  inherited control guarded-by: Guard
  fact helpers: [workload]
  derive heavy-duty: bool = self.weight >= middle or any f in self.outgoing: f.to is workload and f.to.weight == heavy
  derive far-reaching: bool = any w in workload if w.weight == heavy: self ~> w along supply
}

enum Guard { none fence dog }

extend network-zone { control guarded-by: Guard }

kind depot is service { weight: heavy }

/// Goods travel along flows; what is checked does not pass.
relation supply {
  edge f.from -> f.to via f for f: flow where not (f.to is workload and f.to.checked)
}
