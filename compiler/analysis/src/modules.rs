//! Modules and what a file brings into scope with `use`.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::diagnostic::Diagnostic;
use crate::hir;
use crate::suggestion::{Help, MOST_CANDIDATES, Suggestion};

/// The module of the standard library, always in scope.
pub(crate) const STD: &str = "std";

/// Who a file belongs to; decides how its modules are called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    Project,
    /// Under an alias of `[packages]`; with the package's own project name.
    Package {
        alias: SmolStr,
        name: SmolStr,
    },
    /// The standard library.
    Std,
}

/// The module that a file belongs to: the one it states, else the root module of its project. The root module of a package
/// is the alias it is used by, its other modules stand below that.
pub(crate) fn module_of(origin: &Origin, project: &str, stated: Option<&hir::Path>) -> SmolStr {
    let stated = stated.map(|path| path.segments.join("."));
    match origin {
        Origin::Project => SmolStr::new(stated.as_deref().unwrap_or(project)),
        Origin::Std => SmolStr::new(stated.as_deref().unwrap_or(STD)),
        Origin::Package { alias, name } => {
            let stated = stated.unwrap_or_else(|| name.to_string());
            match stated.strip_prefix(name.as_str()) {
                Some("") => alias.clone(),
                Some(rest) if rest.starts_with('.') => SmolStr::new(format!("{alias}{rest}")),
                _ => SmolStr::new(format!("{alias}.{stated}")),
            }
        }
    }
}

/// Every module there is, and other names that packages are called by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Modules {
    pub names: FxHashSet<SmolStr>,
    /// A package that is reached by several names carries the first; the others, and what they stand for.
    pub aliases: Vec<(SmolStr, SmolStr)>,
    /// Packages that could not be read, which is told where they are named.
    pub unread: Vec<SmolStr>,
}

impl Modules {
    pub fn has(&self, module: &str) -> bool {
        self.names.contains(module)
    }

    /// Whether it would be a module of a package that could not be read.
    pub fn is_unread(&self, module: &str) -> bool {
        let is_below = |package: &SmolStr| {
            module.strip_prefix(package.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.unread.iter().any(is_below)
    }

    /// The name that a module carries.
    fn canonical(&self, module: SmolStr) -> SmolStr {
        let below =
            |from: &SmolStr| module.strip_prefix(from.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('.'));
        let longest = self.aliases.iter().filter(|(from, _)| below(from).is_some()).max_by_key(|(from, _)| from.len());
        match longest.and_then(|(from, to)| Some((below(from)?, to))) {
            Some((rest, to)) => SmolStr::new(format!("{to}{rest}")),
            None => module,
        }
    }
}

/// What the `use` items of one file bring into scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Imports {
    /// The file's own module.
    pub module: SmolStr,
    /// Modules brought in whole, in source order.
    pub modules: Vec<SmolStr>,
    /// Single names: alias to module and name.
    pub names: FxHashMap<SmolStr, (SmolStr, SmolStr)>,
}

impl Imports {
    pub fn new(module: SmolStr, origin: &Origin, uses: &[hir::Use], modules: &Modules) -> Self {
        let mut imports = Self { module, ..Self::default() };
        for item in uses {
            let full = resolve_use(&item.path.segments, origin, modules);
            match &item.imports {
                Some(names) => {
                    for import in names {
                        let alias = import.alias.as_ref().unwrap_or(&import.name);
                        // Of two under one alias, which is reported, the first has it.
                        let meaning = (full.clone(), import.name.text.clone());
                        imports.names.entry(alias.text.clone()).or_insert(meaning);
                    }
                }
                None if modules.has(&full) => imports.modules.push(full),
                None => {
                    if let Some((parent, name)) = full.rsplit_once('.') {
                        imports.names.insert(SmolStr::new(name), (SmolStr::new(parent), SmolStr::new(name)));
                    }
                }
            }
        }
        imports
    }

    /// The modules that a qualifying prefix can mean.
    fn qualified<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = SmolStr> + 'a {
        let by_last_segment =
            self.modules.iter().filter(move |module| module.rsplit('.').next() == Some(prefix)).cloned();
        let root = self.module.split('.').next().filter(|root| *root != self.module);
        let relative = root.map(|root| SmolStr::new(format!("{root}.{prefix}")));
        by_last_segment.chain(std::iter::once(SmolStr::new(prefix))).chain(relative)
    }

    /// Looks a path up in scope: own module, imported names, imported modules, qualified modules, `std`.
    ///
    /// `find(module, rest)` answers for one module; `rest` is never empty.
    pub fn resolve<T>(&self, segments: &[SmolStr], mut find: impl FnMut(&str, &[SmolStr]) -> Option<T>) -> Option<T> {
        if let Some(found) = find(&self.module, segments) {
            return Some(found);
        }
        let (first, rest) = segments.split_first()?;
        if let Some((module, name)) = self.names.get(first) {
            let mut path = vec![name.clone()];
            path.extend_from_slice(rest);
            if let Some(found) = find(module, &path) {
                return Some(found);
            }
        }
        for module in &self.modules {
            if let Some(found) = find(module, segments) {
                return Some(found);
            }
        }
        for cut in (1..segments.len()).rev() {
            let (prefix, rest) = segments.split_at(cut);
            let prefix = prefix.join(".");
            for module in self.qualified(&prefix) {
                if let Some(found) = find(&module, rest) {
                    return Some(found);
                }
            }
        }
        find(STD, segments)
    }

    /// The two modules that both bring in what a name means, when nothing nearer has it.
    pub fn ambiguous<T: PartialEq>(
        &self,
        segments: &[SmolStr],
        mut find: impl FnMut(&str, &[SmolStr]) -> Option<T>,
    ) -> Option<(&SmolStr, &SmolStr)> {
        let first = segments.first()?;
        if self.modules.len() < 2 || self.names.contains_key(first) || find(&self.module, segments).is_some() {
            return None;
        }
        let mut found = self.modules.iter().filter_map(|module| Some((module, find(module, segments)?)));
        let (first, meaning) = found.next()?;
        let (second, _) = found.find(|(_, other)| *other != meaning)?;
        Some((first, second))
    }
}

/// The first few modules that have something, in order. Of very many nobody can say which was meant.
pub(crate) fn having<'m>(
    modules: impl ExactSizeIterator<Item = &'m SmolStr>,
    has: impl Fn(&SmolStr) -> bool,
) -> Vec<SmolStr> {
    if modules.len() > MOST_CANDIDATES {
        return Vec::new();
    }
    let mut found: Vec<SmolStr> = modules.filter(|module| has(module)).cloned().collect();
    found.sort();
    found.truncate(3);
    found
}

/// The name that is meant must be told from one of another module.
pub(crate) fn ambiguous_name(text: &str, modules: (&SmolStr, &SmolStr), site: tm_model::Site) -> Diagnostic {
    let (first, second) = modules;
    let name = text.split('.').next().unwrap_or(text);
    Diagnostic::error(
        "ambiguous-name",
        site,
        format!("`{text}` stands in two modules in scope, `{first}` and `{second}`"),
    )
    .help(Help {
        text: format!("say which is meant: `use {first}.{{{name}}}`"),
        suggestions: [first, second]
            .map(|module| Suggestion::Import { module: module.clone(), name: name.into() })
            .into(),
    })
}

/// The full name of a module named in a `use`: a package may name its own modules as it does at home.
pub(crate) fn resolve_use(segments: &[SmolStr], origin: &Origin, modules: &Modules) -> SmolStr {
    let written = SmolStr::new(segments.join("."));
    let plain = modules.canonical(written.clone());
    let Origin::Package { alias, name } = origin else { return plain };
    let full = modules.canonical(match written.strip_prefix(name.as_str()) {
        Some("") => alias.clone(),
        Some(rest) if rest.starts_with('.') => SmolStr::new(format!("{alias}{rest}")),
        _ => SmolStr::new(format!("{alias}.{written}")),
    });
    // What a package means by a name must not depend on what the project around it calls its own modules.
    let parent = || full.rsplit_once('.').is_some_and(|(parent, _)| modules.has(parent));
    if modules.has(&full) || (!modules.has(&plain) && parent()) { full } else { plain }
}

#[cfg(test)]
mod tests {
    use super::{Modules, Origin, module_of, resolve_use};
    use crate::hir::Path;

    #[test]
    fn packages_stand_below_their_alias() {
        let origin = Origin::Package { alias: "platform".into(), name: "acme".into() };
        let path = |text: &str| Path { node: 0, segments: text.split('.').map(Into::into).collect() };
        assert_eq!(module_of(&origin, "shop", None), "platform");
        assert_eq!(module_of(&origin, "shop", Some(&path("acme.network"))), "platform.network");
        assert_eq!(module_of(&origin, "shop", Some(&path("zones"))), "platform.zones");
        assert_eq!(module_of(&Origin::Project, "shop", None), "shop");
    }

    #[test]
    fn a_package_may_be_reached_by_several_names() {
        let modules = Modules {
            names: ["recording", "recording.log"].map(Into::into).into_iter().collect(),
            aliases: vec![("platform.audit".into(), "recording".into())],
            unread: Vec::new(),
        };
        let platform = Origin::Package { alias: "platform".into(), name: "acme".into() };
        let path = |text: &str| text.split('.').map(Into::into).collect::<Vec<smol_str::SmolStr>>();
        assert_eq!(resolve_use(&path("audit"), &platform, &modules), "recording");
        assert_eq!(resolve_use(&path("audit.log"), &platform, &modules), "recording.log");
        assert_eq!(resolve_use(&path("platform.audit"), &Origin::Project, &modules), "recording");
    }
}
