//! Everything that is declared, as plain data: what reference pages are written from.
//!
//! Expressions are given as they stand in the source, so that a page shows what the compiler judges by.

pub(crate) mod built_in;

use rustc_hash::FxHashMap;
use tm_model::{Attribute, Class, KindId, Schema, Site};
use tm_rules::ir::RuleClass;
use tm_syntax::Parsed;
use tm_syntax::ast::{ClauseKind, Declaration, ExpectationKind, Item, ItemKind, MemberKind, TokRange};

use crate::db::{self, Database, Db, Project, SourceFile};
use crate::explain::documentation;
use crate::locate;

/// In the order of files and, within them, of declarations; kinds in the order of their hierarchy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    pub rules: Vec<RuleEntry>,
    pub kinds: Vec<KindEntry>,
    pub enums: Vec<EnumEntry>,
    pub relations: Vec<RelationEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleEntry {
    pub name: String,
    /// Empty for a rule in no folder below `rules/`.
    pub family: String,
    pub title: String,
    /// Markdown, the title included.
    pub docs: String,
    /// The expression; a single name for most rules.
    pub severity: String,
    pub stride: Vec<String>,
    pub cwe: Vec<u32>,
    /// Names that it had, the latest first.
    pub formerly: Vec<String>,
    /// Further lists of ids, by name.
    pub other: Vec<(String, Vec<String>)>,
    /// `local`, `join`, `scope`, `graph`, `whole`
    pub class: &'static str,
    pub source: String,
    pub file: String,
    /// Of the same file.
    pub tests: Vec<TestEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestEntry {
    pub title: String,
    /// `finding`, `no`, `question`, `possible`, `nothing`, and the rule; none for `nothing`.
    pub expectations: Vec<(&'static str, Option<String>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindEntry {
    pub name: String,
    /// Empty for the kinds that are built in.
    pub module: String,
    pub parent: Option<String>,
    pub is_abstract: bool,
    pub docs: String,
    /// Those that the kind itself declares, or an `extend` of it.
    pub attributes: Vec<AttributeEntry>,
    /// What it states for attributes of the kinds above: name and value.
    pub defaults: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeEntry {
    pub name: String,
    /// `fact`, `control`, `derive`, `built in`
    pub class: &'static str,
    pub inherited: bool,
    pub ty: String,
    /// The default of a fact or control, or the expression of a derived attribute.
    pub value: Option<String>,
    pub docs: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumEntry {
    pub name: String,
    pub module: String,
    /// Its values are ordered, lowest first.
    pub is_scale: bool,
    pub docs: String,
    /// Name and type.
    pub fields: Vec<(String, String)>,
    pub values: Vec<ValueEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueEntry {
    pub name: String,
    pub docs: String,
    /// What it states of the fields.
    pub fields: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationEntry {
    pub name: String,
    pub docs: String,
    pub source: String,
}

/// Everything that a project and the standard library declare.
#[must_use]
pub fn catalogue(db: &Database, project: Project) -> Catalogue {
    Cataloguing::new(db, project).all()
}

/// A place of a name: the file's number and the significant token.
type NameAt = (u32, u32);

struct Cataloguing<'db> {
    db: &'db dyn Db,
    project: Project,
    schema: &'db Schema,
    declarations: FxHashMap<NameAt, &'db Declaration>,
    items: FxHashMap<NameAt, &'db Item>,
}

impl<'db> Cataloguing<'db> {
    fn new(db: &'db Database, project: Project) -> Self {
        let db: &'db dyn Db = db;
        let mut declarations = FxHashMap::default();
        let mut items = FxHashMap::default();
        for file in project.files(db).iter() {
            let unit = file.unit(db);
            for item in &db::parsed(db, *file).file.items {
                if let Some(name) = name_of(&item.kind) {
                    items.insert((unit, name), item);
                }
                let body = match &item.kind {
                    ItemKind::Kind(kind) => kind.body.as_ref(),
                    ItemKind::Extend(extend) => extend.body.as_ref(),
                    _ => None,
                };
                let found = body.into_iter().flat_map(|body| &body.declarations);
                declarations.extend(found.map(|declaration| ((unit, declaration.name.0), declaration)));
            }
        }
        Self { db, project, schema: &db::vocabulary(db, project).schema, declarations, items }
    }

    fn all(&self) -> Catalogue {
        let vocabulary = db::vocabulary(self.db, self.project);
        let kinds = (0..self.schema.kinds.len()).filter_map(|index| u32::try_from(index).ok());
        Catalogue {
            rules: db::pack(self.db, self.project).rules.iter().filter_map(|rule| self.rule(rule)).collect(),
            kinds: kinds.filter_map(|index| self.kind(KindId(index))).collect(),
            enums: self.schema.enums.iter().map(|declared| self.enumeration(declared)).collect(),
            relations: vocabulary.program.relations.iter().filter_map(|relation| self.relation(relation)).collect(),
        }
    }

    fn file(&self, unit: u32) -> Option<SourceFile> {
        db::units(self.db, self.project).get(&unit).copied()
    }

    fn parsed(&self, file: SourceFile) -> (&'db Parsed, &'db str) {
        (db::parsed(self.db, file), file.text(self.db))
    }

    fn docs(&self, site: Option<Site>) -> String {
        let file = site.and_then(|site| Some((self.file(site.unit)?, site.node)));
        file.map(|(file, node)| documentation(self.db, file, node)).unwrap_or_default()
    }

    /// The name that stands at a place.
    fn name_at(&self, site: Site) -> Option<NameAt> {
        let file = self.file(site.unit)?;
        Some((site.unit, locate::name_token(db::parsed(self.db, file), &db::lowered(self.db, file).spans, site.node)?))
    }

    fn item(&self, site: Site) -> Option<(SourceFile, &'db Item)> {
        Some((self.file(site.unit)?, *self.items.get(&self.name_at(site)?)?))
    }

    fn text(&self, file: SourceFile, range: TokRange) -> String {
        let (parsed, source) = self.parsed(file);
        locate::text(parsed, source, range).to_owned()
    }

    fn rule(&self, rule: &tm_rules::ir::Rule) -> Option<RuleEntry> {
        let (file, item) = self.item(rule.site)?;
        let (parsed, source) = self.parsed(file);
        let ItemKind::Rule(written) = &item.kind else { return None };
        let severity = written.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Entry { name, value: Some(value) } if parsed.text(source, *name) == "severity" => {
                Some(value.range)
            }
            _ => None,
        });
        let names = |list: &[smol_str::SmolStr]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        Some(RuleEntry {
            name: rule.name.to_string(),
            family: rule.family.to_string(),
            title: rule.title.to_string(),
            docs: self.docs(Some(rule.site)),
            severity: severity.map(|range| self.text(file, range)).unwrap_or_default(),
            stride: names(&rule.metadata.stride),
            cwe: rule.metadata.cwe.to_vec(),
            formerly: names(&rule.metadata.formerly),
            other: rule.metadata.other.iter().map(|(key, list)| (key.to_string(), names(list))).collect(),
            class: match rule.class {
                RuleClass::Local => "local",
                RuleClass::Join => "join",
                RuleClass::Scope => "scope",
                RuleClass::Graph => "graph",
                RuleClass::Whole => "whole",
            },
            source: self.text(file, item.range),
            file: file.path(self.db).to_string(),
            tests: self.tests(file),
        })
    }

    fn tests(&self, file: SourceFile) -> Vec<TestEntry> {
        let (parsed, source) = self.parsed(file);
        let items = parsed.file.items.iter();
        let tests = items.filter_map(|item| if let ItemKind::Test(test) = &item.kind { Some(test) } else { None });
        let expectation = |expectation: &tm_syntax::ast::Expectation| {
            let kind = match expectation.kind {
                ExpectationKind::Nothing => "nothing",
                ExpectationKind::Finding => "finding",
                ExpectationKind::No => "no",
                ExpectationKind::Question => "question",
                ExpectationKind::Possible => "possible",
            };
            (kind, expectation.rule.map(|rule| parsed.text(source, rule).to_owned()))
        };
        let entry = |test: &tm_syntax::ast::Test| TestEntry {
            title: parsed.string(source, test.title),
            expectations: test.expectations.iter().map(expectation).collect(),
        };
        tests.map(entry).collect()
    }

    fn kind(&self, id: KindId) -> Option<KindEntry> {
        let kind = self.schema.kind(id)?;
        let attributes = self.schema.attributes.iter().filter(|attribute| attribute.kind == id);
        let defaults = kind.site.and_then(|site| self.item(site)).map(|(file, item)| match &item.kind {
            ItemKind::Kind(tm_syntax::ast::Kind { body: Some(body), .. }) => self.statements(file, &body.members),
            _ => Vec::new(),
        });
        Some(KindEntry {
            name: kind.name.to_string(),
            module: kind.module.to_string(),
            parent: kind.parent.and_then(|parent| self.schema.kind(parent)).map(|parent| parent.name.to_string()),
            is_abstract: kind.is_abstract,
            docs: kind.site.map_or_else(|| built_in::kind(&kind.name).to_owned(), |site| self.docs(Some(site))),
            attributes: attributes.map(|attribute| self.attribute(attribute)).collect(),
            defaults: defaults.unwrap_or_default(),
        })
    }

    fn statements(&self, file: SourceFile, members: &[tm_syntax::ast::Member]) -> Vec<(String, String)> {
        let attributes = members.iter().filter_map(|member| match &member.kind {
            MemberKind::Attribute(attribute) => Some(attribute),
            _ => None,
        });
        attributes.filter_map(|attribute| self.statement(file, attribute)).collect()
    }

    fn statement(&self, file: SourceFile, attribute: &tm_syntax::ast::Attribute) -> Option<(String, String)> {
        let (parsed, source) = self.parsed(file);
        let value = attribute.value.as_ref()?;
        Some((parsed.text(source, attribute.name).to_owned(), self.text(file, value.range)))
    }

    fn attribute(&self, attribute: &Attribute) -> AttributeEntry {
        let at = attribute.site.and_then(|site| self.name_at(site));
        let declaration = at.and_then(|at| Some((self.file(at.0)?, *self.declarations.get(&at)?)));
        let value =
            declaration.and_then(|(file, declaration)| Some(self.text(file, declaration.value.as_ref()?.range)));
        AttributeEntry {
            name: attribute.name.to_string(),
            class: match attribute.class {
                Class::Fact => "fact",
                Class::Control => "control",
                Class::Derived => "derive",
                Class::Builtin(_) => "built in",
            },
            inherited: attribute.inherited,
            ty: self.schema.type_name(&attribute.ty).to_string(),
            value,
            docs: match attribute.site {
                Some(site) => self.docs(Some(site)),
                None => {
                    let of = self.schema.kind(attribute.kind).map(|kind| kind.name.as_str()).unwrap_or_default();
                    built_in::attribute(of, attribute).to_owned()
                }
            },
        }
    }

    fn enumeration(&self, declared: &tm_model::Enum) -> EnumEntry {
        let field =
            |field: &tm_model::EnumField| (field.name.to_string(), self.schema.type_name(&field.ty).to_string());
        EnumEntry {
            name: declared.name.to_string(),
            module: declared.module.to_string(),
            is_scale: declared.is_scale,
            docs: self.docs(declared.site),
            fields: declared.fields.iter().map(field).collect(),
            values: declared.values.iter().map(|value| self.value(value)).collect(),
        }
    }

    fn value(&self, value: &tm_model::EnumValue) -> ValueEntry {
        let at = value.site.and_then(|site| self.name_at(site));
        let written = at.and_then(|at| {
            let file = self.file(at.0)?;
            let items = &db::parsed(self.db, file).file.items;
            let values = items.iter().flat_map(|item| match &item.kind {
                ItemKind::Enum(declared) => declared.values.as_slice(),
                ItemKind::ExtendEnum(extension) => extension.values.as_slice(),
                _ => &[],
            });
            Some((file, values.into_iter().find(|value| value.name.0 == at.1)?))
        });
        let fields =
            written.map(|(file, value)| value.fields.iter().filter_map(|field| self.statement(file, field)).collect());
        ValueEntry { name: value.name.to_string(), docs: self.docs(value.site), fields: fields.unwrap_or_default() }
    }

    fn relation(&self, relation: &tm_rules::ir::Relation) -> Option<RelationEntry> {
        let (file, item) = self.item(relation.site)?;
        Some(RelationEntry {
            name: relation.name.to_string(),
            docs: self.docs(Some(relation.site)),
            source: self.text(file, item.range),
        })
    }
}

/// The token of the name of what a page is written about.
fn name_of(item: &ItemKind) -> Option<u32> {
    let name = match item {
        ItemKind::Kind(kind) => kind.name,
        ItemKind::Rule(rule) => rule.name,
        ItemKind::Relation(relation) => relation.name,
        _ => None,
    };
    name.map(|name| name.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

    use super::{Catalogue, catalogue};
    use crate::{Database, Date, FileInput, Origin, ProjectInput, Settings};

    const TEXT: &str = "\
/// How far.
scale Reach { near < far }

enum Colour {
  field warm: bool = false
  /// Of blood.
  red { warm: true }
  blue
}

/// A thing.
kind thing is component {
  /// What it looks like.
  control colour: Colour
  fact reach: Reach = near
  derive warm: bool = self.colour.warm
}

kind hot-thing is thing { reach: far }

/// Things are warm.
///
/// More.
rule warm-thing {
  for t: thing
  where t.warm
  severity: if t.reach == far then high else low
  message: \"{t} is warm\"
}

test \"red is warm\" {
  thing a { colour: red }
  expect warm-thing on a
  expect no missing-rule
}
";

    fn entries(text: &str) -> Catalogue {
        let std = crate::stdlib::embedded().iter();
        let mut db = Database::default();
        let project = db.add_project(ProjectInput {
            name: "p".to_owned(),
            std: std.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect(),
            files: vec![FileInput {
                path: "rules/heat/warm-thing.tm".to_owned(),
                text: text.to_owned(),
                origin: Origin::Project,
            }],
            settings: Settings::default(),
            today: Date::FIRST,
        });
        catalogue(&db, project)
    }

    #[test]
    fn a_rule_is_told_with_its_source_and_tests() {
        let catalogue = entries(TEXT);
        let rule = catalogue.rules.iter().find(|rule| rule.name == "warm-thing").expect("it is there");
        assert_eq!((rule.family.as_str(), rule.class), ("heat", "local"));
        assert_eq!(rule.title, "Things are warm");
        assert_eq!(rule.docs, "Things are warm.\n\nMore.");
        assert_eq!(rule.severity, "if t.reach == far then high else low");
        assert!(rule.source.starts_with("rule warm-thing {") && rule.source.ends_with('}'));
        let [test] = rule.tests.as_slice() else { panic!("one test: {:?}", rule.tests) };
        assert_eq!(test.title, "red is warm");
        assert_eq!(
            test.expectations,
            [("finding", Some("warm-thing".to_owned())), ("no", Some("missing-rule".to_owned()))]
        );
    }

    #[test]
    fn vocabulary_is_told_with_defaults_and_documentation() {
        let catalogue = entries(TEXT);
        let kind =
            |name| catalogue.kinds.iter().find(|kind| kind.name == name && kind.module == "p").expect("it is there");
        let thing = kind("thing");
        assert_eq!((thing.parent.as_deref(), thing.docs.as_str()), (Some("component"), "A thing."));
        let shown: Vec<_> =
            thing.attributes.iter().map(|a| (a.name.as_str(), a.class, a.ty.as_str(), a.value.as_deref())).collect();
        assert!(shown.contains(&("colour", "control", "Colour", None)));
        assert!(shown.contains(&("reach", "fact", "Reach", Some("near"))));
        assert!(shown.contains(&("warm", "derive", "bool", Some("self.colour.warm"))));
        assert_eq!(kind("hot-thing").defaults, [("reach".to_owned(), "far".to_owned())]);
        let colour = catalogue.enums.iter().find(|declared| declared.name == "Colour").expect("it is there");
        assert_eq!(colour.fields, [("warm".to_owned(), "bool".to_owned())]);
        let red = colour.values.first().expect("it is there");
        assert_eq!(
            (red.docs.as_str(), red.fields.as_slice()),
            ("Of blood.", [("warm".to_owned(), "true".to_owned())].as_slice())
        );
    }
}
