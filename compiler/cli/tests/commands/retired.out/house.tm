module house

each service { exposure: internet }

service hall

service porch

cluster tower {
  service stairs
}

accept lamp-is-lit on hall {
  reason: "it is a hall"
  owner: "caretaker"
  until: 2026-12-31
}
