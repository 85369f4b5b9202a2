//! `use` of modules and names that do not exist.

use std::collections::BTreeMap;

use smol_str::SmolStr;
use tm_model::Site;

use crate::db::{self, Db, Project, SourceFile};
use crate::diagnostic::{Diagnostic, guessed_enough};
use crate::hir;
use crate::modules::{Origin, STD, resolve_use};
use crate::suggestion::{Help, MOST_CANDIDATES, meant_path};

pub(super) fn check(db: &dyn Db, project: Project, file: SourceFile) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let header = db::header(db, file);
    let imports = db::imports(db, project, file);
    let is_std = imports.module == STD || imports.module.starts_with("std.");
    if is_std && *file.origin(db) != Origin::Std {
        let node = header.module.as_ref().map_or(0, |module| module.node);
        diagnostics.push(
            Diagnostic::error(
                "reserved-module",
                Site { unit: file.unit(db), node },
                "the module `std` is that of the standard library",
            )
            .help("give the module another name; to add to what `std` declares, use `extend`"),
        );
    }
    if header.uses.is_empty() {
        return diagnostics;
    }
    let modules = db::modules(db, project);
    let vocabulary = db::vocabulary(db, project);
    let names = db::names(db, project);
    let has = |module: &str, name: &str| {
        let declared = vocabulary.modules.get(module);
        names.has_name(module, name)
            || declared.is_some_and(|m| {
                m.kinds.contains_key(name) || m.enums.contains_key(name) || m.relations.contains_key(name)
            })
    };
    let mut aliases: BTreeMap<&str, hir::NodeId> = BTreeMap::new();
    for item in &header.uses {
        for import in item.imports.iter().flatten() {
            let alias = import.alias.as_ref().unwrap_or(&import.name);
            let site = |node| Site { unit: file.unit(db), node };
            match aliases.get(alias.text.as_str()) {
                Some(first) => diagnostics.push(
                    Diagnostic::error(
                        "duplicate-name",
                        site(alias.node),
                        format!("`{}` is brought into scope twice", alias.text),
                    )
                    .label(site(*first), "first brought in here")
                    .help(format!("give one of them another name: `{} as …`", import.name.text)),
                ),
                None => drop(aliases.insert(&alias.text, alias.node)),
            }
        }
        let full = resolve_use(&item.path.segments, file.origin(db), modules);
        if modules.has(&full) {
            for import in item.imports.iter().flatten() {
                if !has(&full, &import.name.text) {
                    let site = Site { unit: file.unit(db), node: import.name.node };
                    diagnostics.push(
                        Diagnostic::error(
                            "unresolved-import",
                            site,
                            format!("the module `{full}` has no `{}`", import.name.text),
                        )
                        .help(
                            "import an element, kind, enum or relation that the module declares; rules need no import",
                        ),
                    );
                }
            }
            continue;
        }
        let by_name = full.rsplit_once('.').is_some_and(|(module, name)| modules.has(module) && has(module, name));
        if (item.imports.is_none() && by_name) || modules.is_unread(&full) {
            continue;
        }
        let site = Site { unit: file.unit(db), node: item.path.node };
        let otherwise = "modules of other folders are brought in by `[packages]` in `tm.toml`";
        let help = if guessed_enough(&diagnostics) || modules.names.len() > MOST_CANDIDATES {
            Help::from(otherwise)
        } else {
            let names = modules.names.iter().map(SmolStr::as_str);
            meant_path(&item.path.segments.join("."), names, otherwise, |name| {
                Some(name.split('.').map(SmolStr::new).collect())
            })
        };
        diagnostics.push(Diagnostic::error("unknown-module", site, format!("there is no module `{full}`")).help(help));
    }
    diagnostics
}
