module house.rules

/// A lamp is on
rule lamp-is-lit {
  for s: service
  where s.exposure == internet
  severity: low
  formerly: [lamp-is-on, lamp-burns]
  message: "{s} is lit"
}

test "it is lit" {
  service hall { exposure: internet }
  expect lamp-is-lit on hall
}
