module acme.files

/// Files of outsiders are opened as they came
///
/// ## How to fix it
///
/// Rebuild documents, or compare them with known malware at least, and state `scan`.
rule file-drop-not-scanned {
  for d: file-drop
  where d.scan == none and any a in d.outside-writers
  severity: high
  stride: [tampering]
  cwe: [434]
  message: "outsiders leave files in {d}, and nobody looks at them"
  at: d.scan
  help: "scan what arrives in {d} and state `scan`"
}

test "nobody scans" {
  actor partner { trust: partner }
  file-drop inbox { scan: none }
  flow upload: partner -> inbox
  expect file-drop-not-scanned on inbox
}

test "somebody does" {
  actor partner { trust: partner }
  file-drop inbox { scan: signatures }
  flow upload: partner -> inbox
  expect no file-drop-not-scanned
}

test "only we write" {
  service reports {
    -> inbox
  }
  file-drop inbox { scan: none }
  expect no file-drop-not-scanned
}

test "nobody says" {
  actor partner { trust: partner }
  file-drop inbox
  flow upload: partner -> inbox
  expect question file-drop-not-scanned on inbox
}
