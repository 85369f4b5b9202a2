//! The syntax tree: structure without text.
//!
//! Every node carries a [`TokRange`] in the space of *significant* tokens (trivia left out), so an edit of white space or
//! comments leaves the tree equal. Text is read through [`crate::Parsed`]. Parts that the author has not written yet are
//! `None` or empty: parsing always yields a tree.

/// Significant tokens `lo..hi` of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TokRange {
    pub lo: u32,
    pub hi: u32,
}

/// An identifier (plain, raw, or a keyword used as a name): the index of its significant token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name(pub u32);

/// `a.b.c`; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub segments: Vec<Name>,
    pub range: TokRange,
}

/// A run of `///` tokens (`lo == hi`: none).
pub type Docs = TokRange;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The `//!` tokens.
    pub docs: Docs,
    pub module: Option<Path>,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub docs: Docs,
    /// Without the docs.
    pub range: TokRange,
    pub kind: ItemKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Use(Use),
    Enum(Enum),
    /// `extend enum Name { … }`
    ExtendEnum(ExtendEnum),
    Scale(Scale),
    Kind(Kind),
    Extend(Extend),
    Relation(Relation),
    Rule(Rule),
    Assume(Assume),
    Decision(Decision),
    Test(Test),
    /// An attribute is only allowed inside a block; at the top level it parses and is reported later.
    Member(MemberKind),
}

// ---- modules ------------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub path: Path,
    /// `None`: the module itself is brought into scope, under its last segment.
    pub imports: Option<Vec<Import>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub name: Name,
    pub alias: Option<Name>,
}

// ---- models -------------------------------------------------------------------------------------------------------

/// What stands between the braces of an element, an `each`, a flow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// From `{` to `}`.
    pub range: TokRange,
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub docs: Docs,
    pub range: TokRange,
    pub kind: MemberKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberKind {
    Attribute(Attribute),
    Each(Each),
    Flow(Flow),
    Element(Element),
}

/// `name: value`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: Name,
    pub value: Option<Value>,
}

/// `each kind { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Each {
    pub kind: Option<Path>,
    pub block: Option<Block>,
}

/// `flow name: a -> b { … }`, `a -> b { … }`, `-> b { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub name: Option<Name>,
    /// `None`: the enclosing component.
    pub from: Option<Path>,
    /// `None`: not written yet.
    pub to: Option<Path>,
    pub block: Option<Block>,
}

/// `kind name { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub kind: Name,
    /// `None`: not written yet.
    pub name: Option<Name>,
    pub block: Option<Block>,
}

/// `assume name { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assume {
    pub name: Option<Name>,
    pub block: Option<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub range: TokRange,
    pub kind: ValueKind,
    /// A list whose brackets nobody wrote, which is an error: perhaps one value is meant.
    pub lacks_brackets: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueKind {
    Literal(Literal),
    Path(Path),
    List(Vec<Value>),
    /// `not-applicable("reason")`; the token of the reason.
    NotApplicable(Option<u32>),
}

/// A literal; its text is that of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    Str(u32),
    Int(u32),
    Date(u32),
    True,
    False,
    Unknown,
}

// ---- vocabulary ---------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    pub name: Option<Name>,
    pub fields: Vec<Field>,
    pub values: Vec<EnumValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendEnum {
    pub path: Option<Path>,
    pub values: Vec<EnumValue>,
}

/// `field name: type = default`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub docs: Docs,
    pub range: TokRange,
    pub name: Name,
    pub ty: Option<Type>,
    pub default: Option<Value>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    pub docs: Docs,
    pub range: TokRange,
    pub name: Name,
    pub fields: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    pub name: Option<Name>,
    /// Lowest first; `fields` are empty.
    pub values: Vec<EnumValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub is_abstract: bool,
    pub name: Option<Name>,
    pub parent: Option<Path>,
    pub body: Option<KindBody>,
}

/// `extend path { … }`: a kind, or an element (facts from another file).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extend {
    pub path: Option<Path>,
    pub body: Option<KindBody>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindBody {
    pub range: TokRange,
    pub declarations: Vec<Declaration>,
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    pub docs: Docs,
    pub range: TokRange,
    pub inherited: bool,
    pub class: DeclarationClass,
    pub name: Name,
    pub ty: Option<Type>,
    pub value: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclarationClass {
    Fact,
    Control,
    Derive,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Path(Path),
    List(Box<Type>, TokRange),
}

// ---- expressions --------------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    pub range: TokRange,
    pub kind: ExprKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    Literal(Literal),
    Name(Name),
    /// `base.name`; `name` is `None` after a dot that nothing follows yet.
    Field {
        base: Box<Expr>,
        name: Option<Name>,
    },
    List(Vec<Expr>),
    Paren(Box<Expr>),
    Not(Box<Expr>),
    /// n-ary, at least two.
    And(Vec<Expr>),
    /// n-ary, at least two.
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
    /// Nothing that is an expression; reported by the parser.
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IsTest {
    Set,
    Known,
    Unknown,
    Kind(Path),
}

/// `from ~> to along relation { hops }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads {
    pub from: Expr,
    pub to: Expr,
    pub relation: Option<Path>,
    pub hops: Vec<HopCondition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopCondition {
    pub range: TokRange,
    pub mode: HopMode,
    pub variable: Name,
    pub condition: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HopMode {
    All,
    Any,
    No,
    First,
    Last,
    Avoiding,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantifier {
    pub mode: QuantifierMode,
    pub generators: Vec<Generator>,
    pub condition: Option<Expr>,
    pub body: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantifierMode {
    Any,
    All,
    No,
    Count,
    Max,
    Min,
    Collect,
}

/// `variable in list`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    pub variable: Name,
    pub list: Expr,
}

// ---- rules and relations ------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub name: Option<Name>,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub range: TokRange,
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
    /// `severity: …`, `message: …`: what may stand there is decided by the checker. A `Literal::Str` is a template for `message` and `help`.
    Entry {
        name: Name,
        value: Option<Expr>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub variable: Name,
    pub source: BindingSource,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BindingSource {
    /// `x: kind`
    Kind(Path),
    /// `x in LIST`
    List(Expr),
    Missing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub name: Option<Name>,
    pub edges: Vec<Edge>,
}

/// `edge from -> to via v for … where … needs …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub docs: Docs,
    pub range: TokRange,
    pub from: Expr,
    pub to: Expr,
    pub via: Option<Name>,
    pub bindings: Vec<Binding>,
    pub condition: Option<Expr>,
    pub needs: Option<Expr>,
}

// ---- decisions and tests ------------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub mode: DecisionMode,
    pub rule: Option<Name>,
    pub subjects: Vec<Subject>,
    pub block: Option<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionMode {
    Accept,
    Mitigate,
    Dismiss,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Project(TokRange),
    Path(Path),
    /// `a -> b`: an unnamed flow, called by its ends.
    Ends(Path, Path),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The string token.
    pub title: u32,
    pub items: Vec<Item>,
    pub expectations: Vec<Expectation>,
    /// `today: …`, `profile: …`
    pub settings: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    pub range: TokRange,
    pub kind: ExpectationKind,
    pub rule: Option<Name>,
    pub subjects: Vec<Subject>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectationKind {
    /// `expect nothing`
    Nothing,
    /// `expect RULE`
    Finding,
    /// `expect no RULE`
    No,
    /// `expect question RULE`
    Question,
    /// `expect possible RULE`
    Possible,
}
