//! Invented letters and signatories to render the pages with: 321 organisations in many scripts, two of them withheld.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::*;
use crate::domain::letter::Wave;
use crate::domain::press::{MediaContact, PressKit, Quote};
use crate::domain::revision::{Addressee, Officer};
use crate::domain::signature::{PrintedLine, WithheldPlace};
use crate::render::markdown::{HtmlOptions, to_html};
use crate::render::register::{Counts, Labels, PublicSignatory, Withheld};

/// How many organisations each country has; 313 in 59 countries, six more stand for no single country.
const COUNTRIES: &str = "AR9 AM2 AU5 AT3 AZ2 BD5 BE5 BJ2 BO4 BR22 BG3 KH3 CM4 CA8 CL6 CO7 CR3 CI3 CZ3 DZ5 EC4 EG6 ET4 FJ2 FR13 \
     GE2 DE12 GH4 GR6 GT3 IN9 ID4 IL2 IT8 JP4 JO2 KZ2 KE11 LB3 MA4 MX10 MN3 NP5 NL5 NZ3 NG7 PK3 PE7 PH5 PL8 PT4 RU2 SN4 \
     RS4 ZA7 ES12 TW4 TN4 UA6 XK1";

/// Stocks of words by language: beginnings, endings, and Latin versions of both where the script is another.
const STOCKS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "AR BO CL CO CR EC GT MX PE ES",
        "Asamblea|Colectivo|Red|Fundación|Vecinas|Observatorio|Mesa",
        "del Estero|de la Orilla|Aguas Libres|por la Cuenca|del Caño Hondo|Peña Blanca",
        "",
        "",
    ),
    (
        "BR PT",
        "Associação|Coletivo|Fórum|Guardiãs|Instituto|Rede",
        "da Várzea|do Açude|Águas Claras|das Margens|Pé no Chão",
        "",
        "",
    ),
    (
        "FR BE BJ CM CI SN TN MA",
        "Collectif|Réseau|Union|Forum|Ligue|Atelier",
        "des Rives|Amont-Aval|du Delta|Eau Partagée|de l’Étiage|Sœurs du Fleuve",
        "",
        "",
    ),
    (
        "DE AT",
        "Bündnis|Initiative|Verein|Forum|Netzwerk",
        "Freier Strom|Grüne Aue|Fließgewässer|Klares Wasser|Quellenhof",
        "",
        "",
    ),
    (
        "DZ EG JO LB",
        "جمعية|رابطة|مبادرة|ملتقى",
        "ضفاف النهر|أصدقاء العين|الماء للجميع|الوادي الأخضر",
        "Association|League|Initiative|Forum",
        "of the River Banks|Friends of the Spring|Water for All|of the Green Valley",
    ),
    (
        "RU UA BG RS KZ",
        "Движение|Союз|Форум|Фонд",
        "«Чистая река»|«Два берега»|«Живой родник»|«Голос дельты»",
        "Movement|Union|Forum|Foundation",
        "Clean River|Two Banks|Living Spring|Voice of the Delta",
    ),
    (
        "TW JP",
        "河岸|清水|濕地|流域",
        "公民會|協會|論壇|連線",
        "Riverbank|Clear Water|Wetland|Basin",
        "Citizens’ Circle|Association|Forum|Alliance",
    ),
    ("IN NP", "नदी|जल|तट|हिमाल", "मंच|समिति|संघ|अभियान", "River|Water|Shore|Himal", "Forum|Committee|Union|Campaign"),
    ("IL", "קול|עמותת", "הנחל הצפוני|המעיין החופשי", "Voice of|Association of", "the Northern Stream|the Free Spring"),
    (
        "BD",
        "নদী|জল",
        "ও মানুষ মঞ্চ|রক্ষা পরিষদ|অধিকার সভা",
        "River|Water",
        "and People Platform|Protection Council|Rights Assembly",
    ),
    (
        "",
        "Lakeside|Two Estuaries|Headwater|Upland|Salt Marsh|Northern Tributary|Deep Ford|Open Gauge",
        "Legal Fund|Rights Council|Watch|Community Forum|Women’s Union|Youth Monitors|Trust",
        "",
        "",
    ),
];

fn pick(list: &str, at: usize) -> &str {
    let parts: Vec<&str> = list.split('|').collect();
    parts[at % parts.len()]
}

fn line(code: &str, at: usize) -> PrintedLine {
    // Every third organisation keeps an English name, as in real registers.
    let stock = STOCKS.iter().find(|stock| stock.0.split(' ').any(|one| one == code));
    let stock = stock.filter(|_| at % 3 != 1).unwrap_or(&STOCKS[STOCKS.len() - 1]);
    let seed = at + code.bytes().map(usize::from).sum::<usize>();
    let heads = stock.1.split('|').count();
    let (head, tail) = (seed, seed / heads + at);
    let latin = (!stock.3.is_empty()).then(|| format!("{} {}", pick(stock.3, head), pick(stock.4, tail)));
    PrintedLine {
        kind: if at == 4 { SignatoryKind::Network } else { SignatoryKind::Organisation },
        name: format!("{} {}", pick(stock.1, head), pick(stock.2, tail)),
        latin_name: latin,
        acronym: (at == 7).then(|| "RWN".to_owned()),
        country: Some(code.to_owned()),
        region: None,
        affiliation: None,
        website: None,
        representative: None,
        role: None,
    }
}

fn person(name: &str, affiliation: &str, code: &str) -> PrintedLine {
    PrintedLine {
        kind: SignatoryKind::Individual,
        name: name.into(),
        affiliation: Some(affiliation.into()),
        latin_name: None,
        ..line(code, 0)
    }
}

fn named(labels: &Labels) -> Vec<PublicSignatory> {
    let mut lines: Vec<PublicSignatory> = Vec::new();
    for entry in COUNTRIES.split_whitespace() {
        let (code, count) = entry.split_at(2);
        let count: usize = count.parse().expect("a number");
        lines.extend((0..count).map(|at| PublicSignatory::new(line(code, at), Wave::Initial, at == 12, labels)));
    }
    for at in 0..6 {
        let code = if at < 3 { "international" } else { "regional" };
        let region = (at >= 3).then(|| ["africa", "asia", "europe"][at - 3].to_owned());
        let line = PrintedLine { region, latin_name: None, ..line(code, at) };
        lines.push(PublicSignatory::new(line, Wave::Initial, false, labels));
    }
    lines
}

pub(crate) fn moment(text: &str) -> Moment {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect("a time")
}

pub(crate) fn labels(language: &str) -> Labels {
    Labels::new(language, BTreeMap::new())
}

/// 319 named organisations and two withheld ones.
pub(crate) fn register(language: &str) -> Register {
    let labels = labels(language);
    let withheld = vec![Withheld::new(SignatoryKind::Organisation, WithheldPlace::None, None); 2];
    let named = named(&labels);
    Register::new(labels, named, withheld, moment("2026-11-25T09:00"))
}

/// The same with persons, a late wave, many withheld of one region, and the number at publication.
pub(crate) fn rich_register() -> Register {
    let labels = labels("en");
    let mut lines = named(&labels);
    let late = |day| Wave::Late(NaiveDate::from_ymd_opt(2026, 11, day).expect("a day"));
    for (name, affiliation, code) in [
        ("Ilse Amberg", "hydrologist, Institute of Still Waters", "DE"),
        ("سلمى الوادي", "Professor of law, University of the Spring", "LB"),
        ("Mateo Quirós Aldana", "former member of the Basin Commission", "CO"),
    ] {
        lines.push(PublicSignatory::new(person(name, affiliation, code), Wave::Initial, false, &labels));
    }
    lines.push(PublicSignatory::new(line("SE", 2), late(27), false, &labels));
    lines.push(PublicSignatory::new(line("KE", 11), late(29), true, &labels));
    let kenya = CountryCode::parse("TH");
    let mut withheld = vec![Withheld::new(SignatoryKind::Organisation, WithheldPlace::Country, kenya); 3];
    withheld.extend(vec![Withheld::new(SignatoryKind::Network, WithheldPlace::Region, CountryCode::parse("MM")); 3]);
    withheld.push(Withheld::new(SignatoryKind::Individual, WithheldPlace::None, None));
    let mut register = Register::new(labels, lines, withheld, moment("2026-11-29T15:20"));
    register.at_publication = Some(Counts { organisations: 321, countries: 60, individuals: 3, withheld: 2 });
    register
}

/// A letter that nobody has signed yet.
pub(crate) fn nobody() -> Register {
    Register::new(labels("en"), Vec::new(), Vec::new(), moment("2026-11-25T09:00"))
}

/// The letter after its closing time.
pub(crate) fn closed() -> PublicLetter {
    PublicLetter { is_collecting: false, ..letter() }
}

/// An invented letter in English.
pub(crate) fn letter() -> PublicLetter {
    PublicLetter {
        slug: "rivers-we-share".into(),
        kind: Kind::OpenLetter,
        language: "en".into(),
        text: LetterText {
            title: "Let somebody look at the rivers that cross our borders".into(),
            addressees: vec![
                Addressee {
                    role: "The President".into(),
                    body: "Assembly of Riparian States".into(),
                    ..Addressee::default()
                },
                Addressee {
                    name: "Amara Nilsson".into(),
                    role: "High Commissioner for Shared Waters".into(),
                    ..Addressee::default()
                },
                Addressee { body: "Member States of the Assembly".into(), ..Addressee::default() },
            ],
            re_line: String::new(),
            salutation: "Excellencies,".into(),
            body: String::new(),
            closing: "Respectfully,".into(),
            officers: vec![
                Officer { name: "Ilse Amberg".into(), title: "Coordinator, Still Waters Network".into() },
                Officer { name: "Mateo Quirós Aldana".into(), title: "President, Fundación Orilla".into() },
                Officer {
                    name: "سلمى الوادي".into(), title: "جمعية ضفاف النهر · River Banks Association".into()
                },
                Officer { name: "林清川".into(), title: "河岸公民會 · Riverbank Citizens’ Circle".into() },
            ],
            ..LetterText::default()
        },
        body_html: to_html(BODY, &HtmlOptions::default(), &Words::english()),
        summary:
            "Organisations on both banks of 40 rivers ask for an independent body that may measure, listen and report."
                .into(),
        place: "Geneva".into(),
        dated: "25 November 2026".into(),
        conveners: ["Still Waters Network", "Fundación Orilla", "جمعية ضفاف النهر", "河岸公民會"]
            .into_iter()
            .map(|name| PublicConvener { name: name.into(), website: "https://stillwaters.example".into() })
            .collect(),
        version: 3,
        text_sha256: "3ac41598cbd7113802e95f0c6b2a94d1e877f03b5a2c9e4416d08fb97a31c5e2".into(),
        frozen_at: moment("2026-10-23T12:00"),
        published_at: Some(moment("2026-11-25T09:00")),
        is_collecting: true,
        closes_at: Some(moment("2026-12-04T17:00")),
        zone: Tz::Europe__Zurich,
        zone_label: "Geneva".into(),
        country_noun: String::new(),
        notes: Vec::new(),
        particulars: Particulars::default(),
        contacts: Vec::new(),
        change_agreed: None,
        translation: None,
        related: Vec::new(),
    }
}

const BODY: &str = "We, the undersigned organisations, work with people who live on both banks of rivers that belong to nobody alone. We write because what was agreed about these rivers is not kept, and because nobody is asked to look.

Since 2019 our members have counted 412 releases of untreated water, 63 dams that were begun without a word to those below, and the arrest of people who had only measured.[^1] In 38 cases somebody complained to a commission. In none of them was a finding made public.

The law is there: each State answers for what its waters carry to the next.[^2] What is missing is somebody to whom the answer can be given. We therefore ask you to:

1. create, at the coming session, an independent body that may visit, receive complaints and report in public;
2. give it access to the measuring stations and to the people who keep them, without asking first in each case;
3. protect those who speak to it: the one who reports is too often the one who is punished;
4. publish what it finds within 90 days, in the languages of the river.

A river does not choose its witnesses. We ask you to choose some, and to *let them work*.

[^1]: Counted from the public logs of 41 signatories; how, and all figures, stand in the annex.
[^2]: Convention on Shared Basins, article 14.
";

/// An invented letter in Arabic, closed, with country labels of its own language.
pub(crate) fn arabic_letter() -> PublicLetter {
    let english = letter();
    PublicLetter {
        language: "ar".into(),
        text: LetterText {
            title: "من أجل عين ترى أنهارنا المشتركة".into(),
            addressees: vec![
                Addressee { name: "رئيس جمعية الدول النهرية".into(), ..Addressee::default() },
                Addressee { name: "الدول الأعضاء في الجمعية".into(), ..Addressee::default() },
            ],
            salutation: "أصحاب السعادة،".into(),
            closing: "مع الاحترام،".into(),
            ..english.text.clone()
        },
        body_html: to_html(ARABIC_BODY, &HtmlOptions::default(), &Words::english()),
        place: "جنيف".into(),
        dated: "25 نوفمبر 2026".into(),
        zone_label: "جنيف".into(),
        is_collecting: false,
        ..english
    }
}

const ARABIC_BODY: &str =
    "نحن المنظمات الموقعة نعمل مع الناس الذين يعيشون على ضفتي أنهار لا يملكها أحد وحده. نكتب لأن ما اتفق عليه لا يحترم.

منذ 2019 أحصى أعضاؤنا 412 حالة تصريف لمياه غير معالجة.[^1] ولذلك نطلب منكم:

1. إنشاء هيئة مستقلة تزور وتستمع وتنشر؛
2. حماية من يتحدث إليها.

[^1]: من السجلات العلنية لـ 41 جهة موقعة.
";

/// Contacts of which each lacks something else, and two quotes.
pub(crate) fn press_kit() -> PressKit {
    let contact = |parts: [&str; 7]| {
        let [name, organisation, city, languages, phone, email, hours] = parts.map(str::to_owned);
        MediaContact { name, organisation, city, languages, phone, email, hours }
    };
    let quote = |text: &str, [name, title, organisation]: [&str; 3]| Quote {
        text: text.into(),
        name: name.into(),
        title: title.into(),
        organisation: organisation.into(),
        approval: "by mail".into(),
    };
    PressKit {
        contacts: vec![
            contact([
                "Ines Marchetti-Okafor",
                "Confluence Network",
                "Geneva",
                "English, Français, Español",
                "+41 22 555 01 90 (mobile)",
                "ines@confluence.example",
                "8:00–20:00, Geneva time",
            ]),
            contact(["سلمى حداد", "جمعية زيتون الوادي", "Beirut", "العربية, English", "", "salma@zaytun.example", ""]),
            contact(["", "Umfula Listeners", "Durban", "", "+27 31 555 0112", "", "weekdays"]),
        ],
        quotes: vec![
            quote(
                "A river that is measured by nobody belongs to whoever takes it.\n\nThat is why we ask for one body that reports in public.",
                ["Thandi Nkosi", "director", "Umfula Listeners"],
            ),
            quote("Our members live by the water and were never asked.", ["", "", "River Banks Association"]),
        ],
        checked: String::new(),
    }
}

/// A note on an error, and one that was taken back.
pub(crate) fn notes() -> Vec<PublicNote> {
    let words = Some("The fourth paragraph named the wrong year of the flood. It was 2019.".to_owned());
    vec![
        PublicNote { id: "b".into(), at: moment("2026-11-29T10:00"), words },
        PublicNote { id: "a".into(), at: moment("2026-11-28T10:00"), words: None },
    ]
}

/// What happened to the letter of [`rich_register`].
pub(crate) fn log() -> PublicLog {
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
    let note = "A year was corrected.".to_owned();
    PublicLog {
        published_at: Some(moment("2026-11-25T09:00")),
        versions: vec![NewVersion { n: 3, at: moment("2026-11-29T11:00"), note }],
        in_language: vec![1, 2, 3],
        translations: vec![TranslationChange {
            at: moment("2026-11-29T12:00"),
            language: "ar".into(),
            name: "العربية".into(),
            what: Translated::Added,
        }],
        corrected: BTreeMap::from([(day(27), 1)]),
        withdrawn: BTreeMap::from([(day(28), Counts { organisations: 1, ..Counts::default() })]),
        notes: notes(),
    }
}
