-- Neovim takes *.tm for Tcl modules; those that look like it stay that.
local tcl = { "^%s*package%s+provide", "^%s*package%s+require", "^%s*namespace%s+eval", "^%s*proc%s+%S+%s+{" }

local function detect(_, buffer)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, 100, false)) do
    for _, pattern in ipairs(tcl) do
      if line:find(pattern) then
        return "tcl"
      end
    end
  end
  return "tm"
end

if vim.fn.has("nvim-0.8") == 1 then
  vim.filetype.add({ extension = { tm = detect } })
else
  vim.api.nvim_create_autocmd({ "BufNewFile", "BufRead" }, {
    pattern = "*.tm",
    callback = function(event)
      vim.bo[event.buf].filetype = detect(event.match, event.buf)
    end,
  })
end
