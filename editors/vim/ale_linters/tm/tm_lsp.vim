" The language server.
call ale#Set('tm_executable', 'tm')

func! ale_linters#tm#tm_lsp#Root(buffer) abort
  let manifest = ale#path#FindNearestFile(a:buffer, 'tm.toml')
  return fnamemodify(empty(manifest) ? bufname(a:buffer) : manifest, ':p:h')
endfunc

call ale#linter#Define('tm', {
  \ 'name': 'tm_lsp',
  \ 'lsp': 'stdio',
  \ 'executable': {buffer -> ale#Var(buffer, 'tm_executable')},
  \ 'command': '%e lsp',
  \ 'project_root': function('ale_linters#tm#tm_lsp#Root'),
  \})
