//! What is declared anywhere, by a few letters of its name.

use smol_str::SmolStr;
use tm_analysis::occurrences::declared_names;
use tm_analysis::{Database, Origin, Project};

use crate::symbol_kind::symbol_kind;
use crate::target::{Target, target_at};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    pub target: Target,
    /// The module or declaration that it stands in.
    pub container: SmolStr,
}

/// Of so many candidates the best are shown.
pub const MOST_SYMBOLS: usize = 200;

/// What has the letters of a query in its name, in their order: the best first, the project's own before those of packages and
/// of the standard library. An empty query finds everything of the project.
#[must_use]
pub fn workspace_symbols(db: &Database, project: Project, query: &str) -> Vec<WorkspaceSymbol> {
    let query: Vec<char> = query.chars().filter(|char| !char.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    for (number, file) in project.files(db).iter().enumerate() {
        let rank = match file.origin(db) {
            Origin::Project => 0,
            Origin::Package { .. } => 1,
            Origin::Std => 2,
        };
        if query.is_empty() && rank > 0 {
            continue;
        }
        for declared in declared_names(db, project, *file) {
            if let Some(score) = score(&declared.name, &query) {
                found.push((rank, std::cmp::Reverse(score), number, declared.range.start, *file, declared));
            }
        }
    }
    found.sort_by_key(|it| (it.0, it.1, it.2, it.3));
    found.truncate(MOST_SYMBOLS);
    let shown = found.into_iter().map(|(.., file, declared)| {
        let kind = symbol_kind(db, project, &declared.symbol);
        let target = target_at(db, file, declared.range.clone(), declared.name.clone(), kind);
        WorkspaceSymbol { target, container: declared.container.clone() }
    });
    shown.collect()
}

/// How well a name has the letters of a query, in lower case; `None` if it has not. Better are letters that stand together and at
/// the beginnings of words, and short names.
fn score(name: &str, query: &[char]) -> Option<i64> {
    if query.is_empty() {
        return Some(0);
    }
    let mut letters = query.iter().peekable();
    let (mut score, mut run, mut at_start) = (0, 0, true);
    for char in name.chars() {
        let lower = char.to_lowercase().next().unwrap_or(char);
        if letters.peek().is_some_and(|wanted| **wanted == lower) {
            letters.next();
            run += 1;
            score += run * 4 + if at_start { 8 } else { 0 };
        } else {
            run = 0;
            score -= 1;
        }
        at_start = !char.is_alphanumeric();
    }
    letters.peek().is_none().then_some(score)
}

#[cfg(test)]
mod tests {
    use super::{score, workspace_symbols};
    use crate::fixture::Fixture;

    fn names(text: &str, query: &str) -> Vec<String> {
        let fixture = Fixture::new(text);
        let found = workspace_symbols(&fixture.db, fixture.project, query);
        let own = found.iter().filter(|it| *it.target.file.origin(&fixture.db) == tm_analysis::Origin::Project);
        own.map(|it| format!("{}/{}: {:?}", it.container, it.target.name, it.target.kind)).collect()
    }

    #[test]
    fn everything_of_the_project() {
        let text = "module m.n\ncluster prod { service cart { endpoint add } }\ndata card\nkind k is service { fact c: bool }\nenum E { red }\nrelation r { edge a -> a for a: k }\nrule q { for a: k }\nassume calm { owner: \"\" }\nflow go: cart -> cart\n";
        assert_eq!(
            names(text, ""),
            [
                "m.n/prod: Boundary",
                "prod/cart: Component",
                "cart/add: Endpoint",
                "m.n/card: Data",
                "m.n/k: Kind",
                "k/c: Attribute",
                "m.n/E: Enum",
                "E/red: EnumValue",
                "m.n/r: Relation",
                "m.n/q: Rule",
                "m.n/calm: Assumption",
                "m.n/go: Flow",
            ]
        );
    }

    #[test]
    fn a_few_letters_are_enough() {
        let text = "service order-service\nservice other\nservice reorder\nservice os\n";
        assert_eq!(names(text, "OS"), ["shop/os: Component", "shop/order-service: Component"]);
        assert_eq!(names(text, "order").first().map(String::as_str), Some("shop/order-service: Component"));
        assert_eq!(names(text, "zzz"), [""; 0]);
    }

    #[test]
    fn the_standard_library_comes_last() {
        let fixture = Fixture::new("service gateway-of-mine\n");
        let found = workspace_symbols(&fixture.db, fixture.project, "gateway");
        assert_eq!(found.first().map(|it| it.target.name.as_str()), Some("gateway-of-mine"));
        assert!(found.iter().any(|it| *it.target.file.origin(&fixture.db) == tm_analysis::Origin::Std));
    }

    #[test]
    fn scores() {
        let of = |name: &str, query: &str| score(name, &query.chars().collect::<Vec<_>>());
        assert!(of("cart", "cart") > of("cart-store", "cart"));
        assert!(of("add-item", "ai") > of("aardvark-mail", "ai"));
        assert_eq!(of("cart", "cartx"), None);
        assert!(of("ßa", "ß").is_some());
    }
}
