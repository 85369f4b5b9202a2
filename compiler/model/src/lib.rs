//! The checked model: vocabulary, elements, values and how they hang together.
//!
//! The value that rules judge and emitters print. No span, path or database stands in here (invariant I2): a place in the
//! text is an opaque [`Site`] that only the analysis can turn into a range.

mod date;
mod element;
mod facts;
mod id;
mod schema;
mod value;

pub use date::Date;
pub use element::{Element, Fact, Given, Links, Origin, Row, Slot, Template, Unit};
pub use facts::{Facts, Link, Stored};
pub use id::{AttrId, ElementId, EnumId, EnumValueId, KindId, RelationId, RuleId, Site};
pub use schema::{Attribute, Builtin, Class, Default, Enum, EnumField, EnumValue, Kind, Roots, Schema, Type};
pub use value::{Set, Truth, Value};
