//! Elements, `each`, `extend`, assumptions, decisions and tests.

use tm_syntax::ast::{self, TokRange};

use super::Lower;
use crate::hir::{self, ElementForm, MisplacedKind, Owner};

impl Lower<'_> {
    pub(super) fn world(&mut self, items: &[ast::Item], world: &mut hir::World) {
        for item in items {
            match &item.kind {
                ast::ItemKind::Member(member) => {
                    if matches!(member, ast::MemberKind::Attribute(_)) {
                        self.misplaced(world, item.range, member, MisplacedKind::AttributeAtTopLevel);
                    } else {
                        self.member(member, item.docs, item.range, Owner::Module, world);
                    }
                }
                ast::ItemKind::Extend(extend) => self.extension(extend, world),
                ast::ItemKind::Assume(assume) => self.assume(assume, item, world),
                ast::ItemKind::Decision(decision) => {
                    let decision = self.decision(decision, item.range, world);
                    world.decisions.push(decision);
                }
                _ => {}
            }
        }
    }

    pub(super) fn misplaced(
        &mut self,
        world: &mut hir::World,
        range: TokRange,
        member: &ast::MemberKind,
        what: MisplacedKind,
    ) {
        let node = self.node(range);
        let words = match member {
            ast::MemberKind::Element(ast::Element { kind, name: Some(name), block: None }) => {
                Some((self.text(*kind), self.text(*name)))
            }
            _ => None,
        };
        world.misplaced.push(hir::Misplaced { node, what, words });
    }

    fn member(
        &mut self,
        member: &ast::MemberKind,
        docs: ast::Docs,
        range: TokRange,
        owner: Owner,
        world: &mut hir::World,
    ) {
        match member {
            // Statements belong to the owner, which lowers them itself.
            ast::MemberKind::Attribute(_) => {}
            ast::MemberKind::Each(each) => {
                let Some(kind) = &each.kind else { return };
                let node = self.node(range);
                let kind = self.path(kind);
                let members = each.block.as_ref().map_or(&[][..], |block| &block.members);
                self.only_attributes(members, MisplacedKind::MemberInEach, world);
                let statements = self.statements_of(members);
                world.eaches.push(hir::Each { node, owner, kind, statements });
            }
            ast::MemberKind::Flow(flow) => {
                let node = self.node(range);
                let name = flow.name.map(|name| self.name(name));
                self.docs(name.as_ref().map_or(node, |name| name.node), docs);
                let from = flow.from.as_ref().map(|path| self.path(path));
                let to = flow.to.as_ref().map(|path| self.path(path));
                let members = flow.block.as_ref().map_or(&[][..], |block| &block.members);
                self.only_attributes(members, MisplacedKind::MemberInFlow, world);
                let statements = self.statements_of(members);
                world.elements.push(hir::Element {
                    node,
                    owner,
                    form: ElementForm::Flow { from, to },
                    name,
                    statements,
                });
            }
            ast::MemberKind::Element(element) => {
                let node = self.node(range);
                let kind = self.name(element.kind);
                let name = element.name.map(|name| self.name(name));
                self.docs(name.as_ref().map_or(node, |name| name.node), docs);
                let members = element.block.as_ref().map_or(&[][..], |block| &block.members);
                let statements = self.statements_of(members);
                let index = u32::try_from(world.elements.len()).unwrap_or(u32::MAX);
                world.elements.push(hir::Element { node, owner, form: ElementForm::Declared(kind), name, statements });
                self.members(members, Owner::Element(index), world);
            }
        }
    }

    fn members(&mut self, members: &[ast::Member], owner: Owner, world: &mut hir::World) {
        for member in members {
            self.member(&member.kind, member.docs, member.range, owner, world);
        }
    }

    fn only_attributes(&mut self, members: &[ast::Member], what: MisplacedKind, world: &mut hir::World) {
        for member in members {
            if !matches!(member.kind, ast::MemberKind::Attribute(_)) {
                self.misplaced(world, member.range, &member.kind, what);
            }
        }
    }

    fn extension(&mut self, extend: &ast::Extend, world: &mut hir::World) {
        let Some(path) = &extend.path else { return };
        let path = self.path(path);
        let members = extend.body.as_ref().map_or(&[][..], |body| &body.members);
        let statements = self.statements_of(members);
        let index = u32::try_from(world.extensions.len()).unwrap_or(u32::MAX);
        world.extensions.push(hir::Extension { path, statements });
        self.members(members, Owner::Extension(index), world);
    }

    fn assume(&mut self, assume: &ast::Assume, item: &ast::Item, world: &mut hir::World) {
        let node = self.node(item.range);
        let name = assume.name.map(|name| self.name(name));
        self.docs(name.as_ref().map_or(node, |name| name.node), item.docs);
        let members = assume.block.as_ref().map_or(&[][..], |block| &block.members);
        let statements = self.statements_of(members);
        let index = u32::try_from(world.elements.len()).unwrap_or(u32::MAX);
        world.elements.push(hir::Element { node, owner: Owner::Module, form: ElementForm::Assume, name, statements });
        for member in members {
            match member.kind {
                ast::MemberKind::Attribute(_) => {}
                ast::MemberKind::Each(_) => {
                    self.member(&member.kind, member.docs, member.range, Owner::Element(index), world);
                }
                ast::MemberKind::Flow(_) | ast::MemberKind::Element(_) => {
                    self.misplaced(world, member.range, &member.kind, MisplacedKind::ElementInAssumption);
                }
            }
        }
    }

    fn decision(&mut self, decision: &ast::Decision, range: TokRange, world: &mut hir::World) -> hir::Decision {
        let members = decision.block.as_ref().map_or(&[][..], |block| &block.members);
        self.only_attributes(members, MisplacedKind::MemberInDecision, world);
        hir::Decision {
            node: self.node(range),
            mode: decision.mode,
            rule: decision.rule.map(|name| self.name(name)),
            subjects: decision.subjects.iter().map(|subject| self.subject(subject)).collect(),
            statements: self.statements_of(members),
        }
    }

    fn subject(&mut self, subject: &ast::Subject) -> hir::Subject {
        match subject {
            ast::Subject::Project(range) => hir::Subject::Project(self.node(*range)),
            ast::Subject::Path(path) => hir::Subject::Path(self.path(path)),
            ast::Subject::Ends(from, to) => hir::Subject::Ends(self.path(from), self.path(to)),
        }
    }

    pub(super) fn test(&mut self, item: &ast::Item, test: &ast::Test) -> hir::Test {
        let node = self.node(item.range);
        let title = hir::Name {
            node: self.node(TokRange { lo: test.title, hi: test.title + 1 }),
            text: self.string(test.title),
        };
        let mut world = hir::World::default();
        for item in &test.items {
            if !matches!(
                item.kind,
                ast::ItemKind::Member(_)
                    | ast::ItemKind::Extend(_)
                    | ast::ItemKind::Assume(_)
                    | ast::ItemKind::Decision(_)
            ) {
                let node = self.node(item.range);
                world.misplaced.push(hir::Misplaced { node, what: MisplacedKind::DeclarationInTest, words: None });
            }
        }
        self.world(&test.items, &mut world);
        hir::Test {
            node,
            title,
            settings: test
                .settings
                .iter()
                .map(|setting| {
                    let start = setting.name.0;
                    let end = setting.value.as_ref().map_or(TokRange { lo: start, hi: start + 1 }, |value| value.range);
                    self.statement(setting, self.range_from(start, end))
                })
                .collect(),
            world,
            expectations: test
                .expectations
                .iter()
                .map(|expectation| hir::Expectation {
                    node: self.node(expectation.range),
                    kind: expectation.kind,
                    rule: expectation.rule.map(|name| self.name(name)),
                    subjects: expectation.subjects.iter().map(|subject| self.subject(subject)).collect(),
                })
                .collect(),
        }
    }
}
