(element kind: (_) @context name: (_) @name) @item
(kind "kind" @context name: (_) @name) @item
(enum "enum" @context name: (_) @name) @item
(scale "scale" @context name: (_) @name) @item
(rule "rule" @context name: (_) @name) @item
(relation "relation" @context name: (_) @name) @item
(assume "assume" @context name: (_) @name) @item
(test "test" @context title: (_) @name) @item
