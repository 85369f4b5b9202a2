//! The page of kinds, attributes, enums and relations.

use std::collections::BTreeMap;

use tm_analysis::catalogue::{AttributeEntry, Catalogue, EnumEntry, KindEntry};

use super::MARK;
use super::markdown::{body, code, fence, inline, summary};

const INTRODUCTION: &str = "\
Everything that a model can say, and the words to say it with. `element`, the ten kinds right below it and what is marked as built in
belong to the compiler; all else is declared in `stdlib/vocabulary` and `stdlib/relations`, and a project can declare more in the
same way.

A kind has its own attributes and those of every kind above it. Of the classes, a **fact** that nobody states is its default or
absent, a **control** that nobody states is unknown, **derive** is computed and cannot be stated, and what is **built in** is
the structure of the model. The [language](language.md) explains each.
";

pub fn page(catalogue: &Catalogue) -> String {
    let anchors = Anchors::new(catalogue);
    let mut page = format!("{MARK}\n\n# Vocabulary\n\n{INTRODUCTION}\n## Kinds\n\n");
    for kind in &catalogue.kinds {
        let depth = depth(catalogue, kind);
        page.push_str(&format!("{}- [{}](#kind-{})\n", "  ".repeat(depth), kind.name, kind.name));
    }
    for kind in &catalogue.kinds {
        page.push_str(&of_kind(kind, &anchors));
    }
    page.push_str("\n## Enums and scales\n\nThe values of a scale are ordered, lowest first.\n");
    let mut enums: Vec<&EnumEntry> = catalogue.enums.iter().collect();
    enums.sort_by(|a, b| a.name.cmp(&b.name));
    for declared in enums {
        page.push_str(&of_enum(declared));
    }
    page.push_str("\n## Relations\n\nWhat `a ~> b along relation` walks along.\n");
    for relation in &catalogue.relations {
        page.push_str(&format!(
            "\n### relation `{}`\n\n{}\n\n{}",
            relation.name,
            relation.docs.trim(),
            fence(&relation.source)
        ));
    }
    page
}

/// Where types are explained on this page.
struct Anchors<'a>(BTreeMap<&'a str, &'static str>);

impl<'a> Anchors<'a> {
    fn new(catalogue: &'a Catalogue) -> Self {
        let kinds = catalogue.kinds.iter().map(|kind| (kind.name.as_str(), "kind"));
        let enums = catalogue.enums.iter().map(|declared| (declared.name.as_str(), word(declared)));
        Self(kinds.chain(enums).collect())
    }

    fn of_type(&self, ty: &str) -> String {
        match ty.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inner) => format!("list of {}", self.of_type(inner)),
            None => match self.0.get(ty) {
                Some(word) => format!("[{ty}](#{word}-{})", ty.to_lowercase()),
                None => ty.to_owned(),
            },
        }
    }
}

fn word(declared: &EnumEntry) -> &'static str {
    if declared.is_scale { "scale" } else { "enum" }
}

fn depth(catalogue: &Catalogue, kind: &KindEntry) -> usize {
    let mut depth = 0;
    let mut at = kind.parent.as_deref();
    while let Some(parent) = at.and_then(|name| catalogue.kinds.iter().find(|kind| kind.name == name)) {
        depth += 1;
        at = parent.parent.as_deref();
    }
    depth
}

fn of_kind(kind: &KindEntry, anchors: &Anchors<'_>) -> String {
    let mut text = format!("\n### kind `{}`\n\n", kind.name);
    if !kind.docs.is_empty() {
        text.push_str(&format!("{}\n\n", kind.docs.trim()));
    }
    let article = if kind.is_abstract { "An abstract kind" } else { "A kind" };
    if let Some(parent) = &kind.parent {
        text.push_str(&format!("{article} below {}.", anchors.of_type(parent)));
    } else {
        text.push_str("The kind above all others.");
    }
    if !kind.defaults.is_empty() {
        let defaults: Vec<String> =
            kind.defaults.iter().map(|(name, value)| code(&format!("{name}: {value}"))).collect();
        text.push_str(&format!(" Unless stated otherwise, it has {}.", defaults.join(", ")));
    }
    text.push('\n');
    if !kind.attributes.is_empty() {
        text.push_str("\n| attribute | class | type | default or value | |\n|---|---|---|---|---|\n");
        for attribute in &kind.attributes {
            text.push_str(&of_attribute(attribute, anchors));
        }
    }
    text
}

fn of_attribute(attribute: &AttributeEntry, anchors: &Anchors<'_>) -> String {
    let class = if attribute.inherited { format!("inherited {}", attribute.class) } else { attribute.class.to_owned() };
    let value = attribute.value.as_deref().map(code).unwrap_or_default();
    let docs = [summary(&attribute.docs), inline(body(&attribute.docs))].join(" ");
    format!("| `{}` | {class} | {} | {value} | {} |\n", attribute.name, anchors.of_type(&attribute.ty), docs.trim())
}

fn of_enum(declared: &EnumEntry) -> String {
    let mut text = format!("\n### {} `{}`\n\n{}\n\n", word(declared), declared.name, declared.docs.trim());
    if !declared.fields.is_empty() {
        let fields: Vec<String> = declared.fields.iter().map(|(name, ty)| format!("`{name}` ({ty})")).collect();
        text.push_str(&format!("Fields: {}.\n\n", fields.join(", ")));
    }
    for value in &declared.values {
        let fields: Vec<String> = value.fields.iter().map(|(name, value)| code(&format!("{name}: {value}"))).collect();
        let fields = if fields.is_empty() { String::new() } else { format!(" ({})", fields.join(", ")) };
        let docs = if value.docs.is_empty() { String::new() } else { format!(": {}", inline(&value.docs)) };
        text.push_str(&format!("- `{}`{fields}{docs}\n", value.name));
    }
    text
}
