//! What a name stands for: a value of the expected enum, a variable, a kind.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::{EnumId, EnumValueId, KindId, Value};
use tm_rules::ir::ExprKind;

use super::text::{cut, joined, listed, quoted};
use super::variables::Meaning;
use super::{Checker, Noted, Ty, Typed};
use crate::hir::{Name, NodeId};
use crate::scope::Declaration;
use crate::suggestion::Help;

/// Words of other languages for what does not exist in this one.
pub(super) const NULLS: [&str; 5] = ["unset", "null", "nil", "undefined", "nothing"];

/// Values are found by scanning in enums up to this size.
const SMALL: usize = 32;

/// Of so many variables below, one is looked for.
const MOST_DECLARED: usize = 1_000;

/// No module path is longer; what is, is looked up in vain.
const LONGEST_QUALIFIED: usize = 16;

/// One `.name` of a path, with the node of the expression that ends there.
pub(super) type Link<'e> = (NodeId, Option<&'e Name>);

impl Checker<'_> {
    pub(super) fn value_of(&self, id: EnumId, name: &str) -> Option<EnumValueId> {
        let item = self.schema().enumeration(id)?;
        if item.values.len() <= SMALL {
            let index = item.values.iter().position(|value| value.name == name)?;
            return Some(EnumValueId { of: id, index: u32::try_from(index).ok()? });
        }
        let mut values = self.values.borrow_mut();
        let by_name = values.entry(id).or_insert_with(|| {
            let mut by_name = FxHashMap::default();
            for (value, index) in item.values.iter().zip(0..) {
                by_name.entry(value.name.as_str()).or_insert(index);
            }
            by_name
        });
        by_name.get(name).map(|index| EnumValueId { of: id, index: *index })
    }

    pub(super) fn is_variable(&self, name: &str) -> bool {
        self.variables.find(name).is_some()
    }

    /// Whether a name means something whatever is expected.
    pub(super) fn is_known(&self, name: &str) -> bool {
        name == "today" || self.is_variable(name)
    }

    /// A name that stands alone.
    pub(super) fn name(&mut self, node: NodeId, text: &SmolStr, expected: &Ty) -> Typed {
        let expected = self.forced(expected);
        if let Ty::Enum(id) = &expected
            && let Some(value) = self.value_of(*id, text)
        {
            self.note(node, Noted::Value(value));
            return enum_value(node, value);
        }
        if self.is_variable(text) {
            return self.variable(node, text);
        }
        if text == "today" {
            return Typed::new(node, ExprKind::Today, Ty::Date);
        }
        if let Ty::List(of) = &expected {
            if let Some(kind) = self.scope.kind(std::slice::from_ref(text)) {
                self.note(node, Noted::Kind(kind));
                return Typed::new(node, ExprKind::All(kind), Ty::list(Ty::Element(kind)));
            }
            // One value where a list of them is asked for: whoever asks says so.
            if let Ty::Enum(id) = self.settled(of)
                && let Some(value) = self.value_of(id, text)
            {
                self.note(node, Noted::Value(value));
                return enum_value(node, value);
            }
        }
        if expected == Ty::Error {
            return self.missing(node);
        }
        self.unresolved(node, text, &expected);
        Typed::error(node)
    }

    /// A variable as a value.
    fn variable(&mut self, node: NodeId, text: &SmolStr) -> Typed {
        self.note_variable(node, text);
        let Some(variable) = self.variables.read(text) else { return self.missing(node) };
        let (meaning, place) = (variable.meaning.clone(), variable.place);
        match meaning {
            Meaning::Value { slot, ty } => {
                let ty = self.narrowed(self.settled(&ty), place);
                Typed { place: Some(place), ..Typed::new(node, ExprKind::Var(slot), ty) }
            }
            Meaning::Hop { .. } => {
                let error = self.error("type-mismatch", node, format!("the hop {} is no value itself", quoted(text)));
                self.report(error.help(format!("read `{text}.from`, `{text}.to` or `{text}.via`")));
                Typed::error(node)
            }
            Meaning::Path { .. } => {
                let error = self.error("type-mismatch", node, format!("the path {} is no value itself", quoted(text)));
                self.report(error.help(format!("read `{text}.length`, or range over `{text}.hops`")));
                Typed::error(node)
            }
        }
    }

    pub(super) fn narrowed(&self, ty: Ty, place: super::Place) -> Ty {
        match (&ty, self.narrowing.kind(place)) {
            (Ty::Element(_), Some(kind)) => Ty::Element(kind),
            _ => ty,
        }
    }

    /// `Encryption.none`, `std.Encryption.none`, and in list position `std.service`: a path whose first name is no variable.
    /// With the number of links that it takes.
    pub(super) fn dotted(
        &mut self,
        root: NodeId,
        first: &SmolStr,
        links: &[Link<'_>],
        expected: &Ty,
    ) -> (Typed, usize) {
        if links.iter().any(|(_, name)| name.is_none()) {
            return (self.missing(root), links.len());
        }
        let mut path = vec![first.clone()];
        path.extend(links.iter().filter_map(|(_, name)| name.map(|name| name.text.clone())));
        for length in 1..path.len().min(LONGEST_QUALIFIED) {
            let Some(id) = path.get(..length).and_then(|prefix| self.scope.enumeration(prefix)) else { continue };
            let (Some(name), Some((node, Some(link)))) = (path.get(length), links.get(length - 1)) else { break };
            let before = length.checked_sub(2).and_then(|before| links.get(before)?.1);
            self.note(before.map_or(root, |name| name.node), Noted::Enum(id));
            return match self.value_of(id, name) {
                Some(value) => {
                    self.note(link.node, Noted::Value(value));
                    (enum_value(*node, value), length)
                }
                None => {
                    self.no_such_value(link.node, id, name);
                    (Typed::error(*node), links.len())
                }
            };
        }
        let last = links.last().map_or(root, |(node, _)| *node);
        let short = path.len() <= LONGEST_QUALIFIED;
        if let Some(kind) = short.then(|| self.scope.kind(&path)).flatten() {
            let named = links.last().and_then(|(_, name)| *name).map_or(root, |name| name.node);
            self.note(named, Noted::Kind(kind));
            if matches!(expected, Ty::List(_)) {
                return (Typed::new(last, ExprKind::All(kind), Ty::list(Ty::Element(kind))), links.len());
            }
            let names: Vec<&SmolStr> = path.iter().collect();
            self.kind_as_value(last, &joined(&names));
        } else if let Some(kind) = self.scope.kind(std::slice::from_ref(first)) {
            self.kind_as_value(root, self.kind_name(kind));
        } else {
            self.unresolved(root, first, &Ty::Any);
        }
        (Typed::error(last), links.len())
    }

    pub(super) fn kind(&mut self, path: &crate::hir::Path) -> Option<KindId> {
        let found = self.scope.kind(&path.segments);
        if found.is_none() {
            let names: Vec<&SmolStr> = path.segments.iter().collect();
            let written = joined(&names);
            let error = self.error("unknown-kind", path.node, format!("there is no kind `{written}`"));
            let candidates = if self.guessed_enough() { Vec::new() } else { self.scope.kind_names() };
            let otherwise = match self.scope.enumeration(&path.segments) {
                Some(_) => "this is an enum; only elements have a kind".to_owned(),
                None => format!("declare `kind {written} is …`, or bring its module into scope with `use`"),
            };
            let help = self
                .brought_in(Declaration::Kind, &path.segments)
                .unwrap_or_else(|| self.suggest(&written, candidates.iter().map(SmolStr::as_str), &otherwise));
            self.report(error.help(help));
        }
        if let Some(kind) = found {
            self.note_path(path, Noted::Kind(kind));
        }
        found
    }

    pub(super) fn no_such_value(&mut self, node: NodeId, id: EnumId, name: &str) {
        let message = format!("{} is no value of `{}`", quoted(name), self.enum_name(id));
        let error = self.error("unknown-value", node, message);
        let help = match self.schema().enumeration(id) {
            _ if name == "not-applicable" => "a reason belongs to it: `not-applicable(\"why\")`".into(),
            Some(item) => {
                let names = || item.values.iter().map(|value| value.name.as_str());
                // `tls1.3` is read as `tls1`.
                let begins = |value: &&str| value.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
                match names().any(|value| begins(&value)) {
                    true => format!("did you mean {}?", listed(names().filter(begins), "or")).into(),
                    false => self.suggest(name, names(), &format!("its values are {}", listed(names(), "and"))),
                }
            }
            None => "declare the enum".into(),
        };
        self.report(error.help(help));
    }

    fn kind_as_value(&mut self, node: NodeId, kind: &str) {
        let message = format!("`{kind}` is a kind: it stands for its elements only where a list is expected");
        let error = self.error("type-mismatch", node, message);
        self.report(error.help(format!("range over it with `any x in {kind}: …`, or ask `x is {kind}`")));
    }

    /// Whether `self` is an element that has an attribute of that name.
    fn is_of_self(&self, text: &str) -> bool {
        let meaning = self.variables.find("self").map(|variable| &variable.meaning);
        let Some(Meaning::Value { ty: Ty::Element(kind), .. }) = meaning else { return false };
        self.schema().find_attribute(*kind, text).is_some()
    }

    fn unresolved(&mut self, node: NodeId, text: &SmolStr, expected: &Ty) {
        if let Ty::Enum(id) = expected {
            // A misspelt variable is as likely as a misspelt value.
            let of_variable = self.suggest(text, self.variables.names(), "");
            let values = self.schema().enumeration(*id).map(|item| item.values.iter().map(|value| value.name.as_str()));
            let of_value = self.suggest(text, values.into_iter().flatten(), "");
            if of_value.suggestions.is_empty() && !of_variable.suggestions.is_empty() {
                let error = self.error("unresolved-name", node, format!("nothing is called {} here", quoted(text)));
                self.report(error.help(of_variable));
                return;
            }
            self.no_such_value(node, *id, text);
            return;
        }
        let path = std::slice::from_ref(text);
        if let Some(kind) = self.scope.kind(path) {
            self.kind_as_value(node, self.kind_name(kind));
            return;
        }
        if let Some(id) = self.scope.enumeration(path) {
            let first = self.schema().enumeration(id).and_then(|item| item.values.first());
            let help = match first {
                Some(value) => format!("write one of its values, such as `{text}.{}`", value.name),
                None => "give it a value".to_owned(),
            };
            let error = self.error("type-mismatch", node, format!("{} is an enum, not a value", quoted(text)));
            self.report(error.help(help));
            return;
        }
        let message = format!("nothing is called {} here", quoted(text));
        let mut error = self.error("unresolved-name", node, message);
        let declared = self.declared.iter().take(MOST_DECLARED).find(|name| name.text == *text).map(|name| name.node);
        let help = if NULLS.contains(&text.as_str()) {
            Help::from("there is no null: ask `is set` or `is not set`")
        } else if let Some(declared) = declared {
            error = error.label(self.site(declared), "declared here");
            "a variable is known in the clauses below its own: move that clause up".into()
        } else if text == "self" {
            "`self` is the element that an attribute is computed for; a rule calls it by its variable".into()
        } else if self.is_of_self(text) {
            format!("write `self.{}`", cut(text)).into()
        } else if let [(first, _), ..] = self.enums_with(text) {
            format!("nothing here tells its enum: write `{}.{}`", cut(first), cut(text)).into()
        } else {
            let kinds = if matches!(expected, Ty::List(_)) && !self.guessed_enough() {
                self.scope.kind_names()
            } else {
                Vec::new()
            };
            let candidates = self.variables.names().chain(kinds.iter().map(SmolStr::as_str)).chain(["today"]);
            self.suggest(
                text,
                candidates,
                "only variables, values of enums and kinds can be named here, no elements of a model",
            )
        };
        self.report(error.help(help));
    }
}

pub(super) fn enum_value(node: NodeId, value: EnumValueId) -> Typed {
    Typed::new(node, ExprKind::Const(Value::Enum(value)), Ty::Enum(value.of))
}
