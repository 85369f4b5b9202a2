// SYNTAX TEST "source.tm" "models"

//! About `tm`.
// <--- comment.line.documentation.tm
//        ^^^^ markup.inline.raw.string.tm
module shop.front
// <------ keyword.control.import.tm
//     ^^^^^^^^^^ entity.name.namespace.tm

use platform.zones.{prod, legacy-api as old-api}
// <--- keyword.control.import.tm
//  ^^^^^^^^^^^^^^ entity.name.namespace.tm
//                  ^^^^ variable.other.tm
//                                   ^^ keyword.control.import.tm
//                                      ^^^^^^^ variable.other.tm

/// ## Heading
//  ^^^^^^^^^^ markup.heading.tm
//// Not documentation.
//   ^^^^^^^^^^^^^^^^^ comment.line.double-slash.tm
cluster prod { // behind
// <------- entity.name.type.kind.tm
//      ^^^^ variable.other.element.tm
//           ^ punctuation.section.block.begin.tm
//             ^^^^^^^^^ comment.line.double-slash.tm
  each service { audit: full  path: true }
// <~~---- keyword.other.tm
//     ^^^^^^^ entity.name.type.kind.tm
//               ^^^^^ support.type.property-name.tm
//                    ^ punctuation.separator.key-value.tm
//                      ^^^^ variable.other.constant.tm
//                            ^^^^ support.type.property-name.tm
//                                  ^^^^ constant.language.boolean.tm
  service `3 scale` {
// <~~------- entity.name.type.kind.tm
//        ^^^^^^^^^ variable.other.element.tm
    route: "GET \"x\" {id} \q"
//         ^^^^^ string.quoted.double.tm
//              ^^ constant.character.escape.tm
//                    ^^^^ - meta.template.expression.tm
//                         ^^ invalid.illegal.escape.tm
    size: 12  since: 2026-07-01  owner: unknown
//        ^^ constant.numeric.integer.tm
//                   ^^^^^^^^^^ constant.numeric.date.tm
//                                      ^^^^^^^ constant.language.unknown.tm
    data: [orders, a.b, "x"]  use: not-applicable("y")
//        ^ punctuation.section.list.begin.tm
//         ^^^^^^ variable.other.constant.tm
//                 ^^^ variable.other.constant.tm
//                      ^^^ string.quoted.double.tm
//                            ^^^ support.type.property-name.tm
//                                 ^^^^^^^^^^^^^^ constant.language.not-applicable.tm
    -> cart.add { protocol: tls1-3 }
//  ^^ keyword.operator.arrow.tm
//     ^^^^^^^^ variable.other.element.tm
//                          ^^^^^^ variable.other.constant.tm
    notes: """
//         ^^^ string.quoted.triple.tm
    // no comment "quoted" \"""
//  ^^^^^^^^^^^^^ string.quoted.triple.tm - comment
//                         ^^ constant.character.escape.tm
    """
//  ^^^ string.quoted.triple.tm
  }
}

flow browse: shopper -> prod {}
// <---- keyword.other.tm
//   ^^^^^^ variable.other.flow.tm
//           ^^^^^^^ variable.other.element.tm
//                   ^^ keyword.operator.arrow.tm
//                      ^^^^ variable.other.element.tm
flow x
// <---- entity.name.type.kind.tm
//   ^ variable.other.element.tm
rule -> test
// <---- variable.other.element.tm
//      ^^^^ variable.other.element.tm
assume mesh {}
// <------ storage.type.declaration.tm
//     ^^^^ variable.other.element.tm
