module platform.doors

/// A call gets into a namespace past its door
///
/// Each further caller is one more way in that nobody watches.
///
/// ## How to fix it
///
/// Go through the door, or list the caller in `doors` once its team answers for it.
rule namespace-entered-past-its-door {
  for f: flow, z in f.enters
  where z is namespace and (any d in z.doors) and f.from not in z.doors
  severity: high
  stride: [elevation-of-privilege]
  message: "{f.from} calls into {z}, whose door is {z.doors}"
  at: z.doors
  help: "go through {z.doors}, or list {f.from} in `doors`"
}

test "past the door" {
  namespace money {
    doors: [orders]
    service payments
  }
  service orders
  service cart {
    -> payments
  }
  expect namespace-entered-past-its-door
}

test "through the door" {
  namespace money {
    doors: [orders]
    service payments
  }
  service orders {
    -> payments
  }
  expect no namespace-entered-past-its-door
}

test "no door" {
  namespace money {
    service payments
  }
  service cart {
    -> payments
  }
  expect no namespace-entered-past-its-door
}
