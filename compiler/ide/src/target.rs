//! Where editors jump to.

use std::ops::Range;

use smol_str::SmolStr;
use tm_analysis::occurrences::{Symbol, declarations, name, syntax};
use tm_analysis::{Database, Project, SourceFile};

use crate::symbol_kind::{SymbolKind, symbol_kind};
use crate::tree::declaration_around;

/// A declaration. Whether its file is one of the project, of a package or of the standard library, which editors cannot write
/// to, says [`SourceFile::origin`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub file: SourceFile,
    /// The whole declaration.
    pub full: Range<u32>,
    /// Its name; of a flow without one, the arrow.
    pub focus: Range<u32>,
    /// Empty for a flow without one.
    pub name: SmolStr,
    pub kind: SymbolKind,
}

/// Where a symbol is declared; nowhere if it is built in.
#[must_use]
pub fn targets(db: &Database, project: Project, symbol: &Symbol) -> Vec<Target> {
    let name = name(db, project, symbol);
    let kind = symbol_kind(db, project, symbol);
    let declared = declarations(db, project, symbol).into_iter();
    declared.map(|declared| target_at(db, declared.file, declared.range, name.clone(), kind)).collect()
}

/// What is declared by the name at a place.
pub(crate) fn target_at(db: &Database, file: SourceFile, focus: Range<u32>, name: SmolStr, kind: SymbolKind) -> Target {
    Target { file, full: declaration_around(syntax(db, file), &focus), focus, name, kind }
}
