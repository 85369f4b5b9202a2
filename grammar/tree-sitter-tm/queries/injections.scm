; Documentation is Markdown; the lines of a run are one text.
((markdown) @injection.content
  (#set! injection.language "markdown")
  (#set! injection.combined))
