; Written by `cargo xtask grammar`; edit `grammar/tree-sitter-tm/queries/folds.scm` instead.

[
  (use) (enum) (enum_value) (extend_enum) (scale) (rule) (relation) (test)
  (block) (kind_body) (hops) (list)
  (string)
] @fold
