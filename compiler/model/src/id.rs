//! Handles. None of them appears in output: order and names do.

/// An element of one world (a project or one test): the source unit that declares it, and its slot there.
///
/// Slots are given out per unit and name and never reused, so an element keeps its id while other elements come and go
/// around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId {
    pub unit: u32,
    pub slot: u32,
}

/// A place in the text of a unit, opaque here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    pub unit: u32,
    pub node: u32,
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// Index in [`crate::Schema::kinds`].
    KindId
);
index!(
    /// Index in [`crate::Schema::attributes`].
    AttrId
);
index!(
    /// Index in [`crate::Schema::enums`].
    EnumId
);
index!(
    /// A relation of the compiled program.
    RelationId
);
index!(
    /// A rule of the compiled program.
    RuleId
);

/// A value of an enum or scale: its position in the declaration (for a scale, its rank).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumValueId {
    pub of: EnumId,
    pub index: u32,
}
