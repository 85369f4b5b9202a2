-- Syntax, indentation and `:make` are those of Vim, next door.
local here = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h")
vim.opt.runtimepath:append(vim.fn.fnamemodify(here, ":h") .. "/vim")

-- Colours of tree-sitter, if there is a parser: `:TmBuildParser` makes one.
vim.api.nvim_create_autocmd("FileType", {
  pattern = "tm",
  callback = function(event)
    if vim.treesitter and vim.treesitter.start then
      pcall(vim.treesitter.start, event.buf, "tm")
    end
  end,
})

vim.api.nvim_create_user_command("TmBuildParser", function()
  require("tm").build_parser()
end, { desc = "Compile the tree-sitter parser of .tm files with the C compiler of this machine" })
