//! Enums, kinds, attributes, relations.

use tm_model::{EnumId, EnumValueId, KindId};

use super::{Collector, Symbol};
use crate::check::Checker;
use crate::db;
use crate::hir;
use crate::scope::VocabularyScope;
use crate::vocabulary::no_elements;

impl Collector<'_> {
    pub(super) fn vocabulary(&mut self) {
        let items = &db::item_tree(self.db, self.file).vocabulary;
        for item in &items.enums {
            let Some(id) = self.own(|names| names.enums.get(&item.name.text).copied()) else { continue };
            self.declaration(&item.name, Symbol::Enum(id));
            for field in &item.fields {
                self.field(id, field);
            }
            self.enum_values(id, &item.values);
        }
        for item in &items.enum_extensions {
            let Some(id) = self.scope().enumeration(&item.path.segments) else { continue };
            self.enum_path(&item.path, id);
            self.enum_values(id, &item.values);
        }
        for item in &items.kinds {
            let Some(id) = self.own(|names| names.kinds.get(&item.name.text).copied()) else { continue };
            self.declaration(&item.name, Symbol::Kind(id));
            if let Some(parent) = &item.parent {
                self.kind_path(parent);
            }
            self.kind_body(id, &item.declarations, &item.statements);
        }
        for item in &items.extensions {
            // Of an element, it is looked at with the elements.
            let Some(id) = self.kind_path(&item.path) else { continue };
            self.kind_body(id, &item.declarations, &item.statements);
        }
        for item in &items.relations {
            let Some(id) = self.own(|names| names.relations.get(&item.name.text).copied()) else { continue };
            self.declaration(&item.name, Symbol::Relation(id));
            self.relation(item);
        }
    }

    /// What the file's own module declares.
    fn own<T>(&self, find: impl Fn(&crate::vocabulary::Names) -> Option<T>) -> Option<T> {
        self.index.modules.get(&self.imports.module).and_then(find)
    }

    pub(super) fn kind_path(&mut self, path: &hir::Path) -> Option<KindId> {
        let id = self.scope().kind(&path.segments)?;
        let module = self.index.schema.kind(id).map(|kind| kind.module.clone()).unwrap_or_default();
        self.path(path, Symbol::Kind(id), &module);
        Some(id)
    }

    fn enum_path(&mut self, path: &hir::Path, id: EnumId) {
        let module = self.index.schema.enumeration(id).map(|item| item.module.clone()).unwrap_or_default();
        self.path(path, Symbol::Enum(id), &module);
    }

    fn ty(&mut self, ty: &hir::Type) {
        match ty {
            hir::Type::List(inner, _) => self.ty(inner),
            hir::Type::Path(path) => match self.scope().enumeration(&path.segments) {
                Some(id) => self.enum_path(path, id),
                None => {
                    self.kind_path(path);
                }
            },
        }
    }

    fn field(&mut self, of: EnumId, field: &hir::EnumField) {
        let fields = self.index.schema.enumeration(of).map(|item| item.fields.as_slice()).unwrap_or_default();
        let found = (0..).zip(fields).find(|(_, known)| known.name == field.name.text);
        if let Some(ty) = &field.ty {
            self.ty(ty);
        }
        let Some((index, known)) = found else { return };
        self.declaration(&field.name, Symbol::EnumField(of, index));
        if let Some(default) = &field.default {
            self.value(&known.ty, default);
        }
    }

    fn enum_values(&mut self, of: EnumId, values: &[hir::EnumValue]) {
        let Some(item) = self.index.schema.enumeration(of) else { return };
        for value in values {
            let found = (0..).zip(&item.values).find(|(_, known)| known.name == value.name.text);
            if let Some((index, _)) = found {
                self.declaration(&value.name, Symbol::EnumValue(EnumValueId { of, index }));
            }
            for statement in &value.fields {
                let found = (0..).zip(&item.fields).find(|(_, known)| known.name == statement.name.text);
                let Some((index, field)) = found else { continue };
                self.reference(statement.name.node, Symbol::EnumField(of, index));
                if let Some(value) = &statement.value {
                    self.value(&field.ty, value);
                }
            }
        }
    }

    /// A value in vocabulary, which names no elements.
    pub(super) fn value(&mut self, ty: &tm_model::Type, value: &hir::Value) {
        let scope = self.scope();
        let mut checker = Checker::new(&scope, self.unit).noting();
        checker.value(ty, value, &no_elements);
        self.noted(&checker.take_noted());
    }

    fn kind_body(&mut self, kind: KindId, declarations: &[hir::Declaration], statements: &[hir::Statement]) {
        let schema = &self.index.schema;
        for item in declarations {
            if let Some(ty) = &item.ty {
                self.ty(ty);
            }
            let Some(id) = schema.find_attribute(kind, &item.name.text) else { continue };
            self.declaration(&item.name, Symbol::Attribute(id));
            if let Some((expr, attribute)) = item.value.as_ref().zip(schema.attribute(id)) {
                self.computation(kind, &attribute.ty, expr);
            }
        }
        for statement in statements {
            let Some(id) = schema.find_attribute(kind, &statement.name.text) else { continue };
            self.reference(statement.name.node, Symbol::Attribute(id));
            if let Some((value, attribute)) = statement.value.as_ref().zip(schema.attribute(id)) {
                self.value(&attribute.ty, value);
            }
        }
    }
}
