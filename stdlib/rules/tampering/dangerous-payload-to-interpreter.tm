module std

/// Input can steer a parser or interpreter
///
/// ## What it does
///
/// Reports each endpoint that accepts a format whose author can make what reads it do things (XML,
/// files, serialized objects, templates, pieces of SQL or of a command line) and has
/// `payload-hardening: none`.
///
/// ## Why it matters
///
/// Such input is a program. An entity reads local files, a serialized object runs code when it is
/// loaded, a file name leaves its folder, a query gains a clause. It does not matter how deep
/// inside the endpoint is, since messages and stored values carry the payload there.
///
/// ## How to fix it
///
/// Take JSON or Protocol Buffers instead. Where that cannot be: bind parameters, switch off
/// entities and references, load listed types only, check the content and size of files and keep
/// them where nothing runs them. State `payload-hardening: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept dangerous-payload-to-interpreter on archive.import {
///   reason: "runs in a sandbox that is thrown away after each file"
///   owner: "archive-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-22: path traversal
/// - CWE-74: injection
/// - CWE-77: command injection
/// - CWE-78: OS command injection
/// - CWE-89: SQL injection
/// - CWE-434: unrestricted upload of a file with dangerous type
/// - CWE-502: deserialization of untrusted data
/// - CWE-611: improper restriction of XML external entity reference
/// - CWE-1336: improper neutralization in a template engine
/// - CAPEC-17: using malicious files
/// - CAPEC-66: SQL injection
/// - CAPEC-88: OS command injection
/// - CAPEC-126: path traversal
/// - CAPEC-228: DTD injection
/// - CAPEC-586: object injection
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 1.2.4: queries are parameterised
/// - OWASP ASVS 5.0, 1.2.5: operating system calls are protected from injection
/// - OWASP ASVS 5.0, 1.3.7: templates are not built from untrusted input
/// - OWASP ASVS 5.0, 1.5.1: XML parsers are configured restrictively
/// - OWASP ASVS 5.0, 1.5.2: deserialization is safe against untrusted input
/// - OWASP ASVS 5.0, 5.2.2: the content of a file fits its type
/// - OWASP ASVS 5.0, 5.3.2: file paths are not built from names that users send
/// - NIST SP 800-53, SI-10: information input validation
rule dangerous-payload-to-interpreter {
  for e: endpoint
  let dangerous = collect x in e.accepts if x.interpreted: x
  where (any x in dangerous) and e.payload-hardening == none and e.component is not third-party
  severity: high
  stride: [tampering, elevation-of-privilege]
  cwe: [22, 74, 77, 78, 89, 434, 502, 611, 1336]
  capec: [17, 66, 88, 126, 228, 586]
  owasp-api: ["API8:2023"]
  asvs: ["1.2.4", "1.2.5", "1.3.7", "1.5.1", "1.5.2", "5.2.2", "5.3.2"]
  nist: ["SI-10"]
  message: "{e} takes {dangerous}, and whoever writes it steers what reads it"
  at: e.payload-hardening
  help: "take plain data formats, or set up what reads {dangerous} so that input cannot steer it, and state `payload-hardening: set`"
}

test "XML without hardening is reported" {
  service archive { endpoint import { accepts: [json, xml]  payload-hardening: none } }
  expect dangerous-payload-to-interpreter on archive.import
}

test "so are files, objects, templates, queries and commands" {
  service archive {
    endpoint files { accepts: [file]  payload-hardening: none }
    endpoint objects { accepts: [serialized]  payload-hardening: none }
    endpoint templates { accepts: [template]  payload-hardening: none }
    endpoint queries { accepts: [sql]  payload-hardening: none }
    endpoint commands { accepts: [command]  payload-hardening: none }
  }
  expect dangerous-payload-to-interpreter on archive.files
  expect dangerous-payload-to-interpreter on archive.objects
  expect dangerous-payload-to-interpreter on archive.templates
  expect dangerous-payload-to-interpreter on archive.queries
  expect dangerous-payload-to-interpreter on archive.commands
}

test "hardened parsers are not" {
  service archive { endpoint import { accepts: [xml, file]  payload-hardening: set } }
  expect no dangerous-payload-to-interpreter
}

test "neither are plain data formats, nor what a third party accepts" {
  service archive {
    endpoint import { accepts: [json, form, protobuf, graphql]  payload-hardening: none }
  }
  third-party provider { endpoint submit { accepts: [xml]  payload-hardening: none } }
  expect no dangerous-payload-to-interpreter
}

test "hardening that nobody states is a question" {
  service archive { endpoint import { accepts: [xml] } }
  expect question dangerous-payload-to-interpreter on archive.import
}
