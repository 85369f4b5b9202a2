-- require("tm").setup() starts the language server for .tm files.
local M = {}

local here = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")

--- Starts `tm lsp` for buffers of this file type. `opts` goes to the client; `opts.cmd` is another command line.
function M.setup(opts)
  local config = vim.tbl_deep_extend("force", { cmd = { "tm", "lsp" } }, opts or {})
  if vim.lsp.enable then
    vim.lsp.config("tm", config)
    vim.lsp.enable("tm")
    return
  end
  vim.api.nvim_create_autocmd("FileType", {
    pattern = "tm",
    callback = function(event)
      local name = vim.api.nvim_buf_get_name(event.buf)
      local client = vim.tbl_extend("keep", config, { name = "tm", root_dir = M.root(name) })
      if vim.lsp.start then
        vim.lsp.start(client, { bufnr = event.buf })
      else
        -- Neovim 0.7: one client for each folder.
        M.clients = M.clients or {}
        local id = M.clients[client.root_dir] or vim.lsp.start_client(client)
        M.clients[client.root_dir] = id
        vim.lsp.buf_attach_client(event.buf, id)
      end
    end,
  })
end

--- The folder of the nearest `tm.toml`, else of the repository, else of the file.
function M.root(file)
  local folder = vim.fn.fnamemodify(file, ":p:h")
  for _, marker in ipairs({ "tm.toml", ".git" }) do
    local at = folder
    while true do
      local path = at .. "/" .. marker
      if vim.fn.filereadable(path) == 1 or vim.fn.isdirectory(path) == 1 then
        return at
      end
      local above = vim.fn.fnamemodify(at, ":h")
      if above == at then
        break
      end
      at = above
    end
  end
  return folder
end

--- Compiles the parser, and puts it where Neovim looks for it.
function M.build_parser()
  local source = vim.fn.fnamemodify(here, ":h:h") .. "/grammar/tree-sitter-tm/src"
  local folder = vim.fn.stdpath("data") .. "/site/parser"
  vim.fn.mkdir(folder, "p")
  local compiler = vim.env.CC or "cc"
  local output = vim.fn.system({ compiler, "-O2", "-shared", "-fPIC", "-I", source, source .. "/parser.c", "-o", folder .. "/tm.so" })
  if vim.v.shell_error ~= 0 then
    error(compiler .. ": " .. output)
  end
  return folder .. "/tm.so"
end

return M
