//! The system in the language, in its canonical format.

use std::fmt::Write;

use super::system::{Authentication, Data, Flow, Node, Protocol, System};

/// `tm fmt` keeps a block on one line up to here.
const WIDTH: usize = 100;

/// The name and text of each file of the project.
pub fn files(system: &System) -> Vec<(String, String)> {
    let mut files = vec![
        ("tm.toml".to_owned(), manifest(system)),
        ("data.tm".to_owned(), data()),
        ("boundaries.tm".to_owned(), boundaries(system)),
        ("edge.tm".to_owned(), edge(system)),
        ("data-tier.tm".to_owned(), data_tier(system)),
    ];
    files.extend((0..system.namespaces).map(|k| (format!("ns-{k}.tm"), namespace(system, k))));
    files
}

/// Whether [`files`] may write a file of this name for some namespace.
pub fn is_namespace_file(name: &str) -> bool {
    let number = name.strip_prefix("ns-").and_then(|rest| rest.strip_suffix(".tm"));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn manifest(system: &System) -> String {
    format!("[project]\nname = \"synthetic-{}\"\n", system.services)
}

fn data() -> String {
    let mut text = Text::new("What the system handles.");
    for data in Data::ALL {
        let mut members = vec![format!("classification: {}", classification(data))];
        match data {
            Data::Catalog | Data::Orders => {}
            Data::Customer => members.push("kinds: [pii]".to_owned()),
            Data::Password => members.push("kinds: [credential]".to_owned()),
        }
        text.block(&format!("data {}", data.name()), &members);
    }
    text.finish()
}

fn boundaries(system: &System) -> String {
    let mut text = Text::new("Where things stand.");
    text.open("internet internet");
    text.open("actor user");
    text.line("trust: authenticated");
    text.line(&data_list(&[Data::Orders]));
    text.flows(system, Node::User);
    text.close();
    text.close();
    text.blank();
    text.open("account cloud");
    for network in ["edge", "main-cluster", "datatier"] {
        text.line(&format!("vpc {network}"));
    }
    text.close();
    text.finish()
}

fn edge(system: &System) -> String {
    let mut text = Text::new("What the internet reaches.");
    text.open("extend edge");
    for g in 0..system.gateways {
        text.separate(g);
        text.open(&format!("gateway gw-{g}"));
        text.line("exposure: internet");
        text.line(&data_list(&[Data::Orders, Data::Customer]));
        text.flows(system, Node::Gateway(g));
        text.close();
    }
    text.close();
    text.finish()
}

fn data_tier(system: &System) -> String {
    let mut text = Text::new("Where data rests.");
    text.open("extend datatier");
    for d in 0..system.datastores {
        let at_rest = if System::datastore_encrypted(d) { "disk" } else { "none" };
        let members = [data_list(&[System::datastore_data(d)]), format!("encryption-at-rest: {at_rest}")];
        text.block(&format!("datastore db-{d}"), &members);
    }
    for b in 0..system.brokers {
        text.blank();
        text.open(&format!("channel broker-{b}"));
        text.line(&data_list(&[Data::Orders]));
        text.flows(system, Node::Broker(b));
        text.close();
    }
    text.close();
    text.finish()
}

fn namespace(system: &System, k: u32) -> String {
    let mut text = Text::new(&format!("The services of namespace {k}."));
    text.open("extend main-cluster");
    text.open(&format!("namespace ns-{k}"));
    for (place, s) in (0..).zip(system.members(k)) {
        let service = System::service(s);
        text.separate(place);
        text.open(&format!("service svc-{s}"));
        text.line(&format!("owner: \"team-{}\"", service.team));
        text.line(&data_list(&service.data));
        text.line(&format!("validation-at: {}", if service.validates { "local" } else { "none" }));
        text.line(&format!("authorization-at: {}", if service.authorizes { "service" } else { "none" }));
        text.flows(system, Node::Service(s));
        text.close();
    }
    text.close();
    text.close();
    text.finish()
}

/// A file that is being written.
pub(super) struct Text {
    text: String,
    depth: usize,
}

impl Text {
    pub(super) fn new(about: &str) -> Text {
        Text { text: format!("//! {about}\n\n"), depth: 0 }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    pub(super) fn line(&mut self, line: &str) {
        let indent = self.depth * 2;
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{line}", "");
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A blank line before each element but the first of its block.
    fn separate(&mut self, place: u32) {
        if place > 0 {
            self.blank();
        }
    }

    pub(super) fn open(&mut self, head: &str) {
        self.line(&format!("{head} {{"));
        self.depth += 1;
    }

    pub(super) fn close(&mut self) {
        self.depth -= 1;
        self.line("}");
    }

    /// On one line if it fits.
    pub(super) fn block(&mut self, head: &str, members: &[String]) {
        let line = format!("{head} {{ {} }}", members.join("  "));
        if self.depth * 2 + line.len() <= WIDTH {
            return self.line(&line);
        }
        self.open(head);
        for member in members {
            self.line(member);
        }
        self.close();
    }

    fn flows(&mut self, system: &System, from: Node) {
        for flow in system.flows_from(from) {
            self.flow(flow);
        }
    }

    fn flow(&mut self, flow: &Flow) {
        let mut members = vec![
            format!("protocol: {}", protocol(flow.protocol)),
            data_list(&[flow.data]),
            format!("authentication: {}", authentication(flow.authentication)),
        ];
        if flow.identity {
            members.push("identity-propagation: signed-jwt".to_owned());
        }
        members.push(format!("encryption: {}", if flow.encrypted { "tls1-3" } else { "none" }));
        self.block(&format!("-> {}", flow.to.name()), &members);
    }
}

fn classification(data: Data) -> &'static str {
    match data {
        Data::Catalog => "public",
        Data::Orders | Data::Customer => "confidential",
        Data::Password => "restricted",
    }
}

pub(super) fn data_list(data: &[Data]) -> String {
    let names: Vec<&str> = data.iter().map(|data| data.name()).collect();
    format!("data: [{}]", names.join(", "))
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Http => "http",
        Protocol::Https => "https",
        Protocol::Grpc => "grpc",
        Protocol::Sql => "postgres",
        Protocol::Amqp => "amqp",
    }
}

fn authentication(authentication: Authentication) -> &'static str {
    match authentication {
        Authentication::None => "none",
        Authentication::Token => "jwt",
        Authentication::Credentials => "sasl-plain",
        Authentication::Session => "session-cookie",
        Authentication::Mtls => "mtls",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(services: u32, file: &str) -> String {
        let files = files(&System::of(services));
        files.into_iter().find(|(name, _)| name == file).unwrap().1
    }

    #[test]
    fn a_namespace_holds_its_services_with_their_flows() {
        let text = text_of(11, "ns-1.tm");
        assert_eq!(
            text,
            r#"//! The services of namespace 1.

extend main-cluster {
  namespace ns-1 {
    service svc-10 {
      owner: "team-3"
      data: [customer, password]
      validation-at: none
      authorization-at: service
      -> svc-0 {
        protocol: https
        data: [customer]
        authentication: jwt
        identity-propagation: signed-jwt
        encryption: tls1-3
      }
      -> svc-7 { protocol: grpc  data: [password]  authentication: none  encryption: none }
      -> db-2 {
        protocol: postgres
        data: [customer]
        authentication: sasl-plain
        encryption: tls1-3
      }
      -> broker-0 { protocol: amqp  data: [orders]  authentication: sasl-plain  encryption: tls1-3 }
    }
  }
}
"#
        );
    }

    #[test]
    fn the_data_tier_holds_stores_and_brokers() {
        assert_eq!(
            text_of(5, "data-tier.tm"),
            r#"//! Where data rests.

extend datatier {
  datastore db-0 { data: [catalog]  encryption-at-rest: disk }
  datastore db-1 { data: [orders]  encryption-at-rest: none }

  channel broker-0 {
    data: [orders]
    -> svc-1 { protocol: amqp  data: [orders]  authentication: none  encryption: tls1-3 }
  }
}
"#
        );
    }

    #[test]
    fn every_file_is_in_the_language_and_no_line_is_long() {
        for services in [1, 11, 101] {
            for (name, text) in files(&System::of(services)) {
                assert!(text.lines().all(|line| line.len() <= WIDTH), "{name}");
                if name.ends_with(".tm") {
                    let parsed = tm_syntax::parse(&text);
                    assert!(parsed.errors.is_empty(), "{name}: {:?}", parsed.errors);
                }
            }
        }
    }

    #[test]
    fn every_file_is_in_the_canonical_format() {
        for services in [1, 5, 11, 101, 1_000] {
            for (name, text) in files(&System::of(services)) {
                if name.ends_with(".tm") {
                    assert_eq!(tm_syntax::format(&text).text, text, "{name} of {services}");
                }
            }
        }
    }

    #[test]
    fn every_flow_is_written_once() {
        let system = System::of(1_000);
        let arrows: usize = files(&system).iter().map(|(_, text)| text.matches("-> ").count()).sum();
        assert_eq!(arrows, 3_418);
    }
}
