//! Boundaries: where things sit, and what packets must pass.
module std

/// What the network of a zone lets through by default.
enum NetworkPolicy {
  /// There is no policy: everything passes.
  none
  /// What no policy forbids passes.
  default-allow
  /// What no policy allows is dropped.
  default-deny
}

/// What happens to deployments that break the platform's rules.
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
  /// Istio.
  istio
  /// Linkerd.
  linkerd
  /// Consul.
  consul
}

/// What the mesh asks of connections between its workloads.
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
  fact trust: int = 50
  /// The environment of what is inside.
  inherited fact environment: Environment = prod
}

/// The public internet.
kind internet is boundary { trust: 0 }
/// The network of a partner or provider.
kind partner-network is boundary { trust: 40 }
/// A cloud account, subscription or project.
kind account is boundary

/// A boundary that packets must pass.
abstract kind network-zone is boundary {
  /// What it lets in by default.
  inherited control network-policy: NetworkPolicy
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
