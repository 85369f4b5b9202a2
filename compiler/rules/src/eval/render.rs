//! Messages with values in them.

use smol_str::SmolStr;
use tm_model::{ElementId, Value};

use super::Eval;
use super::val::Frame;
use crate::ir::{Template, TemplatePart};

/// Members of a list that a message names.
const LISTED: usize = 12;

/// Bytes that most values take.
const VALUE: usize = 24;

impl<'r, 'w: 'r> Eval<'_, 'r, 'w> {
    /// Fills in a template; `home`: the module whose elements need no module in front.
    pub(crate) fn render(&self, template: &'r Template, home: &str, frame: &mut Frame<'w>) -> String {
        let room = |part: &TemplatePart| match part {
            TemplatePart::Text(part) => part.len(),
            TemplatePart::Value(_) => VALUE,
        };
        let mut text = String::with_capacity(template.parts.iter().map(room).sum());
        for part in &template.parts {
            match part {
                TemplatePart::Text(part) => text.push_str(part),
                TemplatePart::Value(expr) => {
                    let value = self.eval(expr, frame);
                    let value = match value {
                        super::Val::Count { least, most } if most != Some(least) => {
                            text.push_str(&match most {
                                Some(most) => format!("{least} to {most}"),
                                None => format!("{least} or more"),
                            });
                            continue;
                        }
                        value => value.into_value(),
                    };
                    self.show(&value, home, &mut text);
                }
            }
        }
        text
    }

    /// The same; what has no values in it is not copied.
    pub(crate) fn render_shared(&self, template: &'r Template, home: &str, frame: &mut Frame<'w>) -> SmolStr {
        match template.parts.as_slice() {
            [TemplatePart::Text(text)] => text.clone(),
            _ => self.render(template, home, frame).into(),
        }
    }

    fn show(&self, value: &Value, home: &str, text: &mut String) {
        let schema = self.session.engine.schema;
        match value {
            Value::Unset => text.push_str("unset"),
            Value::Unknown => text.push_str("unknown"),
            Value::NotApplicable(_) => text.push_str("not-applicable"),
            Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Value::Int(value) => text.push_str(&value.to_string()),
            Value::Text(value) => text.push_str(value),
            Value::Date(value) => text.push_str(&value.to_string()),
            Value::Enum(id) => text.push_str(schema.enum_value(*id).map_or("unknown", |value| &value.name)),
            Value::Element(id) => text.push_str(self.name(*id, home)),
            Value::Set(set) => {
                let members: Vec<&Value> = set.members.iter().collect();
                if members.is_empty() {
                    text.push_str(if set.possible.is_empty() { "none" } else { "unknown" });
                }
                for (at, member) in members.iter().take(LISTED).enumerate() {
                    if at > 0 {
                        text.push_str(", ");
                    }
                    self.show(member, home, text);
                }
                if members.len() > LISTED {
                    text.push_str(&format!(" and {} more", members.len() - LISTED));
                }
            }
        }
    }

    /// What an element is called by somebody in that module.
    fn name(&self, id: ElementId, home: &str) -> &'w str {
        let Some(item) = self.session.engine.world.element(id) else { return "unknown" };
        let qualified = item.qualified.as_str();
        let short = match home {
            "" => None,
            _ if self.module(id) == home => qualified.strip_prefix(home).and_then(|rest| rest.strip_prefix('.')),
            _ => None,
        };
        short.unwrap_or(qualified)
    }
}
