// SYNTAX TEST "source.tm" "decisions"

accept plain-text on cart->orders, project {
// <------ keyword.other.tm
//     ^^^^^^^^^^ entity.name.function.rule.tm
//                ^^ keyword.other.tm
//                       ^^ keyword.operator.arrow.tm
//                                 ^^^^^^^ constant.language.project.tm
  until: 2026-12-31
// <~~----- support.type.property-name.tm
//       ^^^^^^^^^^ constant.numeric.date.tm
}
dismiss x on project.a {}
// <------- keyword.other.tm
//           ^^^^^^^ variable.other.tm
mitigate x on a {}
// <-------- keyword.other.tm

test "a \"}" {
// <---- storage.type.declaration.tm
//   ^^^ string.quoted.double.tm
  today: 2026-07-01
// <~~----- support.type.property-name.tm
  service a { -> b }
// <~~------- entity.name.type.kind.tm
  expect x on a->b, project  expect no y
// <~~------ keyword.other.tm
//       ^ entity.name.function.rule.tm
//         ^^ keyword.other.tm
//                  ^^^^^^^ constant.language.project.tm
//                           ^^^^^^ keyword.other.tm
//                                  ^^ keyword.other.tm
//                                     ^ entity.name.function.rule.tm
  expect question x
//       ^^^^^^^^ keyword.other.tm
//                ^ entity.name.function.rule.tm
  expect possible x
//       ^^^^^^^^ keyword.other.tm
  expect nothing
//       ^^^^^^^ constant.language.tm
}
service test
// <------- entity.name.type.kind.tm
//      ^^^^ variable.other.element.tm
