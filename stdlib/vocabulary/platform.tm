//! What workloads run on: containers, their rights, their images, and what manages them.
module std

/// The account of the orchestrator that a workload is given.
///
/// Kubernetes gives the `default` one of the namespace, and mounts its token, until it is told otherwise.
enum ServiceAccount {
  /// None, or one whose token is of no use.
  none
  /// The one that everything in the namespace gets.
  default
  /// One of its own.
  dedicated
}

/// Where a workload's image comes from.
enum ImageSource {
  /// Somebody outside decides what runs.
  field untrusted: bool = false
  /// A registry of the organisation, which builds or checks what is in it.
  own-registry
  /// A public registry, pinned by digest (`@sha256:`).
  public-pinned
  /// A public registry, by a tag that can be moved.
  public-unpinned { untrusted: true }
  /// A registry that nobody has vetted.
  unknown-registry { untrusted: true }
}

/// Where a workload gets its secrets from.
enum SecretSource {
  /// Whoever reads code, image or settings has the secret.
  field exposed: bool = false
  /// It needs none.
  none
  /// The source code.
  source-code { exposed: true }
  /// A file of settings.
  config-file { exposed: true }
  /// The image.
  image { exposed: true }
  /// The environment, in clear text in what deploys it.
  env-plain { exposed: true }
  /// Secrets of the orchestrator.
  orchestrator
  /// A secret store, at run time (secrets manager, vault).
  vault
  /// No secret at all: the platform vouches for it (workload identity federation, SPIFFE).
  workload-identity
}

extend workload {
  /// It runs with the rights of the machine (`privileged`, Kubernetes Pod Security Standards).
  fact privileged: bool
  /// Folders of the machine are mounted into it.
  fact host-mounts: bool
  /// It uses the API of the orchestrator.
  fact calls-platform-api: bool
  /// It shares a machine with workloads of others.
  fact shared-node: bool
  /// Components whose code or configuration it can replace.
  fact deploys: [component]
  /// It runs as root. Images do, unless they say otherwise.
  control runs-as-root: bool
  /// The account of the orchestrator that it is given.
  control service-account: ServiceAccount
  /// The token of that account is put into it.
  control automount-token: bool
  /// A cap on the processor time and memory that it can take.
  control resource-limits: Presence
  /// Where its image comes from.
  control image-source: ImageSource
  /// The signature of its image is verified before it runs (NIST SP 800-53, CM-14).
  control image-signed: bool
  /// Its dependencies are searched for known vulnerabilities (software composition analysis).
  control dependency-scan: Presence
  /// Where it gets its secrets from.
  control secret-source: SecretSource
  /// How it authenticates callers by itself, whatever stands in front of it.
  control local-authentication: Authentication
  /// Whoever gets into it changes how other workloads run.
  derive management: bool = false
  /// It runs on an orchestrator such as Kubernetes.
  derive orchestrated: bool = any b in self.boundaries: b is cluster or b is namespace
}

/// Where services register and look each other up.
kind registry is workload {
  derive management: bool = true
  /// How those who register prove who they are.
  control registration-authentication: Authentication
  /// How those who look others up prove who they are.
  control query-authentication: Authentication
}
/// Where workloads fetch their settings.
kind config-server is workload { derive management: bool = true }
/// What tells the workloads of a cluster or mesh how to run.
kind control-plane is workload {
  criticality: high
  derive management: bool = true
}
/// A console for operators.
kind dashboard is workload { derive management: bool = true }
/// The proxy of a service mesh beside a service, where it is modelled by itself.
kind sidecar is workload
/// A load balancer that does not inspect requests.
kind load-balancer is workload
/// What builds, tests and delivers software.
kind ci-pipeline is workload { criticality: high }
/// Where images and packages come from.
kind artifact-registry is workload

test "in these whoever reads them has the secret" {
  service by-none { secret-source: none }
  service by-source-code { secret-source: source-code }
  service by-config-file { secret-source: config-file }
  service by-image { secret-source: image }
  service by-env-plain { secret-source: env-plain }
  service by-orchestrator { secret-source: orchestrator }
  service by-vault { secret-source: vault }
  service by-workload-identity { secret-source: workload-identity }
  expect no secret-in-config-or-code on by-none
  expect secret-in-config-or-code on by-source-code
  expect secret-in-config-or-code on by-config-file
  expect secret-in-config-or-code on by-image
  expect secret-in-config-or-code on by-env-plain
  expect no secret-in-config-or-code on by-orchestrator
  expect no secret-in-config-or-code on by-vault
  expect no secret-in-config-or-code on by-workload-identity
}

test "who gets into these changes how others run" {
  actor visitor { trust: anonymous }
  each workload { local-authentication: none }
  registry on-registry
  config-server on-config-server
  control-plane on-control-plane
  dashboard on-dashboard
  monitoring on-monitoring
  log-collector on-log-collector
  tracing on-tracing
  sidecar on-sidecar
  load-balancer on-load-balancer
  ci-pipeline on-ci-pipeline
  artifact-registry on-artifact-registry
  identity-provider on-identity-provider
  visitor -> on-registry
  visitor -> on-config-server
  visitor -> on-control-plane
  visitor -> on-dashboard
  visitor -> on-monitoring
  visitor -> on-log-collector
  visitor -> on-tracing
  visitor -> on-sidecar
  visitor -> on-load-balancer
  visitor -> on-ci-pipeline
  visitor -> on-artifact-registry
  visitor -> on-identity-provider
  expect management-interface-exposed on on-registry
  expect management-interface-exposed on on-config-server
  expect management-interface-exposed on on-control-plane
  expect management-interface-exposed on on-dashboard
  expect management-interface-exposed on on-monitoring
  expect no management-interface-exposed on on-log-collector
  expect no management-interface-exposed on on-tracing
  expect no management-interface-exposed on on-sidecar
  expect no management-interface-exposed on on-load-balancer
  expect no management-interface-exposed on on-ci-pipeline
  expect no management-interface-exposed on on-artifact-registry
  expect no management-interface-exposed on on-identity-provider
}
