[
  (use) (enum) (enum_value) (extend_enum) (scale) (rule) (relation) (test)
  (block) (kind_body) (hops) (list)
] @indent

["}" "]"] @outdent
