-- For `vim.lsp.enable("tm")`, Neovim 0.11 and later.
return {
  cmd = { "tm", "lsp" },
  filetypes = { "tm" },
  root_markers = { "tm.toml", ".git" },
}
