module house

service hall { exposure: internet }

service porch { exposure: internet }

cluster tower {
  service stairs { exposure: internet }
}

accept lamp-is-on on hall {
  reason: "it is a hall"
  owner: "caretaker"
  until: 2026-12-31
}
