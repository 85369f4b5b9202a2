" Threat models: comments, indentation, what `gq` and completion take for a word.
if exists('b:did_ftplugin') | finish | endif
let b:did_ftplugin = 1

setlocal comments=:///,://!,:// commentstring=//\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal iskeyword+=-
setlocal expandtab shiftwidth=2 softtabstop=2
compiler tm

" With the server, `let g:ale_linters = {'tm': ['tm_lsp']}` in your vimrc.
if !has_key(get(g:, 'ale_linters', {}), 'tm') && !exists('b:ale_linters')
  let b:ale_linters = ['tm_check']
endif

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< expandtab< shiftwidth< softtabstop<'
  \ . ' makeprg< errorformat< | unlet! b:ale_linters'
