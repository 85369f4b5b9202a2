" `tm fmt`, which leaves a file with syntax errors as it is.
func! ale#fixers#tm_fmt#Fix(buffer) abort
  let executable = ale#Escape(ale#Var(a:buffer, 'tm_executable'))
  return {'command': executable . ' fmt %t', 'read_temporary_file': 1}
endfunc
