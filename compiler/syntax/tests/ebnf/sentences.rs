//! Derives sentences from a grammar, at random but rather with what has been used least.

use std::collections::BTreeMap;

use super::notation::{Expression, Grammar};

/// How tokens that are not quoted may be written. No name is a keyword: then it could be read as one.
pub const SAMPLES: [(&str, &[&str]); 6] = [
    ("IDENT", &["alpha", "beta-2", "_gamma", "`any text`"]),
    ("INT", &["0", "42"]),
    ("DATE", &["2026-12-31"]),
    ("STRING", &["\"\"", "\"text \\\" \\u{e9}\"", "\"\"\"\n  text\n  \"\"\""]),
    ("DOC", &["/// What follows."]),
    ("FILEDOC", &["//! The file."]),
];

/// Productions and choices that one sentence may stand deep in before it is brought to an end.
const DEPTH: usize = 60;
/// Tokens after which a sentence is brought to an end.
const LENGTH: usize = 400;

#[derive(Clone, Default)]
pub struct Sentence {
    pub tokens: Vec<String>,
}

impl Sentence {
    /// With line breaks only behind documentation, where they are needed.
    pub fn on_one_line(&self) -> String {
        self.joined(|_| " ")
    }

    /// With line breaks around braces too.
    pub fn on_lines(&self) -> String {
        self.joined(|token| if matches!(token, "{" | "}") { "\n" } else { " " })
    }

    fn joined(&self, separator: impl Fn(&str) -> &'static str) -> String {
        let mut text = String::new();
        for token in &self.tokens {
            text.push_str(token);
            text.push_str(if token.starts_with("//") { "\n" } else { separator(token) });
        }
        text
    }
}

/// A choice of the grammar: where it is written, and which way was taken.
type Way = (usize, usize);

pub struct Writer<'g> {
    grammar: &'g Grammar,
    /// How often each way was taken; its keys are all that there are.
    used: BTreeMap<Way, usize>,
    /// The production in which each choice stands.
    names: BTreeMap<usize, &'g str>,
    random: u64,
    /// Nesting at which each production can end.
    heights: BTreeMap<&'g str, usize>,
    sentence: Sentence,
    /// The quantifiers of the sentence, and whether each ends a condition: where their tokens begin and end.
    quantifiers: Vec<(usize, usize, bool)>,
    samples: BTreeMap<&'static str, usize>,
}

impl<'g> Writer<'g> {
    pub fn new(grammar: &'g Grammar) -> Self {
        let (mut used, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (name, body) in grammar.productions.iter().filter(|(name, _)| !is_sampled(name)) {
            body.visit(&mut |part| {
                used.extend((0..ways(part)).map(|way| ((place(part), way), 0)));
                names.insert(place(part), name.as_str());
            });
        }
        let mut writer = Writer {
            grammar,
            used,
            names,
            random: 0x9E37_79B9_7F4A_7C15,
            heights: BTreeMap::new(),
            sentence: Sentence::default(),
            quantifiers: Vec::new(),
            samples: BTreeMap::new(),
        };
        writer.measure();
        writer
    }

    /// The choices that no sentence has used yet: production and way.
    pub fn unused(&self) -> Vec<(&'g str, usize)> {
        let unused = self.used.iter().filter(|(_, count)| **count == 0);
        unused.map(|((place, way), _)| (self.names[place], *way)).collect()
    }

    pub fn sentence(&mut self) -> Sentence {
        self.sentence = Sentence::default();
        self.quantifiers.clear();
        self.production("file", 0);
        self.add_parentheses();
        std::mem::take(&mut self.sentence)
    }

    // ---- derivation

    fn production(&mut self, name: &str, depth: usize) {
        if is_sampled(name) {
            return self.sample(name);
        }
        let start = self.sentence.tokens.len();
        let grammar = self.grammar;
        self.expand(grammar.production(name).unwrap(), depth + 1);
        let end = self.sentence.tokens.len();
        match name {
            "quantifier" => self.quantifiers.push((start, end, false)),
            "condition" => {
                let inside = self.quantifiers.iter_mut().filter(|(from, to, _)| *from >= start && *to == end);
                inside.for_each(|(_, _, ends_condition)| *ends_condition = true);
            }
            _ => {}
        }
    }

    fn sample(&mut self, name: &str) {
        let (name, samples) = SAMPLES.iter().find(|(found, _)| *found == name).unwrap();
        let next = self.samples.entry(name).or_default();
        self.sentence.tokens.push(samples[*next % samples.len()].to_owned());
        *next += 1;
    }

    fn expand(&mut self, part: &'g Expression, depth: usize) {
        match part {
            Expression::Quoted(text) => self.sentence.tokens.push(text.clone()),
            Expression::Pattern(text) => panic!("{text} outside of a token"),
            Expression::Name(name) => self.production(name, depth),
            Expression::Sequence(parts) => parts.iter().for_each(|part| self.expand(part, depth)),
            Expression::Choice(arms) => {
                let way = self.choose(part, depth, |writer, way| writer.height(&arms[way]));
                self.expand(&arms[way], depth + 1);
            }
            Expression::Optional(inner) | Expression::Repeated(inner) => {
                let times = self.choose(part, depth, |_, way| way);
                (0..times).for_each(|_| self.expand(inner, depth + 1));
            }
        }
    }

    /// A way of a choice; near the end of a sentence, the one that ends soonest.
    fn choose(&mut self, part: &Expression, depth: usize, cost: impl Fn(&Self, usize) -> usize) -> usize {
        let ends = depth > DEPTH || self.sentence.tokens.len() > LENGTH;
        let all = 0..ways(part);
        let way = if ends {
            all.min_by_key(|way| (cost(self, *way), self.used[&(place(part), *way)])).unwrap()
        } else if self.random(2) == 0 {
            all.min_by_key(|way| self.used[&(place(part), *way)]).unwrap()
        } else {
            self.random(all.end)
        };
        *self.used.get_mut(&(place(part), way)).unwrap() += 1;
        way
    }

    /// A number below `end`: the same ones in every run.
    fn random(&mut self, end: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % end as u64) as usize
    }

    /// What the grammar says in words: a quantifier stands in parentheses where something could continue it.
    fn add_parentheses(&mut self) {
        let mut inserts: Vec<(usize, usize, &str)> = Vec::new();
        for (start, end, ends_condition) in &self.quantifiers {
            let next = self.sentence.tokens.get(*end).map(String::as_str);
            if *ends_condition || next.is_some_and(continues) {
                inserts.push((*start, 0, "("));
                inserts.push((*end, 1, ")"));
            }
        }
        // From the back, so that places stay; at one place the `)` belong in front of the `(`.
        inserts.sort_by_key(|(at, order, _)| (*at, std::cmp::Reverse(*order)));
        for (at, _, token) in inserts.into_iter().rev() {
            self.sentence.tokens.insert(at, token.to_owned());
        }
    }

    // ---- how soon a derivation can end

    fn measure(&mut self) {
        loop {
            let mut changed = false;
            for (name, body) in &self.grammar.productions {
                let height = if is_sampled(name) { 0 } else { self.height(body).saturating_add(1) };
                if height < self.heights.get(name.as_str()).copied().unwrap_or(usize::MAX) {
                    self.heights.insert(name, height);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn height(&self, part: &Expression) -> usize {
        match part {
            Expression::Quoted(_) | Expression::Pattern(_) | Expression::Optional(_) | Expression::Repeated(_) => 0,
            Expression::Name(name) => self.heights.get(name.as_str()).copied().unwrap_or(usize::MAX),
            Expression::Sequence(parts) => parts.iter().map(|part| self.height(part)).max().unwrap_or(0),
            Expression::Choice(arms) => arms.iter().map(|arm| self.height(arm)).min().unwrap_or(0),
        }
    }
}

/// Whether a token is written as one of the samples; `QUANT` is a choice of quoted words.
fn is_sampled(name: &str) -> bool {
    SAMPLES.iter().any(|(sampled, _)| *sampled == name)
}

/// An identity of a part of the grammar.
fn place(part: &Expression) -> usize {
    std::ptr::from_ref(part).addr()
}

fn ways(part: &Expression) -> usize {
    match part {
        Expression::Choice(arms) => arms.len(),
        Expression::Optional(_) => 2,
        // Not at all, once, twice.
        Expression::Repeated(_) => 3,
        _ => 0,
    }
}

/// Whether a quantifier in front of this token would reach over it, or be cut off by it.
fn continues(token: &str) -> bool {
    let infix = ["and", "or", "then", "is", "in", "not", "~>", ",", ":", "if", ".", "==", "!=", "<", "<=", ">", ">="];
    infix.contains(&token)
}
