//! How calls and messages travel.
module std

/// The application protocol of a flow.
enum Protocol {
  /// Its bytes leave the process over a network.
  field on-network: bool = true
  /// It is HTTP, or travels in it.
  field web: bool = false
  /// HTTP (RFC 9110); whether it is encrypted is said by `encryption`.
  http { web: true }
  /// HTTP over TLS (RFC 9110, section 4.2.2).
  https { web: true }
  /// gRPC over HTTP/2.
  grpc { web: true }
  /// GraphQL over HTTP.
  graphql { web: true }
  /// WebSocket (RFC 6455).
  websocket { web: true }
  /// The Kafka wire protocol.
  kafka
  /// AMQP (ISO/IEC 19464, AMQP 0-9-1), as spoken by RabbitMQ and others.
  amqp
  /// MQTT (ISO/IEC 20922), as spoken by devices.
  mqtt
  /// The NATS client protocol.
  nats
  /// The PostgreSQL wire protocol.
  postgres
  /// The MySQL wire protocol.
  mysql
  /// The protocol of Microsoft SQL Server (TDS).
  mssql
  /// The protocol of Oracle Database (TNS).
  oracle
  /// The protocol of some other SQL database.
  sql
  /// The Redis serialization protocol.
  redis
  /// Mail (RFC 5321).
  smtp
  /// SSH, and what goes through it (RFC 4251).
  ssh
  /// DNS (RFC 1035).
  dns
  /// Some other protocol on a network.
  other { web: unknown }
  /// A call inside one process.
  in-process { on-network: false }
}

/// What protects the bytes of a flow between its ends.
enum Encryption {
  /// It is broken or withdrawn (RFC 7568, RFC 8996).
  field outdated: bool = false
  /// Clear text.
  none
  /// SSL 3.0 (RFC 6101), broken.
  ssl3 { outdated: true }
  /// TLS 1.0 (RFC 2246), deprecated.
  tls1-0 { outdated: true }
  /// TLS 1.1 (RFC 4346), deprecated.
  tls1-1 { outdated: true }
  /// TLS 1.2 (RFC 5246).
  tls1-2
  /// TLS 1.3 (RFC 8446).
  tls1-3
  /// TLS of a version that nobody noted.
  tls { outdated: unknown }
  /// TLS with certificates on both sides, for example by a service mesh.
  mtls
  /// An IPsec (RFC 4301) or WireGuard tunnel between the hosts.
  ipsec
  /// The transport of SSH, and of SFTP and Git over it (RFC 4253).
  ssh
  /// The payload is encrypted by the application, such as by JWE (RFC 7516).
  app-layer
}

/// Which cipher suites a connection accepts.
enum CipherPolicy {
  /// Some without forward secrecy or authenticated encryption.
  weak
  /// Those that RFC 9325 recommends.
  strong
}

/// What each end of a connection checks about the other (RFC 9525, RFC 5280).
enum PeerVerification {
  /// Each end knows by name whom it is talking to.
  field names-peer: bool = false
  /// Nobody checks a certificate.
  none
  /// The client checks the server's certificate.
  server
  /// Both ends show a certificate, and any from the right authority will do.
  mutual-any-cert
  /// Both ends show a certificate, and nobody noted whether the name is compared.
  mutual { names-peer: unknown }
  /// Both ends compare the certificate's name (SAN, SPIFFE ID) with the peer that they expect.
  mutual-san { names-peer: true }
}

/// Whether the caller waits for the answer.
enum Mode {
  /// The caller waits.
  sync
  /// The caller goes on: a message, an event, a job.
  async
}

/// What sets a flow off.
enum Initiated {
  /// A request that its source received.
  request
  /// A clock, whatever requests come in.
  schedule
}

/// How a caller finds the address of the callee.
enum Discovery {
  /// Somebody else can answer in place of the callee.
  field redirectable: bool = false
  /// A fixed address in the configuration.
  static
  /// A name in DNS.
  dns { redirectable: true }
  /// A service registry.
  registry { redirectable: true }
  /// Whoever answers a call into the network, such as mDNS (RFC 6762).
  broadcast { redirectable: true }
}

/// The trace context that a call carries.
enum Trace {
  /// None.
  none
  /// A request id, such as `X-Request-ID`.
  request-id
  /// W3C Trace Context (`traceparent`).
  w3c
}
