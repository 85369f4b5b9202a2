//! From a name as people write it to what it means in a project.

use tm_analysis::occurrences::{DeclaredName, Symbol, declared_names, module_of};
use tm_analysis::{Database, Origin, Project};

use crate::symbol_kind::{SymbolKind, symbol_kind};
use crate::target::{Target, target_at};

/// Something that a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSymbol {
    pub symbol: Symbol,
    pub target: Target,
    /// With what it stands in, and with its sort in front: `data shop.orders`.
    pub full_name: String,
}

/// Everything that a name means: `cart`, `shop.cart`, `cart.add-item`, `service.exposure`, or with its sort in front, `data orders`,
/// `rule r`. What the project declares, else what its packages do, else what the standard library does.
#[must_use]
pub fn find_symbol(db: &Database, project: Project, text: &str) -> Vec<NamedSymbol> {
    let text = text.trim();
    let (sort, name) = match text.split_once(char::is_whitespace) {
        Some((sort, name)) => (Some(sort), name.trim()),
        None => (None, text),
    };
    let sections: [fn(&Origin) -> bool; 3] =
        [|it| *it == Origin::Project, |it| matches!(it, Origin::Package { .. }), |it| *it == Origin::Std];
    for is_section in sections {
        let mut found = Vec::new();
        for file in project.files(db).iter().copied().filter(|file| is_section(file.origin(db))) {
            let module = module_of(db, project, file);
            for declared in declared_names(db, project, file) {
                if !is_called(declared, &module, name) {
                    continue;
                }
                let kind = symbol_kind(db, project, &declared.symbol);
                if sort.is_some_and(|sort| sort != sort_word(kind)) {
                    continue;
                }
                let full_name = format!("{} {}.{}", sort_word(kind), declared.container, declared.name);
                let target = target_at(db, file, declared.range.clone(), declared.name.clone(), kind);
                found.push(NamedSymbol { symbol: declared.symbol.clone(), target, full_name });
            }
        }
        // A derived attribute that is declared again below is one.
        found.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        found.dedup_by(|later, earlier| later.symbol == earlier.symbol);
        if !found.is_empty() {
            found.sort_by(|a, b| a.full_name.cmp(&b.full_name));
            return found;
        }
    }
    Vec::new()
}

/// `name`, `container.name`, `module.name`, `module.container.name`
fn is_called(declared: &DeclaredName, module: &str, name: &str) -> bool {
    let Some(before) = name.strip_suffix(declared.name.as_str()) else { return false };
    let Some(before) = before.strip_suffix('.') else { return before.is_empty() };
    let within = || before.strip_prefix(module)?.strip_prefix('.');
    before == module || before == declared.container || within() == Some(&*declared.container)
}

/// What people call a sort.
fn sort_word(kind: SymbolKind) -> &'static str {
    match kind {
        SymbolKind::Assumption => "assumption",
        SymbolKind::Attribute => "attribute",
        SymbolKind::Boundary => "boundary",
        SymbolKind::Component => "component",
        SymbolKind::Data => "data",
        SymbolKind::Decision => "decision",
        SymbolKind::Endpoint => "endpoint",
        SymbolKind::Enum => "enum",
        SymbolKind::EnumField => "field",
        SymbolKind::EnumValue => "value",
        SymbolKind::Flow => "flow",
        SymbolKind::Identity => "identity",
        SymbolKind::Kind => "kind",
        SymbolKind::Module => "module",
        SymbolKind::Relation => "relation",
        SymbolKind::Rule => "rule",
        SymbolKind::Safeguard => "safeguard",
        SymbolKind::Test => "test",
        SymbolKind::Variable => "variable",
    }
}

#[cfg(test)]
mod tests {
    use super::find_symbol;
    use crate::fixture::Fixture;

    fn find(name: &str) -> Vec<String> {
        let text = "//- a.tm\nmodule shop.m\nservice orders { endpoint add }\nservice other { endpoint add }\ndata orders\nkind k is service { fact c: bool }\nrule orders { for s: service }\n//- p/z.tm package:platform=acme\ngateway edge\ngateway orders\n";
        let fixture = Fixture::new(text);
        let found = find_symbol(&fixture.db, fixture.project, name);
        found.into_iter().map(|found| found.full_name).collect()
    }

    #[test]
    fn names_as_people_write_them() {
        assert_eq!(find("orders"), ["component shop.m.orders", "data shop.m.orders", "rule shop.m.orders"]);
        assert_eq!(find(" data  orders"), ["data shop.m.orders"]);
        assert_eq!(find("shop.m.other"), ["component shop.m.other"]);
        assert_eq!(find("other.add"), ["endpoint other.add"]);
        assert_eq!(find("shop.m.other.add"), ["endpoint other.add"]);
        assert_eq!(find("k.c"), ["attribute k.c"]);
        assert_eq!(find("edge"), ["component platform.edge"]);
        assert_eq!(find("kind gateway"), ["kind std.gateway"]);
        for nothing in ["", ".", "orders.", "rders", "x.orders", "kind orders", "\u{1b}[31m"] {
            assert_eq!(find(nothing), [""; 0], "{nothing:?}");
        }
    }
}
