//! What is checked about input and left out of output.
module std

/// Where a workload's input is validated.
enum ValidationPoint {
  /// Nowhere.
  none
  /// By whoever passes the request on.
  upstream
  /// By the workload itself.
  local
}

/// What becomes of requests that do not match the published schema (OpenAPI, GraphQL, Protocol Buffers).
enum SchemaValidation {
  /// Nobody looks.
  none
  /// They are reported and let through.
  report
  /// They are refused.
  enforced
}

/// How deeply an endpoint validates its input.
enum Validation {
  /// Not at all.
  none
  /// It parses.
  shape
  /// It matches a strict schema.
  schema
  /// It matches a strict schema and makes sense to the business.
  business
}

/// What an error tells the caller.
enum ErrorDetail {
  /// Stack traces, queries, versions, internal names.
  verbose
  /// A problem code and an id to quote (RFC 9457).
  generic
}

/// How fields are kept out of a response.
enum Filter {
  /// Not at all.
  none
  /// Only listed fields are returned.
  allowlist
  /// Sensitive fields are masked.
  masked
}

/// What the body of a request may be.
enum PayloadFormat {
  /// Whoever writes it can make the parser or interpreter behind it do things (CWE-74, CWE-502, CWE-611).
  field interpreted: bool = false
  /// JSON (RFC 8259).
  json
  /// Fields of an HTML form.
  form
  /// Protocol Buffers.
  protobuf
  /// A GraphQL query.
  graphql
  /// XML, with entities and references (CWE-611).
  xml { interpreted: true }
  /// A file (CWE-22, CWE-434).
  file { interpreted: true }
  /// Serialized objects of a programming language (CWE-502).
  serialized { interpreted: true }
  /// A template that the server fills (CWE-1336).
  template { interpreted: true }
  /// A piece of a database query (CWE-89).
  sql { interpreted: true }
  /// A piece of a command line (CWE-78).
  command { interpreted: true }
}

/// How fields of a request get into an object (CWE-915).
enum PropertyBinding {
  /// The framework writes whatever the client sends.
  automatic
  /// The framework writes listed fields.
  allowlist
  /// The code assigns each field.
  explicit
}
