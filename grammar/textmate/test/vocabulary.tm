// SYNTAX TEST "source.tm" "vocabulary"

abstract kind workload is std.component {
// <-------- storage.modifier.tm
//       ^^^^ storage.type.declaration.tm
//            ^^^^^^^^ entity.name.type.kind.tm
//                     ^^ keyword.other.tm
//                        ^^^^^^^^^^^^^ entity.name.type.kind.tm
  inherited fact owner: text = "nobody"
// <~~--------- storage.modifier.tm
//          ^^^^ storage.type.attribute.tm
//               ^^^^^ support.type.property-name.tm
//                      ^^^^ entity.name.type.kind.tm
//                           ^ keyword.operator.assignment.tm
//                             ^^^^^^^^ string.quoted.double.tm
  control data: [[data]] = none  control is: bool
// <~~------- storage.type.attribute.tm
//              ^^ punctuation.section.list.begin.tm
//                ^^^^ entity.name.type.kind.tm
//                               ^^^^^^^ storage.type.attribute.tm
//                                       ^^ support.type.property-name.tm
  derive precious: bool =
    self.tier >= silver or any d in self.data if not d.open: d is secret
//  ^^^^ variable.language.self.tm
//       ^^^^ variable.other.property.tm
//            ^^ keyword.operator.comparison.tm
//                      ^^ keyword.operator.expression.tm
//                         ^^^ keyword.other.quantifier.tm
//                             ^ variable.parameter.tm
//                               ^^ keyword.operator.expression.tm
//                                            ^^ keyword.control.conditional.tm
//                                               ^^^ keyword.operator.expression.tm
//                                                             ^^ keyword.operator.expression.tm
//                                                                ^^^^^^ entity.name.type.kind.tm
  fact: none  in: a
// <~~---- support.type.property-name.tm
//            ^^ support.type.property-name.tm
  derive far: bool = self ~> a along r { avoiding v: v is gateway }
//                        ^^ keyword.operator.arrow.tm
//                             ^^^^^ keyword.other.tm
//                                   ^ entity.name.function.relation.tm
//                                       ^^^^^^^^ keyword.other.quantifier.tm
}

extend shop.cart { audit: full }
// <------ storage.type.declaration.tm
//     ^^^^^^^^^ entity.name.type.kind.tm
//                 ^^^^^ support.type.property-name.tm

enum Trigger {
// <---- storage.type.declaration.tm
//   ^^^^^^^ entity.name.type.enum.tm
  field foreign: bool = false
// <~~----- storage.type.attribute.tm
//      ^^^^^^^ support.type.property-name.tm
//               ^^^^ entity.name.type.kind.tm
//                      ^^^^^ constant.language.boolean.tm
  webhook { foreign: true }
// <~~------- variable.other.enummember.tm
//          ^^^^^^^ support.type.property-name.tm
}
extend enum Protocol { mongodb }
// <------ storage.type.declaration.tm
//     ^^^^ storage.type.declaration.tm
//          ^^^^^^^^ entity.name.type.enum.tm
//                     ^^^^^^^ variable.other.enummember.tm
scale Tier { bronze < silver }
// <----- storage.type.declaration.tm
//    ^^^^ entity.name.type.enum.tm
//           ^^^^^^ variable.other.enummember.tm
//                  ^ keyword.operator.comparison.tm
//                    ^^^^^^ variable.other.enummember.tm
