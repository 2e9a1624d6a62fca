// Writes codes.tsv and names/*.tsv from the Unicode CLDR (Unicode-3.0 licence). Run by hand, seldom:
//   npm install --no-save cldr-core@48.2.0 cldr-localenames-full@48.2.0 && node src/domain/country/generate.mjs
// It decides only what CLDR leaves open: which of CLDR's own forms is printed, and English without "&" and "St.".
// The rest of a country's forms in CLDR go into the third column: not printed, but recognised on import.
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "48.2.0";
const LANGUAGES = ["en", "fr", "es", "ar", "zh", "zh-Hant", "ru", "pt", "de", "sw", "hi", "it", "nl", "id", "tr", "uk",
  "ja", "ko", "pl", "fa", "bn", "th", "vi", "he", "ur"];
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(process.cwd(), "x.js"));
const core = (file) => require(`cldr-core/supplemental/${file}.json`).supplemental;
const header = (what) => `# ${what}\n# From Unicode CLDR ${VERSION}, https://cldr.unicode.org; © 1991-2026 Unicode, Inc.; `
  + "licence: Unicode-3.0, https://www.unicode.org/license.txt\n# Written by generate.mjs: change that, not this.\n";

// CLDR keeps codes that ISO 3166-1 does not assign to a country.
const NOT_COUNTRIES = new Set(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]);
const REGIONS = { "002": "africa", "019": "americas", "142": "asia", "150": "europe", "009": "oceania" };
// The form to print where CLDR's first one is a legal description or names two.
const PRINTED_FORM = { HK: "short", MO: "short", PS: "short", CD: "variant", CG: "variant", MM: "short" };
// Portuguese has plain "Congo" as the variant, which says too little beside the other Congo.
const PRINT_FIRST_FORM = new Set(["pt CG"]);
const ENGLISH = { VC: "Saint Vincent and the Grenadines", GS: "South Georgia and the South Sandwich Islands" };

const containment = core("territoryContainment").territoryContainment;
const regionOf = {};
for (const [number, region] of Object.entries(REGIONS)) {
  const walk = (part) => containment[part] ? containment[part]._contains.forEach(walk) : regionOf[part] = region;
  walk(number);
}

const territories = (language) => require(`cldr-localenames-full/main/${language}/territories.json`)
  .main[language].localeDisplayNames.territories;
const codes = Object.keys(territories("en"))
  .filter((code) => /^[A-Z]{2}$/.test(code) && !NOT_COUNTRIES.has(code)).sort();

const mappings = core("codeMappings").codeMappings;
writeFileSync(join(here, "codes.tsv"), header("ISO 3166-1 alpha-2 code, alpha-3 code, region after UN M49")
  + codes.map((code) => `${code}\t${mappings[code]._alpha3}\t${regionOf[code]}\n`).join(""));

mkdirSync(join(here, "names"), { recursive: true });
for (const language of LANGUAGES) {
  const names = territories(language);
  const forms = (code) => Object.keys(names).filter((key) => key === code || key.startsWith(`${code}-alt-`));
  // "Myanmar (Burma)" names two; "(DRC)" tells two countries apart and stays.
  const plain = (code, name) => (code === "MM" ? name.replace(/ ?\(.*\)$/, "") : name.replace(/(\S)\(/, "$1 ("));
  const english = (code, name) => language !== "en" ? name
    : ENGLISH[code] ?? name.replace(" & ", " and ").replace(/^St\. /, "Saint ");
  const rows = codes.map((code) => {
    const chosen = PRINT_FIRST_FORM.has(`${language} ${code}`) ? undefined : names[`${code}-alt-${PRINTED_FORM[code]}`];
    const printed = plain(code, english(code, chosen ?? names[code] ?? ""));
    if (!printed) throw new Error(`${language} has no name for ${code}`);
    const others = [...new Set(forms(code).map((key) => names[key]))].filter((name) => name !== printed);
    return `${code}\t${printed}\t${others.join("|")}\n`;
  });
  const regions = Object.entries(REGIONS).map(([number, region]) => `${region}\t${names[number]}\t\n`);
  writeFileSync(join(here, "names", `${language}.tsv`),
    header(`${language}: code, name as printed, other forms (recognised only)`) + rows.join("") + regions.join(""));
}
