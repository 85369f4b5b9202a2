module acme.files

/// A file that an outsider made gets to what matters most
///
/// ## How to fix it
///
/// Rebuild the files on the way (`scan: rebuilt`), or open them where nothing else is.
rule foreign-file-reaches-critical-workload {
  for w: workload
  exists a: actor
  where a.untrusted and w.criticality >= high
  path p: a ~> w along file-path {
    any h: h.from is file-drop
    avoiding v: v is file-drop and v.scan.disarms
  }
  severity: if p.length <= 2 then critical else high
  stride: [tampering, elevation-of-privilege]
  cwe: [434]
  message: "what {a} leaves in a folder gets to {w} in {p.length} steps"
  help: "rebuild files before they are opened and state `scan: rebuilt` on the folder"
}

test "opened by what matters" {
  actor partner { trust: partner }
  file-drop inbox { scan: signatures }
  worker ledger { criticality: high  opens-files-of: [inbox] }
  flow upload: partner -> inbox
  expect foreign-file-reaches-critical-workload on ledger
}

test "handed on" {
  actor partner { trust: partner }
  file-drop inbox { scan: none }
  worker importer {
    opens-files-of: [inbox]
    -> ledger
  }
  worker ledger { criticality: high }
  flow upload: partner -> inbox
  expect foreign-file-reaches-critical-workload on ledger
}

test "rebuilt on the way" {
  actor partner { trust: partner }
  file-drop inbox { scan: rebuilt }
  worker ledger { criticality: high  opens-files-of: [inbox] }
  flow upload: partner -> inbox
  expect no foreign-file-reaches-critical-workload
}

test "a call carries no file" {
  actor partner { trust: partner }
  service ledger { criticality: high }
  flow ask: partner -> ledger
  expect no foreign-file-reaches-critical-workload
}

test "nobody says what happens to the files" {
  actor partner { trust: partner }
  file-drop inbox
  worker ledger { criticality: high  opens-files-of: [inbox] }
  flow upload: partner -> inbox
  expect question foreign-file-reaches-critical-workload on ledger
}
