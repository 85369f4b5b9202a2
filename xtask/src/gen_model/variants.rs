//! The same system, described otherwise: with nothing but its structure, or with every control in good order.
//!
//! What rules say of the first is what they say without being told anything; of the second they should say nothing.

use super::system::{Data, Node, System};
use super::write::{Text, data_list};

/// How much is said of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Elements, nesting and flows.
    Bare,
    /// Every control is stated, and good; everything has an owner, and receivers hold what they receive.
    Good,
}

/// The name and text of each file of the project.
pub fn files(system: &System, variant: Variant) -> Vec<(String, String)> {
    let manifest = format!("[project]\nname = \"synthetic-{}\"\n", system.services);
    let mut files = vec![("tm.toml".to_owned(), manifest), ("system.tm".to_owned(), structure(system, variant))];
    if variant == Variant::Good {
        files.push(("data.tm".to_owned(), data()));
        files.push(("controls.tm".to_owned(), CONTROLS.to_owned()));
    }
    files
}

fn structure(system: &System, variant: Variant) -> String {
    let mut text = Text::new("Where things stand, and who calls whom.");
    let is_good = variant == Variant::Good;
    let element = |text: &mut Text, kind: &str, node: Node, members: &[&str]| {
        let head = format!("{kind} {}", node.name());
        let data = held(system, node);
        let flows = system.flows_from(node);
        if flows.is_empty() && !is_good {
            return text.line(&head);
        }
        text.open(&head);
        if is_good {
            members.iter().for_each(|member| text.line(member));
            if !data.is_empty() {
                text.line(&data_list(&data));
            }
        }
        for flow in flows {
            let head = format!("-> {}", flow.to.name());
            match is_good {
                true => text.block(&head, &[data_list(&[carried(node, flow.to)])]),
                false => text.line(&head),
            }
        }
        text.close();
    };
    let owner = |text: &mut Text, team: &str| {
        if is_good {
            text.line(&format!("owner: \"{team}\""));
        }
    };
    text.open("internet outside");
    owner(&mut text, "edge-team");
    element(&mut text, "actor", Node::User, &["trust: authenticated"]);
    text.close();
    text.blank();
    text.open("account cloud");
    owner(&mut text, "platform-team");
    text.open("vpc edge");
    for gateway in 0..system.gateways {
        element(&mut text, "gateway", Node::Gateway(gateway), &["exposure: internet"]);
    }
    text.close();
    text.open("vpc main-cluster");
    for namespace in 0..system.namespaces {
        text.open(&format!("namespace ns-{namespace}"));
        for service in system.members(namespace) {
            let identity = format!("identity account-{service}");
            element(&mut text, "service", Node::Service(service), &[&identity]);
        }
        text.close();
    }
    text.close();
    text.open("vpc datatier");
    for datastore in 0..system.datastores {
        element(&mut text, "datastore", Node::Datastore(datastore), &[]);
    }
    for broker in 0..system.brokers {
        element(&mut text, "channel", Node::Broker(broker), &[]);
    }
    text.close();
    text.close();
    text.finish()
}

/// Passwords stay where they are.
const CARRIED: [Data; 3] = [Data::Catalog, Data::Orders, Data::Customer];

fn carried(from: Node, to: Node) -> Data {
    let nth = |number: u32| CARRIED.get(number as usize % CARRIED.len()).copied().unwrap_or(Data::Orders);
    match (from, to) {
        (_, Node::Datastore(number)) | (Node::Service(number), Node::Service(_)) => nth(number),
        _ => Data::Orders,
    }
}

/// What passes an element's flows.
fn held(system: &System, node: Node) -> Vec<Data> {
    let sent = system.flows_from(node).iter().map(|flow| carried(node, flow.to));
    let received = system.flows_to(node).map(|from| carried(from, node));
    let all: Vec<Data> = sent.chain(received).collect();
    CARRIED.into_iter().filter(|data| all.contains(data)).collect()
}

fn data() -> String {
    let mut text = Text::new("What the system handles.");
    for data in CARRIED {
        text.open(&format!("data {}", data.name()));
        text.line("owner: \"data-team\"");
        text.line(match data {
            Data::Catalog => "classification: public",
            Data::Customer => "classification: confidential",
            Data::Orders | Data::Password => "classification: internal",
        });
        text.line("purpose: \"selling\"");
        if data == Data::Customer {
            text.line("kinds: [pii]");
            text.line("lawful-basis: contract");
        }
        text.close();
    }
    text.finish()
}

const CONTROLS: &str = "\
//! Everything in good order.

each actor { second-factor: phishing-resistant }

each network-zone { network-policy: default-deny  egress-policy: allowlist }

each workload {
  authentication-at: sidecar
  authorization-at: service
  validation-at: local
  schema-validation: enforced
  peer-policy: named-principals
  strips-identity-headers: true
  policy-source: central
  pdp-failure-mode: closed
  replicas: 3
  logging: central
  audit: full
  audit-fields: [user-id, trace-id, service, object, decision]
  runs-as-root: false
  service-account: dedicated
  automount-token: false
  resource-limits: set
  image-source: own-registry
  image-signed: true
  dependency-scan: set
  secret-source: vault
}

each identity { scope: narrow  credential: svid  rotation: automatic  revocation: immediate }

each flow {
  protocol: https
  encryption: mtls
  cipher-policy: strong
  peer-verification: mutual-san
  authentication: mtls
  callee-authorization: per-operation
  identity-propagation: signed-jwt
  validates: [sig, iss, aud, exp, typ]
  token-lifetime: short
  token-strength: strong
  token-binding: mtls
  context-ttl: short
  revocation: immediate
  trace: w3c
  timeout: set
  retry: budgeted
  circuit-breaker: set
  response-validation: set
}

each datastore {
  public-access: false
  open-network: false
  encryption-at-rest: app-layer
  retention: set
}

each channel {
  producer-authentication: per-client
  acl: per-principal
  schema: strict
  unknown-fields: reject
  subject-context: signed
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_in_the_language_and_in_its_canonical_format() {
        for variant in [Variant::Bare, Variant::Good] {
            for (name, text) in files(&System::of(101), variant) {
                if name.ends_with(".tm") {
                    let parsed = tm_syntax::parse(&text);
                    assert!(parsed.errors.is_empty(), "{name}: {:?}", parsed.errors);
                    assert_eq!(tm_syntax::format(&text).text, text, "{name} of {variant:?}");
                }
            }
        }
    }

    #[test]
    fn the_bare_one_says_nothing_of_anything() {
        let files = files(&System::of(30), Variant::Bare);
        assert!(files.iter().filter(|(name, _)| name.ends_with(".tm")).all(|(_, text)| !text.contains(": ")));
    }
}
