//! Lists of bare names that stand in a quantifier, where only the use of the variable tells the enum:
//! `any c in [sig, iss]: c not in f.validates`.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use tm_model::EnumId;

use super::{Checker, types::Ty};

pub(super) struct Inferred {
    names: Vec<SmolStr>,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    Open,
    Known(EnumId),
    /// Neither the use nor the names tell.
    Failed,
}

impl Checker<'_> {
    pub(super) fn infer(&mut self, names: Vec<SmolStr>) -> usize {
        self.inferred.push(Inferred { names, state: State::Open });
        self.inferred.len() - 1
    }

    /// With what has been found out about it.
    pub(super) fn settled(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Inferred(index) => match self.inferred.get(*index).map(|item| item.state) {
                Some(State::Open) => ty.clone(),
                Some(State::Known(id)) => Ty::Enum(id),
                Some(State::Failed) | None => Ty::Error,
            },
            Ty::List(of) => Ty::list(self.settled(of)),
            _ => ty.clone(),
        }
    }

    /// Both with what each tells about the other.
    pub(super) fn settled_together(&mut self, a: &Ty, b: &Ty) -> (Ty, Ty) {
        let (a, b) = (self.settled(a), self.settled(b));
        match (&a, &b) {
            (Ty::Inferred(index), Ty::Enum(id)) | (Ty::Enum(id), Ty::Inferred(index)) => {
                if let Some(item) = self.inferred.get_mut(*index) {
                    item.state = State::Known(*id);
                }
                (Ty::Enum(*id), Ty::Enum(*id))
            }
            (Ty::Inferred(_), Ty::Bool | Ty::Int | Ty::Text | Ty::Date | Ty::Element(_) | Ty::List(_)) => {
                (self.forced(&a), b)
            }
            (Ty::Bool | Ty::Int | Ty::Text | Ty::Date | Ty::Element(_) | Ty::List(_), Ty::Inferred(_)) => {
                let b = self.forced(&b);
                (a, b)
            }
            _ => (a, b),
        }
    }

    /// Decided by the names alone, if the use has not told yet: the one enum that has all of them.
    pub(super) fn forced(&mut self, ty: &Ty) -> Ty {
        let settled = self.settled(ty);
        let Ty::Inferred(index) = settled else { return settled };
        let found = self.inferred.get(index).and_then(|item| self.only_enum_with(&item.names));
        if let Some(item) = self.inferred.get_mut(index) {
            item.state = found.map_or(State::Failed, State::Known);
        }
        // Reported where the list stands, once the quantifier has been read.
        found.map_or(Ty::Error, Ty::Enum)
    }

    fn only_enum_with(&self, names: &[SmolStr]) -> Option<EnumId> {
        let (first, rest) = names.split_first()?;
        let mut found = None;
        for (_, id) in self.enums_with(first) {
            if found == Some(*id) || !rest.iter().all(|name| self.value_of(*id, name).is_some()) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(*id);
        }
        found
    }

    /// The enums in scope that have such a value, as they are called there.
    pub(super) fn enums_with(&self, value: &str) -> &[(SmolStr, EnumId)] {
        let enums = self.enums.get_or_init(|| {
            let mut by_value: FxHashMap<&str, Vec<(SmolStr, EnumId)>> = FxHashMap::default();
            for name in self.scope.enum_names() {
                let Some(id) = self.scope.enumeration(std::slice::from_ref(&name)) else { continue };
                for value in self.schema().enumeration(id).into_iter().flat_map(|item| &item.values) {
                    by_value.entry(value.name.as_str()).or_default().push((name.clone(), id));
                }
            }
            by_value
        });
        enums.get(value).map_or(&[], Vec::as_slice)
    }
}
