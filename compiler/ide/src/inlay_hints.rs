//! What holds of elements without being written at them, shown behind their names.

use std::ops::Range;

use tm_analysis::inspect::{ValueLine, given_values, reached_from};
use tm_analysis::occurrences::{Symbol, kind_of, occurrences, syntax};
use tm_analysis::report::Provenance;
use tm_analysis::{Database, ElementId, Project, SourceFile, schema};
use tm_syntax::{Parsed, Tok};

use crate::markdown::inline;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// It is shown behind this place.
    pub offset: u32,
    /// Plain text on one line.
    pub label: String,
    pub kind: InlayHintKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InlayHintKind {
    /// Values from what the element stands in.
    Inherited,
    /// Values from an `each`.
    Each,
    /// Values that an assumption supplies.
    Assumed,
    /// Who reaches it.
    Exposure,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InlayHintOptions {
    pub inherited: bool,
    pub each: bool,
    pub assumed: bool,
    pub exposure: bool,
}

impl Default for InlayHintOptions {
    /// All but what an `each` says: that mostly stands near.
    fn default() -> Self {
        Self { inherited: true, each: false, assumed: true, exposure: true }
    }
}

/// Values in one hint.
const SHOWN: usize = 3;

/// Hints for the elements that are declared in a part of a file, in order.
#[must_use]
pub fn inlay_hints(
    db: &Database,
    project: Project,
    file: SourceFile,
    part: &Range<u32>,
    options: InlayHintOptions,
) -> Vec<InlayHint> {
    let parsed = syntax(db, file);
    let declared: Vec<(ElementId, u32)> = occurrences(db, project, file)
        .iter()
        .filter(|it| it.is_declaration && it.range.start < part.end && part.start <= it.range.end)
        .filter_map(|it| match it.symbol {
            Symbol::Element(id) => Some((id, end_of_header(parsed, &it.range))),
            _ => None,
        })
        .collect();
    let ids: Vec<ElementId> = declared.iter().map(|(id, _)| *id).collect();
    let mut hints = Vec::new();
    if options.inherited || options.each || options.assumed {
        for ((_, offset), lines) in declared.iter().zip(given_values(db, project, &ids)) {
            for (kind, provenance, is_shown) in [
                (InlayHintKind::Inherited, Provenance::Inherited, options.inherited),
                (InlayHintKind::Each, Provenance::Each, options.each),
                (InlayHintKind::Assumed, Provenance::Assumed, options.assumed),
            ] {
                let given: Vec<&ValueLine> = lines.iter().filter(|line| line.provenance == provenance).collect();
                if is_shown && !given.is_empty() {
                    hints.push(InlayHint { offset: *offset, label: inline(&values(kind, &given)), kind });
                }
            }
        }
    }
    if options.exposure {
        let schema = schema(db, project);
        for ((id, offset), reached) in declared.iter().zip(reached_from(db, project, &ids)) {
            let is_component = kind_of(db, project, *id).is_some_and(|kind| schema.is_a(kind, schema.roots.component));
            let Some(reached) = reached.filter(|_| is_component) else { continue };
            let hops = if reached.hops == 1 { "hop" } else { "hops" };
            let label = inline(&format!("reachable from {} in {} {hops}", reached.name, reached.hops));
            hints.push(InlayHint { offset: *offset, label, kind: InlayHintKind::Exposure });
        }
    }
    hints.sort_by(|a, b| (a.offset, a.kind, &a.label).cmp(&(b.offset, b.kind, &b.label)));
    hints
}

/// `network-policy: default-deny, peer-policy: … from cluster prod`
fn values(kind: InlayHintKind, given: &[&ValueLine]) -> String {
    let mut text: Vec<String> =
        given.iter().take(SHOWN).map(|line| format!("{}: {}", line.attribute, line.shown)).collect();
    if given.len() > SHOWN {
        text.push(format!("and {} more", given.len() - SHOWN));
    }
    let mut sources: Vec<&str> =
        given.iter().filter_map(|line| line.source.as_ref()).map(|source| source.name.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let word = match kind {
        InlayHintKind::Assumed => "assumed by",
        InlayHintKind::Each => "each in",
        _ => "from",
    };
    match sources.as_slice() {
        [] => text.join(", "),
        [one] => format!("{} {word} {one}", text.join(", ")),
        [one, ..] => format!("{} {word} {one} and others", text.join(", ")),
    }
}

/// Behind a name; behind the target of a flow.
fn end_of_header(parsed: &Parsed, name: &Range<u32>) -> u32 {
    let Some(mut token) = parsed.significant_at(name.start) else { return name.end };
    // `flow name: from -> to`
    let is_named_flow = token.checked_sub(1).and_then(|before| parsed.kind(before)) == Some(Tok::KwFlow)
        && parsed.kind(token + 1) == Some(Tok::Colon);
    if is_named_flow {
        token += 2;
        while parsed.kind(token).is_some_and(|kind| kind.is_name() || kind == Tok::Dot) {
            token += 1;
        }
    }
    if parsed.kind(token) != Some(Tok::Arrow) {
        return name.end;
    }
    let mut end = name.end;
    token += 1;
    while parsed.kind(token).is_some_and(|kind| kind.is_name() || kind == Tok::Dot) {
        end = parsed.token_range(token).end;
        // Two names in a row belong to two declarations.
        if parsed.kind(token).is_some_and(Tok::is_name) && parsed.kind(token + 1) != Some(Tok::Dot) {
            break;
        }
        token += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{InlayHintKind, InlayHintOptions, inlay_hints};
    use crate::fixture::Fixture;

    const ALL: InlayHintOptions = InlayHintOptions { inherited: true, each: true, assumed: true, exposure: true };

    const MODEL: &str = "internet public {\n  actor shopper { trust: anonymous }\n}\ncluster prod {\n  each flow { encryption: none }\n  namespace front {\n    network-policy: none\n  }\n  service gate {\n    exposure: internet\n    -> cart\n  }\n  service cart\n}\nflow browse: shopper -> gate { protocol: https }\nassume mesh {\n  about: [prod]\n  each service { authentication-at: sidecar }\n  owner: \"x\"\n  expires: 2027-01-01\n}\n";

    /// `text in front|label`
    fn hints(text: &str, options: InlayHintOptions) -> Vec<String> {
        let fixture = Fixture::new(text);
        let file = fixture.cursor.file;
        let found = inlay_hints(&fixture.db, fixture.project, file, &(0..u32::MAX), options);
        let source = file.text(&fixture.db);
        let line = |offset: u32| source.get(..offset as usize).and_then(|text| text.lines().last()).unwrap_or_default();
        found.iter().map(|hint| format!("{}|{}", line(hint.offset).trim(), hint.label)).collect()
    }

    #[test]
    fn values_and_exposure_stand_behind_names() {
        let found = hints(MODEL, ALL);
        for wanted in [
            "-> cart|encryption: none each in shop.prod",
            "service cart|authentication-at: sidecar assumed by shop.mesh",
            "service cart|reachable from shopper in 2 hops",
            "service gate|reachable from shopper in 1 hop",
        ] {
            assert!(found.iter().any(|hint| hint == wanted), "{wanted} is missing in {found:#?}");
        }
        assert!(!found.iter().any(|hint| hint.starts_with("actor")), "{found:#?}");
    }

    #[test]
    fn what_is_inherited_says_from_where() {
        let found = hints("cluster prod {\n  environment: prod\n  service a\n}\ncluster x { service b }\n", ALL);
        assert_eq!(found, ["service a|environment: prod from shop.prod"]);
    }

    #[test]
    fn each_class_can_be_switched_off() {
        let none = InlayHintOptions { inherited: false, each: false, assumed: false, exposure: false };
        assert_eq!(hints(MODEL, none), Vec::<String>::new());
        let fixture = Fixture::new(MODEL);
        for (kind, options) in [
            (InlayHintKind::Each, InlayHintOptions { each: true, ..none }),
            (InlayHintKind::Assumed, InlayHintOptions { assumed: true, ..none }),
            (InlayHintKind::Exposure, InlayHintOptions { exposure: true, ..none }),
        ] {
            let found = inlay_hints(&fixture.db, fixture.project, fixture.cursor.file, &(0..u32::MAX), options);
            assert!(!found.is_empty() && found.iter().all(|hint| hint.kind == kind), "{found:?}");
        }
    }

    #[test]
    fn only_a_part_is_hinted() {
        let fixture = Fixture::new(MODEL);
        let part = 0..60;
        let found = inlay_hints(&fixture.db, fixture.project, fixture.cursor.file, &part, ALL);
        assert!(found.iter().all(|hint| hint.offset <= 80), "{found:?}");
    }
}
