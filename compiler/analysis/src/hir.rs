//! What a file says, without places: the item tree and the expressions in it.
//!
//! Every part that a diagnostic could point at has a [`NodeId`]; the ranges stand apart, in [`crate::spans::SpanMap`].
//! White space, comments and documentation therefore change nothing here (invariant I3). Nodes of vocabulary and rules are
//! numbered before those of elements, so that editing elements leaves vocabulary equal.

use smol_str::SmolStr;
use tm_model::Date;
pub use tm_syntax::ast::{CompareOp, DecisionMode, DeclarationClass, ExpectationKind, HopMode, QuantifierMode};

/// A place in one file.
pub type NodeId = u32;

/// `a.b.c`. Segment `i` has node `node + 1 + i`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    pub node: NodeId,
    pub segments: Vec<SmolStr>,
}

/// A name with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    pub node: NodeId,
    pub text: SmolStr,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemTree {
    pub module: Option<Path>,
    pub uses: Vec<Use>,
    pub vocabulary: Vocabulary,
    pub rules: Vec<Rule>,
    pub world: World,
    pub tests: Vec<Test>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub path: Path,
    /// `None`: the module itself.
    pub imports: Option<Vec<Import>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub name: Name,
    pub alias: Option<Name>,
}

// ---- vocabulary ---------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    pub enums: Vec<Enum>,
    /// `extend enum`
    pub enum_extensions: Vec<EnumExtension>,
    pub kinds: Vec<Kind>,
    /// Every `extend x`: only those where `x` is a kind matter here.
    pub extensions: Vec<KindExtension>,
    pub relations: Vec<Relation>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    pub name: Name,
    pub is_scale: bool,
    pub fields: Vec<EnumField>,
    pub values: Vec<EnumValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumExtension {
    pub path: Path,
    pub values: Vec<EnumValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumField {
    pub name: Name,
    pub ty: Option<Type>,
    pub default: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    pub name: Name,
    pub fields: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub name: Name,
    pub is_abstract: bool,
    pub parent: Option<Path>,
    pub declarations: Vec<Declaration>,
    /// Defaults of the kind.
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindExtension {
    pub path: Path,
    pub declarations: Vec<Declaration>,
    pub statements: Vec<Statement>,
}

/// `fact`, `control`, `derive`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    pub name: Name,
    pub class: DeclarationClass,
    pub inherited: bool,
    pub ty: Option<Type>,
    pub value: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Path(Path),
    List(Box<Type>, NodeId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub name: Name,
    pub edges: Vec<Edge>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub node: NodeId,
    pub from: Expr,
    pub to: Expr,
    pub via: Option<Name>,
    pub bindings: Vec<Binding>,
    pub condition: Option<Expr>,
    pub needs: Option<Expr>,
}

// ---- rules --------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub name: Name,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub node: NodeId,
    pub kind: ClauseKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    For(Vec<Binding>),
    Exists(Vec<Binding>),
    Let {
        name: Name,
        value: Expr,
    },
    Where(Expr),
    Path {
        name: Name,
        leads: Leads,
    },
    /// `message: "…"`, `help: "…"`
    Template {
        name: Name,
        template: Template,
    },
    /// Any other `name: expr`.
    Entry {
        name: Name,
        value: Option<Expr>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub name: Name,
    pub source: BindingSource,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingSource {
    Kind(Path),
    List(Expr),
    Missing,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pub node: NodeId,
    pub parts: Vec<TemplatePart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePart {
    Text(SmolStr),
    /// `{a.b.c}`
    Path {
        node: NodeId,
        names: Vec<SmolStr>,
    },
    /// Braces that hold no path, as written; reported by the checker.
    Malformed {
        node: NodeId,
        text: SmolStr,
    },
}

// ---- expressions --------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    pub node: NodeId,
    pub kind: ExprKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    Literal(Literal),
    Name(SmolStr),
    Field {
        base: Box<Expr>,
        name: Option<Name>,
    },
    List(Vec<Expr>),
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    Compare {
        op: CompareOp,
        lhs: Box<Expr>,
        rhs: Box<Expr>,
    },
    In {
        negated: bool,
        item: Box<Expr>,
        list: Box<Expr>,
    },
    Is {
        negated: bool,
        subject: Box<Expr>,
        test: IsTest,
    },
    Leads(Box<Leads>),
    Quantifier(Box<Quantifier>),
    /// Reported by the parser.
    Missing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsTest {
    Set,
    Known,
    Unknown,
    Kind(Path),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads {
    pub node: NodeId,
    pub from: Expr,
    pub to: Expr,
    pub relation: Option<Path>,
    pub hops: Vec<HopCondition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopCondition {
    pub node: NodeId,
    pub mode: HopMode,
    pub variable: Name,
    pub condition: Expr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantifier {
    pub mode: QuantifierMode,
    pub generators: Vec<Generator>,
    pub condition: Option<Expr>,
    pub body: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    pub variable: Name,
    pub list: Expr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    Text(SmolStr),
    /// `None`: too large for 64 bits, reported when it is used.
    Int(Option<i64>),
    /// `Err`: the text of a date that is in no calendar.
    Date(Result<Date, SmolStr>),
    Bool(bool),
    Unknown,
}

// ---- elements -----------------------------------------------------------------------------------------------------

/// The elements of a file, or of one test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct World {
    pub elements: Vec<Element>,
    /// `extend x { … }`
    pub extensions: Vec<Extension>,
    pub eaches: Vec<Each>,
    pub decisions: Vec<Decision>,
    /// Members where none may stand, with what is wrong: reported as they are.
    pub misplaced: Vec<Misplaced>,
}

/// What a declaration stands in; indices into [`World`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    Module,
    Element(u32),
    Extension(u32),
}

/// A declared element, in source order: an owner stands before what it owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The whole declaration.
    pub node: NodeId,
    pub owner: Owner,
    pub form: ElementForm,
    /// `None`: an unnamed flow, or not written yet.
    pub name: Option<Name>,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElementForm {
    /// `kind name`
    Declared(Name),
    Flow {
        from: Option<Path>,
        to: Option<Path>,
    },
    Assume,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub path: Path,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Each {
    pub node: NodeId,
    pub owner: Owner,
    pub kind: Path,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub node: NodeId,
    pub name: Name,
    pub value: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub node: NodeId,
    pub kind: ValueKind,
    /// It is written wrongly, which has been told: perhaps it was meant to be of another type.
    pub is_faulty: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    Literal(Literal),
    Path(Path),
    List(Vec<Value>),
    NotApplicable(SmolStr),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    pub node: NodeId,
    pub what: MisplacedKind,
    /// Two words and nothing else: perhaps an attribute and its value.
    pub words: Option<(SmolStr, SmolStr)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MisplacedKind {
    /// `name: value` outside of a block.
    AttributeAtTopLevel,
    /// Anything but attributes inside `each`, a flow, a decision or an enum value.
    MemberInEach,
    MemberInFlow,
    MemberInDecision,
    /// Elements or flows inside an assumption.
    ElementInAssumption,
    /// Elements, flows or `each` inside a kind.
    MemberInKind,
    /// Vocabulary, rules, `use` or tests inside a test.
    DeclarationInTest,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub node: NodeId,
    pub mode: DecisionMode,
    pub rule: Option<Name>,
    pub subjects: Vec<Subject>,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Project(NodeId),
    Path(Path),
    Ends(Path, Path),
}

// ---- tests --------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    pub node: NodeId,
    pub title: Name,
    pub settings: Vec<Statement>,
    pub world: World,
    pub expectations: Vec<Expectation>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    pub node: NodeId,
    pub kind: ExpectationKind,
    pub rule: Option<Name>,
    pub subjects: Vec<Subject>,
}
