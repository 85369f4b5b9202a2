(string) @string
[(comment) (doc) (file_doc)] @comment.inclusive
