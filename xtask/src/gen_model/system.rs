//! The system: N services; a datastore for each 4 of them, a gateway for each 50, a broker for each 100, a namespace for
//! each 10. Each service calls the next one and a far one and queries a datastore; the user enters through the gateways,
//! each gateway calls every fifth service of its 50; of ten services one publishes to the broker and the next consumes.

use std::collections::{BTreeMap, HashSet};

/// How many services share one of a thing.
const PER_DATASTORE: u32 = 4;
const PER_NAMESPACE: u32 = 10;
const PER_GATEWAY: u32 = 50;
const PER_BROKER: u32 = 100;

/// `internet`, `cloud` and the three networks in it.
const FIXED_BOUNDARIES: u32 = 5;

/// A data asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    Catalog,
    Orders,
    Customer,
    Password,
}

impl Data {
    pub const ALL: [Data; 4] = [Data::Catalog, Data::Orders, Data::Customer, Data::Password];

    fn nth(number: u32) -> Data {
        Data::ALL[number as usize % Data::ALL.len()]
    }

    pub fn name(self) -> &'static str {
        match self {
            Data::Catalog => "catalog",
            Data::Orders => "orders",
            Data::Customer => "customer",
            Data::Password => "password",
        }
    }
}

/// What a flow runs between; the numbers count each sort from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    User,
    Gateway(u32),
    Service(u32),
    Datastore(u32),
    Broker(u32),
}

impl Node {
    pub fn name(self) -> String {
        match self {
            Node::User => "user".to_owned(),
            Node::Gateway(g) => format!("gw-{g}"),
            Node::Service(s) => format!("svc-{s}"),
            Node::Datastore(d) => format!("db-{d}"),
            Node::Broker(b) => format!("broker-{b}"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Http,
    Https,
    Grpc,
    Sql,
    Amqp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    None,
    Token,
    Credentials,
    Session,
    Mtls,
}

#[derive(Clone, Copy, Debug)]
pub struct Flow {
    pub to: Node,
    pub protocol: Protocol,
    pub data: Data,
    pub authentication: Authentication,
    /// Whether the user's identity travels along.
    pub identity: bool,
    pub encrypted: bool,
}

/// What is stated about a service.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    pub data: [Data; 2],
    pub validates: bool,
    pub authorizes: bool,
    pub team: u32,
}

/// A system of some size.
#[derive(Debug)]
pub struct System {
    pub services: u32,
    pub datastores: u32,
    pub namespaces: u32,
    pub gateways: u32,
    pub brokers: u32,
    /// By source, in the order in which they came about.
    flows: BTreeMap<Node, Vec<Flow>>,
}

impl System {
    pub fn of(services: u32) -> System {
        let one_for_each = |size: u32| services.div_ceil(size).max(1);
        let mut system = System {
            services,
            datastores: one_for_each(PER_DATASTORE),
            namespaces: one_for_each(PER_NAMESPACE),
            gateways: one_for_each(PER_GATEWAY),
            brokers: one_for_each(PER_BROKER),
            flows: BTreeMap::new(),
        };
        system.connect();
        system
    }

    pub fn service(number: u32) -> Service {
        Service {
            data: [Data::nth(number), Data::nth(number + 1)],
            validates: number.is_multiple_of(3),
            authorizes: !number.is_multiple_of(4),
            team: number % 7,
        }
    }

    pub fn datastore_data(number: u32) -> Data {
        Data::nth(number)
    }

    pub fn datastore_encrypted(number: u32) -> bool {
        number.is_multiple_of(2)
    }

    pub fn namespace_of(service: u32) -> u32 {
        service / PER_NAMESPACE
    }

    /// The services of a namespace.
    pub fn members(&self, namespace: u32) -> std::ops::Range<u32> {
        namespace * PER_NAMESPACE..((namespace + 1) * PER_NAMESPACE).min(self.services)
    }

    pub fn flows_from(&self, node: Node) -> &[Flow] {
        self.flows.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The sources of the flows to a node, in order.
    pub fn flows_to(&self, node: Node) -> impl Iterator<Item = Node> {
        let to = move |flow: &Flow| flow.to == node;
        self.flows.iter().filter(move |(_, flows)| flows.iter().any(to)).map(|(from, _)| *from)
    }

    pub fn node_count(&self) -> u32 {
        1 + self.gateways + self.services + self.datastores + self.brokers
    }

    pub fn flow_count(&self) -> usize {
        self.flows.values().map(Vec::len).sum()
    }

    pub fn boundary_count(&self) -> u32 {
        FIXED_BOUNDARIES + self.namespaces
    }

    pub fn summary(&self) -> String {
        let (nodes, flows, boundaries) = (self.node_count(), self.flow_count(), self.boundary_count());
        format!("N={}: nodes={nodes} flows={flows} boundaries={boundaries}", self.services)
    }

    fn connect(&mut self) {
        use Authentication::{Credentials, Mtls, None, Session, Token};
        use Protocol::{Amqp, Grpc, Http, Https, Sql};

        let mut flows = Flows { by_source: BTreeMap::new(), seen: HashSet::new() };
        let flow = |to, protocol, data, authentication, identity, encrypted| Flow {
            to,
            protocol,
            data,
            authentication,
            identity,
            encrypted,
        };
        for g in 0..self.gateways {
            flows.add(Node::User, flow(Node::Gateway(g), Https, Data::Orders, Session, true, true));
        }
        for s in (0..self.services).step_by(5) {
            let from = Node::Gateway(s / PER_GATEWAY);
            flows.add(from, flow(Node::Service(s), Http, Data::Orders, Token, s.is_multiple_of(10), false));
        }
        for s in 0..self.services {
            let from = Node::Service(s);
            let or_none = |given, authentication| if given { authentication } else { None };

            let next = Node::Service((s + 1) % self.services);
            let encrypted = !s.is_multiple_of(3);
            let protocol = if encrypted { Https } else { Http };
            let token = or_none(!s.is_multiple_of(4), Token);
            flows.add(from, flow(next, protocol, Data::nth(s), token, s.is_multiple_of(5), encrypted));

            let far = Node::Service((s * 7 + 3) % self.services);
            let odd = !s.is_multiple_of(2);
            flows.add(from, flow(far, Grpc, Data::nth(s + 1), or_none(odd, Mtls), s.is_multiple_of(6), odd));

            let store = s / PER_DATASTORE;
            let to_store = Node::Datastore(store);
            flows.add(from, flow(to_store, Sql, Data::nth(store), Credentials, false, s % 4 != 1));

            let broker = Node::Broker(s / PER_BROKER);
            if s.is_multiple_of(10) {
                flows.add(from, flow(broker, Amqp, Data::Orders, Credentials, false, true));
            }
            if s % 10 == 1 {
                flows.add(broker, flow(from, Amqp, Data::Orders, None, false, true));
            }
        }
        self.flows = flows.by_source;
    }
}

/// Between two ends there is one flow at most, and none from a node to itself.
struct Flows {
    by_source: BTreeMap<Node, Vec<Flow>>,
    seen: HashSet<(Node, Node)>,
}

impl Flows {
    fn add(&mut self, from: Node, flow: Flow) {
        if from != flow.to && self.seen.insert((from, flow.to)) {
            self.by_source.entry(from).or_default().push(flow);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The counts of `gen_models.py`, which writes the same systems in the formats of other tools.
    #[test]
    fn the_system_is_the_one_that_other_tools_are_measured_with() {
        for (services, nodes, flows, boundaries) in [
            (1, 5, 4, 6),
            (2, 6, 8, 6),
            (3, 7, 10, 6),
            (10, 16, 33, 6),
            (11, 17, 38, 7),
            (100, 129, 340, 15),
            (101, 133, 346, 16),
            (1_000, 1_281, 3_418, 105),
            (1_001, 1_285, 3_424, 106),
            (10_000, 12_801, 34_198, 1_005),
        ] {
            let system = System::of(services);
            assert_eq!(
                (system.node_count(), system.flow_count(), system.boundary_count()),
                (nodes, flows, boundaries),
                "N={services}"
            );
        }
    }

    #[test]
    fn every_service_is_in_one_namespace() {
        let system = System::of(101);
        let members: Vec<u32> = (0..system.namespaces).flat_map(|namespace| system.members(namespace)).collect();
        assert_eq!(members, (0..101).collect::<Vec<u32>>());
    }
}
