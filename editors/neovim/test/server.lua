-- nvim --headless -u NONE -c 'luafile server.lua': what the real server says of TM_PROJECT/model.tm, and what it does.
local function check(found, expected, what)
  assert(vim.deep_equal(found, expected), ("%s: %s, not %s"):format(what, vim.inspect(found), vim.inspect(expected)))
end

local function main()
  vim.opt.runtimepath:prepend(vim.env.TM_EDITORS .. "/neovim")
  vim.opt.swapfile = false
  vim.cmd("filetype plugin indent on")
  vim.cmd("runtime plugin/tm.lua")
  require("tm").setup({ cmd = { vim.env.TM, "lsp" }, settings = { tm = { today = "2026-07-01" } } })
  vim.cmd("edit " .. vim.env.TM_PROJECT .. "/model.tm")
  local buffer = vim.api.nvim_get_current_buf()
  local function codes()
    local found = vim.tbl_map(function(it)
      return it.code or it.user_data.lsp.code
    end, vim.diagnostic.get(buffer))
    table.sort(found)
    return found
  end
  local function wait(what, probe)
    assert(vim.wait(30000, probe, 20), what .. ": waited in vain, " .. vim.inspect(codes()))
  end
  wait("diagnostics", function()
    return vim.tbl_contains(codes(), "unknown-value") and vim.tbl_contains(codes(), "plaintext-service-traffic")
  end)

  -- The place of a word: its first character, in the line that has it.
  local function at(line, word)
    for number, text in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
      local column = text:find(line, 1, true) and text:find(word, 1, true)
      if column then
        return { line = number - 1, character = column - 1 }
      end
    end
    error("there is no " .. word .. " in " .. line)
  end
  local function ask(method, parameters)
    parameters.textDocument = { uri = vim.uri_from_bufnr(buffer) }
    local answers, problem = vim.lsp.buf_request_sync(buffer, method, parameters, 30000)
    assert(answers, method .. ": " .. tostring(problem))
    local _, answer = next(answers)
    assert(answer and not answer.error and not answer.err, method .. ": " .. vim.inspect(answer))
    return answer.result
  end

  local hover = ask("textDocument/hover", { position = at("service cart", "cart") })
  assert(hover.contents.value:find("Takes orders.", 1, true), hover.contents.value)

  local definition = ask("textDocument/definition", { position = at("-> orders", "orders") })
  local target = definition[1] or definition
  check((target.range or target.targetSelectionRange).start.line, at("service orders", "orders").line, "definition")

  local values = ask("textDocument/completion", { position = at("exposure:", "intrnet") })
  local labels = vim.tbl_map(function(item)
    return item.label
  end, values.items or values)
  assert(vim.tbl_contains(labels, "internet"), vim.inspect(labels))

  local names = vim.tbl_map(function(symbol)
    return symbol.name
  end, ask("textDocument/documentSymbol", {}))
  assert(vim.tbl_contains(names, "cart") and vim.tbl_contains(names, "orders"), vim.inspect(names))

  -- A fix and a rename, applied as the editor does.
  local place = at("exposure:", "intrnet")
  local range = { start = place, ["end"] = { line = place.line, character = place.character + #"intrnet" } }
  local problems = { { range = range, severity = 1, code = "unknown-value", source = "tm", message = "" } }
  local actions = ask("textDocument/codeAction", { range = range, context = { diagnostics = problems } })
  local fix
  for _, action in ipairs(actions) do
    fix = fix or (action.kind == "quickfix" and action.title:find("internet", 1, true) and action)
  end
  assert(fix and fix.edit, vim.inspect(actions))
  vim.lsp.util.apply_workspace_edit(fix.edit, "utf-16")
  wait("the error is gone", function()
    return not vim.tbl_contains(codes(), "unknown-value")
  end)
  local rename = ask("textDocument/rename", { position = at("service orders", "orders"), newName = "ledger" })
  vim.lsp.util.apply_workspace_edit(rename, "utf-16")
  check(at("-> ledger", "ledger").line, place.line + 1, "the flow is renamed as well")
  wait("the finding is of the new name", function()
    local found = vim.diagnostic.get(buffer)
    return #vim.tbl_filter(function(it)
      return it.message:find("ledger", 1, true)
    end, found) > 0
  end)

  vim.api.nvim_buf_set_lines(buffer, place.line, place.line + 1, false, { "      exposure:   internet" })
  local edits = ask("textDocument/formatting", { options = { tabSize = 2, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, buffer, "utf-16")
  check(vim.api.nvim_buf_get_lines(buffer, place.line, place.line + 1, false), { "  exposure: internet" }, "format")
end

local ok, message = pcall(main)
if not ok then
  io.stderr:write(message .. "\n")
end
vim.cmd(ok and "qall!" or "cquit")
