//! Files, and the items that may stand at their top and in tests.

use chumsky::prelude::*;

use super::base::*;
use super::expression::{Expressions, expressions};
use super::member::{block, member};
use super::misspelt::{misspelt, pass_misspelt};
use super::rules::{relation, rule_name, subject, threat_rule};
use super::value::take_path;
use super::vocabulary::{enumeration, extend, extend_enum, kind, kind_body, scale};
use crate::ast::{
    Assume, Attribute, Block, Decision, DecisionMode, Docs, Expectation, ExpectationKind, File, Import, Item, ItemKind,
    MemberKind, Name, Path, Subject, Test, TokRange, Use,
};
use crate::stream::error;
use crate::token::Tok;

const ITEMS: Entries = Entries {
    starts: super::member::member_starts,
    what: "a declaration, an element or a flow",
    help: "an item is a declaration such as `kind`, `rule` or `use`, an element `kind name { … }`, or a flow `a -> b`",
};

/// A whole file; whatever it holds, this succeeds.
pub(super) fn file<'t>() -> P<'t, File> {
    let e = expressions();
    let member = member(e.expr.clone());
    let item = item(&e, member.clone());
    let entry = documented(item);
    rule(move |inp| {
        let lo = at(inp);
        while take(inp, Tok::FileDoc) {}
        let docs = range_from(inp, lo);
        let module = module(inp);
        let mut items = Vec::new();
        loop {
            for (docs, range, kind) in entries(inp, ITEMS, &entry)? {
                items.extend(kind.map(|kind| Item { docs, range, kind }));
            }
            // Closers that close nothing were taken out before; whatever else is left is passed over.
            if inp.next().is_none() {
                return Ok(File { docs, module, items });
            }
        }
    })
}

/// `module a.b`, the first thing in a file.
fn module(inp: &mut Ref<'_, '_>) -> Option<Path> {
    let checkpoint = inp.save();
    let docs = take_docs(inp);
    let ahead = look(inp);
    let declares = ahead.is(0, Tok::KwModule) && ahead.name(1) && !ahead.is(2, Tok::LBrace);
    let unnamed =
        ahead.is(0, Tok::KwModule) && !matches!(ahead.tok(1), Some(Tok::Colon | Tok::Arrow | Tok::Dot | Tok::LBrace));
    if !declares && !unnamed {
        inp.rewind(checkpoint);
        return None;
    }
    inp.state().warn_dangling_docs(docs);
    inp.skip();
    let ahead = look(inp);
    if ahead.name(0) && !ahead.begins_line() {
        return Some(take_path(inp));
    }
    missing(inp, "missing-name", "the name of the module", "a module is named like `shop.payments`");
    None
}

// ---- items --------------------------------------------------------------------------------------------------------

/// The arms of `item`, in order.
#[derive(Clone, Copy)]
enum Arm {
    Use,
    Enum,
    ExtendEnum,
    Scale,
    Kind,
    Extend,
    Relation,
    Rule,
    Assume,
    Decision,
    Test,
    LateModule,
    Misspelt,
    Nothing,
    Member,
}

fn arm(ahead: &Ahead<'_, '_>) -> Arm {
    let named = ahead.name(1) || ahead.quoted_name(1).is_some();
    let opens = ahead.is(1, Tok::LBrace);
    match ahead.tok(0) {
        Some(Tok::KwUse) if named => Arm::Use,
        Some(Tok::KwEnum) if named || opens => Arm::Enum,
        Some(Tok::KwExtend) if ahead.is(1, Tok::KwEnum) && (ahead.name(2) || ahead.newline(2)) => Arm::ExtendEnum,
        Some(Tok::KwExtend) if named || opens => Arm::Extend,
        Some(Tok::KwScale) if named || opens => Arm::Scale,
        Some(Tok::KwAbstract) if ahead.is(1, Tok::KwKind) => Arm::Kind,
        Some(Tok::KwKind) if named || opens => Arm::Kind,
        Some(Tok::KwRelation) if named || opens => Arm::Relation,
        Some(Tok::KwRule) if named || opens => Arm::Rule,
        Some(Tok::KwAssume) if named || opens => Arm::Assume,
        Some(Tok::KwAccept | Tok::KwMitigate | Tok::KwDismiss) if named => Arm::Decision,
        Some(Tok::KwTest) if ahead.is(1, Tok::Str) => Arm::Test,
        Some(Tok::KwModule) if named && !ahead.is(2, Tok::LBrace) => Arm::LateModule,
        Some(Tok::Arrow) => Arm::Member,
        Some(Tok::Ident) if misspelt(ahead).is_some() => Arm::Misspelt,
        Some(tok) if tok.is_name() => Arm::Member,
        _ => Arm::Nothing,
    }
}

/// An item without its documentation; `None` if nothing came of it.
fn item<'t>(e: &Expressions<'t>, member: P<'t, MemberKind>) -> P<'t, Option<ItemKind>> {
    let e = e.clone();
    recursive(move |item| {
        let body = kind_body(member.clone(), e.expr.clone());
        let block = block(member.clone());
        let some = |parser: P<'t, ItemKind>| parser.map(Some).boxed();
        let arms = vec![
            import(),
            some(enumeration()),
            some(extend_enum()),
            some(scale()),
            some(kind(body.clone())),
            some(extend(body)),
            some(relation(&e)),
            some(threat_rule(&e)),
            some(assume(block.clone())),
            some(decision(block)),
            some(test(item.boxed())),
            rule(|inp| {
                let at = at(inp);
                let stream = inp.state();
                let range = stream.source.range(stream.sig(at));
                let message = "`module` stands only at the top of a file".to_owned();
                stream.report(
                    at,
                    error("misplaced-module", range, message, "move it up, or put what follows into a file of its own"),
                );
                inp.skip();
                take_path(inp);
                Ok(None)
            }),
            rule(|inp| {
                pass_misspelt(inp);
                Ok(None)
            }),
            rule(|_| Ok(None)),
            some(member.map(ItemKind::Member).boxed()),
        ];
        switch(|ahead| arm(ahead) as usize, arms)
    })
    .boxed()
}

/// `use a.b.{x, y as z}`
fn import<'t>() -> P<'t, Option<ItemKind>> {
    const IMPORTS: Entries = Entries {
        starts: |ahead| ahead.name(0),
        what: "a name",
        help: "names to bring in are written `use a.b.{x, y as z}`",
    };
    let import = rule(|inp| {
        let name = take_name(inp);
        let alias = if take(inp, Tok::KwAs) { name_or_missing(inp, "the other name") } else { None };
        if look(inp).name(0) {
            missing(inp, "missing-comma", "`,` between the names", IMPORTS.help);
        }
        Ok(Import { name, alias })
    });
    let imports = braced(IMPORTS, import).map(|(_, found)| found).boxed();
    rule(move |inp| {
        inp.skip();
        let ahead = look(inp);
        let lo = ahead.at;
        if ahead.literal(0) {
            missing(inp, "missing-name", "the name of a module", "`use` takes no file: write `use MODULE`");
            inp.skip();
            return Ok(None);
        }
        if ahead.begins_line() {
            missing(inp, "missing-name", "the name of a module", IMPORTS.help);
            let name = inp.state().name(lo.saturating_sub(1));
            let range = inp.state().range(lo, lo);
            return Ok(Some(ItemKind::Use(Use { path: Path { segments: vec![name], range }, imports: None })));
        }
        let mut segments = vec![take_name(inp)];
        let mut found = None;
        while inp.peek() == Some(Tok::Dot) {
            if look(inp).is(1, Tok::LBrace) {
                break;
            }
            inp.skip();
            match super::value::field_name(inp) {
                Some(name) => segments.push(name),
                None => break,
            }
        }
        let path = Path { segments, range: range_from(inp, lo) };
        if inp.peek() == Some(Tok::Dot) {
            inp.skip();
            found = Some(inp.parse(&imports)?);
        }
        Ok(Some(ItemKind::Use(Use { path, imports: found })))
    })
}

/// `assume name { … }`
fn assume<'t>(block: P<'t, Block>) -> P<'t, ItemKind> {
    word(Tok::KwAssume)
        .ignore_then(declared_name("the name of the assumption"))
        .then(required("what is assumed", block))
        .map(|(name, block)| ItemKind::Assume(Assume { name, block }))
        .boxed()
}

/// `accept rule on subject { … }`
fn decision<'t>(block: P<'t, Block>) -> P<'t, ItemKind> {
    let head = rule(|inp| {
        Ok(match inp.next() {
            Some(Tok::KwMitigate) => DecisionMode::Mitigate,
            Some(Tok::KwDismiss) => DecisionMode::Dismiss,
            _ => DecisionMode::Accept,
        })
    });
    // `accept on x`: the name of the rule is what is missing.
    let name = rule(|inp| {
        let ahead = look(inp);
        if ahead.is(0, Tok::KwOn) && ahead.name(1) && !ahead.is(1, Tok::KwOn) {
            missing(inp, "missing-name", "the name of a rule", "write `accept RULE on ELEMENT { … }`");
            return Ok(None);
        }
        Ok(name_or_missing(inp, "the name of a rule"))
    });
    let on = rule(|inp| {
        if inp.peek() != Some(Tok::KwOn) {
            missing(
                inp,
                "missing-name",
                "`on` and what it is about",
                "write `on ELEMENT`, `on a -> b` or `on project`",
            );
            let ahead = look(inp);
            let goes_on = |i: usize| ahead.name(i) && !ahead.newline(i);
            let has_word = (ahead.is(0, Tok::Colon) || goes_on(0)) && goes_on(1);
            if !has_word && !goes_on(0) {
                return Ok(Vec::new());
            }
            // Another word, or a sign, in its place.
            if has_word {
                inp.skip();
            }
            return Ok(subjects(inp));
        }
        inp.skip();
        Ok(subjects(inp))
    });
    head.then(name)
        .then(on)
        .then(required("the reason and the owner", block))
        .map(|(((mode, rule), subjects), block)| ItemKind::Decision(Decision { mode, rule, subjects, block }))
        .boxed()
}

/// `subject, subject`, behind `on`.
fn subjects(inp: &mut Ref<'_, '_>) -> Vec<Subject> {
    let mut found = Vec::new();
    loop {
        let ahead = look(inp);
        if !ahead.name(0) || (ahead.begins_line() && !ahead.is(1, Tok::Arrow)) {
            missing(inp, "missing-name", "what it is about", "write `on ELEMENT`, `on a -> b` or `on project`");
            return found;
        }
        found.push(subject(inp));
        if !take(inp, Tok::Comma) {
            return found;
        }
    }
}

// ---- tests --------------------------------------------------------------------------------------------------------

const TEST_ENTRIES: Entries = Entries {
    starts: super::member::member_starts,
    what: "an item or an expectation",
    help: "a test holds elements, flows and declarations, and lines such as `expect RULE on ELEMENT`",
};

enum TestEntry {
    Item(Option<ItemKind>),
    Setting(Attribute),
    Expectation(ExpectationKind, Option<Name>, Vec<Subject>),
}

/// `test "title" { items and expectations }`
fn test<'t>(item: P<'t, Option<ItemKind>>) -> P<'t, ItemKind> {
    let arms = vec![expectation(), item.map(setting_or_item).boxed()];
    let expects = |ahead: &Ahead<'_, '_>| {
        usize::from(!(ahead.is(0, Tok::KwExpect) && (ahead.name(1) || ahead.is(1, Tok::RBrace))))
    };
    let entry = switch(expects, arms);
    let body = required("what the test holds", braced(TEST_ENTRIES, documented(entry)));
    let title = rule(|inp| {
        inp.skip();
        let at = at(inp);
        inp.skip();
        Ok(inp.state().sig(at))
    });
    title
        .then(body)
        .map_with(|(title, body), e| {
            let found = body.map(|(_, found)| found).unwrap_or_default();
            ItemKind::Test(sort_entries(title, found, |docs| e.state().warn_dangling_docs(docs)))
        })
        .boxed()
}

fn setting_or_item(item: Option<ItemKind>) -> TestEntry {
    match item {
        Some(ItemKind::Member(MemberKind::Attribute(attribute))) => TestEntry::Setting(attribute),
        other => TestEntry::Item(other),
    }
}

fn sort_entries(title: u32, found: Vec<(Docs, TokRange, TestEntry)>, mut dangling: impl FnMut(Docs)) -> Test {
    let mut test = Test { title, items: Vec::new(), expectations: Vec::new(), settings: Vec::new() };
    for (docs, range, entry) in found {
        match entry {
            TestEntry::Item(kind) => test.items.extend(kind.map(|kind| Item { docs, range, kind })),
            TestEntry::Setting(attribute) => {
                dangling(docs);
                test.settings.push(attribute);
            }
            TestEntry::Expectation(kind, rule, subjects) => {
                dangling(docs);
                test.expectations.push(Expectation { range, kind, rule, subjects });
            }
        }
    }
    test
}

/// `expect nothing`, `expect [no | question | possible] RULE [on subject, subject]`
fn expectation<'t>() -> P<'t, TestEntry> {
    let rule_name = rule_name();
    rule(move |inp| {
        inp.skip();
        let ahead = look(inp);
        // A rule may be called `no`: it is one if no name follows.
        let qualifies = ahead.name(1) && !ahead.is(1, Tok::KwOn) && !ahead.newline(1);
        let kind = match ahead.tok(0) {
            Some(Tok::KwNothing) if !ahead.is(1, Tok::KwOn) => ExpectationKind::Nothing,
            Some(Tok::KwNo) if qualifies => ExpectationKind::No,
            Some(Tok::KwQuestion) if qualifies => ExpectationKind::Question,
            Some(Tok::KwPossible) if qualifies => ExpectationKind::Possible,
            _ => ExpectationKind::Finding,
        };
        if kind != ExpectationKind::Finding {
            inp.skip();
        }
        if kind == ExpectationKind::Nothing {
            return Ok(TestEntry::Expectation(kind, None, Vec::new()));
        }
        let name = inp.parse(&rule_name)?;
        let subjects = if take(inp, Tok::KwOn) { subjects(inp) } else { Vec::new() };
        Ok(TestEntry::Expectation(kind, name, subjects))
    })
}
