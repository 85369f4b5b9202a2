//! The model behind the names: what is of a kind, what is tied to what.

use tm_model::{ElementId, KindId, Links};

use crate::db::{self, Db, Project, vocabulary};

/// The kinds below a kind, itself left out; a kind before those below it.
pub fn kinds_below(db: &dyn Db, project: Project, kind: KindId) -> Vec<KindId> {
    let end = vocabulary(db, project).schema.kind(kind).map_or(0, |kind| kind.end.0);
    (kind.0.saturating_add(1)..end).map(KindId).collect()
}

/// The elements of the model that are of a kind or of one below it; in the order of files.
pub fn elements_of(db: &dyn Db, project: Project, kind: KindId) -> Vec<ElementId> {
    db::topology(db, project).by_kind.get(kind.index()).map(|of_kind| of_kind.to_vec()).unwrap_or_default()
}

/// What an element of the model is tied to.
pub fn links(db: &dyn Db, project: Project, id: ElementId) -> Option<&Links> {
    db::topology(db, project).get(id).map(|placed| &placed.links)
}
