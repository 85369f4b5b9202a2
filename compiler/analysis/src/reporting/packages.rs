//! Packages that speak for what is not their own.
//!
//! What a package says of elements of the project counts: it may state a control that nobody has, or silence a finding. That
//! must not go unseen.

use rustc_hash::FxHashMap;
use tm_model::ElementId;

use crate::db::{self, Db, Pack, Project, SourceFile};
use crate::diagnostic::Diagnostic;
use crate::hir::{self, DeclarationClass};
use crate::modules::Origin;
use crate::scope::VocabularyScope;
use crate::spans::Place;
use crate::vocabulary::Scope;
use crate::world::decisions::find_subject;
use crate::world::references::SubjectTie;

/// What packages say of elements and kinds that stand outside of them.
pub(super) fn check(db: &dyn Db, project: Project, pack: &Pack) -> Vec<Diagnostic> {
    let origins: FxHashMap<u32, &Origin> =
        project.files(db).iter().map(|file| (file.unit(db), file.origin(db))).collect();
    let mut found = Vec::new();
    for file in project.files(db).iter().filter(|file| matches!(file.origin(db), Origin::Package { .. })) {
        let mut package = Package { db, project, pack, origins: &origins, file: *file, found: &mut found };
        package.elements();
        package.kinds();
        package.decisions();
    }
    found
}

struct Package<'a> {
    db: &'a dyn Db,
    project: Project,
    pack: &'a Pack,
    origins: &'a FxHashMap<u32, &'a Origin>,
    file: SourceFile,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Package<'a> {
    fn is_foreign(&self, unit: u32) -> bool {
        self.origins.get(&unit).is_some_and(|origin| *origin != self.file.origin(self.db))
    }

    fn report(&mut self, node: hir::NodeId, does: &str, what: &str) {
        let message = format!("a package speaks for what is not its own: it {does} `{what}`");
        let site = Place::Node(node).at(self.file.unit(self.db));
        let warning = Diagnostic::warning("package-reaches-out", site, message);
        self.found
            .push(warning.help("it counts: say it in the project if it is meant, and remove it from the package"));
    }

    fn report_element(&mut self, node: hir::NodeId, does: &str, element: Option<ElementId>) {
        let Some(id) = element.filter(|id| self.is_foreign(id.unit)) else { return };
        let placed = db::topology(self.db, self.project).get(id);
        let name = placed.map(|placed| placed.qualified.clone()).unwrap_or_default();
        self.report(node, does, &name);
    }

    fn scope(&self) -> Scope<'a> {
        let index = db::vocabulary(self.db, self.project);
        Scope { index, imports: db::imports(self.db, self.project, self.file) }
    }

    /// `extend`, and the lists `about` of assumptions and safeguards.
    fn elements(&mut self) {
        let world = db::world_items(self.db, self.file);
        let references = db::references(self.db, self.project, self.file);
        for (extension, element) in world.extensions.iter().zip(&references.structure.extensions) {
            self.report_element(extension.path.node, "adds to", *element);
        }
        let about = world.elements.iter().flat_map(|element| &element.statements).filter(|it| it.name.text == "about");
        for value in about.filter_map(|statement| statement.value.as_ref()) {
            let hir::ValueKind::List(items) = &value.kind else { continue };
            for item in items {
                let hir::ValueKind::Path(path) = &item.kind else { continue };
                self.report_element(path.node, "assumes or protects", references.values.get(&path.node).copied());
            }
        }
    }

    /// Defaults, and derived attributes that are declared again, of kinds that stand elsewhere.
    fn kinds(&mut self) {
        let items = &db::item_tree(self.db, self.file).vocabulary;
        let scope = self.scope();
        for extension in &items.extensions {
            let Some(kind) = scope.kind(&extension.path.segments) else { continue };
            let Some(declared) = scope.schema().kind(kind) else { continue };
            if declared.site.is_some_and(|site| !self.is_foreign(site.unit)) {
                continue;
            }
            if !extension.statements.is_empty() {
                self.report(extension.path.node, "sets defaults of every", &declared.name);
            }
            let is_above = |name: &str| {
                let known = scope.schema().find_attribute(kind, name).and_then(|id| scope.schema().attribute(id));
                known.is_some_and(|attribute| attribute.kind != kind)
            };
            for item in &extension.declarations {
                if item.class == DeclarationClass::Derive && is_above(&item.name.text) {
                    let what = format!("{}.{}", declared.name, item.name.text);
                    self.report(item.name.node, "computes anew", &what);
                }
            }
        }
    }

    fn decisions(&mut self) {
        let world = db::world_items(self.db, self.file);
        let references = db::references(self.db, self.project, self.file);
        let declared = &db::declared(self.db, self.project, self.file).decisions;
        let imports = db::imports(self.db, self.project, self.file);
        let names = db::names(self.db, self.project);
        let topology = db::topology(self.db, self.project);
        let ties = references.structure.decisions.iter().zip(declared);
        for (decision, (tie, declared)) in world.decisions.iter().zip(ties) {
            let Some(node) = decision.rule.as_ref().map(|rule| rule.node) else { continue };
            let rule = tie.rule.as_ref().and_then(|rule| self.pack.find(rule));
            let id = ElementId { unit: self.file.unit(self.db), slot: declared.slot };
            let flows = topology.get(id).map(|placed| placed.links.subjects.as_slice()).unwrap_or_default();
            let named = tie.subjects.iter().filter_map(|subject| match subject {
                SubjectTie::Path(path) => {
                    find_subject(path, rule.map(|rule| &**rule), self.scope().schema(), names, imports)
                }
                SubjectTie::Project | SubjectTie::Ends(..) => None,
            });
            let subjects: Vec<ElementId> = named.chain(flows.iter().copied()).collect();
            if tie.subjects.iter().any(|subject| matches!(subject, SubjectTie::Project)) {
                self.report(node, "decides about", "project");
            }
            let foreign = subjects.into_iter().find(|id| self.is_foreign(id.unit));
            self.report_element(node, "decides about", foreign);
        }
    }
}
