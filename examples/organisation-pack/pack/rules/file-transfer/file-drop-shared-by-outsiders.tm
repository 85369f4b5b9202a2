module acme.files

/// Outsiders can read what other outsiders left
///
/// ## How to fix it
///
/// Give each of them a folder of their own and state `separates-writers: true`.
rule file-drop-shared-by-outsiders {
  for d: file-drop
  where not d.separates-writers and (count a in d.outside-writers) >= 2
  severity: medium
  stride: [information-disclosure]
  cwe: [668]
  message: "{d.outside-writers} share {d}"
  at: d.separates-writers
  help: "give each of those who write to {d} a folder of their own"
}

test "two partners in one folder" {
  actor garage { trust: partner }
  actor hospital { trust: partner }
  file-drop inbox { separates-writers: false }
  flow bills: garage -> inbox
  flow letters: hospital -> inbox
  expect file-drop-shared-by-outsiders on inbox
}

test "one partner" {
  actor garage { trust: partner }
  file-drop inbox { separates-writers: false }
  flow bills: garage -> inbox
  expect no file-drop-shared-by-outsiders
}

test "two partners, apart" {
  actor garage { trust: partner }
  actor hospital { trust: partner }
  file-drop inbox { separates-writers: true }
  flow bills: garage -> inbox
  flow letters: hospital -> inbox
  expect no file-drop-shared-by-outsiders
}

test "two partners, and nobody says" {
  actor garage { trust: partner }
  actor hospital { trust: partner }
  file-drop inbox
  flow bills: garage -> inbox
  flow letters: hospital -> inbox
  expect question file-drop-shared-by-outsiders on inbox
}

test "one partner who writes twice" {
  actor garage { trust: partner }
  file-drop inbox { separates-writers: false }
  flow bills: garage -> inbox
  flow pictures: garage -> inbox
  expect no file-drop-shared-by-outsiders
}
