" ALE with the language server: problems as one types, hovers, definitions. It needs a terminal to run jobs.
set nocompatible nomore noswapfile hidden
let &runtimepath = $TM_VIM . ',' . $VIMRUNTIME
filetype plugin indent on
let g:ale_lint_delay = 0
let g:ale_linters = {'tm': ['tm_lsp']}
let g:ale_tm_executable = $TM
let g:ale_hover_to_preview = 1
let g:ale_hover_cursor = 0
packadd ale

func s:Wait(what, done) abort
  for _ in range(1000)
    if a:done() | return | endif
    sleep 20m
  endfor
  throw 'in vain: ' . a:what
endfunc

func s:Has(pattern) abort
  return match(map(getloclist(0), {_, entry -> entry.lnum . ' ' . entry.type . ' ' . entry.text}), a:pattern) >= 0
endfunc

func s:Main(...) abort
  try
    execute 'edit' fnameescape($TM_PROJECT . '/model.tm')
    call s:Wait('an error', {-> s:Has('^6 E .*`intrnet` is no value of `Exposure`')})

    " What is corrected goes away, and is not saved.
    call setline(6, '  exposure: internet')
    doautocmd TextChanged
    call s:Wait('a correction', {-> !s:Has('`intrnet`')})
    call s:Wait('a finding', {-> s:Has('^7 [EW] ')})

    call cursor(4, 10)
    let source = bufnr('')
    ALEHover
    let Previews = {-> filter(map(range(1, winnr('$')), {_, win -> winbufnr(win)}), {_, buffer -> buffer != source})}
    call s:Wait('a hover', {-> !empty(filter(Previews(), {_, buffer -> join(getbufline(buffer, 1, '$')) =~# 'Takes orders'}))})

    call cursor(7, 8)
    ALEGoToDefinition
    call s:Wait('a definition', {-> line('.') == 10})
    ALEFindReferences -quickfix
    call s:Wait('references', {-> map(getqflist(), {_, entry -> entry.lnum}) == [7]})
    qall!
  catch
    call writefile([v:exception, v:throwpoint, string(getloclist(0))], $TM_FAILED)
    cquit
  endtry
endfunc
autocmd VimEnter * call timer_start(1, function('s:Main'))
