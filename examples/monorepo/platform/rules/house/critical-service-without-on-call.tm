module platform.on-call

/// What matters most stops, and nobody is called
///
/// ## How to fix it
///
/// Put the service on the rota and state `on-call: always`, or say that it matters less.
rule critical-service-without-on-call {
  for s: service
  where s.criticality >= high and s.on-call < always
  severity: medium
  stride: [denial-of-service]
  message: "{s} matters, and is on call {s.on-call}"
  at: s.on-call
  help: "put {s} on the rota and state `on-call: always`"
}

test "office hours are not enough" {
  service payments { criticality: high  on-call: office-hours }
  expect critical-service-without-on-call on payments
}

test "always" {
  service payments { criticality: high  on-call: always }
  expect no critical-service-without-on-call
}

test "what matters little may sleep" {
  service catalog { criticality: low  on-call: nobody }
  expect no critical-service-without-on-call
}

test "nobody says" {
  service payments { criticality: high }
  expect question critical-service-without-on-call on payments
}
