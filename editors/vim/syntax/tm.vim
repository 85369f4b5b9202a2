" Threat models. Words are contextual, so each is looked for where the grammar has it: what begins something leads to its name and
" its body by `nextgroup`. Of two groups that match at one place, the one that is defined last wins.
if exists('b:current_syntax') | finish | endif

let s:name = '\%(\h\w*\%(-\w\+\)*\|`[^`]\+`\)'
let s:path = s:name . '\%(\s*\.\s*' . s:name . '\)*'
let s:no_colon = '\%(\s*:\)\@!'
" The end of a word: no name goes on.
let s:end = '\%(-\=\w\)\@!'
" What stands behind an operand; never the name of an element.
let s:infix = '\%(along\|and\|control\|derive\|else\|fact\|if\|in\|inherited\|is\|not\|or\|then\)' . s:end

func s:Match(group, pattern, ...) abort
  execute 'syntax match' a:group '/' . a:pattern . '/' join(a:000)
endfunc

" What stands in front of a name, and the groups that follow it.
func s:Before(group, word, next, ...) abort
  call s:Match(a:group, a:word . '\ze\s\+' . s:name, 'skipwhite nextgroup=' . a:next, join(a:000))
endfunc

func s:Body(group, contains) abort
  execute 'syntax region' a:group 'matchgroup=tmBracket start=/{/ end=/}/ contained fold contains=' . a:contains
endfunc

" ---- plain names and signs

call s:Match('tmName', s:name)
call s:Match('tmSign', '->\|\~>\|[!=<>]=\|[<>=]')
call s:Match('tmMember', '\.\s*' . s:name, 'contained')
call s:Match('tmSelf', 'self' . s:end, 'contained')

" ---- texts, comments, literals

syntax match tmEscape /\\\%(["\\nt{]\|u{\x\{1,6}}\)/ contained
syntax match tmHole /{[^{}"\\]*}/ contained
syntax region tmString start=/"/ skip=/\\./ end=/"\|$/ contains=tmEscape
syntax region tmTextBlock start=/"""/ skip=/\\./ end=/"""/ contains=tmEscape
syntax region tmTemplate start=/"/ skip=/\\./ end=/"\|$/ contained contains=tmEscape,tmHole
syntax region tmTemplateBlock start=/"""/ skip=/\\./ end=/"""/ contained contains=tmEscape,tmHole
syntax match tmComment "//.*" contains=@Spell
syntax match tmDoc "//[/!].*" contains=tmDocCode,tmDocHeading,@Spell
syntax match tmComment "////.*" contains=@Spell
syntax match tmDocCode /`[^`]\+`/ contained
syntax match tmDocHeading "\%(//[/!]\)\@3<=\s*#\{1,6}\s.*" contained
syntax cluster tmComments contains=tmComment,tmDoc
syntax cluster tmTexts contains=tmString,tmTextBlock

call s:Match('tmNumber', '\<\d\+' . s:end)
call s:Match('tmNumber', '\<\d\{4}-\d\d-\d\d' . s:end)

" ---- values and types

call s:Match('tmConstant', s:path, 'contained')
call s:Match('tmBoolean', '\%(true\|false\|unknown\)' . s:end . '\%(\s*[.:]\)\@!', 'contained')
call s:Match('tmNotApplicable', 'not-applicable\ze\s*(', 'contained')
syntax region tmList matchgroup=tmBracket start=/\[/ end=/\]/ contained contains=@tmValue,@tmComments
syntax cluster tmValue contains=tmConstant,tmNumber,tmBoolean,tmNotApplicable,tmList,@tmTexts
call s:Match('tmTypePath', '\%(\[\s*\)*' . s:path . '\%(\s*\]\)*', 'contained')

" ---- members of elements

syntax region tmBlock matchgroup=tmBracket start=/{/ end=/}/ fold contains=@tmBlockMember
call s:Match('tmElementName', s:name, 'contained')
call s:Match('tmType', s:name . '\ze\s\+\%(' . s:infix . '\)\@!' . s:name . s:end . '\%(\s*[.:]\)\@!', 'skipwhite nextgroup=tmElementName')
call s:Match('tmProperty', s:name . '\ze\s*:', 'skipwhite nextgroup=tmValueColon')
syntax match tmValueColon /:/ contained skipwhite nextgroup=@tmValue
call s:Before('tmEach', 'each', 'tmTypePath')
call s:Match('tmFlow', 'flow\ze\s\+' . s:name . '\s*:', 'skipwhite nextgroup=tmFlowName')
call s:Match('tmFlowName', s:name . '\s*:', 'contained skipwhite nextgroup=tmName')
syntax cluster tmBlockMember contains=tmName,tmSign,tmNumber,tmType,tmProperty,tmEach,tmFlow,tmBlock,@tmTexts,@tmComments

" ---- expressions

call s:Match('tmOperator', '\%(and\|or\|not\|in\)' . s:end . s:no_colon, 'contained')
call s:Match('tmConditional', '\%(if\|then\|else\)' . s:end . s:no_colon, 'contained')
call s:Match('tmIn', 'in\ze\s\+' . s:name . '\s*:', 'contained skipwhite nextgroup=tmVariable')
call s:Before('tmIs', 'is', 'tmIsNot,tmState,tmTypePath', 'contained')
call s:Match('tmIsNot', 'not' . s:end, 'contained skipwhite nextgroup=tmState,tmTypePath')
call s:Match('tmVariable', s:name, 'contained')
call s:Match('tmQuantifier', '\%(any\|all\|no\|count\|max\|min\|collect\)\ze\s\+' . s:name . '\s\+in' . s:end, 'contained skipwhite nextgroup=tmVariable')
call s:Match('tmQuantifier', '\%(all\|any\|no\|first\|last\|avoiding\)\ze\s\+' . s:name . '\s*:', 'contained skipwhite nextgroup=tmVariable')
call s:Before('tmAlong', 'along', 'tmRelationPath', 'contained')
call s:Match('tmRelationPath', s:path, 'contained skipwhite nextgroup=tmHops')
call s:Match('tmState', '\%(set\|known\|unknown\)' . s:end . '\%(\s*\.\)\@!', 'contained')
call s:Body('tmHops', '@tmExpression')
syntax region tmGroup matchgroup=tmBracket start=/(/ end=/)/ contained contains=@tmExpression
syntax region tmExpressionList matchgroup=tmBracket start=/\[/ end=/\]/ contained contains=@tmExpression
syntax cluster tmExpressionWord contains=tmMember,tmSelf,tmBoolean,tmOperator,tmConditional,tmIn,tmIs,tmQuantifier,tmAlong
syntax cluster tmExpression contains=tmName,tmSign,tmNumber,tmTemplate,tmTemplateBlock,tmGroup,tmExpressionList,@tmExpressionWord,@tmComments

" ---- vocabulary

call s:Before('tmModule', 'module', 'tmModulePath')
call s:Before('tmUse', 'use', 'tmModulePath')
call s:Match('tmModulePath', s:path, 'contained nextgroup=tmImports')
syntax region tmImports matchgroup=tmBracket start=/\s*\.\s*{/ end=/}/ contained contains=tmImported,@tmComments
call s:Match('tmImported', s:name, 'contained skipwhite nextgroup=tmAs')
syntax match tmAs /as\ze\s/ contained

call s:Before('tmEnum', 'enum', 'tmEnumPath')
call s:Match('tmEnumPath', s:path, 'contained skipwhite nextgroup=tmEnumBody')
call s:Body('tmEnumBody', 'tmEnumValue,tmSign,tmFieldDefault,tmField,tmBlock,@tmComments')
call s:Match('tmEnumValue', s:name, 'contained')
call s:Match('tmFieldDefault', '=', 'contained skipwhite nextgroup=@tmValue')
call s:Match('tmField', 'field\ze\s\+' . s:name . '\s*:', 'contained skipwhite nextgroup=tmDeclared')

call s:Before('tmScale', 'scale', 'tmScaleName')
call s:Match('tmScaleName', s:name, 'contained skipwhite nextgroup=tmScaleBody')
call s:Body('tmScaleBody', 'tmEnumValue,tmSign,@tmComments')

call s:Match('tmModifier', 'abstract\ze\s\+kind' . s:end)
call s:Before('tmKind', 'kind', 'tmKindName')
call s:Match('tmKindName', s:name, 'contained skipwhite nextgroup=tmKindIs,tmKindBody')
call s:Before('tmKindIs', 'is', 'tmKindPath', 'contained')
call s:Match('tmKindPath', s:path, 'contained skipwhite nextgroup=tmKindBody')
call s:Before('tmExtend', 'extend', 'tmKindPath')
call s:Before('tmExtend', 'extend\ze\s\+enum', 'tmEnum')
call s:Body('tmKindBody', '@tmBlockMember,@tmExpressionWord,tmKindProperty,tmNotApplicable,tmGroup,tmExpressionList,tmInherited,tmDeclare')
" A default is an expression, so what follows a colon here may be one.
call s:Match('tmKindProperty', s:name . '\ze\s*:', 'contained')
call s:Match('tmInherited', 'inherited\ze\s\+\%(fact\|control\)\s\+' . s:name . '\s*:', 'contained')
call s:Match('tmDeclare', '\%(fact\|control\|derive\)\ze\s\+' . s:name . '\s*:', 'contained skipwhite nextgroup=tmDeclared')
call s:Match('tmDeclared', s:name, 'contained skipwhite nextgroup=tmTypeColon')
syntax match tmTypeColon /:/ contained skipwhite nextgroup=tmTypePath

" ---- rules and relations

call s:Before('tmRule', 'rule', 'tmRuleName')
call s:Match('tmRuleName', s:name, 'contained skipwhite nextgroup=tmRuleBody')
call s:Body('tmRuleBody', '@tmExpression,tmEntry,tmClause,tmLet,tmFor,tmBinding,tmPath')
call s:Match('tmEntry', s:name . '\ze\s*:', 'contained')
call s:Match('tmClause', 'where' . s:end . s:no_colon, 'contained')
call s:Match('tmLet', 'let\ze\s\+' . s:name . '\s*=', 'contained skipwhite nextgroup=tmVariable')
call s:Match('tmFor', '\%(for\|exists\)\ze\s\+' . s:name . '\%(\s*:\|\s\+in' . s:end . '\)', 'contained skipwhite nextgroup=tmBound')
call s:Match('tmBinding', ',\ze\s*' . s:name . '\%(\s*:\|\s\+in' . s:end . '\)', 'contained skipwhite nextgroup=tmBound')
call s:Match('tmBound', s:name, 'contained skipwhite nextgroup=tmTypeColon')
call s:Match('tmPath', 'path\ze\s\+' . s:name . '\s*:', 'contained skipwhite nextgroup=tmVariable')

call s:Before('tmRelation', 'relation', 'tmRelationName')
call s:Match('tmRelationName', s:name, 'contained skipwhite nextgroup=tmRelationBody')
call s:Body('tmRelationBody', '@tmExpression,tmClause,tmEdge,tmFor,tmBinding')
call s:Match('tmEdge', '\%(edge\|via\|needs\)' . s:end . s:no_colon, 'contained')

" ---- assumptions, decisions, tests

call s:Match('tmAssume', 'assume\ze\s\+' . s:name . '\s*{', 'skipwhite nextgroup=tmElementName')
call s:Match('tmDecision', '\%(accept\|mitigate\|dismiss\)\ze\s\+' . s:name . '\s\+on' . s:end, 'skipwhite nextgroup=tmRulePath')
call s:Match('tmRulePath', s:name, 'contained skipwhite nextgroup=tmOn')
call s:Before('tmOn', 'on', 'tmProject,tmSubject', 'contained')
call s:Match('tmSubject', s:path, 'contained skipwhite nextgroup=tmNextSubject')
call s:Match('tmProject', 'project' . s:end . '\%(\s*\%(\.\|->\)\)\@!', 'contained skipwhite nextgroup=tmNextSubject')
syntax match tmNextSubject /,\|->/ contained skipwhite nextgroup=tmProject,tmSubject

syntax match tmTest /test\ze\s*"/ skipwhite nextgroup=tmTitle
syntax region tmTitle start=/"/ skip=/\\./ end=/"\|$/ contained contains=tmEscape skipwhite nextgroup=tmTestBody
call s:Body('tmTestBody', '@tmBlockMember,@tmItem,tmExpect')
call s:Before('tmExpect', 'expect', 'tmRulePath', 'contained')
call s:Match('tmExpect', 'expect\ze\s\+\%(no\|question\|possible\)\s\+' . s:name, 'contained skipwhite nextgroup=tmQualifier')
call s:Match('tmExpect', 'expect\ze\s\+nothing' . s:end, 'contained skipwhite nextgroup=tmNothing')
call s:Match('tmQualifier', '\%(no\|question\|possible\)', 'contained skipwhite nextgroup=tmRulePath')
syntax match tmNothing /nothing/ contained
syntax cluster tmItem contains=tmUse,tmEnum,tmScale,tmModifier,tmKind,tmExtend,tmRelation,tmRule,tmAssume,tmDecision,tmTest

syntax sync fromstart

" ---- colours

highlight default link tmComment Comment
highlight default link tmDoc SpecialComment
highlight default link tmDocCode SpecialComment
highlight default link tmDocHeading SpecialComment
for s:group in ['String', 'TextBlock', 'Template', 'TemplateBlock', 'Title']
  execute 'highlight default link tm' . s:group 'String'
endfor
highlight default link tmEscape SpecialChar
highlight default link tmHole SpecialChar
highlight default link tmNumber Number
for s:group in ['Boolean', 'NotApplicable', 'State', 'Nothing', 'Project']
  execute 'highlight default link tm' . s:group 'Boolean'
endfor
for s:group in ['Module', 'Use', 'As']
  execute 'highlight default link tm' . s:group 'Include'
endfor
for s:group in ['Enum', 'Scale', 'Kind', 'Extend', 'Rule', 'Relation', 'Assume', 'Test']
  execute 'highlight default link tm' . s:group 'Structure'
endfor
for s:group in ['Modifier', 'Inherited', 'Declare', 'Field']
  execute 'highlight default link tm' . s:group 'StorageClass'
endfor
for s:group in ['Each', 'Flow', 'Operator', 'In', 'Is', 'IsNot', 'Quantifier', 'Along', 'KindIs', 'Clause', 'Let', 'For', 'Path', 'Edge',
  \ 'Decision', 'On', 'Expect', 'Qualifier']
  execute 'highlight default link tm' . s:group 'Keyword'
endfor
highlight default link tmConditional Conditional
for s:group in ['Type', 'TypePath', 'KindName', 'KindPath', 'EnumPath', 'ScaleName']
  execute 'highlight default link tm' . s:group 'Type'
endfor
for s:group in ['RuleName', 'RulePath', 'RelationName', 'RelationPath']
  execute 'highlight default link tm' . s:group 'Function'
endfor
for s:group in ['Property', 'KindProperty', 'Declared', 'Entry', 'Member', 'Self']
  execute 'highlight default link tm' . s:group 'Identifier'
endfor
for s:group in ['Constant', 'EnumValue']
  execute 'highlight default link tm' . s:group 'Constant'
endfor
highlight default link tmSign Operator
highlight default link tmBracket Delimiter

let b:current_syntax = 'tm'
