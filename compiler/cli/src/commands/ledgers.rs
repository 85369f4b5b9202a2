//! `tm assumptions`, `tm decisions`, `tm coverage`, `tm stride` and `tm fix-first`: summaries of a whole model.

use tm_analysis::ElementId;
use tm_analysis::inspect::{self, Space};
use tm_emit::answers;

use crate::args::{LedgerArguments, StrideArguments};
use crate::error::Result;
use crate::exit::Exit;
use crate::names;
use crate::open;
use crate::terminal::Terminal;

pub fn assumptions(arguments: &LedgerArguments, terminal: &Terminal) -> Result<Exit> {
    let mut model = open::model(&arguments.question.model)?;
    let threads = open::threads();
    let lines = inspect::assumptions(&mut model.db, model.project, &model.options, threads);
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::assumptions_json(&lines, &options, to),
        false => answers::assumptions(&lines, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

pub fn decisions(arguments: &LedgerArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.question.model)?;
    model.prepare();
    let lines = inspect::decisions(&model.db, model.project, &model.options);
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::decisions_json(&lines, &options, to),
        false => answers::decisions(&lines, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

pub fn coverage(arguments: &LedgerArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.question.model)?;
    model.prepare();
    let sheet = inspect::controls(&model.db, model.project, &model.options);
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::controls_json(&sheet, &options, to),
        false => answers::controls(&sheet, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

pub fn stride(arguments: &StrideArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.question.model)?;
    let elements = arguments.elements.iter().map(|name| names::element(&model, name, Space::All).map(|it| it.id));
    let elements: Vec<ElementId> = elements.collect::<Result<_>>()?;
    model.prepare();
    let only = (!elements.is_empty()).then_some(elements.as_slice());
    let rows = inspect::stride(&model.db, model.project, &model.options, only);
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::stride_json(&rows, &options, to),
        false => answers::stride(&rows, only.is_some(), &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

pub fn fix_first(arguments: &LedgerArguments, terminal: &Terminal) -> Result<Exit> {
    let mut model = open::model(&arguments.question.model)?;
    let threads = open::threads();
    let list = inspect::fixes(&mut model.db, model.project, &model.options, threads);
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::fixes_json(&list, &options, to),
        false => answers::fixes(&list, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}
