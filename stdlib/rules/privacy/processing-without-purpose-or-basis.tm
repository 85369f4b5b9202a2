module std

/// Personal data is processed, and nobody can say on which grounds
///
/// ## What it does
///
/// Reports each class of personal data without lawful grounds (`lawful-basis: none`), and, as
/// information, each of which the model does not say what it is for (`purpose`). In which
/// countries it may be is the matter of `data-outside-its-regions`.
///
/// ## Why it matters
///
/// Without grounds the processing is unlawful from the first record on. Without a purpose nobody
/// can tell people what happens to their data, nor decide what is too much and when it has to go.
///
/// ## How to fix it
///
/// Write down for each class what it is collected for, on which grounds, and how people are told
/// and get their rights. State `purpose` and `lawful-basis`, or stop collecting it.
///
/// ## How to accept it
///
/// ```tm
/// accept processing-without-purpose-or-basis on visits {
///   reason: "the consent dialogue goes live in March; nothing is collected before"
///   owner: "data-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-359: exposure of private personal information to an unauthorized actor
/// - OWASP API Security Top 10, API3:2023: broken object property level authorization
/// - OWASP ASVS 5.0, 14.1.1: sensitive data is identified and classified
/// - NIST SP 800-53, PT-2: authority to process personally identifiable information
/// - NIST SP 800-53, PT-3: purposes of processing
/// - NIST SP 800-53, PT-4: consent
/// - NIST SP 800-53, PT-5: privacy notice
/// - LINDDUN: unawareness
/// - LINDDUN: non-compliance
rule processing-without-purpose-or-basis {
  for g: data
  let unlawful = g.lawful-basis is known and g.lawful-basis == none
  let gap = if unlawful then "there are no grounds to process it" else "nothing says what it is for"
  where g.personal and (g.purpose is not set or g.lawful-basis == none)
  severity: if unlawful then medium else info
  cwe: [359]
  owasp-api: ["API3:2023"]
  asvs: ["14.1.1"]
  nist: ["PT-2", "PT-3", "PT-4", "PT-5"]
  linddun: [unawareness, non-compliance]
  message: "{g} is about people, and {gap}"
  at: g
  help: "write down why and on which grounds {g} is processed: `purpose` and `lawful-basis`"
}

test "personal data without grounds is reported" {
  data addresses { kinds: [pii]  purpose: "delivery"  lawful-basis: none }
  expect processing-without-purpose-or-basis on addresses
}

test "so is personal data without a purpose" {
  data visits { kinds: [behavioural]  lawful-basis: consent }
  expect processing-without-purpose-or-basis on visits
}

test "a purpose with grounds is enough" {
  data addresses { kinds: [pii]  purpose: "delivery"  lawful-basis: contract }
  expect no processing-without-purpose-or-basis
}

test "data about things needs neither" {
  data prices { classification: internal }
  expect no processing-without-purpose-or-basis
}

test "grounds that nobody states are a question" {
  data addresses { kinds: [pii]  purpose: "delivery" }
  expect question processing-without-purpose-or-basis on addresses
}
