module std

/// What one user wrote runs in the browser of another
///
/// ## What it does
///
/// Reports each `web` service with `output-encoding: none` that untrusted actors reach. It is high,
/// and medium where a `content-security-policy` is stated to say which scripts may run.
///
/// ## Why it matters
///
/// A script in a name, a comment or a link acts as whoever looks at it: it reads the page, uses the
/// session, and sends requests that no protection against forgery tells from those of the user. If
/// the reader is staff, so is the script.
///
/// ## How to fix it
///
/// Encode values for the place in the page where they are put, by a template engine that does so
/// unless it is told otherwise, and build pages with functions that take text for text. State
/// `output-encoding: set`. Add a policy that allows no inline script (`content-security-policy:
/// set`) for the day when one place is forgotten.
///
/// ## How to accept it
///
/// ```tm
/// accept cross-site-scripting on status-page {
///   reason: "shows generated numbers only; nothing on it comes from users"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-79: cross-site scripting
/// - CAPEC-63: cross-site scripting
/// - OWASP ASVS 5.0, 1.2.1: output is encoded for where it is put
/// - OWASP ASVS 5.0, 3.2.2: text is shown by functions that take it for text
/// - OWASP ASVS 5.0, 3.4.3: a content security policy limits what runs
/// - NIST SP 800-53, SI-10: information input validation
/// - NIST SP 800-53, SI-15: information output filtering
/// - OWASP Cross Site Scripting Prevention Cheat Sheet
rule cross-site-scripting {
  for w: web
  where w.output-encoding == none and w.reached-by-untrusted
  severity: if w.content-security-policy == set then medium else high
  stride: [tampering, information-disclosure, elevation-of-privilege]
  cwe: [79]
  capec: [63]
  asvs: ["1.2.1", "3.2.2", "3.4.3"]
  nist: ["SI-10", "SI-15"]
  message: "{w} puts what users wrote into pages as it is"
  at: w.output-encoding
  help: "encode values in the pages of {w} for the place where they are put, state `output-encoding: set`, and add a content security policy"
}

test "pages without encoding are reported" {
  actor visitor { trust: anonymous }
  web forum { output-encoding: none }
  flow read: visitor -> forum
  expect cross-site-scripting on forum
}

test "a content security policy is no substitute" {
  actor visitor { trust: anonymous }
  web forum { output-encoding: none  content-security-policy: set }
  flow read: visitor -> forum
  expect cross-site-scripting on forum
}

test "encoded pages are not reported" {
  actor visitor { trust: anonymous }
  web forum { output-encoding: set  content-security-policy: none }
  flow read: visitor -> forum
  expect no cross-site-scripting
}

test "neither is what serves no pages, nor what no stranger can send to" {
  actor visitor { trust: anonymous }
  actor clerk { trust: workforce }
  service orders
  web office { output-encoding: none }
  flow read: visitor -> orders
  flow work: clerk -> office
  expect no cross-site-scripting
}

test "encoding that nobody states is a question" {
  actor visitor { trust: anonymous }
  web forum
  flow read: visitor -> forum
  expect question cross-site-scripting on forum
}
