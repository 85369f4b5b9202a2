; Written by `cargo xtask grammar`; edit `grammar/tree-sitter-tm/queries/indents.scm` instead.

; For nvim-treesitter; Helix and Zed have notations of their own.

[
  (use) (enum) (enum_value) (extend_enum) (scale) (rule) (relation) (test)
  (block) (kind_body) (hops) (list)
] @indent.begin

["}" "]"] @indent.branch @indent.end

[(comment) (doc) (file_doc) (string)] @indent.auto
