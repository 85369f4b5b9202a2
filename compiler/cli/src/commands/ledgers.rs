//! `tm assumptions` and `tm decisions`: what people say about a model, and what rests on it.

use tm_analysis::inspect;
use tm_emit::answers;

use crate::args::LedgerArguments;
use crate::error::Result;
use crate::exit::Exit;
use crate::open;
use crate::terminal::Terminal;

pub fn assumptions(arguments: &LedgerArguments, terminal: &Terminal) -> Result<Exit> {
    let mut model = open::model(&arguments.model)?;
    let threads = open::threads();
    let lines = inspect::assumptions(&mut model.db, model.project, &model.options, threads);
    let options = model.answer(terminal, arguments.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.answer.json {
        true => answers::assumptions_json(&lines, &options, to),
        false => answers::assumptions(&lines, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

pub fn decisions(arguments: &LedgerArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.model)?;
    model.prepare();
    let lines = inspect::decisions(&model.db, model.project, &model.options);
    let options = model.answer(terminal, arguments.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.answer.json {
        true => answers::decisions_json(&lines, &options, to),
        false => answers::decisions(&lines, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}
