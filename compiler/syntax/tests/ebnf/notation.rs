//! Reads the notation of `grammar/tm.ebnf`.

/// The right side of a production, or a part of it.
#[derive(Clone, Debug)]
pub enum Expression {
    /// `"…"`
    Quoted(String),
    /// `/…/`
    Pattern(String),
    Name(String),
    Sequence(Vec<Expression>),
    Choice(Vec<Expression>),
    Optional(Box<Expression>),
    Repeated(Box<Expression>),
}

impl Expression {
    pub fn visit<'e>(&'e self, see: &mut impl FnMut(&'e Expression)) {
        see(self);
        match self {
            Expression::Sequence(parts) | Expression::Choice(parts) => parts.iter().for_each(|part| part.visit(see)),
            Expression::Optional(part) | Expression::Repeated(part) => part.visit(see),
            _ => {}
        }
    }
}

pub struct Grammar {
    /// In the order of the file.
    pub productions: Vec<(String, Expression)>,
}

impl Grammar {
    pub fn read(text: &str) -> Grammar {
        let mut reader = Reader { words: words(text), at: 0 };
        let mut productions = Vec::new();
        while reader.at < reader.words.len() {
            let name = reader.next();
            reader.expect("=");
            productions.push((name, reader.choice()));
            reader.expect(";");
        }
        Grammar { productions }
    }

    pub fn production(&self, name: &str) -> Option<&Expression> {
        self.productions.iter().find(|(found, _)| found == name).map(|(_, body)| body)
    }
}

/// Names, `"…"`, `/…/` and signs.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '(' if rest.starts_with("(*") => {
                rest = rest.split_once("*)").expect("an unclosed comment").1.trim_start();
                continue;
            }
            '"' => 2 + rest[1..].find('"').expect("an unclosed quote"),
            '/' => pattern_len(rest),
            c if c.is_alphabetic() => rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        found.push(rest[..len].to_owned());
        rest = rest[len..].trim_start();
    }
    found
}

fn pattern_len(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '/' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.expect("an unclosed pattern").0 + 1
}

struct Reader {
    words: Vec<String>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> &str {
        self.words.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.words[self.at - 1].clone()
    }

    fn expect(&mut self, word: &str) {
        let found = self.next();
        assert_eq!(
            found,
            word,
            "before `{}`",
            self.words[self.at..].iter().take(5).cloned().collect::<Vec<_>>().join(" ")
        );
    }

    fn choice(&mut self) -> Expression {
        let mut arms = vec![self.sequence()];
        while self.peek() == "|" {
            self.at += 1;
            arms.push(self.sequence());
        }
        if arms.len() == 1 { arms.remove(0) } else { Expression::Choice(arms) }
    }

    fn sequence(&mut self) -> Expression {
        let mut parts = Vec::new();
        while !matches!(self.peek(), "" | "|" | ";" | ")" | "]" | "}") {
            parts.push(self.part());
        }
        if parts.len() == 1 { parts.remove(0) } else { Expression::Sequence(parts) }
    }

    fn part(&mut self) -> Expression {
        let word = self.next();
        let inside = |reader: &mut Reader, closer: &str| {
            let found = reader.choice();
            reader.expect(closer);
            found
        };
        match word.as_str() {
            "(" => inside(self, ")"),
            "[" => Expression::Optional(Box::new(inside(self, "]"))),
            "{" => Expression::Repeated(Box::new(inside(self, "}"))),
            text if text.starts_with('"') => Expression::Quoted(text.trim_matches('"').to_owned()),
            text if text.starts_with('/') => Expression::Pattern(text.to_owned()),
            _ => Expression::Name(word),
        }
    }
}
