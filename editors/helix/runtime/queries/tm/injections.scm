; Written by `cargo xtask grammar`; edit `grammar/tree-sitter-tm/queries/injections.scm` instead.

; Documentation is Markdown; the lines of a run are one text.
((markdown) @injection.content
  (#set! injection.language "markdown")
  (#set! injection.combined))
