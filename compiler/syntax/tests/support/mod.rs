//! Prints a tree in one line, so that tests can say what they expect.
#![allow(dead_code)]

use tm_syntax::ast::*;
use tm_syntax::{Parsed, parse};

/// The tree of a text that has no errors.
pub fn tree(text: &str) -> String {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "in {text}");
    print(&parsed, text)
}

/// The tree, and the errors as `name@text`.
pub fn broken(text: &str) -> (String, Vec<String>) {
    let parsed = parse(text);
    let errors = parsed.errors.iter().map(|error| {
        let range = error.range.start as usize..error.range.end as usize;
        assert!(error.range.end as usize <= text.len() && error.range.start <= error.range.end, "{error:?}");
        format!("{}@{}:{}", error.name, error.range.start, &text[range])
    });
    (print(&parsed, text), errors.collect())
}

pub fn names(text: &str) -> Vec<&'static str> {
    parse(text).errors.iter().map(|error| error.name).collect()
}

pub fn print(parsed: &Parsed, text: &str) -> String {
    Printer { parsed, text }.file(&parsed.file)
}

struct Printer<'a> {
    parsed: &'a Parsed,
    text: &'a str,
}

impl Printer<'_> {
    fn name(&self, name: Name) -> String {
        self.parsed.text(self.text, name).to_owned()
    }

    fn maybe(&self, name: Option<Name>) -> String {
        name.map_or("?".to_owned(), |name| self.name(name))
    }

    fn path(&self, path: &Path) -> String {
        path.segments.iter().map(|&name| self.name(name)).collect::<Vec<_>>().join(".")
    }

    fn maybe_path(&self, path: &Option<Path>) -> String {
        path.as_ref().map_or("?".to_owned(), |path| self.path(path))
    }

    fn docs(&self, docs: Docs) -> String {
        if docs.lo == docs.hi {
            String::new()
        } else {
            format!("#{} ", self.parsed.docs(self.text, docs).replace('\n', "/"))
        }
    }

    fn all<T>(&self, found: &[T], print: impl Fn(&T) -> String) -> String {
        found.iter().map(print).collect::<Vec<_>>().join(" ")
    }

    fn file(&self, file: &File) -> String {
        let mut parts = Vec::new();
        if file.docs.lo != file.docs.hi {
            parts.push(self.docs(file.docs).trim().to_owned());
        }
        if let Some(module) = &file.module {
            parts.push(format!("module({})", self.path(module)));
        }
        parts.extend(file.items.iter().map(|item| self.item(item)));
        parts.join(" ")
    }

    fn item(&self, item: &Item) -> String {
        let text = match &item.kind {
            ItemKind::Use(item) => {
                let imports = item.imports.as_ref().map(|imports| {
                    let import = |import: &Import| match import.alias {
                        Some(alias) => format!("{}={}", self.name(alias), self.name(import.name)),
                        None => self.name(import.name),
                    };
                    format!(" {{{}}}", self.all(imports, import))
                });
                format!("use({}{})", self.path(&item.path), imports.unwrap_or_default())
            }
            ItemKind::Enum(item) => {
                let fields = self.all(&item.fields, |field| {
                    let default = field.default.as_ref().map(|value| format!("={}", self.value(value)));
                    format!(
                        "{}field {}:{}{}",
                        self.docs(field.docs),
                        self.name(field.name),
                        self.ty(&field.ty),
                        default.unwrap_or_default()
                    )
                });
                format!("enum({} [{fields}] [{}])", self.maybe(item.name), self.values(&item.values))
            }
            ItemKind::ExtendEnum(item) => {
                format!("extend-enum({} [{}])", self.maybe_path(&item.path), self.values(&item.values))
            }
            ItemKind::Scale(item) => format!("scale({} [{}])", self.maybe(item.name), self.values(&item.values)),
            ItemKind::Kind(item) => {
                let word = if item.is_abstract { "abstract-kind" } else { "kind" };
                let parent = item.parent.as_ref().map(|parent| format!(" is {}", self.path(parent)));
                format!("{word}({}{}{})", self.maybe(item.name), parent.unwrap_or_default(), self.body(&item.body))
            }
            ItemKind::Extend(item) => format!("extend({}{})", self.maybe_path(&item.path), self.body(&item.body)),
            ItemKind::Relation(item) => {
                format!("relation({} {{{}}})", self.maybe(item.name), self.all(&item.edges, |edge| self.edge(edge)))
            }
            ItemKind::Rule(item) => {
                format!("rule({} {{{}}})", self.maybe(item.name), self.all(&item.clauses, |clause| self.clause(clause)))
            }
            ItemKind::Assume(item) => format!("assume({}{})", self.maybe(item.name), self.block(&item.block)),
            ItemKind::Decision(item) => format!(
                "{}({} on [{}]{})",
                format!("{:?}", item.mode).to_lowercase(),
                self.maybe(item.rule),
                self.all(&item.subjects, |subject| self.subject(subject)),
                self.block(&item.block)
            ),
            ItemKind::Test(item) => {
                let mut parts: Vec<String> = item.settings.iter().map(|setting| self.attribute(setting)).collect();
                parts.extend(item.items.iter().map(|item| self.item(item)));
                parts.extend(item.expectations.iter().map(|expectation| {
                    format!(
                        "expect-{}({} on [{}])",
                        format!("{:?}", expectation.kind).to_lowercase(),
                        self.maybe(expectation.rule),
                        self.all(&expectation.subjects, |subject| self.subject(subject))
                    )
                }));
                format!("test({:?} {{{}}})", self.parsed.string(self.text, item.title), parts.join(" "))
            }
            ItemKind::Member(member) => self.member(member),
        };
        format!("{}{text}", self.docs(item.docs))
    }

    fn values(&self, values: &[EnumValue]) -> String {
        self.all(values, |value| {
            let fields = self.all(&value.fields, |field| self.attribute(field));
            let fields = if fields.is_empty() { fields } else { format!("{{{fields}}}") };
            format!("{}{}{fields}", self.docs(value.docs), self.name(value.name))
        })
    }

    fn body(&self, body: &Option<KindBody>) -> String {
        let Some(body) = body else {
            return String::new();
        };
        let mut parts: Vec<String> =
            body.declarations.iter().map(|declaration| self.declaration(declaration)).collect();
        parts.extend(
            body.members.iter().map(|member| format!("{}{}", self.docs(member.docs), self.member(&member.kind))),
        );
        format!(" {{{}}}", parts.join(" "))
    }

    fn declaration(&self, found: &Declaration) -> String {
        let inherited = if found.inherited { "inherited " } else { "" };
        let class = format!("{:?}", found.class).to_lowercase();
        let value = found.value.as_ref().map(|value| format!("={}", self.expr(value)));
        format!(
            "{}{inherited}{class} {}:{}{}",
            self.docs(found.docs),
            self.name(found.name),
            self.ty(&found.ty),
            value.unwrap_or_default()
        )
    }

    fn ty(&self, ty: &Option<Type>) -> String {
        match ty {
            None => "?".to_owned(),
            Some(Type::Path(path)) => self.path(path),
            Some(Type::List(of, _)) => format!("[{}]", self.ty(&Some((**of).clone()))),
        }
    }

    fn block(&self, block: &Option<Block>) -> String {
        let Some(block) = block else {
            return String::new();
        };
        format!(
            " {{{}}}",
            self.all(&block.members, |member| format!("{}{}", self.docs(member.docs), self.member(&member.kind)))
        )
    }

    fn member(&self, member: &MemberKind) -> String {
        match member {
            MemberKind::Attribute(attribute) => self.attribute(attribute),
            MemberKind::Each(each) => format!("each({}{})", self.maybe_path(&each.kind), self.block(&each.block)),
            MemberKind::Flow(flow) => {
                let name = flow.name.map(|name| format!("{}: ", self.name(name))).unwrap_or_default();
                let from = flow.from.as_ref().map(|from| format!("{} ", self.path(from))).unwrap_or_default();
                format!("flow({name}{from}-> {}{})", self.maybe_path(&flow.to), self.block(&flow.block))
            }
            MemberKind::Element(element) => {
                format!("{}({}{})", self.name(element.kind), self.maybe(element.name), self.block(&element.block))
            }
        }
    }

    fn attribute(&self, attribute: &Attribute) -> String {
        let value = attribute.value.as_ref().map_or("?".to_owned(), |value| self.value(value));
        format!("{}:{value}", self.name(attribute.name))
    }

    fn value(&self, value: &Value) -> String {
        match &value.kind {
            ValueKind::Literal(literal) => self.literal(*literal),
            ValueKind::Path(path) => self.path(path),
            ValueKind::List(items) => format!("[{}]", self.all(items, |item| self.value(item))),
            ValueKind::NotApplicable(reason) => {
                let reason =
                    reason.map_or("?".to_owned(), |reason| format!("{:?}", self.parsed.string(self.text, reason)));
                format!("not-applicable({reason})")
            }
        }
    }

    fn literal(&self, literal: Literal) -> String {
        match literal {
            Literal::Str(token) => format!("{:?}", self.parsed.string(self.text, token)),
            Literal::Int(token) | Literal::Date(token) => self.parsed.token_text(self.text, token).to_owned(),
            Literal::True => "TRUE".to_owned(),
            Literal::False => "FALSE".to_owned(),
            Literal::Unknown => "UNKNOWN".to_owned(),
        }
    }

    fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(*literal),
            ExprKind::Name(name) => self.name(*name),
            ExprKind::Field { base, name } => format!("{}.{}", self.expr(base), self.maybe(*name)),
            ExprKind::List(items) => format!("[{}]", self.all(items, |item| self.expr(item))),
            ExprKind::Paren(inner) => format!("<{}>", self.expr(inner)),
            ExprKind::Not(inner) => format!("(not {})", self.expr(inner)),
            ExprKind::And(operands) => {
                format!("(and {})", self.all(operands, |operand| self.expr(operand)))
            }
            ExprKind::Or(operands) => {
                format!("(or {})", self.all(operands, |operand| self.expr(operand)))
            }
            ExprKind::If { condition, then, otherwise } => {
                format!("(if {} {} {})", self.expr(condition), self.expr(then), self.expr(otherwise))
            }
            ExprKind::Compare { op, lhs, rhs } => {
                format!("({} {} {})", format!("{op:?}").to_lowercase(), self.expr(lhs), self.expr(rhs))
            }
            ExprKind::In { negated, item, list } => {
                format!("({} {} {})", if *negated { "not-in" } else { "in" }, self.expr(item), self.expr(list))
            }
            ExprKind::Is { negated, subject, test } => {
                let test = match test {
                    IsTest::Set => "SET".to_owned(),
                    IsTest::Known => "KNOWN".to_owned(),
                    IsTest::Unknown => "UNKNOWN".to_owned(),
                    IsTest::Kind(path) => self.path(path),
                };
                format!("({} {} {test})", if *negated { "is-not" } else { "is" }, self.expr(subject))
            }
            ExprKind::Leads(leads) => self.leads(leads),
            ExprKind::Quantifier(found) => {
                let mode = format!("{:?}", found.mode).to_lowercase();
                let generators =
                    self.all(&found.generators, |g| format!("{} in {}", self.name(g.variable), self.expr(&g.list)));
                let condition =
                    found.condition.as_ref().map(|expr| format!(" if {}", self.expr(expr))).unwrap_or_default();
                let body = found.body.as_ref().map(|expr| format!(" : {}", self.expr(expr))).unwrap_or_default();
                format!("({mode} {generators}{condition}{body})")
            }
            ExprKind::Missing => "?".to_owned(),
        }
    }

    fn leads(&self, leads: &Leads) -> String {
        let hops = self.all(&leads.hops, |hop| {
            format!(
                "{} {}: {}",
                format!("{:?}", hop.mode).to_lowercase(),
                self.name(hop.variable),
                self.expr(&hop.condition)
            )
        });
        let hops = if hops.is_empty() { hops } else { format!(" {{{hops}}}") };
        format!(
            "({} ~> {} along {}{hops})",
            self.expr(&leads.from),
            self.expr(&leads.to),
            self.maybe_path(&leads.relation)
        )
    }

    fn clause(&self, clause: &Clause) -> String {
        match &clause.kind {
            ClauseKind::For(found) => format!("for({})", self.bindings(found)),
            ClauseKind::Exists(found) => format!("exists({})", self.bindings(found)),
            ClauseKind::Let { name, value } => {
                format!("let({} = {})", self.name(*name), self.expr(value))
            }
            ClauseKind::Where(condition) => format!("where({})", self.expr(condition)),
            ClauseKind::Path { name, leads } => {
                format!("path({} {})", self.name(*name), self.leads(leads))
            }
            ClauseKind::Entry { name, value } => {
                format!("{}:{}", self.name(*name), value.as_ref().map_or("?".to_owned(), |value| self.expr(value)))
            }
        }
    }

    fn bindings(&self, found: &[Binding]) -> String {
        self.all(found, |binding| match &binding.source {
            BindingSource::Kind(path) => {
                format!("{}:{}", self.name(binding.variable), self.path(path))
            }
            BindingSource::List(list) => {
                format!("{} in {}", self.name(binding.variable), self.expr(list))
            }
            BindingSource::Missing => format!("{}:?", self.name(binding.variable)),
        })
    }

    fn edge(&self, edge: &Edge) -> String {
        let mut text = format!("{}edge({} -> {}", self.docs(edge.docs), self.expr(&edge.from), self.expr(&edge.to));
        if let Some(via) = edge.via {
            text += &format!(" via {}", self.name(via));
        }
        if !edge.bindings.is_empty() {
            text += &format!(" for {}", self.bindings(&edge.bindings));
        }
        if let Some(condition) = &edge.condition {
            text += &format!(" where {}", self.expr(condition));
        }
        if let Some(needs) = &edge.needs {
            text += &format!(" needs {}", self.expr(needs));
        }
        text + ")"
    }

    fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Project(_) => "PROJECT".to_owned(),
            Subject::Path(path) => self.path(path),
            Subject::Ends(from, to) => format!("{}->{}", self.path(from), self.path(to)),
        }
    }
}
