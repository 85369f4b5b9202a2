//! Kinds: a forest below the root kinds, numbered in preorder.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{Kind, KindId, Site};

use super::index::VocabularyIndex;
use super::{Source, enums, roots};
use crate::diagnostic::{Diagnostic, guessed_enough};
use crate::hir;
use crate::modules::STD;
use crate::suggestion::{Help, MOST_CANDIDATES, bring_in, did_you_mean};

/// A kind before it has its final number.
struct Draft<'a> {
    name: SmolStr,
    module: SmolStr,
    is_abstract: bool,
    site: Option<Site>,
    parent: Option<usize>,
    /// Its parent is not the one that was meant.
    is_broken: bool,
    declared: Option<(&'a Source<'a>, &'a hir::Kind)>,
}

pub(super) fn declare(sources: &[Source<'_>], index: &mut VocabularyIndex) {
    let mut drafts = root_drafts();
    let mut names: FxHashMap<(SmolStr, SmolStr), usize> =
        drafts.iter().enumerate().map(|(i, d)| ((d.module.clone(), d.name.clone()), i)).collect();
    for source in sources {
        for item in &source.items.kinds {
            if item.name.text.is_empty() {
                continue;
            }
            let site = Site { unit: source.unit, node: item.name.node };
            let module = source.imports.module.clone();
            let key = (module.clone(), item.name.text.clone());
            if let Some(first) = names.get(&key) {
                let first = drafts.get(*first).and_then(|draft| draft.site);
                index.diagnostics.push(enums::duplicate("kind", &item.name.text, site, first));
                continue;
            }
            names.insert(key, drafts.len());
            if module != STD && names.contains_key(&(SmolStr::new_static(STD), item.name.text.clone())) {
                let message = format!(
                    "this kind hides the `{}` of the standard library, which its rules look at",
                    item.name.text
                );
                index
                    .diagnostics
                    .push(Diagnostic::warning("hidden-kind", site, message).help("give the kind another name"));
            }
            drafts.push(Draft {
                name: item.name.text.clone(),
                module,
                is_abstract: item.is_abstract,
                site: Some(site),
                parent: None,
                is_broken: false,
                declared: Some((source, item)),
            });
        }
    }
    let parents: Vec<Option<Parent>> =
        drafts.iter().map(|draft| parent_of(draft, &drafts, &names, &mut index.diagnostics)).collect();
    for (draft, parent) in drafts.iter_mut().zip(parents) {
        match parent {
            Some(Parent::Meant(parent)) => draft.parent = Some(parent),
            Some(Parent::Mistaken) => (draft.parent, draft.is_broken) = (Some(COMPONENT), true),
            None => {}
        }
    }
    break_cycles(&mut drafts, &mut index.diagnostics);
    number(&drafts, index);
}

fn root_drafts<'a>() -> Vec<Draft<'a>> {
    let root = |name: &str, parent| Draft {
        name: SmolStr::new(name),
        module: SmolStr::new_static(STD),
        is_abstract: matches!(name, "element" | "boundary" | "component"),
        site: None,
        parent,
        is_broken: false,
        declared: None,
    };
    let mut drafts = vec![root("element", None)];
    drafts.extend(roots::BELOW_ELEMENT.iter().map(|name| root(name, Some(0))));
    drafts
}

const COMPONENT: usize = 2;

enum Parent {
    Meant(usize),
    /// It was reported; the kind is taken for one of components.
    Mistaken,
}

/// `None`: of a root.
fn parent_of(
    draft: &Draft<'_>,
    drafts: &[Draft<'_>],
    names: &FxHashMap<(SmolStr, SmolStr), usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Parent> {
    let (source, item) = draft.declared?;
    let Some(path) = &item.parent else {
        let site = Site { unit: source.unit, node: item.name.node };
        diagnostics.push(
            Diagnostic::error(
                "kind-without-parent",
                site,
                format!("the kind `{}` does not say what it is", item.name.text),
            )
            .help(format!(
                "write `kind {} is service`, or another kind; those of the compiler are {}",
                item.name.text,
                open_roots()
            )),
        );
        return Some(Parent::Mistaken);
    };
    let site = Site { unit: source.unit, node: path.node };
    let found = source.imports.resolve(&path.segments, |module, rest| match rest {
        [name] => names.get(&(SmolStr::new(module), name.clone())).copied(),
        _ => None,
    });
    let Some(found) = found else {
        let text = path.segments.join(".");
        let otherwise = "declare it with `kind`, or bring its module into scope with `use`";
        let help = if guessed_enough(diagnostics) {
            Help::from(otherwise)
        } else {
            let of_name = drafts.iter().filter(|draft| path.segments.last() == Some(&draft.name));
            let mut modules: Vec<SmolStr> = of_name.map(|draft| draft.module.clone()).take(MOST_CANDIDATES).collect();
            modules.sort();
            bring_in(path.segments.last().map_or("", SmolStr::as_str), &modules)
                .unwrap_or_else(|| did_you_mean(&text, drafts.iter().map(|d| d.name.as_str()), otherwise))
        };
        diagnostics
            .push(Diagnostic::error("unknown-kind", site, format!("there is no kind `{text}` in scope")).help(help));
        return Some(Parent::Mistaken);
    };
    let parent = drafts.get(found)?;
    if parent.site.is_none() && (parent.name == "element" || roots::CLOSED.contains(&parent.name.as_str())) {
        let message = format!("no kind can be declared below `{}`", parent.name);
        let help = if parent.name == "element" {
            format!("write what kind of element it is: {}, or a kind below one of these", open_roots())
        } else {
            format!(
                "its elements have a syntax of their own; extend it with attributes instead: `extend {} {{ fact … }}`",
                parent.name
            )
        };
        diagnostics.push(Diagnostic::error("invalid-parent", site, message).help(help));
        return Some(Parent::Mistaken);
    }
    Some(Parent::Meant(found))
}

/// The root kinds below which kinds can be declared.
fn open_roots() -> String {
    let open = roots::BELOW_ELEMENT.into_iter().filter(|name| !roots::CLOSED.contains(name));
    open.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn break_cycles(drafts: &mut [Draft<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for start in 0..drafts.len() {
        let mut at = start;
        let mut steps = 0;
        let cyclic = loop {
            match drafts.get(at).and_then(|draft| draft.parent) {
                None => break false,
                Some(parent) if parent == start => break true,
                Some(parent) => at = parent,
            }
            steps += 1;
            if steps > drafts.len() {
                break false;
            }
        };
        if cyclic && let Some(draft) = drafts.get_mut(start) {
            (draft.parent, draft.is_broken) = (Some(COMPONENT), true);
            if let Some(site) = draft.site {
                diagnostics.push(
                    Diagnostic::error(
                        "cyclic-kind",
                        site,
                        format!("the kind `{}` is declared to be below itself", draft.name),
                    )
                    .help("kinds form a tree: let one of them stand below a kind outside of the circle"),
                );
            }
        }
    }
}

/// Numbers the drafts in preorder, children in order of declaration.
fn number(drafts: &[Draft<'_>], index: &mut VocabularyIndex) {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    for (i, draft) in drafts.iter().enumerate() {
        if let Some(list) = draft.parent.and_then(|parent| children.get_mut(parent)) {
            list.push(i);
        }
    }
    let mut stack = vec![(0usize, None::<KindId>, false)];
    let mut open: Vec<KindId> = Vec::new();
    while let Some((at, parent, leaving)) = stack.pop() {
        if leaving {
            let end = KindId(u32::try_from(index.schema.kinds.len()).unwrap_or(u32::MAX));
            if let Some(kind) = open.pop().and_then(|id| index.schema.kinds.get_mut(id.index())) {
                kind.end = end;
            }
            continue;
        }
        let Some(draft) = drafts.get(at) else { continue };
        let id = KindId(u32::try_from(index.schema.kinds.len()).unwrap_or(u32::MAX));
        index.modules.entry(draft.module.clone()).or_default().kinds.insert(draft.name.clone(), id);
        if draft.is_broken || parent.is_some_and(|parent| index.broken.kinds.contains(&parent)) {
            index.broken.kinds.insert(id);
        }
        index.schema.kinds.push(Kind {
            name: draft.name.clone(),
            module: if draft.site.is_some() { draft.module.clone() } else { SmolStr::default() },
            parent,
            is_abstract: draft.is_abstract,
            end: id,
            attributes: FxHashMap::default(),
            layout: Vec::new(),
            defaults: Vec::new(),
            site: draft.site,
        });
        open.push(id);
        stack.push((at, None, true));
        for child in children.get(at).into_iter().flatten().rev() {
            stack.push((*child, Some(id), false));
        }
    }
    let std_names = index.modules.get(STD).map(|names| names.kinds.clone()).unwrap_or_default();
    let is_root = |id: &KindId| index.schema.kind(*id).is_some_and(|kind| kind.site.is_none());
    index.schema.roots = roots::by_name(|name| std_names.get(name).copied().filter(is_root));
}
