//! Boundaries: where things sit, and what packets must pass.
module std

/// What the network of a zone lets through by default.
///
/// A Kubernetes namespace has `none` until a policy selects its pods.
enum NetworkPolicy {
  /// There is no policy: everything passes.
  none
  /// What no policy forbids passes.
  default-allow
  /// What no policy allows is dropped.
  default-deny
}

/// Which connections may leave a zone (NIST SP 800-53, SC-7).
enum EgressPolicy {
  /// There is no policy: everything leaves.
  none
  /// There is one, and it allows everything.
  unrestricted
  /// Listed destinations only.
  allowlist
}

/// What happens to deployments that break the platform's rules (Kubernetes admission control).
enum Admission {
  /// Nobody looks.
  none
  /// They are reported and let in.
  audit
  /// They are refused.
  enforce
}

/// The service mesh of a cluster.
enum Mesh {
  /// None.
  none
  /// Istio, in sidecar or ambient mode.
  istio
  /// Linkerd.
  linkerd
  /// Consul.
  consul
  /// Some other, or nobody noted which.
  other
}

/// What the mesh asks of connections between its workloads.
///
/// Istio and Linkerd are `permissive` until they are told otherwise.
enum MeshMode {
  /// Nothing.
  disabled
  /// Mutual TLS where both sides can; clear text is taken too.
  permissive
  /// Mutual TLS; clear text is refused.
  strict
}

extend boundary {
  /// How far what is inside is trusted, from 0 to 100.
  inherited fact trust: int = 50
  /// The environment of what is inside.
  inherited fact environment: Environment = prod
  /// The jurisdiction that data in it is kept in, such as `EU` or `eu-central-1`.
  inherited fact residency: text
  /// Something in it has an owner.
  derive owned-inside: bool = any m in self.members: m.owner is set
  /// Something in it is run by the organisation.
  derive populated: bool =
    any m in self.members: not m.external and (m is workload or m is datastore or m is channel)
}

/// The public internet.
kind internet is boundary { trust: 0 }
/// The network of a partner or provider (extranet).
kind partner-network is boundary { trust: 40 }
/// A cloud account (AWS), subscription (Azure) or project (Google Cloud).
kind account is boundary
/// A region of a cloud provider.
kind region is boundary
/// A machine, real or virtual, that workloads share.
kind node is boundary
/// An operating system process, or what shares one.
kind process is boundary
/// What belongs to one customer of a system that serves many.
kind tenant is boundary
/// What a standard or law applies to, such as the cardholder data environment of PCI DSS.
///
/// It cuts across the other boundaries: elements join it by `also-in`.
kind compliance-scope is boundary

/// A boundary that packets must pass.
abstract kind network-zone is boundary {
  /// What it lets in by default.
  inherited control network-policy: NetworkPolicy
  /// Which connections may leave it.
  inherited control egress-policy: EgressPolicy
  /// Everything in it is in one namespace.
  derive within-namespace: bool = self is namespace or any b in self.boundaries: b is namespace
  /// Members that no default-deny zone strictly inside this one protects.
  derive unsegmented: [component] =
    collect m in self.members
      if (m is workload or m is datastore)
        and (no z in m.boundaries if self in z.boundaries and z is network-zone:
          z.network-policy == default-deny): m
}
/// A Kubernetes cluster.
kind cluster is network-zone {
  /// Its service mesh.
  fact mesh: Mesh = none
  /// What the mesh asks of connections.
  control mesh-mode: MeshMode
  /// What happens to deployments that break the platform's rules.
  control admission-policy: Admission
}
/// A Kubernetes namespace.
kind namespace is network-zone
/// A virtual private cloud.
kind vpc is network-zone
/// A subnet.
kind subnet is network-zone
/// A demilitarised zone, or perimeter network: what faces outside, apart from what does not.
kind dmz is network-zone { trust: 30 }
/// The network of the organisation's own staff.
kind corporate-network is network-zone { trust: 60 }

test "how far what stands in these is trusted, unless stated" {
  service source
  data just-internet { classification: confidential  min-trust: 0 }
  data more-internet { classification: confidential  min-trust: 1 }
  data just-dmz { classification: confidential  min-trust: 30 }
  data more-dmz { classification: confidential  min-trust: 31 }
  data just-partner-network { classification: confidential  min-trust: 40 }
  data more-partner-network { classification: confidential  min-trust: 41 }
  data just-node { classification: confidential  min-trust: 50 }
  data more-node { classification: confidential  min-trust: 51 }
  data just-corporate-network { classification: confidential  min-trust: 60 }
  data more-corporate-network { classification: confidential  min-trust: 61 }
  internet in-internet { service at-internet }
  dmz in-dmz { service at-dmz }
  partner-network in-partner-network { service at-partner-network }
  node in-node { service at-node }
  corporate-network in-corporate-network { service at-corporate-network }
  each flow { redaction: none }
  flow less-internet: source -> at-internet { data: [just-internet] }
  flow more-internet: source -> at-internet { data: [more-internet] }
  flow less-dmz: source -> at-dmz { data: [just-dmz] }
  flow more-dmz: source -> at-dmz { data: [more-dmz] }
  flow less-partner-network: source -> at-partner-network { data: [just-partner-network] }
  flow more-partner-network: source -> at-partner-network { data: [more-partner-network] }
  flow less-node: source -> at-node { data: [just-node] }
  flow more-node: source -> at-node { data: [more-node] }
  flow less-corporate-network: source -> at-corporate-network { data: [just-corporate-network] }
  flow more-corporate-network: source -> at-corporate-network { data: [more-corporate-network] }
  expect no classified-data-to-lower-trust-sink on less-internet
  expect classified-data-to-lower-trust-sink on more-internet
  expect no classified-data-to-lower-trust-sink on less-dmz
  expect classified-data-to-lower-trust-sink on more-dmz
  expect no classified-data-to-lower-trust-sink on less-partner-network
  expect classified-data-to-lower-trust-sink on more-partner-network
  expect no classified-data-to-lower-trust-sink on less-node
  expect classified-data-to-lower-trust-sink on more-node
  expect no classified-data-to-lower-trust-sink on less-corporate-network
  expect classified-data-to-lower-trust-sink on more-corporate-network
}
