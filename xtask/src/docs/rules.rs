//! A page for each rule, and the list of all.

use std::collections::BTreeMap;

use tm_analysis::catalogue::{Catalogue, RuleEntry};

use super::MARK;
use super::markdown::{body, code, fence, inline};

/// By path below `docs/`.
pub fn pages(catalogue: &Catalogue) -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> =
        catalogue.rules.iter().map(|rule| (format!("rules/{}.md", path(rule)), page(rule))).collect();
    pages.insert("rules/README.md".to_owned(), index(catalogue));
    pages
}

fn path(rule: &RuleEntry) -> String {
    if rule.family.is_empty() { rule.name.clone() } else { format!("{}/{}", rule.family, rule.name) }
}

fn page(rule: &RuleEntry) -> String {
    let up = if rule.family.is_empty() { "" } else { "../" };
    let mut page = format!("{MARK}\n\n# {}\n\n{}.\n\n", rule.name, inline(&rule.title));
    page.push_str("| | |\n|---|---|\n");
    let mut row = |name: &str, value: String| page.push_str(&format!("| {name} | {value} |\n"));
    if !rule.family.is_empty() {
        row("family", format!("[{0}]({up}README.md#{0})", rule.family));
    }
    row("severity", code(&rule.severity));
    if !rule.stride.is_empty() {
        row("STRIDE", rule.stride.join(", "));
    }
    if !rule.cwe.is_empty() {
        let link = |id: &u32| format!("[CWE-{id}](https://cwe.mitre.org/data/definitions/{id}.html)");
        row("CWE", rule.cwe.iter().map(link).collect::<Vec<_>>().join(", "));
    }
    if !rule.formerly.is_empty() {
        row("formerly", rule.formerly.iter().map(|name| inline(name)).collect::<Vec<_>>().join(", "));
    }
    for (name, ids) in &rule.other {
        row(name, ids.iter().map(|id| inline(id)).collect::<Vec<_>>().join(", "));
    }
    row("class", rule.class.to_owned());
    page.push_str(&format!("\n{}\n\n", body(&rule.docs)));
    page.push_str(&format!("## The rule\n\n{}\n", fence(&rule.source)));
    page.push_str(&format!("From [`stdlib/{0}`]({up}../../stdlib/{0}), where its tests stand:\n\n", rule.file));
    for test in &rule.tests {
        page.push_str(&format!("- {}\n", inline(&test.title)));
    }
    page
}

fn index(catalogue: &Catalogue) -> String {
    let mut families: BTreeMap<&str, Vec<&RuleEntry>> = BTreeMap::new();
    for rule in &catalogue.rules {
        families.entry(&rule.family).or_default().push(rule);
    }
    let count = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let families_count = match families.len() {
        1 => "1 family".to_owned(),
        more => format!("{more} families"),
    };
    let mut page = format!("{MARK}\n\n# Rules\n\n{} in {families_count}.", count(catalogue.rules.len(), "rule"));
    page.push_str(
        " Each is a file of the standard library; its family is the folder. `tm explain <rule>` shows the same text.\n",
    );
    for (family, rules) in families {
        page.push_str(&format!(
            "\n## {}\n\n| rule | severity | what it says |\n|---|---|---|\n",
            if family.is_empty() { "others" } else { family }
        ));
        for rule in rules {
            let severity = inline(&rule.severity);
            page.push_str(&format!("| [{}]({}.md) | {severity} | {} |\n", rule.name, path(rule), inline(&rule.title)));
        }
    }
    page
}
