//! The compiled vocabulary and how a module sees it.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{EnumId, KindId, RelationId, Schema, Template};
use tm_rules::ir::Program;

use super::broken::Broken;
use super::inheritance::Inheritance;
use crate::diagnostic::{Diagnostic, guessed_enough};
use crate::modules::{Imports, STD, having};
use crate::scope::{Declaration, VocabularyScope};
use crate::suggestion::{Help, Suggestion, bring_in, did_you_mean};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VocabularyIndex {
    pub schema: Schema,
    pub inheritance: Inheritance,
    /// By kind: what its elements have where nothing is said around them.
    pub templates: Vec<Arc<Template>>,
    pub program: Program,
    /// By module.
    pub modules: FxHashMap<SmolStr, Names>,
    /// By relation: the common kind of what its edges go via.
    pub via: Vec<KindId>,
    pub broken: Broken,
    pub diagnostics: Vec<Diagnostic>,
}

/// What one module declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub kinds: FxHashMap<SmolStr, KindId>,
    pub enums: FxHashMap<SmolStr, EnumId>,
    pub relations: FxHashMap<SmolStr, RelationId>,
}

/// The vocabulary as one file sees it.
pub(crate) struct Scope<'a> {
    pub index: &'a VocabularyIndex,
    pub imports: &'a Imports,
}

impl Scope<'_> {
    fn find<T>(&self, path: &[SmolStr], get: impl Fn(&Names, &SmolStr) -> Option<T>) -> Option<T> {
        self.imports.resolve(path, |module, rest| match rest {
            [name] => self.index.modules.get(module).and_then(|names| get(names, name)),
            _ => None,
        })
    }

    /// The two modules that both bring in a kind of that name.
    pub fn ambiguous_kind(&self, path: &[SmolStr]) -> Option<(&SmolStr, &SmolStr)> {
        self.imports.ambiguous(path, |module, rest| match rest {
            [name] => self.index.modules.get(module)?.kinds.get(name).copied(),
            _ => None,
        })
    }

    fn names(&self, get: impl Fn(&Names) -> Vec<SmolStr>) -> Vec<SmolStr> {
        let own = std::iter::once(self.imports.module.as_str());
        let used = self.imports.modules.iter().map(SmolStr::as_str);
        let mut names: Vec<SmolStr> = own
            .chain(used)
            .chain(std::iter::once(STD))
            .filter_map(|module| self.index.modules.get(module))
            .flat_map(get)
            .chain(self.imports.names.keys().cloned())
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Help for a name of the vocabulary that is not in scope; `besides` are words that may stand in its place, and `made` is what
/// is wrong so far.
pub(crate) fn meant(
    scope: &Scope<'_>,
    sorts: &[Declaration],
    path: &[SmolStr],
    besides: &[&str],
    otherwise: &str,
    made: &[Diagnostic],
) -> Help {
    let Some(last) = path.last().filter(|_| !guessed_enough(made)) else { return otherwise.into() };
    let elsewhere = sorts.iter().find_map(|sort| bring_in(last, &scope.elsewhere(*sort, last)));
    elsewhere.unwrap_or_else(|| {
        let names = sorts.iter().flat_map(|sort| match sort {
            Declaration::Kind => scope.kind_names(),
            Declaration::Enum => scope.enum_names(),
            Declaration::Relation => scope.relation_names(),
        });
        let names: Vec<SmolStr> = names.collect();
        let candidates = besides.iter().copied().chain(names.iter().map(SmolStr::as_str));
        let mut help = did_you_mean(&path.join("."), candidates, otherwise);
        // Another kind of item says something else, and some silence findings: nobody writes that but people.
        help.suggestions.retain(|suggestion| match suggestion {
            Suggestion::Rename { path, .. } => !path.iter().any(|name| besides.contains(&name.as_str())),
            _ => true,
        });
        help
    })
}

impl VocabularyScope for Scope<'_> {
    fn schema(&self) -> &Schema {
        &self.index.schema
    }

    fn kind(&self, path: &[SmolStr]) -> Option<KindId> {
        self.find(path, |names, name| names.kinds.get(name).copied())
    }

    fn enumeration(&self, path: &[SmolStr]) -> Option<EnumId> {
        self.find(path, |names, name| names.enums.get(name).copied())
    }

    fn relation(&self, path: &[SmolStr]) -> Option<RelationId> {
        self.find(path, |names, name| names.relations.get(name).copied())
    }

    fn via_kind(&self, relation: RelationId) -> KindId {
        self.index.via.get(relation.index()).copied().unwrap_or(self.index.schema.roots.element)
    }

    fn lacks_for_a_mistake(&self, kind: KindId, attribute: &str) -> bool {
        self.index.broken.explains(kind, attribute)
    }

    fn elsewhere(&self, what: Declaration, name: &str) -> Vec<SmolStr> {
        let has = |names: &Names| match what {
            Declaration::Kind => names.kinds.contains_key(name),
            Declaration::Enum => names.enums.contains_key(name),
            Declaration::Relation => names.relations.contains_key(name),
        };
        having(self.index.modules.keys(), |module| self.index.modules.get(module).is_some_and(has))
    }

    fn kind_names(&self) -> Vec<SmolStr> {
        self.names(|names| names.kinds.keys().cloned().collect())
    }

    fn enum_names(&self) -> Vec<SmolStr> {
        self.names(|names| names.enums.keys().cloned().collect())
    }

    fn relation_names(&self) -> Vec<SmolStr> {
        self.names(|names| names.relations.keys().cloned().collect())
    }
}
