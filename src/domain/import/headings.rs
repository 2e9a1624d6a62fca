//! The words by which lists name their columns.

use super::columns::Column;
use crate::domain::text::name_key;

/// Headings, folded: exact first, in English, French, Spanish, German and Portuguese.
const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::Organisation,
        &[
            "organisation",
            "organization",
            "organisations",
            "organizations",
            "organisation name",
            "organization name",
            "name of organisation",
            "name of organization",
            "name of the organisation",
            "name of the organization",
            "name of your organisation",
            "name of your organization",
            "org",
            "org name",
            "ngo",
            "ngo name",
            "name of ngo",
            "institution",
            "group",
            "group name",
            "entity",
            "signatory",
            "association",
            "nom de lorganisation",
            "nom de lassociation",
            "ong",
            "organizacion",
            "nombre de la organizacion",
            "entidad",
            "nombre de la entidad",
            "verband",
            "verein",
            "name der organisation",
            "organizacao",
            "nome da organizacao",
            "entidade",
            "associacao",
        ],
    ),
    (
        Column::Email,
        &[
            "email",
            "e mail",
            "mail",
            "email address",
            "e mail address",
            "mail address",
            "contact email",
            "emails",
            "courriel",
            "adresse email",
            "adresse e mail",
            "adresse electronique",
            "adresse mail",
            "adresse courriel",
            "correo",
            "correo electronico",
            "direccion de correo",
            "direccion de correo electronico",
            "e mail adresse",
            "emailadresse",
            "mailadresse",
            "endereco de email",
            "correio eletronico",
            "endereco eletronico",
        ],
    ),
    (
        Column::Country,
        &[
            "country",
            "countries",
            "country territory",
            "country or territory",
            "country of organisation",
            "country of organization",
            "nation",
            "pays",
            "pais",
            "land",
            "staat",
            "country name",
        ],
    ),
    (
        Column::Language,
        &["language", "lang", "langue", "idioma", "lengua", "sprache", "lingua", "preferred language", "language code"],
    ),
    (
        Column::Name,
        &[
            "contact",
            "contact name",
            "contact person",
            "name of contact",
            "person",
            "full name",
            "representative",
            "representative name",
            "your name",
            "first and last name",
            "nom du contact",
            "nom",
            "personne de contact",
            "representant",
            "contacto",
            "persona de contacto",
            "nombre",
            "nombre del contacto",
            "representante",
            "ansprechpartner",
            "ansprechpartnerin",
            "ansprechperson",
            "kontakt",
            "kontaktperson",
            "contato",
            "nome",
            "nome do contato",
            "pessoa de contato",
            "nome do contacto",
        ],
    ),
    (
        Column::Kind,
        &["kind", "type", "category", "categorie", "tipo", "categoria", "typ", "art", "kategorie", "nature"],
    ),
    (
        Column::Acronym,
        &[
            "acronym",
            "abbreviation",
            "short name",
            "acronyme",
            "sigle",
            "acronimo",
            "sigla",
            "siglas",
            "abreviatura",
            "abkurzung",
            "kurzel",
            "kurzname",
            "abbr",
        ],
    ),
    (
        Column::LatinName,
        &[
            "latin name",
            "name in latin letters",
            "name in latin script",
            "english name",
            "name in english",
            "romanised name",
            "romanized name",
            "transliteration",
            "transliterated name",
            "nom latin",
            "nom en anglais",
            "nom en caracteres latins",
            "nombre en letras latinas",
            "nombre en ingles",
            "nombre latino",
            "name in lateinischer schrift",
            "lateinischer name",
            "englischer name",
            "nome latino",
            "nome em ingles",
        ],
    ),
    (
        Column::Website,
        &[
            "website",
            "web site",
            "site",
            "web",
            "url",
            "homepage",
            "home page",
            "web page",
            "webpage",
            "link",
            "site web",
            "site internet",
            "sitio web",
            "pagina web",
            "sitio",
            "webseite",
            "internetseite",
            "pagina",
            "pagina da web",
        ],
    ),
];

/// Words of long headings ("E-mail of the contact person (not published)"), asked in this order.
const PARTS: &[(Column, &[&str])] = &[
    (Column::Email, &["email", "e mail", "courriel", "correo"]),
    (Column::Website, &["website", "site web", "sitio web", "webseite", "homepage"]),
    (Column::Acronym, &["acronym", "sigle", "abkurzung"]),
    (Column::LatinName, &["latin", "english name"]),
    (Column::Country, &["country", "pays", "pais"]),
    (Column::Language, &["language", "langue", "idioma", "sprache"]),
    (Column::Name, &["contact", "contacto", "kontakt", "contato", "representative", "your name", "person"]),
    (Column::Organisation, &["organisation", "organization", "organizacion", "organizacao", "ngo", "ong"]),
];

/// A heading folded for comparison.
pub(super) fn heading_key(cell: &str) -> String {
    name_key(cell).trim_end_matches(" s").to_owned()
}

/// The meaning of a heading that is a known word or phrase.
pub(super) fn exact(key: &str) -> Option<Column> {
    HEADINGS.iter().find(|(_, words)| words.contains(&key)).map(|(column, _)| *column)
}

/// The meaning of a longer heading that contains a known word.
pub(super) fn containing(key: &str) -> Option<Column> {
    let spaced = format!(" {key} ");
    PARTS
        .iter()
        .find(|(_, words)| words.iter().any(|word| spaced.contains(&format!(" {word} "))))
        .map(|(column, _)| *column)
}
