" File type, indentation and `:make`; $TM_FILES are formatted, $TM_BROKEN is a folder with a model that has errors.
set nocompatible nomore noswapfile hidden
let &runtimepath = $TM_VIM . ',' . $VIMRUNTIME
filetype plugin indent on
syntax on

func s:Equal(found, expected, what) abort
  if a:found !=# a:expected
    throw a:what . ': ' . string(a:found) . ', not ' . string(a:expected)
  endif
endfunc

try
  " A Tcl module stays one.
  let s:tcl = tempname() . '-1.0.tm'
  call writefile(['# A module', 'package provide x 1.0'], s:tcl)
  execute 'edit' s:tcl
  call s:Equal(&filetype, 'tcl', s:tcl)

  " What is formatted is indented already, in full and line by line.
  for s:file in readfile($TM_FILES)
    execute 'edit' fnameescape(s:file)
    call s:Equal(&filetype, 'tm', s:file)
    let s:before = getline(1, '$')
    silent normal! gg=G
    for s:number in range(len(s:before))
      call s:Equal(getline(s:number + 1), s:before[s:number], s:file . ':' . (s:number + 1) . ' indented')
    endfor
    bwipeout!
  endfor
  new
  setfiletype tm
  execute "normal! iservice cart {\<CR>data: [\<CR>orders\<CR>]\<CR>-> orders {\<CR>}\<CR>}"
  call s:Equal(getline(1, '$'), ['service cart {', '  data: [', '    orders', '  ]', '  -> orders {', '  }', '}'], 'typing')
  call s:Equal(&commentstring, '// %s', 'comments')
  bwipeout!

  " Errors of `tm check`, at their places.
  execute 'cd' fnameescape($TM_BROKEN)
  edit a.tm
  silent make
  let s:list = getqflist()
  let s:found = map(copy(s:list), {_, entry -> [bufname(entry.bufnr), entry.lnum, entry.col, entry.type]})
  call s:Equal(s:found[0:1], [['a.tm', 4, 13, 'e'], ['a.tm', 5, 6, 'e']], 'make')
  qall!
catch
  call writefile([v:exception, v:throwpoint], '/dev/stderr')
  cquit
endtry
