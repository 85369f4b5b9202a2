//! What the protocol calls sorts of things.

use crate::types::{CompletionItemKind, SymbolKind};
use tm_ide::{CompletionKind, SymbolKind as Kind};

pub(crate) fn symbol(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Module => SymbolKind::MODULE,
        Kind::Boundary => SymbolKind::NAMESPACE,
        Kind::Component => SymbolKind::CLASS,
        Kind::Data => SymbolKind::STRUCT,
        Kind::Endpoint => SymbolKind::METHOD,
        Kind::Flow => SymbolKind::EVENT,
        Kind::Identity => SymbolKind::KEY,
        Kind::Assumption | Kind::Decision | Kind::Safeguard => SymbolKind::OBJECT,
        Kind::Kind => SymbolKind::INTERFACE,
        Kind::Attribute => SymbolKind::PROPERTY,
        Kind::Enum => SymbolKind::ENUM,
        Kind::EnumField => SymbolKind::FIELD,
        Kind::EnumValue => SymbolKind::ENUM_MEMBER,
        Kind::Relation => SymbolKind::OPERATOR,
        Kind::Rule | Kind::Test => SymbolKind::FUNCTION,
        Kind::Variable => SymbolKind::VARIABLE,
    }
}

pub(crate) fn completion(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Type => CompletionItemKind::TYPE_PARAMETER,
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Literal => CompletionItemKind::VALUE,
        CompletionKind::Symbol(kind) => match kind {
            Kind::Module | Kind::Boundary => CompletionItemKind::MODULE,
            Kind::Component => CompletionItemKind::CLASS,
            Kind::Data => CompletionItemKind::STRUCT,
            Kind::Endpoint => CompletionItemKind::METHOD,
            Kind::Flow => CompletionItemKind::EVENT,
            Kind::Identity | Kind::Assumption | Kind::Decision | Kind::Safeguard => CompletionItemKind::CONSTANT,
            Kind::Kind => CompletionItemKind::INTERFACE,
            Kind::Attribute => CompletionItemKind::PROPERTY,
            Kind::Enum => CompletionItemKind::ENUM,
            Kind::EnumField => CompletionItemKind::FIELD,
            Kind::EnumValue => CompletionItemKind::ENUM_MEMBER,
            Kind::Relation => CompletionItemKind::OPERATOR,
            Kind::Rule | Kind::Test => CompletionItemKind::FUNCTION,
            Kind::Variable => CompletionItemKind::VARIABLE,
        },
    }
}
