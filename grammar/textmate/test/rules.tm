// SYNTAX TEST "source.tm" "rules"

relation control {
// <-------- storage.type.declaration.tm
//       ^^^^^^^ entity.name.function.relation.tm
  edge x -> y via z for x: a, y in x.b where x.c needs d
// <~~---- keyword.other.tm
//       ^^ keyword.operator.arrow.tm
//            ^^^ keyword.other.tm
//                  ^^^ keyword.other.tm
//                      ^ variable.parameter.tm
//                         ^ entity.name.type.kind.tm
//                            ^ variable.parameter.tm
//                              ^^ keyword.operator.expression.tm
//                                     ^^^^^ keyword.other.tm
//                                               ^^^^^ keyword.other.tm
}

rule exposed-worker {
// <---- storage.type.declaration.tm
//   ^^^^^^^^^^^^^^ entity.name.function.rule.tm
  for w: worker, e in w.endpoints
// <~~--- keyword.other.tm
//    ^ variable.parameter.tm
//       ^^^^^^ entity.name.type.kind.tm
//               ^ variable.parameter.tm
//                 ^^ keyword.operator.expression.tm
//                      ^^^^^^^^^ variable.other.property.tm
  exists path: std.actor
// <~~------ keyword.other.tm
//       ^^^^ variable.parameter.tm
//             ^^^^^^^^^ entity.name.type.kind.tm
  let n = (count x in xs) > 1
// <~~--- keyword.other.tm
//    ^ variable.parameter.tm
//         ^^^^^ keyword.other.quantifier.tm
//               ^ variable.parameter.tm
  where w.path is not set and w not in [a, b]
// <~~----- keyword.other.tm
//        ^^^^ variable.other.property.tm
//             ^^ keyword.operator.expression.tm
//                ^^^ keyword.operator.expression.tm
//                    ^^^ constant.language.tm
//                        ^^^ keyword.operator.expression.tm
//                              ^^^ keyword.operator.expression.tm
//                                  ^^ keyword.operator.expression.tm
  path p: a ~> w along request {
// <~~---- keyword.other.tm
//     ^ variable.parameter.tm
//          ^^ keyword.operator.arrow.tm
//               ^^^^^ keyword.other.tm
//                     ^^^^^^^ entity.name.function.relation.tm
    all h: h.via is flow
//  ^^^ keyword.other.quantifier.tm
//      ^ variable.parameter.tm
  }
  severity: if p.length == 1 then critical else high
// <~~-------- support.type.property-name.tm
//          ^^ keyword.control.conditional.tm
//                      ^^ keyword.operator.comparison.tm
//                         ^ constant.numeric.integer.tm
//                           ^^^^ keyword.control.conditional.tm
//                                         ^^^^ keyword.control.conditional.tm
  message: "{a.b} \{x} \u{e9}"
//          ^ punctuation.definition.template-expression.begin.tm
//           ^^^ variable.other.template.tm
//              ^ punctuation.definition.template-expression.end.tm
//                ^^ constant.character.escape.tm
//                     ^^^^^^ constant.character.escape.tm
  where: 3  in: 4
// <~~----- support.type.property-name.tm
//          ^^ support.type.property-name.tm
}
