//! Reports made by hand.

use std::time::Duration;

use tm_analysis::Level;
use tm_analysis::report::{
    Certainty, Coverage, Decides, DecisionMode, Finding, Hop, Location, Priority, Problem, ProblemLabel, Provenance,
    Question, Reason, Report, ReportFile, Severity, Subject,
};
use tm_emit::{HumanOptions, Run};

pub const SYSTEM: &str = r#"//! CloudCart, a retail platform on Kubernetes.
module cloudcart

internet public-internet {
  actor shopper { trust: authenticated }
}

cluster prod {
  namespace shop {
    network-policy: none

    each service { authentication-at: gateway  peer-policy: allow-all }
    each flow    { protocol: http  encryption: none }

    gateway api-gateway {
      exposure: internet
      -> cart.add-item { authentication: none }
    }

    service cart { endpoint add-item { authentication: oauth2  validation: none } }

    service checkout {
      -> cart            { authentication: static-token }
      -> payments.charge { protocol: grpc  data: [payment-card] }
    }

    service payments { endpoint charge { state-changing: true  data: [payment-card] } }
  }
}

flow browse: shopper -> api-gateway { protocol: https  encryption: tls1-3 }
"#;

pub const DATA: &str = "/// Größe: 漢字, ключ, 😀\ndata payment-card { classification: restricted  kinds: [pci] }\n";

/// The `nth` place of `needle` in a file, from 0.
pub fn place(report: &Report, file: u32, needle: &str, nth: usize) -> Location {
    let text = &report.files[file as usize].text;
    let (start, _) = text.match_indices(needle).nth(nth).unwrap_or_else(|| panic!("no {needle:?} in file {file}"));
    span(file, start, start + needle.len())
}

pub fn span(file: u32, start: usize, end: usize) -> Location {
    Location { file, range: (u32::try_from(start).unwrap()..u32::try_from(end).unwrap()).into() }
}

pub fn files(files: &[(&str, &str)]) -> Report {
    let files: Vec<_> =
        files.iter().map(|(path, text)| ReportFile { path: (*path).to_owned(), text: (*text).into() }).collect();
    let mut report = Report { files, ..Report::default() };
    report.summary.files = report.files.len();
    report.summary.elements = 12;
    report
}

pub fn finding(rule: &str, severity: Severity, on: &[&str], message: &str, location: Location) -> Finding {
    Finding {
        rule: rule.into(),
        title: format!("What `{rule}` is about.").into(),
        severity,
        certainty: Certainty::Definite,
        priority: Priority { score: 52, exploitability: 61, impact: 38 },
        rating: None,
        on: on.iter().map(|name| Subject { name: (*name).into(), kind: "service".into() }).collect(),
        message: message.to_owned(),
        help: None,
        location,
        cause: None,
        because: Vec::new(),
        path: Vec::new(),
        stride: [].into(),
        cwe: [].into(),
        id: format!("{rule} on {}", on.join(", ")),
        decision: None,
    }
}

pub fn reason(
    element: &str,
    attribute: &str,
    value: &str,
    provenance: Provenance,
    location: impl Into<Option<Location>>,
) -> Reason {
    Reason {
        element: element.into(),
        attribute: attribute.into(),
        value: value.into(),
        provenance,
        location: location.into(),
        is_cause: true,
    }
}

pub fn hop(from: &str, to: &str, location: impl Into<Option<Location>>) -> Hop {
    Hop { from: from.into(), to: to.into(), via: Some(format!("{from}->{to}").into()), location: location.into() }
}

pub fn problem(name: &str, level: Level, message: &str, location: impl Into<Option<Location>>) -> Problem {
    Problem {
        name: name.into(),
        level,
        message: message.to_owned(),
        location: location.into(),
        labels: Vec::new(),
        help: None,
        suggestions: Vec::new(),
    }
}

pub fn label(location: Location, message: &str) -> ProblemLabel {
    ProblemLabel { location, message: message.to_owned() }
}

pub fn question(element: &str, attribute: &str, rules: &[&str], location: Location) -> Question {
    let decides = |rule: &&str| Decides { rule: (*rule).into(), on: [element.into()].into() };
    Question {
        element: element.into(),
        attribute: attribute.into(),
        decides: rules.iter().map(decides).collect(),
        location,
    }
}

/// Counts what is there, as the analysis does.
pub fn counted(mut report: Report) -> Report {
    for finding in &report.findings {
        report.summary.findings[finding.severity as usize] += 1;
        report.summary.possible += usize::from(finding.certainty == Certainty::Possible);
    }
    report.summary.questions = report.questions.len();
    report.summary.coverage = Coverage { stated: 120, asked: 197 };
    report
}

pub fn options() -> HumanOptions {
    HumanOptions { elapsed: Some(Duration::from_millis(12)), ..HumanOptions::default() }
}

pub fn human(report: &Report, options: &HumanOptions) -> String {
    let mut out = Vec::new();
    tm_emit::human(report, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn json(report: &Report) -> String {
    let mut out = Vec::new();
    tm_emit::json(report, 1, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// In a folder of its repository.
pub fn run() -> Run<'static> {
    Run {
        version: "1.2.3",
        home: Some("https://example.org/tm"),
        folder: "services/shop",
        fail_on: Severity::Low,
        source_url: None,
    }
}

pub fn written(
    report: &Report,
    format: fn(&Report, &Run<'_>, &mut dyn std::io::Write) -> std::io::Result<()>,
) -> String {
    let mut out = Vec::new();
    format(report, &run(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn sarif(report: &Report) -> String {
    written(report, tm_emit::sarif)
}

pub fn concise(report: &Report) -> String {
    let mut out = Vec::new();
    tm_emit::concise(report, &options(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A bit of everything.
pub fn cloudcart() -> Report {
    let mut report = files(&[("system.tm", SYSTEM), ("model/data.tm", DATA)]);
    let shopper = place(&report, 0, "-> api-gateway", 0);
    let cart = place(&report, 0, "-> cart ", 0);
    let charge = place(&report, 0, "-> payments.charge", 0);
    let allow_all = place(&report, 0, "peer-policy: allow-all", 0);
    let encryption = place(&report, 0, "encryption: none", 0);
    let protocol = place(&report, 0, "protocol: http", 0);
    let card = place(&report, 1, "classification: restricted", 0);
    let grpc = place(&report, 0, "protocol: grpc", 0);

    let mut bypass = finding(
        "gateway-bypass",
        Severity::Critical,
        &["cloudcart.payments"],
        "checkout reaches payments without passing a gateway, and payments leaves authentication to the gateway",
        place(&report, 0, "payments", 1),
    );
    bypass.title = "A service that leaves authentication to the gateway can be called around it.".into();
    bypass.help = Some("authenticate in the service as well, or admit only the gateway as a peer; see also the rule peer-policy-too-wide, which is about who may connect at all".into());
    bypass.because = vec![
        reason(
            "cloudcart.payments",
            "authentication-at",
            "gateway",
            Provenance::Each,
            place(&report, 0, "authentication-at: gateway", 0),
        ),
        reason("cloudcart.payments", "peer-policy", "allow-all", Provenance::Each, allow_all),
        reason(
            "cloudcart.payments",
            "network-policy",
            "none",
            Provenance::Inherited,
            place(&report, 0, "network-policy: none", 0),
        ),
        reason("cloudcart.payment-card", "classification", "restricted", Provenance::Stated, card),
        reason("cloudcart.payments", "exposure", "internal", Provenance::Default, None),
    ];
    report.findings.push(bypass);

    let mut emergent = finding(
        "internal-api-emergently-exposed",
        Severity::High,
        &["cloudcart.payments"],
        "shopper reaches payments in 3 hops; payments is declared internal",
        place(&report, 0, "payments", 1),
    );
    emergent.title = "A service meant to be internal can be driven from outside through other services.".into();
    emergent.path = vec![
        hop("cloudcart.shopper", "cloudcart.api-gateway", shopper),
        hop("cloudcart.api-gateway", "cloudcart.checkout", None),
        hop("cloudcart.checkout", "cloudcart.payments", charge.clone()),
    ];
    emergent.stride = ["elevation-of-privilege".into(), "spoofing".into()].into();
    emergent.cwe = [441].into();
    emergent.decision = Some(Box::new(tm_analysis::report::Decision {
        mode: DecisionMode::Mitigate,
        name: None,
        owner: Some("platform-team".to_owned()),
        date: Some("2027-02-01".to_owned()),
        reason: Some("close the network of the namespace".to_owned()),
        location: Some(place(&report, 0, "flow browse", 0)),
    }));
    report.findings.push(emergent);

    for (name, from, to, protocol) in [
        ("cloudcart.api-gateway->cart.add-item", "api-gateway", "cart", &protocol),
        ("cloudcart.checkout->cart", "checkout", "cart", &protocol),
        ("cloudcart.checkout->payments.charge", "checkout", "payments", &grpc),
    ] {
        let message = format!("{from} talks to {to} in clear text");
        let mut plaintext = finding("plaintext-service-traffic", Severity::High, &[name], &message, encryption.clone());
        plaintext.title = "Calls between services travel in clear text.".into();
        plaintext.cause = Some(encryption.clone());
        plaintext.help = Some(
            "turn on strict mTLS for the mesh, or TLS on this connection, and close the plaintext listener".into(),
        );
        plaintext.because = vec![
            reason(name, "protocol", "http", Provenance::Each, protocol.clone()),
            reason(name, "encryption", "none", Provenance::Each, encryption.clone()),
        ];
        report.findings.push(plaintext);
    }

    let mut token = finding(
        "static-credential-between-services",
        Severity::Medium,
        &["cloudcart.checkout->cart"],
        "checkout shows cart a token that does not change",
        cart.clone(),
    );
    token.title = "".into();
    token.certainty = Certainty::Possible;
    report.findings.push(token);

    let mut misspelt = problem(
        "unresolved-name",
        Level::Error,
        "there is no attribute `validaton` of the kind `endpoint`\nattributes of `endpoint` are declared in the module `std`",
        place(&report, 0, "validation", 0),
    );
    misspelt.help = Some("did you mean `validation`?".to_owned());
    misspelt.labels = vec![label(place(&report, 0, "endpoint", 0), "this is an `endpoint`")];
    report.errors.push(misspelt);
    report.notices.push(problem(
        "dangling-doc",
        Level::Warning,
        "this documentation belongs to nothing",
        place(&report, 1, "/// Größe", 0),
    ));
    report.notices.push(problem("rule-off", Level::Note, "the rule `secret-never-rotated` is off in `tm.toml`", None));

    report.questions = vec![
        question(
            "cloudcart.checkout->payments.charge",
            "peer-verification",
            &["a-rule", "b-rule", "c-rule"],
            charge.clone(),
        ),
        question("cloudcart.checkout->payments.charge", "identity-propagation", &["a-rule", "b-rule"], charge.clone()),
        question("cloudcart.cart.add-item", "rate-limit", &["a-rule"], place(&report, 0, "add-item", 1)),
        question("cloudcart.checkout->payments.charge", "authentication", &["d-rule"], charge),
    ];
    counted(report)
}
