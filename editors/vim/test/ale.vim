" ALE shows what `tm check` says, and formats. It needs a terminal to run jobs.
set nocompatible nomore noswapfile hidden
let &runtimepath = $TM_VIM . ',' . $VIMRUNTIME
filetype plugin indent on
let g:ale_lint_delay = 0
let g:ale_fixers = {'tm': ['ale#fixers#tm_fmt#Fix']}
let g:ale_tm_executable = $TM
packadd ale

func s:Wait(what, done) abort
  for _ in range(500)
    if a:done() | return | endif
    sleep 20m
  endfor
  throw 'in vain: ' . a:what
endfunc

func s:Main(...) abort
  try
    execute 'edit' fnameescape($TM_BROKEN . '/a.tm')
    call s:Wait('problems', {-> !empty(getloclist(0))})
    let found = map(getloclist(0), {_, entry -> entry.lnum . ':' . entry.col . '-' . entry.end_col . ' ' . entry.type . ' ' . entry.text})
    for expected in ['4:13-19 E unknown-value: `intrnet` is no value of `Exposure`', '5:6-11 E unresolved-name: there is no element `ordres` in scope']
      if index(found, expected) < 0 | throw 'not there: ' . expected . ' in ' . string(found) | endif
    endfor
    if match(found, '^3:9-12 I question: stating `.*` on `shop.cart` decides ') < 0 | throw 'no question in ' . string(found) | endif

    " What is corrected and saved goes away.
    call setline(4, '  exposure:    internet')
    call setline(5, '')
    write
    call s:Wait('corrections', {-> match(getloclist(0), '`ordres`') < 0})
    ALEFix
    call s:Wait('format', {-> getline(4) ==# '  exposure: internet'})
    qall!
  catch
    call writefile([v:exception, v:throwpoint], $TM_FAILED)
    cquit
  endtry
endfunc
autocmd VimEnter * call timer_start(1, function('s:Main'))
