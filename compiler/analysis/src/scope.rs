//! What the checker may ask about names: vocabulary as one module sees it.

use smol_str::SmolStr;
use tm_model::{EnumId, KindId, RelationId, Schema};

/// What a module may declare for others to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declaration {
    Kind,
    Enum,
    Relation,
}

/// Kinds, enums and relations visible in a module: its own, those it uses, those of `std`.
pub trait VocabularyScope {
    fn schema(&self) -> &Schema;

    /// `service`, `std.service`, `platform.legacy-api`
    fn kind(&self, path: &[SmolStr]) -> Option<KindId>;

    fn enumeration(&self, path: &[SmolStr]) -> Option<EnumId>;

    fn relation(&self, path: &[SmolStr]) -> Option<RelationId>;

    /// The common kind of what the relation's edges go `via`.
    fn via_kind(&self, relation: RelationId) -> KindId;

    /// Whether a kind lacks an attribute only for a mistake that is reported where it is made.
    fn lacks_for_a_mistake(&self, kind: KindId, attribute: &str) -> bool;

    /// The first few modules out of scope that declare a name; in a fixed order.
    fn elsewhere(&self, what: Declaration, name: &str) -> Vec<SmolStr>;

    /// Names in scope, for suggestions; in a fixed order.
    fn kind_names(&self) -> Vec<SmolStr>;
    fn enum_names(&self) -> Vec<SmolStr>;
    fn relation_names(&self) -> Vec<SmolStr>;
}
