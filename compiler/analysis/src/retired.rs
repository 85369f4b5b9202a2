//! Names that rules had: `formerly` in a rule keeps what others said of it by an old name.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use tm_model::Site;

use crate::db::{self, Database, Project};
use crate::diagnostic::Diagnostic;
use crate::hir::{self, ClauseKind, ExprKind};
use crate::suggestion::{Help, Suggestion};

/// The entry of a rule that lists them, the latest first.
pub(crate) const FORMERLY: &str = "formerly";

/// The names that rules had, each with the present one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetiredRules {
    present: FxHashMap<SmolStr, SmolStr>,
}

/// The names that the rules of a project had.
#[must_use]
pub fn retired_rules(db: &Database, project: Project) -> &RetiredRules {
    &db::pack(db, project).retired
}

impl RetiredRules {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.present.is_empty()
    }

    /// The present name of a rule that has another one now.
    #[must_use]
    pub fn successor(&self, name: &str) -> Option<&SmolStr> {
        self.present.get(name)
    }

    /// The name as it is now; every other name is what it is.
    #[must_use]
    pub fn present<'n>(&'n self, name: &'n str) -> &'n str {
        self.successor(name).map_or(name, SmolStr::as_str)
    }

    /// The id of a finding, with the present name of its rule.
    #[must_use]
    pub fn present_id<'i>(&self, id: &'i str) -> Cow<'i, str> {
        let (rule, on) = id.split_at(id.find('(').unwrap_or(id.len()));
        self.successor(rule).map_or(Cow::Borrowed(id), |present| Cow::Owned(format!("{present}{on}")))
    }

    /// Whether a text could name a rule by a name that it had.
    pub(crate) fn may_stand_in(&self, text: &str) -> bool {
        self.present.keys().any(|name| text.contains(name.as_str()))
    }
}

/// What to say of a name that a rule had: the first line, and what to do.
pub(crate) fn warning(former: &str, present: &SmolStr) -> (String, Help) {
    let rename = Suggestion::Rename { path: vec![present.clone()], is_only: true };
    let text = format!("write `{present}`: the old name is known only as long as the rule lists it");
    (format!("the rule `{former}` is called `{present}` now"), Help { text, suggestions: vec![rename] })
}

/// What rules say of the names that they had.
#[derive(Default)]
pub(crate) struct Claims {
    claims: Vec<Claim>,
}

struct Claim {
    former: SmolStr,
    site: Site,
    rule: SmolStr,
    rule_site: Site,
    is_standard: bool,
}

impl Claims {
    /// Those of one rule.
    pub fn add(&mut self, rule: &hir::Rule, unit: u32, is_standard: bool) {
        let lists = rule.clauses.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Entry { name, value: Some(value) } if name.text == FORMERLY => Some(value),
            _ => None,
        });
        // A second list is a mistake, which was reported.
        let Some(ExprKind::List(items)) = lists.map(|list| &list.kind).next() else { return };
        let mut seen = FxHashSet::default();
        for item in items {
            let ExprKind::Name(former) = &item.kind else { continue };
            if seen.insert(former) {
                self.claims.push(Claim {
                    former: former.clone(),
                    site: Site { unit, node: item.node },
                    rule: rule.name.text.clone(),
                    rule_site: Site { unit, node: rule.name.node },
                    is_standard,
                });
            }
        }
    }

    /// A name leads to one rule: that of a present rule is no former one, and the first rule that had it keeps it. `declared`
    /// is where a rule of some name stands, and whether that is in the standard library.
    pub fn resolve(
        self,
        declared: impl Fn(&str) -> Option<(Site, bool)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> RetiredRules {
        let mut retired = RetiredRules::default();
        let mut first: FxHashMap<SmolStr, Site> = FxHashMap::default();
        for Claim { former, site, rule, rule_site, is_standard } in self.claims {
            let error = |site, message: String| Diagnostic::error("duplicate-name", site, message);
            if let Some((present, is_there_standard)) = declared(&former) {
                diagnostics.push(if present == rule_site {
                    error(site, format!("`{former}` is what the rule is called now"))
                        .help("list the names that it had, and no longer has")
                } else if is_standard && !is_there_standard {
                    // Whoever reads this cannot change the standard library.
                    error(present, format!("`{former}` is what the rule `{rule}` was called"))
                        .label(site, "said here")
                        .help("give yours another name: what others say of the old one would be said of it")
                } else {
                    error(site, format!("there is a rule `{former}`: it cannot be the former name of another"))
                        .label(present, "declared here")
                        .help("remove it from the list, or rename that rule")
                });
            } else if let Some(before) = first.get(&former) {
                diagnostics.push(
                    error(site, format!("two rules were called `{former}`"))
                        .label(*before, "the first one")
                        .help("leave it with the rule that finds what the old one found"),
                );
            } else {
                first.insert(former.clone(), site);
                retired.present.insert(former, rule);
            }
        }
        retired
    }
}

#[cfg(test)]
mod tests {
    use super::RetiredRules;

    #[test]
    fn ids_have_the_present_name_of_their_rule() {
        let retired = RetiredRules { present: [("old".into(), "new".into())].into_iter().collect() };
        let present = |id| retired.present_id(id).into_owned();
        assert_eq!(present("old(a->b, old)"), "new(a->b, old)");
        assert_eq!(present("old"), "new", "a rule about the project");
        assert_eq!([present("older(a)"), present("x(old)"), present("")], ["older(a)", "x(old)", ""]);
    }
}
