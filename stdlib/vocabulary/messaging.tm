//! Channels of message brokers, and what consumers do with messages.
module std

/// How a channel knows who writes to it.
enum ProducerAuthentication {
  /// It does not.
  none
  /// All producers use one credential.
  shared
  /// Each producer has a credential of its own.
  per-client
}

/// Who may read from and write to a channel (access control list).
///
/// Kafka has `none` until an authorizer is configured.
enum Acl {
  /// Anybody who can connect may do what everybody may.
  field wide: bool = false
  /// Everybody.
  none { wide: true }
  /// Whoever a pattern matches.
  wildcard { wide: true }
  /// Principals, by name.
  per-principal
}

/// Whether messages match a schema.
enum EventSchema {
  /// There is none.
  none
  /// There is one, and messages that do not match it get through.
  optional
  /// Messages that do not match it are refused.
  strict
}

/// What becomes of fields that the schema does not know.
enum UnknownFields {
  /// They are taken over.
  accept
  /// They are dropped.
  ignore
  /// The message is refused.
  reject
}

/// How a message says on behalf of which user it was sent.
enum SubjectContext {
  /// It does not.
  none
  /// By a field that any producer can write.
  plain
  /// By a claim that the issuer signed (RFC 7515).
  signed
}

/// A topic, queue or stream of a message broker.
kind channel is component {
  /// Its messages go back to what a user did.
  fact user-initiated: bool
  /// How it knows who writes to it.
  control producer-authentication: ProducerAuthentication
  /// Who may read from it and write to it.
  control acl: Acl
  /// Whether messages match a schema.
  control schema: EventSchema
  /// What becomes of fields that the schema does not know.
  control unknown-fields: UnknownFields
  /// How a message says on behalf of which user it was sent.
  control subject-context: SubjectContext
}
/// A channel whose messages go to every subscriber.
kind topic is channel
/// A channel whose messages go to one consumer each.
kind queue is channel
/// A channel that keeps its messages, so that they can be read again.
kind stream is channel
/// A channel that routes events by their content.
kind event-bus is channel

extend flow {
  /// What the receiver does because of it.
  fact side-effect: SideEffect = none
  /// The consumer asks whether whoever caused a message may do what it sets off.
  control consumer-authorization: Presence
  /// The consumer tells a message that it has had before.
  control deduplication: Presence
  /// Messages about one thing arrive in order.
  control ordering: Presence
  /// The consumer checks that the change fits the state that it has.
  control state-guard: Presence
  /// It hands messages of a channel to a consumer.
  derive consumes: bool = self.from is channel
}
