; Written by `cargo xtask grammar`; edit `grammar/tree-sitter-tm/queries/highlights.scm` instead.

; No node is captured twice, so that the order of patterns means nothing: editors disagree on who wins.

; ---- words

["as" "module" "use"] @keyword.import
["abstract" "inherited"] @keyword.modifier
["enum" "kind" "scale"] @keyword.type
["relation" "rule"] @keyword.function
["else" "if" "then"] @keyword.conditional
["and" "in" "is" "not" "or"] @keyword.operator

[
  "accept" "all" "along" "any" "assume" "avoiding" "collect" "control" "count" "derive" "dismiss" "each" "edge" "exists"
  "expect" "extend" "fact" "field" "first" "flow" "for" "known" "last" "let" "max" "min" "mitigate" "needs" "no" "nothing" "on"
  "path" "possible" "project" "question" "set" "test" "via" "where"
] @keyword

; ---- literals and comments

(boolean) @boolean
["unknown" "not-applicable"] @constant.builtin
[(integer) (date)] @number
(string) @string
(escape) @string.escape
(hole) @string.special
(comment) @comment
[(doc) (file_doc)] @comment.documentation

; ---- signs

["->" "~>" "==" "!=" "<" "<=" ">" ">=" "="] @operator
["{" "}" "[" "]" "(" ")"] @punctuation.bracket
[":" "," "."] @punctuation.delimiter

; ---- names of things

[(module path: (path) @module) (use path: (path) @module)]
(import name: (_) @variable)
(import alias: (_) @variable)

(kind name: (_) @type)
(kind parent: (path) @type)
(extend path: (path) @type)
(extend_enum path: (path) @type)
(enum name: (_) @type)
(scale name: (_) @type)
(element kind: (_) @type)
(each kind: (path) @type)
(field type: (path) @type)
(declaration type: (path) @type)
(list_type (path) @type)
(binding kind: (path) @type)
(comparison kind: (path) @type)

(element name: (_) @variable)
(flow name: (_) @variable)
(flow from: (path) @variable)
(flow to: (path) @variable)
(assume name: (_) @variable)
(subject (path) @variable)

(attribute name: (_) @property)
(field name: (_) @property)
(declaration name: (_) @property)
(entry name: (_) @property)
(postfix attribute: (_) @property)

(enum_value name: (_) @constant)
(scale value: (_) @constant)
(attribute value: (path) @constant)
(field default: (path) @constant)
(list (path) @constant)

(rule name: (_) @function)
(relation name: (_) @function)
(leads relation: (path) @function)
(decision rule: (_) @function)
(expectation rule: (_) @function)

; ---- names in expressions: a variable, a kind or a value; only the compiler knows

(edge via: (_) @variable)
(binding variable: (_) @variable.parameter)
(generator variable: (_) @variable.parameter)
(hop variable: (_) @variable.parameter)
(let_clause name: (_) @variable.parameter)
(path_clause name: (_) @variable.parameter)

((name) @variable
  (#not-eq? @variable "self"))

((name) @variable.builtin
  (#eq? @variable.builtin "self"))
