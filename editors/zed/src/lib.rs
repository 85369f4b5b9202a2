//! Starts the language server in Zed: `tm lsp`, from the PATH of the project or from the settings of Zed.

#![allow(clippy::disallowed_methods, reason = "what registers an extension asks for its folder")]

use zed_extension_api::serde_json::{Value, json};
use zed_extension_api::settings::LspSettings;
use zed_extension_api::{Command, Extension, LanguageServerId, Result, Worktree, register_extension};

struct Tm;

impl Extension for Tm {
    fn new() -> Tm {
        Tm
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments, env) = binary.map(|it| (it.path, it.arguments, it.env)).unwrap_or_default();
        let command = path.or_else(|| worktree.which("tm")).ok_or_else(|| {
            format!(
                "there is no `tm` in the PATH that Zed sees: install it, or name it in the settings as \
                 `lsp.{server}.binary.path`"
            )
        })?;
        let args = arguments.unwrap_or_else(|| vec!["lsp".to_owned()]);
        let mut environment = worktree.shell_env();
        environment.extend(env.unwrap_or_default());
        Ok(Command { command, args, env: environment })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }

    /// The server asks for its section by name.
    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(Some(json!({ "tm": settings })))
    }
}

register_extension!(Tm);
