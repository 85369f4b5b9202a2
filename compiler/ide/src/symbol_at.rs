//! What stands under the cursor.

use std::ops::Range;

use tm_analysis::occurrences::{Occurrence, Symbol, occurrences};
use tm_analysis::{Database, Project, SourceFile};

use crate::place::clamp;

/// A name, and what it means there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolAt {
    pub symbol: Symbol,
    /// Of the name, backticks included; of a flow without a name, its arrow.
    pub range: Range<u32>,
    pub is_declaration: bool,
}

/// What the name at an offset means, the cursor standing in it or at its end. Of a name that brings in several things, the
/// first.
#[must_use]
pub fn symbol_at(db: &Database, project: Project, file: SourceFile, offset: u32) -> Option<SymbolAt> {
    symbols_at(db, project, file, offset).into_iter().next()
}

/// Everything that the name at an offset means: `use shop.{orders}` may bring in a service and data.
#[must_use]
pub fn symbols_at(db: &Database, project: Project, file: SourceFile, offset: u32) -> Vec<SymbolAt> {
    let offset = clamp(file.text(db), offset);
    let all = occurrences(db, project, file);
    let (before, _) = all.split_at(all.partition_point(|occurrence| occurrence.range.start <= offset));
    let touched: Vec<&Occurrence> = before.iter().filter(|occurrence| offset <= occurrence.range.end).collect();
    // A cursor between two names is in the one that it stands before; a module's whole path gives way to what stands in it.
    let inside = |occurrence: &&Occurrence| offset < occurrence.range.end;
    let nearest = touched.iter().copied().filter(inside).min_by_key(|it| it.range.len());
    let Some(nearest) = nearest.or_else(|| touched.iter().copied().min_by_key(|it| it.range.len())) else {
        return Vec::new();
    };
    let same = touched.into_iter().filter(|occurrence| occurrence.range == nearest.range);
    same.map(|occurrence| SymbolAt {
        symbol: occurrence.symbol.clone(),
        range: occurrence.range.clone(),
        is_declaration: occurrence.is_declaration,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::symbols_at;
    use crate::fixture::Fixture;
    use crate::symbol_kind;

    /// Each name that the cursor is in: its text, its sort, and whether it is declared there.
    fn at(text: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let (db, project) = (&fixture.db, fixture.project);
        let found = symbols_at(db, project, fixture.cursor.file, fixture.cursor.offset);
        let show = |found: crate::SymbolAt| {
            let written = crate::place::slice(fixture.cursor.file.text(db), &found.range).to_owned();
            let sort = symbol_kind(db, project, &found.symbol);
            format!("{written}: {sort:?}{}", if found.is_declaration { ", declared" } else { "" })
        };
        found.into_iter().map(show).collect()
    }

    fn one(text: &str) -> String {
        at(text).join("; ")
    }

    #[test]
    fn names_of_a_model() {
        assert_eq!(one("servi$0ce cart"), "service: Kind");
        assert_eq!(one("service $0cart"), "cart: Component, declared");
        assert_eq!(one("service cart$0"), "cart: Component, declared");
        assert_eq!(one("cluster prod$0 {}"), "prod: Boundary, declared");
        assert_eq!(one("service a { encryp$0tion: tls1-3 }"), "");
        assert_eq!(one("service a { expo$0sure: internet }"), "exposure: Attribute");
        assert_eq!(one("service a { exposure: inter$0net }"), "internet: EnumValue");
        assert_eq!(one("service a { exposure: Exposu$0re.internet }"), "Exposure: Enum");
        assert_eq!(one("service a { -$0> b } service b"), "->: Flow, declared");
        assert_eq!(one("service a { -> b$0 } service b"), "b: Component");
        assert_eq!(one("service a { -> b.$0c } service b { endpoint c }"), "c: Endpoint");
        assert_eq!(one("service a { -> b$0.c } service b { endpoint c }"), "b: Component");
        assert_eq!(one("service a { each$0 flow { } }"), "");
        assert_eq!(one("each f$0low { protocol: http }"), "flow: Kind");
        assert_eq!(one("service a { data: [p$0] } data p"), "p: Data");
        assert_eq!(one("assume calm$0 { owner: \"me\" }"), "calm: Assumption, declared");
        assert_eq!(one("extend a$0 { exposure: internal } service a"), "a: Component");
        assert_eq!(one("extend serv$0ice { fact x: bool }"), "service: Kind");
        assert_eq!(one("extend service { fact x$0: bool }"), "x: Attribute, declared");
    }

    #[test]
    fn names_of_vocabulary_and_rules() {
        assert_eq!(one("enum Colour { field warm: bool  red$0 { warm: true } }"), "red: EnumValue, declared");
        assert_eq!(one("enum Colour { field warm: bool  red { war$0m: true } }"), "warm: EnumField");
        assert_eq!(one("enum Colour { red } kind k is service { fact c: Col$0our = red }"), "Colour: Enum");
        assert_eq!(one("enum Colour { red } kind k is service { fact c: Colour = re$0d }"), "red: EnumValue");
        assert_eq!(one("kind k is serv$0ice"), "service: Kind");
        assert_eq!(one("relation r$0 { edge a -> a via a for a: service }"), "r: Relation, declared");
        assert_eq!(one("relation r { edge a -> a via a$0 for a: service }"), "a: Variable");
        assert_eq!(one("relation r { edge a -> a via a for a$0: service }"), "a: Variable, declared");
        let rule = |inside: &str| {
            format!("rule r {{ for s: service {inside} severity: low stride: [spoofing] message: \"m\" }}")
        };
        assert_eq!(one(&rule("where s$0.exposure == internet")), "s: Variable");
        assert_eq!(one(&rule("where s.exp$0osure == internet")), "exposure: Attribute");
        assert_eq!(one(&rule("where s.exposure == inter$0net")), "internet: EnumValue");
        assert_eq!(one(&rule("where any e in s.endpoints: e$0.name == \"x\"")), "e: Variable");
        assert_eq!(one(&rule("where any e$0 in s.endpoints: e.name == \"x\"")), "e: Variable, declared");
        assert_eq!(one(&rule("where s is gatew$0ay")), "gateway: Kind");
        assert_eq!(one(&rule("exists a: actor path p: a ~> s along req$0uest")), "request: Relation");
        assert_eq!(one(&rule("help: \"{s.na$0me}\"")), "name: Attribute");
        assert_eq!(one(&rule("help: \"{s$0.name}\"")), "s: Variable");
    }

    #[test]
    fn names_of_rules_and_of_tests() {
        let rule = "rule bare { for s: service where s.exposure == internet severity: low stride: [spoofing] message: \"m\" }\n";
        let with = |text: &str| one(&format!("{rule}{text}"));
        assert_eq!(with("service a accept ba$0re on a { reason: \"x\" }"), "bare: Rule");
        assert_eq!(with("service a accept bare on a$0 { reason: \"x\" }"), "a: Component");
        assert_eq!(with("service a { -> b } service b accept bare on a-$0>b { reason: \"x\" }"), "->: Flow");
        assert_eq!(with("test \"t\" { service a { exposure: internet } expect bare on a$0 }"), "a: Component");
        assert_eq!(
            with("test \"t\" { service a$0 { exposure: internet } expect bare on a }"),
            "a: Component, declared"
        );
        assert_eq!(with("test \"t\" { service a expect no ba$0re }"), "bare: Rule");
        assert_eq!(with("test \"t$0\" { service a }"), "\"t\": Test, declared");
        assert_eq!(with("safeguard s { against: [ba$0re] status: verified }"), "bare: Rule");
    }

    #[test]
    fn a_name_may_bring_in_several_things() {
        let text = "//- a.tm\nuse shop.store.{ord$0ers}\n//- b.tm\nmodule shop.store\nservice orders\ndata orders\n";
        assert_eq!(one(text), "orders: Component; orders: Data");
        let text = "//- a.tm\nuse shop.sto$0re.{orders}\n//- b.tm\nmodule shop.store\nservice orders\n";
        assert_eq!(one(text), "shop.store: Module");
        let text =
            "//- a.tm\nuse shop.store\nservice a { -> sto$0re.orders }\n//- b.tm\nmodule shop.store\nservice orders\n";
        assert_eq!(one(text), "store: Module");
    }

    #[test]
    fn half_written_texts_and_odd_offsets() {
        assert_eq!(one("$0"), "");
        assert_eq!(one("service$0"), "service: Kind");
        assert_eq!(one("service cart { -> pay$0"), "");
        assert_eq!(one("service pay service cart { -> pay$0"), "pay: Component");
        assert_eq!(one("service `a b$0` {"), "`a b`: Component, declared");
        assert_eq!(one("service `\u{1b}[31mß$0` {"), "`\u{1b}[31mß`: Component, declared");
        assert_eq!(one("rule r { for s: service where s.exp$0"), "");
        assert_eq!(one("rule r { for s: service where s.exposure$0"), "exposure: Attribute");
        let fixture = Fixture::new("service `ß`$0");
        for offset in [0, 9, 10, 11, 12, 13, 99, u32::MAX] {
            assert!(symbols_at(&fixture.db, fixture.project, fixture.cursor.file, offset).len() < 2);
        }
    }
}
