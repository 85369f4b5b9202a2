" A step for a line that ends with an open bracket; what continues an expression stays where it is, and so do texts.
if exists('b:did_indent') | finish | endif
let b:did_indent = 1

setlocal indentexpr=TmIndent() indentkeys=0{,0},0],0),!^F,o,O
let b:undo_indent = 'setlocal indentexpr< indentkeys<'

if exists('*TmIndent') | finish | endif

func s:In(group, lnum) abort
  return synIDattr(synID(a:lnum, 1, 1), 'name') =~# a:group
endfunc

" A line without its texts and comments.
func s:Code(lnum) abort
  let code = substitute(getline(a:lnum), '"\%([^"\\]\|\\.\)*"\|`[^`]*`', 'x', 'g')
  return substitute(code, '\s*//.*', '', '')
endfunc

" Whether a line goes on with what the line above began.
func s:Continues(lnum) abort
  let code = s:Code(a:lnum)
  if code =~# '^\s*\%(for\|needs\|via\|where\)\>'
    return synIDattr(get(synstack(a:lnum, indent(a:lnum) + 1), 0), 'name') ==# 'tmRelationBody'
  endif
  return code =~# '^\s*\%(along\|and\|else\|if\|in\|or\|then\|\~>\)\>' || s:Code(prevnonblank(a:lnum - 1)) =~# '[=,:]$'
endfunc

" The line with the bracket that this line closes in front.
func s:Opener(lnum) abort
  let place = getcurpos()
  call cursor(a:lnum, indent(a:lnum) + 1)
  let opener = searchpair('[{[(]', '', '[]})]', 'bnW', 'synIDattr(synID(line("."), col("."), 1), "name") !=# "tmBracket"')
  call setpos('.', place)
  return opener
endfunc

func TmIndent() abort
  if s:In('^tm\%(Text\|Template\)Block$', v:lnum) || s:Continues(v:lnum) | return -1 | endif
  if s:Code(v:lnum) =~# '^\s*[]})]'
    let opener = s:Opener(v:lnum)
    return s:Continues(opener) ? -1 : indent(opener)
  endif
  let above = prevnonblank(v:lnum - 1)
  let opens = s:Code(above) =~# '[{[(]$'
  " How deep conditions on hops stand in an expression depends on its parentheses: that is left to the formatter.
  if opens && s:Continues(above) | return -1 | endif
  while above > 0
    if s:Code(above) =~# '^\s*[]})]'
      let above = s:Opener(above)
      if !s:Continues(above) | break | endif
    elseif !s:In('^tm\%(Text\|Template\)Block$', above) && !s:Continues(above)
      break
    endif
    let above = prevnonblank(above - 1)
  endwhile
  return above == 0 ? 0 : indent(above) + opens * shiftwidth()
endfunc
