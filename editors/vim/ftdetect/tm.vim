" Vim takes *.tm for Tcl modules; those that look like it stay that.
autocmd BufNewFile,BufRead *.tm
  \ if !search('^\s*\%(package\s\+\%(provide\|require\)\|namespace\s\+eval\|proc\s\+\S\+\s\+{\)', 'cn', 100)
  \ |   set filetype=tm
  \ | endif
