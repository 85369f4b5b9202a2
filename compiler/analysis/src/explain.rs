//! What a name means: rules, diagnostics, kinds, attributes, enums and their values, relations.

use smol_str::SmolStr;
use tm_model::{Class, KindId, Schema, Site};
use tm_rules::ir::Rule;

use crate::catalogue::built_in;
use crate::db::{self, Database, Db, Pack, Project, SourceFile};
use crate::errors;
use crate::occurrences::Symbol;
use crate::suggestion::nearest;

/// One meaning of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// `rule`, `diagnostic`, `kind`, `attribute`, `enum`, `value`, `field`, `relation`
    pub kind: &'static str,
    /// As it is looked up: `service.exposure` for an attribute.
    pub name: String,
    /// Markdown.
    pub text: String,
}

/// Every meaning of a name, in a fixed order; empty if it has none.
#[must_use]
pub fn explain(db: &Database, project: Project, name: &str) -> Vec<Explanation> {
    Explaining::new(db, project).all(name)
}

/// Known names near in spelling, the nearest first.
#[must_use]
pub fn suggestions(db: &Database, project: Project, name: &str) -> Vec<String> {
    let mut names = Explaining::new(db, project).names();
    let mut near = Vec::new();
    while let Some(found) = nearest(name, names.iter().map(SmolStr::as_str)).filter(|_| near.len() < 3) {
        names.retain(|other| *other != found);
        near.push(found.to_string());
    }
    near
}

/// All rules with their families, in the order of their files; then those that have errors, without.
#[must_use]
pub fn rule_names(db: &Database, project: Project) -> Vec<(String, String)> {
    let pack = db::pack(db, project);
    let rules = pack.rules.iter().map(|rule| (rule.name.to_string(), rule.family.to_string()));
    rules.chain(pack.broken.iter().map(|(name, _)| (name.to_string(), String::new()))).collect()
}

/// All assumptions, with their modules, in the order of their files.
#[must_use]
pub fn assumption_names(db: &Database, project: Project) -> Vec<String> {
    assumptions(db, project)
}

pub(crate) fn assumptions(db: &dyn Db, project: Project) -> Vec<String> {
    let topology = db::topology(db, project);
    let kind = db::vocabulary(db, project).schema.roots.assumption;
    let assumptions = topology.by_kind.get(kind.index()).into_iter().flat_map(|of_kind| of_kind.iter());
    assumptions.filter_map(|id| topology.get(*id)).map(|placed| placed.qualified.to_string()).collect()
}

/// What a name in a file means. `None` for elements, variables, tests and modules: they have no page.
#[must_use]
pub fn explain_symbol(db: &Database, project: Project, symbol: &Symbol) -> Option<Explanation> {
    Explaining::new(db, project).symbol(symbol)
}

struct Explaining<'db> {
    db: &'db dyn Db,
    project: Project,
    schema: &'db Schema,
    pack: &'db Pack,
}

impl<'db> Explaining<'db> {
    fn new(db: &'db dyn Db, project: Project) -> Self {
        Self { db, project, schema: &db::vocabulary(db, project).schema, pack: db::pack(db, project) }
    }

    fn names(&self) -> Vec<SmolStr> {
        let rules = self.pack.rules.iter().map(|rule| rule.name.clone());
        let kinds = self.schema.kinds.iter().map(|kind| kind.name.clone());
        let attributes = self.schema.attributes.iter().map(|attribute| attribute.name.clone());
        let enums = self
            .schema
            .enums
            .iter()
            .flat_map(|e| std::iter::once(e.name.clone()).chain(e.values.iter().map(|v| v.name.clone())));
        let relations = db::vocabulary(self.db, self.project).program.relations.iter();
        let relations = relations.map(|relation| relation.name.clone());
        let diagnostics = errors::names().map(SmolStr::new_static);
        let mut names: Vec<SmolStr> =
            rules.chain(kinds).chain(attributes).chain(enums).chain(relations).chain(diagnostics).collect();
        names.sort();
        names.dedup();
        names
    }

    fn all(&self, name: &str) -> Vec<Explanation> {
        let (holder, last) = name.rsplit_once('.').map_or((None, name), |(holder, last)| (Some(holder), last));
        let mut found = Vec::new();
        if holder.is_none() {
            found.extend(self.pack.find(name).map(|rule| self.rule(rule)));
            found.extend(errors::page(name).map(|page| diagnostic(name, page)));
            let kinds = self.schema.kinds.iter().enumerate().filter(|(_, kind)| kind.name == name);
            found.extend(kinds.map(|(index, _)| self.kind(KindId(u32::try_from(index).unwrap_or(u32::MAX)))));
            found.extend(self.schema.enums.iter().filter(|e| e.name == name).map(|e| self.enumeration(e)));
            let relations = db::vocabulary(self.db, self.project).program.relations.iter();
            found.extend(relations.filter(|relation| relation.name == name).map(|relation| self.relation(relation)));
        }
        for attribute in self.schema.attributes.iter().filter(|attribute| attribute.name == last) {
            let kind = self.schema.kind(attribute.kind);
            let of = kind.map(|kind| kind.name.as_str()).unwrap_or_default();
            let visible = holder.is_none_or(|holder| {
                let holders = self.schema.kinds.iter().enumerate().filter(|(_, kind)| kind.name == holder);
                holders.into_iter().any(|(index, _)| {
                    self.schema.is_a(KindId(u32::try_from(index).unwrap_or(u32::MAX)), attribute.kind)
                })
            });
            if visible {
                found.push(self.attribute(attribute, of));
            }
        }
        for e in &self.schema.enums {
            if holder.is_none_or(|holder| e.name == holder) {
                found.extend(e.values.iter().filter(|value| value.name == last).map(|value| self.value(e, value)));
            }
        }
        found
    }

    fn symbol(&self, symbol: &Symbol) -> Option<Explanation> {
        match symbol {
            Symbol::Rule(name) => self.pack.find(name).map(|rule| self.rule(rule)),
            Symbol::Kind(id) => Some(self.kind(*id)),
            Symbol::Attribute(id) => {
                let attribute = self.schema.attribute(*id)?;
                Some(self.attribute(attribute, &self.schema.kind(attribute.kind)?.name))
            }
            Symbol::Enum(id) => self.schema.enumeration(*id).map(|of| self.enumeration(of)),
            Symbol::EnumValue(id) => {
                let of = self.schema.enumeration(id.of)?;
                Some(self.value(of, self.schema.enum_value(*id)?))
            }
            Symbol::EnumField(id, index) => {
                let of = self.schema.enumeration(*id)?;
                let field = of.fields.get(*index as usize)?;
                let text = format!("`{}`: field, `{}`", field.name, self.schema.type_name(&field.ty));
                Some(Explanation { kind: "field", name: format!("{}.{}", of.name, field.name), text })
            }
            Symbol::Relation(id) => {
                let relations = &db::vocabulary(self.db, self.project).program.relations;
                relations.get(id.index()).map(|relation| self.relation(relation))
            }
            _ => None,
        }
    }

    fn value(&self, of: &tm_model::Enum, value: &tm_model::EnumValue) -> Explanation {
        let name = format!("{}.{}", of.name, value.name);
        Explanation { kind: "value", text: self.docs(value.site), name }
    }

    fn relation(&self, relation: &tm_rules::ir::Relation) -> Explanation {
        Explanation { kind: "relation", name: relation.name.to_string(), text: self.docs(Some(relation.site)) }
    }

    /// The documentation of what is declared at a place.
    fn docs(&self, site: Option<Site>) -> String {
        let Some(site) = site else { return String::new() };
        let Some(file) = db::units(self.db, self.project).get(&site.unit) else { return String::new() };
        documentation(self.db, *file, site.node)
    }

    fn rule(&self, rule: &Rule) -> Explanation {
        let docs = self.docs(Some(rule.site));
        let metadata = &rule.metadata;
        let mut lines = Vec::new();
        if !rule.family.is_empty() {
            lines.push(format!("- family: {}", rule.family));
        }
        if !metadata.stride.is_empty() {
            lines.push(format!("- STRIDE: {}", metadata.stride.join(", ")));
        }
        if !metadata.cwe.is_empty() {
            lines.push(format!(
                "- CWE: {}",
                metadata.cwe.iter().map(|id| format!("CWE-{id}")).collect::<Vec<_>>().join(", ")
            ));
        }
        if !metadata.formerly.is_empty() {
            lines.push(format!("- formerly: {}", metadata.formerly.join(", ")));
        }
        for (key, values) in &metadata.other {
            lines.push(format!("- {key}: {}", values.join(", ")));
        }
        let text = format!("{docs}\n\n{}", lines.join("\n"));
        Explanation { kind: "rule", name: rule.name.to_string(), text }
    }

    fn kind(&self, id: KindId) -> Explanation {
        let Some(kind) = self.schema.kind(id) else {
            return Explanation { kind: "kind", name: String::new(), text: String::new() };
        };
        let mut chain = Vec::new();
        let mut at = kind.parent;
        while let Some(parent) = at.and_then(|parent| self.schema.kind(parent)) {
            chain.push(format!("`{}`", parent.name));
            at = parent.parent;
        }
        let docs = match kind.site {
            Some(_) => self.docs(kind.site),
            None => built_in::kind(&kind.name).to_owned(),
        };
        let mut text = format!("{docs}\n\n");
        if !chain.is_empty() {
            let word = if kind.is_abstract { "An abstract kind" } else { "A kind" };
            text.push_str(&format!("{word} below {}.\n\n", chain.join(", which is below ")));
        }
        text.push_str("## Attributes\n\n");
        let mut attributes: Vec<_> = kind.layout.iter().filter_map(|id| self.schema.attribute(*id)).collect();
        attributes.sort_by(|a, b| a.name.cmp(&b.name));
        for attribute in attributes {
            text.push_str(&format!("- {}\n", self.signature(attribute)));
        }
        Explanation { kind: "kind", name: kind.name.to_string(), text }
    }

    fn attribute(&self, attribute: &tm_model::Attribute, of: &str) -> Explanation {
        let docs = match attribute.site {
            Some(_) => self.docs(attribute.site),
            None => built_in::attribute(of, attribute).to_owned(),
        };
        let text = format!("{}\n\n{docs}", self.signature(attribute));
        Explanation { kind: "attribute", name: format!("{of}.{}", attribute.name), text }
    }

    fn enumeration(&self, e: &tm_model::Enum) -> Explanation {
        let order = if e.is_scale { " (lowest first)" } else { "" };
        let mut text = format!("{}\n\n## Values{order}\n\n", self.docs(e.site));
        for value in &e.values {
            let docs = self.docs(value.site);
            let first = docs.lines().next().unwrap_or_default();
            text.push_str(&format!(
                "- `{}`{}\n",
                value.name,
                if first.is_empty() { String::new() } else { format!(": {first}") }
            ));
        }
        Explanation { kind: "enum", name: e.name.to_string(), text }
    }

    fn signature(&self, attribute: &tm_model::Attribute) -> String {
        let class = match attribute.class {
            Class::Fact => "fact",
            Class::Control => "control",
            Class::Derived => "derive",
            Class::Builtin(_) => "structure",
        };
        let inherited = if attribute.inherited { "inherited " } else { "" };
        format!("`{}`: {inherited}{class}, `{}`", attribute.name, self.schema.type_name(&attribute.ty))
    }
}

/// A page without its heading, which is the name.
fn diagnostic(name: &str, page: &str) -> Explanation {
    let text = page.split_once('\n').map_or("", |(_, text)| text).trim();
    Explanation { kind: "diagnostic", name: name.to_owned(), text: text.to_owned() }
}

/// The documentation of the declaration whose name is at a node.
pub(crate) fn documentation(db: &dyn Db, file: SourceFile, node: crate::hir::NodeId) -> String {
    let docs = db::lowered(db, file).spans.docs.get(&node);
    docs.map(|docs| db::parsed(db, file).docs(file.text(db), *docs)).unwrap_or_default()
}
