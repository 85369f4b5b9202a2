/**
 * The grammar of `.tm` files for editors. Rules are called like the productions of `../tm.ebnf`, with `_` for `-`; what is a
 * choice there and nothing of its own in a tree begins with `_` here.
 *
 * Words are contextual: each is a name too. Where one token decides, the word wins over the name (`prec(-1)` in `_name`);
 * where it takes two, both readings are followed (`conflicts`), and the one that fits, or else the word, stays.
 */

// Words that the next token tells from a name.
const DECIDED = [
  'abstract', 'accept', 'and', 'assume', 'control', 'derive', 'dismiss', 'each', 'enum', 'exists', 'expect', 'extend', 'fact',
  'false', 'for', 'if', 'in', 'inherited', 'is', 'kind', 'known', 'let', 'mitigate', 'module', 'not', 'not-applicable',
  'nothing', 'on', 'or', 'path', 'possible', 'project', 'question', 'relation', 'rule', 'scale', 'set', 'test', 'true',
  'unknown', 'use', 'where',
];
// Words that the token after the next tells from a name: `flow x {` and `flow x:`, `any in xs` and `any x in xs`.
const UNDECIDED = ['all', 'any', 'collect', 'count', 'field', 'flow', 'max', 'min', 'no'];

const commas = rule => seq(rule, repeat(seq(',', rule)));
const braced = rule => seq('{', repeat(seq(rule, optional(','))), '}');
const listed = rule => seq('[', optional(seq(commas(rule), optional(','))), ']');

module.exports = grammar({
  name: 'tm',

  word: $ => $.identifier,

  extras: $ => [/[ \t\r\n\f\uFEFF]/, $.comment, $.doc, $.file_doc],

  supertypes: $ => [$._item, $._member, $._value, $._type, $._expr],

  conflicts: $ => [
    [$.quantifier],
    [$._or, $.comparison],
    [$.quantifier, $._name],
    [$.field, $._name],
    [$.path],
    [$.flow, $._name],
  ],

  rules: {
    file: $ => seq(optional($.module), repeat(seq($._item, optional(',')))),

    module: $ => seq('module', field('path', $.path)),

    _item: $ => choice(
      $.use, $.enum, $.scale, $.kind, $.extend, $.extend_enum, $.relation, $.rule, $.assume, $.decision, $.test,
      $._member,
    ),

    use: $ => seq('use', field('path', $.path), optional(seq('.', '{', optional(seq(commas($.import), optional(','))), '}'))),
    import: $ => seq(field('name', $._name), optional(seq('as', field('alias', $._name)))),
    path: $ => seq($._name, repeat(seq('.', $._name))),

    // ---- models

    block: $ => braced($._member),
    _member: $ => choice($.attribute, $.each, $.flow, $.element),

    attribute: $ => seq(field('name', $._name), ':', field('value', $._value)),
    each: $ => seq('each', field('kind', $.path), $.block),
    flow: $ => seq(
      choice(
        seq('flow', field('name', $._name), ':', field('from', $.path)),
        optional(field('from', $.path)),
      ),
      '->', field('to', $.path), optional($.block),
    ),
    element: $ => seq(field('kind', $._name), field('name', $._name), optional($.block)),
    assume: $ => seq('assume', field('name', $._name), $.block),

    _value: $ => choice($._literal, $.path, $.list, $.not_applicable),
    list: $ => listed($._value),
    not_applicable: $ => seq('not-applicable', '(', field('reason', $.string), ')'),
    _literal: $ => choice($.string, $.integer, $.date, $.boolean, $.unknown),
    boolean: _ => choice('true', 'false'),
    unknown: _ => 'unknown',

    // ---- vocabulary

    enum: $ => seq('enum', field('name', $._name), braced(choice($.field, $.enum_value))),
    field: $ => seq('field', field('name', $._name), ':', field('type', $._type), optional(seq('=', field('default', $._value)))),
    enum_value: $ => seq(field('name', $._name), optional(braced($.attribute))),
    scale: $ => seq(
      'scale', field('name', $._name), '{', optional(seq(field('value', $._name), repeat(seq('<', field('value', $._name))))), '}',
    ),

    kind: $ => prec.right(seq(
      optional('abstract'), 'kind', field('name', $._name), optional(seq('is', field('parent', $.path))), optional($.kind_body),
    )),
    extend: $ => seq('extend', field('path', $.path), $.kind_body),
    extend_enum: $ => seq('extend', 'enum', field('path', $.path), braced($.enum_value)),
    kind_body: $ => braced(choice($.declaration, $._member)),
    declaration: $ => choice(
      seq(
        optional('inherited'), choice('fact', 'control'), field('name', $._name), ':', field('type', $._type),
        optional(seq('=', field('default', $._expr))),
      ),
      seq('derive', field('name', $._name), ':', field('type', $._type), '=', field('default', $._expr)),
    ),
    _type: $ => choice($.path, $.list_type),
    list_type: $ => seq('[', $._type, ']'),

    // ---- expressions

    _expr: $ => choice($.conditional, $._or),
    conditional: $ => seq('if', field('condition', $._expr), 'then', field('then', $._expr), 'else', field('else', $._expr)),
    _or: $ => choice($.or, $.and, $.unary, $.quantifier, $.comparison, $.leads, $._postfix),
    or: $ => prec.left(1, seq($._or, 'or', $._or)),
    and: $ => prec.left(2, seq($._or, 'and', $._or)),
    unary: $ => prec(3, seq('not', $._or)),

    quantifier: $ => seq(
      choice('any', 'all', 'no', 'count', 'max', 'min', 'collect'), commas($.generator),
      optional(seq('if', field('condition', $._expr))), optional(seq(':', field('body', $._expr))),
    ),
    generator: $ => prec.dynamic(1, seq(field('variable', $._name), 'in', field('list', $._postfix))),

    comparison: $ => seq($._postfix, choice(
      seq(choice('==', '!=', '<', '<=', '>', '>='), $._postfix),
      seq(optional('not'), 'in', $._postfix),
      seq('is', optional('not'), choice('set', 'known', 'unknown', field('kind', $.path))),
    )),
    leads: $ => seq(
      field('from', $._postfix), '~>', field('to', $._postfix), 'along', field('relation', $.path), optional($.hops),
    ),
    hops: $ => braced($.hop),
    hop: $ => seq(
      choice('all', 'any', 'no', 'first', 'last', 'avoiding'), field('variable', $._name), ':', field('condition', $._expr),
    ),

    _postfix: $ => choice($._literal_expr, $._atom, $.postfix),
    postfix: $ => seq(field('object', choice($._atom, $.postfix)), '.', field('attribute', $._name)),
    _literal_expr: $ => choice(alias($.template, $.string), $.integer, $.date, $.boolean, $.unknown),
    _atom: $ => choice($.name, alias($.list_expr, $.list), $.parenthesized),
    // A value, a variable or a kind: only the compiler knows.
    name: $ => $._name,
    list_expr: $ => listed($._expr),
    parenthesized: $ => seq('(', $._expr, ')'),

    // ---- rules and relations

    rule: $ => seq('rule', field('name', $._name), braced($._clause)),
    _clause: $ => choice($.for_clause, $.exists_clause, $.let_clause, $.where_clause, $.path_clause, $.entry),
    for_clause: $ => seq('for', $._bindings),
    exists_clause: $ => seq('exists', $._bindings),
    let_clause: $ => seq('let', field('name', $._name), '=', field('value', $._expr)),
    where_clause: $ => seq('where', $._expr),
    path_clause: $ => seq('path', field('name', $._name), ':', $.leads),
    entry: $ => seq(field('name', $._name), ':', field('value', $._expr)),
    _bindings: $ => prec.right(commas($.binding)),
    binding: $ => seq(field('variable', $._name), choice(seq(':', field('kind', $.path)), seq('in', field('list', $._postfix)))),

    relation: $ => seq('relation', field('name', $._name), braced($.edge)),
    edge: $ => seq(
      'edge', field('from', $._postfix), '->', field('to', $._postfix), optional(seq('via', field('via', $._name))),
      optional($.for_clause), optional($.where_clause), optional(seq('needs', field('needs', $._postfix))),
    ),

    // ---- decisions and tests

    decision: $ => seq(choice('accept', 'mitigate', 'dismiss'), field('rule', $._name), 'on', $._subjects, $.block),
    _subjects: $ => prec.right(commas($.subject)),
    subject: $ => prec.right(choice('project', seq($.path, optional(seq('->', $.path))))),

    test: $ => seq('test', field('title', $.string), braced(choice($._item, $.expectation))),
    expectation: $ => prec.right(1, seq('expect', choice(
      'nothing',
      seq(optional(choice('no', 'question', 'possible')), field('rule', $._name), optional(seq('on', $._subjects))),
    ))),

    // ---- tokens

    _name: $ => choice(
      $.identifier,
      $.raw_identifier,
      ...DECIDED.map(word => prec(-1, prec.dynamic(-1, alias(word, $.identifier)))),
      ...UNDECIDED.map(word => prec.dynamic(-1, alias(word, $.identifier))),
    ),
    identifier: _ => /[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*/,
    raw_identifier: _ => /`[^`\n]+`/,
    integer: _ => /[0-9]+/,
    date: _ => /[0-9]{4}-[0-9]{2}-[0-9]{2}/,

    string: $ => choice(
      seq('"', repeat(choice($._text, $.escape)), token.immediate('"')),
      seq('"""', repeat(choice($._block_text, $.escape)), token.immediate(prec(2, '"""'))),
    ),
    // The text of `message` and `help`: `{a.b}` is replaced.
    template: $ => choice(
      seq('"', repeat(choice($._template_text, $.escape, $.hole)), token.immediate('"')),
      seq('"""', repeat(choice($._template_block_text, $.escape, $.hole)), token.immediate(prec(2, '"""'))),
    ),
    _text: _ => token.immediate(prec(1, /[^"\\\n]+/)),
    _block_text: _ => token.immediate(prec(1, /([^"\\]|"[^"\\]|""[^"\\])+|"/)),
    _template_text: _ => token.immediate(prec(1, /[^"\\\n{]+|\{/)),
    _template_block_text: _ => token.immediate(prec(1, /([^"\\{]|"[^"\\{]|""[^"\\{])+|["{]/)),
    escape: _ => token.immediate(prec(1, /\\(u\{[^}\n"]*\}|[^\n])/)),
    hole: _ => token.immediate(prec(2, /\{[^{}"\\\n]*\}/)),

    comment: _ => token(choice('//', /\/\/[^\/!\n][^\n]*/, /\/\/\/\/[^\n]*/)),
    doc: $ => seq('///', alias(token.immediate(/[^\n]*/), $.markdown)),
    file_doc: $ => seq('//!', alias(token.immediate(/[^\n]*/), $.markdown)),
  },
});
