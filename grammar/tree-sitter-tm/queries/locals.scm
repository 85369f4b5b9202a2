; Variables live in a rule, an edge, a derived attribute, a quantifier or a condition on hops.

[(rule) (edge) (declaration) (quantifier) (hop)] @local.scope

(binding variable: (_) @local.definition)
(generator variable: (_) @local.definition)
(hop variable: (_) @local.definition)
(let_clause name: (_) @local.definition)
(path_clause name: (_) @local.definition)

(name) @local.reference
