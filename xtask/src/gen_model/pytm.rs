//! The system as a model of pytm 1.4, a Python script: what speed is compared with.
//!
//! Each element, flow and control is stated as far as pytm has a word for it, so that its rules have as much to look at.

use std::fmt::Write;

use super::system::{Authentication, Data, Flow, Node, Protocol, System};

/// Not a name that Python could import, so that the script does not stand in for a module.
pub const FILE: &str = "pytm-model.py";

/// The script; with `--json FILE` it writes what pytm finds.
pub fn script(system: &System) -> String {
    let mut script = Script { text: String::new(), flows: 0 };
    script.line("#!/usr/bin/env python3");
    script.line("from pytm import (");
    script.line("    TM, Actor, Boundary, Classification, Data, Dataflow, Datastore, DatastoreType,");
    script.line("    Lifetime, Process, Server, TLSVersion,");
    script.line(")");
    script.line("");
    script.line(&format!("tm = TM(\"synthetic-{}\", description=\"synthetic microservice system\")", system.services));
    // Ordered flows would be numbered for a diagram of sequences, which nobody asks for here.
    script.line("tm.isOrdered = False");
    script.boundaries(system);
    for data in Data::ALL {
        script.data(data);
    }
    for node in nodes(system) {
        script.node(node);
    }
    for from in nodes(system) {
        for flow in system.flows_from(from) {
            script.flow(from, flow);
        }
    }
    script.line("if __name__ == \"__main__\":");
    script.line("    tm.process()");
    script.text
}

fn nodes(system: &System) -> impl Iterator<Item = Node> {
    let gateways = (0..system.gateways).map(Node::Gateway);
    let services = (0..system.services).map(Node::Service);
    let datastores = (0..system.datastores).map(Node::Datastore);
    let brokers = (0..system.brokers).map(Node::Broker);
    std::iter::once(Node::User).chain(gateways).chain(services).chain(datastores).chain(brokers)
}

/// A script that is being written.
struct Script {
    text: String,
    flows: usize,
}

impl Script {
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn set(&mut self, variable: &str, attribute: &str, value: &str) {
        self.line(&format!("{variable}.{attribute} = {value}"));
    }

    fn boundaries(&mut self, system: &System) {
        self.boundary("internet", None);
        self.boundary("cloud", None);
        for network in ["edge", "cluster", "datatier"] {
            self.boundary(network, Some("cloud"));
        }
        for k in 0..system.namespaces {
            self.boundary(&format!("ns-{k}"), Some("cluster"));
        }
    }

    fn boundary(&mut self, name: &str, inside: Option<&str>) {
        let variable = boundary_variable(name);
        self.line(&format!("{variable} = Boundary(\"{name}\")"));
        if let Some(inside) = inside {
            self.set(&variable, "inBoundary", &boundary_variable(inside));
        }
    }

    fn data(&mut self, data: Data) {
        let (name, is_pii, is_credential) = (data.name(), data == Data::Customer, data == Data::Password);
        self.line(&format!("{} = Data(", data_variable(data)));
        self.line(&format!("    name=\"{name}\", format=\"JSON\", classification=Classification.{},", class(data)));
        self.line(&format!("    isPII={}, isCredentials={}, isStored=True,", python(is_pii), python(is_credential)));
        self.line(&format!("    credentialsLife=Lifetime.{},", if is_credential { "LONG" } else { "NONE" }));
        self.line(")");
    }

    fn node(&mut self, node: Node) {
        let (class, inside) = match node {
            Node::User => ("Actor", "internet".to_owned()),
            Node::Gateway(_) => ("Server", "edge".to_owned()),
            Node::Service(s) => ("Server", format!("ns-{}", System::namespace_of(s))),
            Node::Datastore(_) => ("Datastore", "datatier".to_owned()),
            Node::Broker(_) => ("Process", "datatier".to_owned()),
        };
        let variable = node_variable(node);
        self.line(&format!("{variable} = {class}(\"{}\")", node.name()));
        self.set(&variable, "inBoundary", &boundary_variable(&inside));
        match node {
            Node::User | Node::Broker(_) => {}
            Node::Gateway(g) => self.server(&variable, g.is_multiple_of(2), false, true),
            Node::Service(s) => {
                let service = System::service(s);
                self.server(&variable, s.is_multiple_of(2), service.validates, service.authorizes);
            }
            Node::Datastore(d) => {
                self.set(&variable, "type", "DatastoreType.SQL");
                self.set(&variable, "controls.isEncryptedAtRest", python(System::datastore_encrypted(d)));
                self.set(&variable, "maxClassification", "Classification.TOP_SECRET");
            }
        }
    }

    fn server(&mut self, variable: &str, hardened: bool, validates: bool, authorizes: bool) {
        self.set(variable, "controls.isHardened", python(hardened));
        self.set(variable, "controls.validatesInput", python(validates));
        self.set(variable, "controls.hasAccessControl", python(authorizes));
        self.set(variable, "minTLSVersion", "TLSVersion.TLSv12");
        self.set(variable, "maxClassification", "Classification.SECRET");
    }

    fn flow(&mut self, from: Node, flow: &Flow) {
        let variable = format!("flow_{}", self.flows);
        let (source, sink) = (node_variable(from), node_variable(flow.to));
        self.line(&format!("{variable} = Dataflow({source}, {sink}, \"f{}\")", self.flows));
        self.flows += 1;
        self.set(&variable, "protocol", &format!("\"{}\"", protocol(flow.protocol)));
        self.set(&variable, "data", &format!("[{}]", data_variable(flow.data)));
        self.set(&variable, "controls.isEncrypted", python(flow.encrypted));
        if flow.encrypted {
            self.set(&variable, "tlsVersion", "TLSVersion.TLSv13");
        }
        if flow.authentication != Authentication::None {
            self.set(&variable, "controls.authenticatesSource", python(true));
            self.set(&variable, "controls.implementsAuthenticationScheme", python(true));
        }
    }
}

fn python(truth: bool) -> &'static str {
    if truth { "True" } else { "False" }
}

fn boundary_variable(name: &str) -> String {
    format!("boundary_{}", name.replace('-', "_"))
}

fn data_variable(data: Data) -> String {
    format!("data_{}", data.name())
}

fn node_variable(node: Node) -> String {
    format!("node_{}", node.name().replace('-', "_"))
}

fn class(data: Data) -> &'static str {
    match data {
        Data::Catalog => "PUBLIC",
        Data::Orders => "SENSITIVE",
        Data::Customer => "SECRET",
        Data::Password => "TOP_SECRET",
    }
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Http => "HTTP",
        Protocol::Https => "HTTPS",
        Protocol::Grpc => "GRPC",
        Protocol::Sql => "SQL",
        Protocol::Amqp => "AMQP",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(script: &str, call: &str) -> usize {
        script.matches(&format!(" = {call}(")).count()
    }

    /// The counts of `gen_models.py`, and how often that states what.
    #[test]
    fn everything_is_written_once() {
        for (services, nodes, flows, boundaries) in [(1, 5, 4, 6), (11, 17, 38, 7), (1_000, 1_281, 3_418, 105)] {
            let system = System::of(services);
            let script = script(&system);
            let kinds = ["Actor", "Server", "Datastore", "Process"];
            assert_eq!(kinds.map(|kind| count(&script, kind)).iter().sum::<usize>(), nodes, "N={services}");
            assert_eq!(count(&script, "Dataflow"), flows, "N={services}");
            assert_eq!(count(&script, "Boundary"), boundaries, "N={services}");
            assert_eq!(count(&script, "Data"), 4);
            assert_eq!(script.matches(".inBoundary = ").count(), nodes + boundaries - 2);
            assert_eq!(script.matches(".protocol = ").count(), flows);
            assert_eq!(script.matches(".isHardened = ").count(), count(&script, "Server"));
        }
    }

    #[test]
    fn a_service_is_stated_with_its_controls_and_flows() {
        let script = script(&System::of(11));
        let service = r#"
node_svc_10 = Server("svc-10")
node_svc_10.inBoundary = boundary_ns_1
node_svc_10.controls.isHardened = True
node_svc_10.controls.validatesInput = False
node_svc_10.controls.hasAccessControl = True
node_svc_10.minTLSVersion = TLSVersion.TLSv12
node_svc_10.maxClassification = Classification.SECRET
"#;
        assert!(script.contains(service), "{script}");
        let flows = r#"
flow_33 = Dataflow(node_svc_10, node_svc_0, "f33")
flow_33.protocol = "HTTPS"
flow_33.data = [data_customer]
flow_33.controls.isEncrypted = True
flow_33.tlsVersion = TLSVersion.TLSv13
flow_33.controls.authenticatesSource = True
flow_33.controls.implementsAuthenticationScheme = True
flow_34 = Dataflow(node_svc_10, node_svc_7, "f34")
flow_34.protocol = "GRPC"
flow_34.data = [data_password]
flow_34.controls.isEncrypted = False
flow_35 = "#;
        assert!(script.contains(flows), "{script}");
        let data = r#"
data_password = Data(
    name="password", format="JSON", classification=Classification.TOP_SECRET,
    isPII=False, isCredentials=True, isStored=True,
    credentialsLife=Lifetime.LONG,
)
"#;
        assert!(script.contains(data), "{script}");
    }
}
