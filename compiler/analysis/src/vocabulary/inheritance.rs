//! Which attributes an element may have from what it stands in.

use tm_model::{AttrId, KindId, Schema};

/// Attributes of one name and type are one group, called by its first: an element inherits from whatever has one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inheritance {
    /// By kind: its attributes that are inherited, each with its group.
    of_kinds: Vec<Vec<(AttrId, AttrId)>>,
    /// By attribute: whether some attribute of its group is inherited.
    is_passed_on: Vec<bool>,
}

impl Inheritance {
    pub fn new(schema: &Schema) -> Self {
        let group = |id: AttrId| {
            let attribute = schema.attribute(id)?;
            let first =
                schema.attributes.iter().position(|other| other.name == attribute.name && other.ty == attribute.ty)?;
            Some((id, AttrId(u32::try_from(first).ok()?)))
        };
        let of_kind = |kind: &tm_model::Kind| {
            let inherited =
                kind.layout.iter().filter(|id| schema.attribute(**id).is_some_and(|attribute| attribute.inherited));
            inherited.filter_map(|id| group(*id)).collect()
        };
        let inherited: Vec<_> = schema.attributes.iter().filter(|attribute| attribute.inherited).collect();
        let is_passed_on = |attribute: &tm_model::Attribute| {
            inherited.iter().any(|other| other.name == attribute.name && other.ty == attribute.ty)
        };
        Self {
            of_kinds: schema.kinds.iter().map(of_kind).collect(),
            is_passed_on: schema.attributes.iter().map(is_passed_on).collect(),
        }
    }

    pub fn of_kind(&self, kind: KindId) -> &[(AttrId, AttrId)] {
        self.of_kinds.get(kind.index()).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn is_passed_on(&self, attribute: AttrId) -> bool {
        self.is_passed_on.get(attribute.index()).copied().unwrap_or(false)
    }
}
