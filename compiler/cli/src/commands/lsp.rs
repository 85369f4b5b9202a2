//! `tm lsp`.

use tm_lsp::{Options, SystemClock};

use crate::args::LspArguments;
use crate::error::{CommandError, Result};
use crate::{memory, stdlib};

/// Serves until the editor has enough; the exit code is that of the protocol.
pub fn run(arguments: &LspArguments) -> Result<i32> {
    memory::give_back_soon();
    let options = Options {
        std: stdlib::texts()?,
        std_folder: stdlib::folder(),
        allow_outside: arguments.outside.allow_outside.clone(),
        version: env!("TM_VERSION").to_owned(),
        clock: Box::new(SystemClock),
    };
    tm_lsp::run(options).map_err(|error| CommandError::new(format!("cannot start the server: {error}")))
}
