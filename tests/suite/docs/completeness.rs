//! Nothing in the vocabulary is there for nothing: each attribute is read, and values that nothing tells apart are said to
//! describe only, in `docs/descriptive.md`. In both directions: what stands there is not read.
//!
//! What is read is taken from the text of the standard library, without its tests: an attribute or a field of an enum is read
//! behind a dot, a value by its name.

use std::collections::{BTreeMap, BTreeSet};

use tm_analysis::inspect;
use tm_analysis::{ReportOptions, report};
use tm_tests::{input, open};

use super::read;

/// What one file says to the compiler: no comments, no tests, no texts.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut in_test = false;
    for line in text.lines() {
        in_test |= line.starts_with("test \"");
        if !in_test && !line.trim_start().starts_with("//") {
            let mut parts = line.split('"').step_by(2);
            code.push_str(parts.next().unwrap_or_default());
            parts.for_each(|part| code.push_str(part));
            code.push('\n');
        }
        in_test &= !(line == "}" || (line.starts_with("test \"") && line.ends_with('}')));
    }
    code
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The words of a text, each with whether it stands behind a dot.
fn words(text: &str) -> Vec<(&str, bool)> {
    let mut words = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(start) = rest.find(is_word) {
        if let Some(c) = rest[..start].chars().next_back() {
            before = c;
        }
        let end = rest[start..].find(|c| !is_word(c)).map_or(rest.len(), |length| start + length);
        words.push((&rest[start..end], before == '.'));
        before = ' ';
        rest = &rest[end..];
    }
    words
}

/// What each field of a value is.
type Fields = BTreeMap<String, String>;

#[derive(Default)]
struct Vocabulary {
    /// `kind.attribute`
    attributes: Vec<(String, String)>,
    /// By enum, its values with the fields that each states.
    enums: BTreeMap<String, Vec<(String, Fields)>>,
    /// Everything but declarations of facts, controls and enums.
    reads: String,
}

fn vocabulary() -> Vocabulary {
    let mut found = Vocabulary::default();
    for (_, text) in tm_analysis::stdlib::embedded() {
        let (mut kind, mut of_enum, mut is_scale) = (String::new(), None::<String>, false);
        for line in code(text).lines() {
            let mut head = line.split_whitespace();
            match (line.starts_with(' '), head.next()) {
                (false, Some("enum" | "scale")) => {
                    is_scale = line.starts_with("scale");
                    of_enum = head.next().map(str::to_owned);
                    continue;
                }
                (false, Some("abstract" | "kind" | "extend")) => {
                    let name = line.trim_start_matches("abstract ").split_whitespace().nth(1);
                    kind = name.unwrap_or_default().to_owned();
                }
                (false, Some("}")) => of_enum = None,
                _ => {}
            }
            if let Some(name) = of_enum.as_ref().filter(|_| line.starts_with(' ')) {
                let line = line.trim();
                if !is_scale && !line.starts_with("field ") {
                    let mut parts = words(line).into_iter().map(|(word, _)| word.to_owned());
                    let value = parts.next().expect("a value has a name");
                    let parts: Vec<String> = parts.collect();
                    let fields = parts.chunks(2).map(|pair| (pair[0].clone(), pair[1..].concat())).collect();
                    found.enums.entry(name.clone()).or_default().push((value, fields));
                }
                continue;
            }
            let declared = line.trim().trim_start_matches("inherited ");
            let declared = declared.strip_prefix("fact ").or_else(|| declared.strip_prefix("control "));
            match declared {
                Some(declared) => {
                    let name = declared.split(':').next().unwrap_or_default();
                    found.attributes.push((kind.clone(), name.to_owned()));
                    found.reads.push_str(declared.split_once(" = ").map_or("", |(_, default)| default));
                }
                None => found.reads.push_str(line),
            }
            found.reads.push('\n');
        }
    }
    found
}

/// Values of enums that no name and no field that is read tells apart: `` | `Enum` | `a`, `b` | ``
fn alike(vocabulary: &Vocabulary) -> BTreeSet<String> {
    let words = words(&vocabulary.reads);
    let named: BTreeSet<&str> = words.iter().map(|(word, _)| *word).collect();
    let read: BTreeSet<&str> = words.iter().filter(|(_, behind)| *behind).map(|(word, _)| *word).collect();
    let mut rows = BTreeSet::new();
    for (name, values) in &vocabulary.enums {
        let mut groups: BTreeMap<Vec<(&String, &String)>, Vec<String>> = BTreeMap::new();
        for (value, fields) in values.iter().filter(|(value, _)| !named.contains(value.as_str())) {
            let fields = fields.iter().filter(|(field, _)| read.contains(field.as_str())).collect();
            groups.entry(fields).or_default().push(format!("`{value}`"));
        }
        for mut group in groups.into_values().filter(|group| group.len() > 1) {
            group.sort();
            rows.insert(format!("| `{name}` | {} |", group.join(", ")));
        }
    }
    rows
}

/// `` | `kind.attribute` | ``
fn unread(vocabulary: &Vocabulary) -> BTreeSet<String> {
    let words = words(&vocabulary.reads);
    let read: BTreeSet<&str> = words.iter().filter(|(_, behind)| *behind).map(|(word, _)| *word).collect();
    let unread = vocabulary.attributes.iter().filter(|(_, name)| !read.contains(name.as_str()));
    unread.map(|(kind, name)| format!("| `{kind}.{name}` |")).collect()
}

fn rows(heading: &str) -> BTreeSet<String> {
    let text = read("docs/descriptive.md");
    let (_, part) = text.split_once(&format!("## {heading}\n")).expect("there is such a part");
    let part = part.split("\n## ").next().unwrap_or_default();
    part.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect()
}

fn same(what: &str, found: &BTreeSet<String>, told: &BTreeSet<String>) {
    let missing: Vec<&String> = found.difference(told).collect();
    let wrong: Vec<&String> = told.difference(found).collect();
    assert!(missing.is_empty() && wrong.is_empty(), "{what}: not told {missing:#?}\nread after all {wrong:#?}");
}

#[test]
fn every_attribute_is_read_or_said_to_describe_only() {
    let vocabulary = vocabulary();
    assert!(vocabulary.attributes.len() > 150, "{}", vocabulary.attributes.len());
    same("attributes", &unread(&vocabulary), &rows("Attributes"));
}

#[test]
fn every_value_is_told_apart_or_said_to_describe_only() {
    let vocabulary = vocabulary();
    assert!(vocabulary.enums.values().map(Vec::len).sum::<usize>() > 300);
    same("values", &alike(&vocabulary), &rows("Values"));
}

/// The table in `docs/performance.md` is that of `tm rules --cost`.
#[test]
fn what_each_rule_looks_at_is_told() {
    let (db, project) = open(input("sample", &[]));
    let report = report(&db, project, &ReportOptions::default());
    let rules = inspect::rules(&db, project, &report);
    let row = |rule: &inspect::RuleLine| {
        let cost = &rule.cost;
        let relations: Vec<&str> = cost.relations.iter().map(|name| name.as_str()).collect();
        let (ties, attributes, relations) = (cost.ties.join(", "), cost.attributes.len(), relations.join(", "));
        format!("| {} | {} | {ties} | {attributes} | {relations} |", rule.name, rule.class)
    };
    let found: BTreeSet<String> = rules.iter().map(row).collect();
    let text = read("docs/performance.md");
    let (_, part) = text.split_once("## What each rule looks at\n").expect("there is such a part");
    let told = part.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| rule "));
    same("costs", &found, &told.map(str::to_owned).collect());
}

#[test]
fn comments_tests_and_texts_read_nothing() {
    let text = "/// x.a\nrule r {\n  message: \"{x.b}\"\n}\ntest \"t\" {\n  x.c\n}\ntest \"u\" { x.d }\nderive y: bool = x.e\n";
    let code = code(text);
    let read: Vec<&str> = words(&code).into_iter().filter(|(_, behind)| *behind).map(|(word, _)| word).collect();
    assert_eq!(read, ["e"]);
}
