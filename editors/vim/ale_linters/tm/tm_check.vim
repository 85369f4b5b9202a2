" `tm check` of the file as it is saved: errors, findings and open questions of its project that are located in it.
call ale#Set('tm_executable', 'tm')

let s:types = {'critical': 'E', 'high': 'E', 'error': 'E', 'medium': 'W', 'warning': 'W'}

" Columns are characters; ALE counts bytes.
func! s:Byte(buffer, line, column) abort
  let text = get(getbufline(a:buffer, a:line), 0, '')
  let at = byteidx(text, a:column - 1)
  return at < 0 ? len(text) + 1 : at + 1
endfunc

func! s:Problem(buffer, place, type, code, text, help) abort
  if type(a:place) != v:t_dict || fnamemodify(a:place.file, ':t') !=# fnamemodify(bufname(a:buffer), ':t')
    return []
  endif
  return [{
    \ 'lnum': a:place.line,
    \ 'col': s:Byte(a:buffer, a:place.line, a:place.column),
    \ 'end_lnum': a:place.endLine,
    \ 'end_col': s:Byte(a:buffer, a:place.endLine, a:place.endColumn) - 1,
    \ 'type': a:type,
    \ 'code': a:code,
    \ 'text': a:text,
    \ 'detail': empty(a:help) ? a:text : a:text . "\n\n" . a:help,
    \}]
endfunc

func! ale_linters#tm#tm_check#Handle(buffer, lines) abort
  let report = ale#util#FuzzyJSONDecode(a:lines, {})
  let found = []
  for said in get(report, 'errors', []) + get(report, 'notices', [])
    let found += s:Problem(a:buffer, said.location, get(s:types, said.severity, 'I'), said.name, said.message, said.help)
  endfor
  for finding in get(report, 'findings', [])
    let text = (finding.certainty ==# 'possible' ? 'possible ' : '') . finding.severity . ': ' . finding.message
    let found += s:Problem(a:buffer, finding.location, get(s:types, finding.severity, 'I'), finding.rule, text, finding.help)
  endfor
  for question in get(report, 'questions', [])
    let rules = join(map(copy(question.decides), {_, decided -> decided.rule}), ', ')
    let text = 'stating `' . question.attribute . '` on `' . question.element . '` decides ' . rules
    let found += s:Problem(a:buffer, question.location, 'I', 'question', text, '')
  endfor
  return found
endfunc

call ale#linter#Define('tm', {
  \ 'name': 'tm_check',
  \ 'executable': {buffer -> ale#Var(buffer, 'tm_executable')},
  \ 'command': '%e check --format json %s',
  \ 'lint_file': 1,
  \ 'callback': 'ale_linters#tm#tm_check#Handle',
  \})
