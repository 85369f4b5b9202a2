; Written by `cargo xtask grammar`; edit `grammar/tree-sitter-tm/queries/locals.scm` instead.

; Variables live in a rule, an edge, a derived attribute, a quantifier or a condition on hops.

[(rule) (edge) (declaration) (quantifier) (hop)] @local.scope

(binding variable: (_) @local.definition.var)
(generator variable: (_) @local.definition.var)
(hop variable: (_) @local.definition.var)
(let_clause name: (_) @local.definition.var)
(path_clause name: (_) @local.definition.var)

(name) @local.reference
