//! What an editor can be asked to do that is no change of a text.

/// A command, by name. The names are those that the server and the editors know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub title: String,
    pub name: &'static str,
    pub arguments: Vec<String>,
}

impl Command {
    /// Shows the page of a rule, as `tm explain` does.
    pub(crate) fn explain(title: String, rule: &str) -> Self {
        Self { title, name: "tm.explain", arguments: vec![rule.to_owned()] }
    }
}
