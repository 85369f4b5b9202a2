//! `module` and `use`.

use smol_str::SmolStr;

use super::{Collector, Symbol};
use crate::db;
use crate::hir;
use crate::modules::resolve_use;
use crate::world::slots::Space;

impl Collector<'_> {
    pub(super) fn header(&mut self) {
        let header = db::header(self.db, self.file);
        if let Some(path) = &header.module {
            self.add(self.bytes(path.node), Symbol::Module(self.imports.module.clone()), true);
        }
        for item in &header.uses {
            self.use_item(item);
        }
    }

    fn use_item(&mut self, item: &hir::Use) {
        let modules = db::modules(self.db, self.project);
        let origin = self.file.origin(self.db);
        let full = resolve_use(&item.path.segments, origin, modules);
        if let Some(imports) = &item.imports {
            if modules.has(&full) {
                self.add(self.bytes(item.path.node), Symbol::Module(full.clone()), false);
            }
            for import in imports {
                self.brought_in(&full, &import.name.text, import.name.node);
                if let Some(alias) = &import.alias {
                    self.brought_in(&full, &import.name.text, alias.node);
                }
            }
        } else if modules.has(&full) {
            self.add(self.bytes(item.path.node), Symbol::Module(full), false);
        } else if let Some((name, before)) = item.path.segments.split_last() {
            let count = u32::try_from(before.len()).unwrap_or(0);
            if count > 0 {
                let module = resolve_use(before, origin, modules);
                self.modules(&item.path, count, &module);
                self.brought_in(&module, name, item.path.node + count + 1);
            }
        }
    }

    /// Everything that a module calls by a name.
    fn brought_in(&mut self, module: &SmolStr, name: &SmolStr, node: hir::NodeId) {
        if let Some(names) = self.index.modules.get(module) {
            let kind = names.kinds.get(name).map(|id| Symbol::Kind(*id));
            let of_enum = names.enums.get(name).map(|id| Symbol::Enum(*id));
            let relation = names.relations.get(name).map(|id| Symbol::Relation(*id));
            for symbol in [kind, of_enum, relation].into_iter().flatten() {
                self.reference(node, symbol);
            }
        }
        let names = db::names(self.db, self.project);
        for space in [Space::Element, Space::Data, Space::Flow] {
            if let Some(id) = names.find(module, std::slice::from_ref(name), space) {
                self.reference(node, Symbol::Element(id));
            }
        }
    }
}
