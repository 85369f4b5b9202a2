//! What a rule is filed under: lists of ids of other catalogues.

use rustc_hash::FxHashSet;
use smol_str::{SmolStr, format_smolstr};
use tm_rules::ir;

use super::Checker;
use super::text::{example, listed, quoted};
use crate::diagnostic::Diagnostic;
use crate::hir::{Expr, ExprKind, Literal, Name, NodeId};
use crate::retired::FORMERLY;

/// Entries of a rule that hold such lists.
pub(crate) const METADATA: [&str; 17] = [
    FORMERLY,
    "stride",
    "cwe",
    "capec",
    "attack",
    "owasp-api",
    "owasp-web",
    "owasp-llm",
    "owasp-agentic",
    "owasp-cicd",
    "owasp-kubernetes",
    "asvs",
    "nist",
    "linddun",
    "microsec",
    "threagile",
    "references",
];

pub(crate) const STRIDE: [&str; 6] =
    ["spoofing", "tampering", "repudiation", "information-disclosure", "denial-of-service", "elevation-of-privilege"];

impl Checker<'_> {
    pub(super) fn metadata(&mut self, name: &Name, value: &Expr, metadata: &mut ir::Metadata) {
        let ExprKind::List(items) = &value.kind else {
            let shown = match &value.kind {
                ExprKind::Literal(Literal::Int(Some(number))) => number.to_string(),
                ExprKind::Literal(Literal::Text(text)) => format!("\"{}\"", super::text::shortened(text)),
                _ => example(value, "…"),
            };
            let error = self.error("type-mismatch", value.node, format!("`{}` is a list", name.text));
            self.report(error.help(format!("write `{}: [{shown}]`", name.text)));
            return;
        };
        let mut seen = FxHashSet::default();
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            let Some(entry) = self.metadata_item(name, item) else { continue };
            if seen.insert(entry.clone()) {
                entries.push(entry);
            } else {
                self.duplicate_in_list(item.node, &entry);
            }
        }
        match name.text.as_str() {
            "stride" => metadata.stride = entries.into(),
            FORMERLY => metadata.formerly = entries,
            // Each has been read as such a number.
            "cwe" => metadata.cwe = entries.iter().filter_map(|entry| entry.parse().ok()).collect(),
            _ => {
                let at = metadata.other.partition_point(|(key, _)| *key < name.text);
                metadata.other.insert(at, (name.text.clone(), entries));
            }
        }
    }

    fn metadata_item(&mut self, name: &Name, item: &Expr) -> Option<SmolStr> {
        match (name.text.as_str(), &item.kind) {
            (_, ExprKind::Missing) => {
                self.mistakes += 1;
                None
            }
            ("stride", ExprKind::Name(text)) => {
                if STRIDE.contains(&text.as_str()) {
                    return Some(text.clone());
                }
                let error = self.error("unknown-value", item.node, format!("{} is no threat of STRIDE", quoted(text)));
                self.report(error.help(self.suggest(text, STRIDE, &format!("the six are {}", listed(STRIDE, "and")))));
                None
            }
            ("stride", _) => self.no_metadata(item.node, "stride", &format!("the names are {}", listed(STRIDE, "and"))),
            (FORMERLY, ExprKind::Name(text)) => Some(text.clone()),
            (FORMERLY, _) => {
                self.no_metadata(item.node, FORMERLY, "write the names that the rule had: `formerly: [old-name]`")
            }
            (_, ExprKind::Literal(Literal::Int(None))) => {
                self.literal_value(item.node, &Literal::Int(None));
                None
            }
            ("cwe", ExprKind::Literal(Literal::Int(Some(number)))) => match u32::try_from(*number) {
                Ok(number) => Some(format_smolstr!("{number}")),
                Err(_) => {
                    let error = self.error("number-too-large", item.node, "this number is too large");
                    self.report(error.help("write the number of a weakness, such as `319`"));
                    None
                }
            },
            ("cwe", _) => self.no_metadata(item.node, "cwe", "write the numbers: `cwe: [319]`"),
            (_, ExprKind::Literal(Literal::Int(Some(number)))) => Some(format_smolstr!("{number}")),
            (_, ExprKind::Literal(Literal::Text(text)) | ExprKind::Name(text)) => Some(text.clone()),
            (entry, _) => self.no_metadata(item.node, entry, "write numbers, names, or texts in quotes"),
        }
    }

    fn no_metadata(&mut self, node: NodeId, entry: &str, help: &str) -> Option<SmolStr> {
        let error = self.error("type-mismatch", node, format!("this does not belong in `{entry}`"));
        self.report(error.help(help));
        None
    }

    fn duplicate_in_list(&mut self, node: NodeId, value: &str) {
        let warning = Diagnostic::warning(
            "duplicate-value",
            self.site(node),
            format!("{} stands in the list twice", quoted(value)),
        );
        self.report(warning.help("remove one of them: lists are sets"));
    }
}
