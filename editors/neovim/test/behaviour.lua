-- nvim --headless -u NONE -c 'luafile behaviour.lua': file type, colours, the command line of the server.
local failed = false
local function check(found, expected, what)
  if not vim.deep_equal(found, expected) then
    failed = true
    io.stderr:write(("%s: %s, not %s\n"):format(what, vim.inspect(found), vim.inspect(expected)))
  end
end

local function main()
  local editors = vim.env.TM_EDITORS
  vim.opt.runtimepath:prepend(editors .. "/neovim")
  vim.opt.swapfile = false
  vim.cmd("filetype plugin indent on | syntax on")
  vim.cmd("runtime plugin/tm.lua")

  -- A Tcl module stays one.
  local tcl = vim.fn.tempname() .. "-1.0.tm"
  vim.fn.writefile({ "# A module", "package provide x 1.0" }, tcl)
  vim.cmd("edit " .. tcl)
  check(vim.bo.filetype, "tcl", tcl)

  -- The server is started by its command line, in the folder of the project.
  local log = vim.fn.tempname()
  local server = vim.fn.tempname()
  vim.fn.writefile({ "#!/bin/sh", 'echo "$@" >' .. log, "pwd >>" .. log, "exec cat >/dev/null" }, server)
  vim.fn.setfperm(server, "rwxr-xr-x")
  local tm = require("tm")
  tm.setup({ cmd = { server, "lsp" }, cmd_cwd = vim.env.TM_BROKEN })
  vim.cmd("edit " .. vim.env.TM_BROKEN .. "/a.tm")
  check(vim.bo.filetype, "tm", "a.tm")
  check(vim.bo.commentstring, "// %s", "comments")
  check(vim.bo.indentexpr, "TmIndent()", "indentation")
  check(tm.root(vim.env.TM_BROKEN .. "/deep/er/b.tm"), vim.env.TM_BROKEN, "root")
  local started = vim.wait(5000, function()
    return vim.fn.filereadable(log) == 1 and #vim.fn.readfile(log) == 2
  end, 20)
  check(started, true, "the server was started")
  check(vim.fn.readfile(log), { "lsp", vim.fn.resolve(vim.env.TM_BROKEN) }, "command line")
  check(dofile(editors .. "/neovim/lsp/tm.lua").cmd, { "tm", "lsp" }, "lsp/tm.lua")

  if vim.fn.has("nvim-0.9") == 0 then
    -- Without tree-sitter, the colours of Vim.
    check(vim.b.current_syntax, "tm", "syntax")
    return
  end
  local parser = tm.build_parser()
  vim.treesitter.language.add("tm", { path = parser })
  for _, name in ipairs({ "highlights", "locals", "folds", "indents", "injections" }) do
    check(vim.treesitter.query.get("tm", name) ~= nil, true, name)
  end
  vim.cmd("edit!")
  vim.cmd("doautocmd FileType tm")
  vim.treesitter.get_parser(0, "tm"):parse(true)
  local function captured(line, column)
    return vim.tbl_map(function(capture)
      return capture.capture
    end, vim.treesitter.get_captures_at_pos(0, line, column))
  end
  check(captured(0, 0), { "keyword.import" }, "module")
  check(captured(2, 0), { "type" }, "service")
  check(captured(2, 8), { "variable" }, "cart")
  check(captured(3, 2), { "property" }, "exposure")
  check(vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil, true, "tree-sitter paints")
end

local ok, message = pcall(main)
if not ok then
  io.stderr:write(message .. "\n")
end
vim.cmd((ok and not failed) and "qall!" or "cquit")
