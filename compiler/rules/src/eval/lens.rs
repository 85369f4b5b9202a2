//! How the world is looked at: as it is, with every control unknown, or with one control changed.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tm_model::{AttrId, ElementId, RelationId, Truth};

use super::searches::Key;
use super::val::Val;
use crate::engine::View;
use crate::graph::{EdgeIx, Reach};
use crate::outcome::Control;

/// "What if this control were that?"
#[derive(Clone, Debug)]
pub(crate) struct Flip<'w> {
    pub(crate) control: Control,
    pub(crate) value: Val<'w>,
}

/// Edges with the truth that they get.
pub(crate) type Changed = Rc<[(EdgeIx, Truth)]>;

/// A value that has been computed.
#[derive(Clone)]
pub(super) struct Computed<'w> {
    pub(super) value: Val<'w>,
    /// Something that was stated of a control has been read for it.
    pub(super) is_told: bool,
}

/// A way to look, with what has been computed that way.
pub(crate) struct Lens<'w> {
    pub(crate) view: View,
    pub(crate) flip: Option<Flip<'w>>,
    pub(super) computed: RefCell<FxHashMap<(ElementId, AttrId), Computed<'w>>>,
    /// Under a flip: edges whose truth it changes.
    pub(crate) changed: RefCell<FxHashMap<RelationId, Changed>>,
    /// Under a flip: searches whose conditions it changes.
    pub(super) searched: RefCell<FxHashMap<Key, Rc<Reach>>>,
}

impl<'w> Lens<'w> {
    pub(crate) fn new(view: View) -> Self {
        Self {
            view,
            flip: None,
            computed: RefCell::default(),
            changed: RefCell::default(),
            searched: RefCell::default(),
        }
    }

    pub(crate) fn flipped(flip: Flip<'w>) -> Self {
        Self { flip: Some(flip), ..Self::new(View::Actual) }
    }
}
