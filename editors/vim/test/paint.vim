" Writes what each file of $TM_FILES is painted as into the folder $TM_OUT, in the letters of `cargo xtask paint`.
set nocompatible nomore noswapfile hidden
let &runtimepath = $TM_VIM . ',' . $VIMRUNTIME
filetype plugin indent on
syntax on

let s:classes = {}
for [s:class, s:groups] in items({
  \ 'c': ['Comment', 'SpecialComment'],
  \ 's': ['String', 'SpecialChar'],
  \ 'n': ['Number'],
  \ 'w': ['Keyword', 'Boolean', 'Include', 'Structure', 'StorageClass', 'Conditional']})
  for s:group in s:groups
    let s:classes[s:group] = s:class
  endfor
endfor

func s:Paint(file) abort
  execute 'edit' fnameescape(a:file)
  if &filetype !=# 'tm' | throw a:file . ' is taken for ' . &filetype | endif
  let painted = []
  for number in range(1, line('$'))
    let line = getline(number)
    let letters = ''
    let at = 0
    for char in split(line, '\zs')
      " The link in one step: where it ends depends on the colours.
      let group = synIDattr(synID(number, at + 1, 1), 'name')
      let letters .= char =~# '\s' ? char : get(s:classes, get(s:links, group, group), '.')
      let at += len(char)
    endfor
    call add(painted, letters)
  endfor
  let out = $TM_OUT . '/' . a:file
  call mkdir(fnamemodify(out, ':h'), 'p')
  call writefile(painted, out)
  bwipeout!
endfunc

let s:links = {}
try
  execute 'edit' fnameescape(readfile($TM_FILES)[0])
  for s:line in split(execute('highlight'), '\n')
    let s:found = matchlist(s:line, '^\(tm\w\+\)\s.*links to \(\w\+\)')
    if !empty(s:found) | let s:links[s:found[1]] = s:found[2] | endif
  endfor
  for s:file in readfile($TM_FILES)
    call s:Paint(s:file)
  endfor
  qall!
catch
  call writefile([v:exception, v:throwpoint], '/dev/stderr')
  cquit
endtry
