" `:make` checks the project around the current folder.
if exists('current_compiler') | finish | endif
let current_compiler = 'tm'

CompilerSet makeprg=tm\ check\ --format\ concise
CompilerSet errorformat=%f:%l:%v:\ %trror[%*[^]]]\ %m,%f:%l:%v:\ %tarning[%*[^]]]\ %m,%f:%l:%v:\ %m,%-G%.%#
