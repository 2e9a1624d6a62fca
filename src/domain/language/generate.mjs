// Writes names.tsv from the Unicode CLDR (Unicode-3.0 licence). Run by hand, seldom:
//   npm install --no-save cldr-localenames-full@48.2.0 && node src/domain/language/generate.mjs
// It decides only which languages are offered, in which order, and that a name in a list begins with a capital.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "48.2.0";
// Most letters are in one of these: they stand first.
const OFTEN = ["en", "es", "fr", "ar", "zh", "ru", "pt", "de", "sw", "hi"];
const OTHERS = ["af", "am", "as", "az", "be", "bg", "bn", "bo", "bs", "ca", "ckb", "cs", "cy", "da", "dz", "el", "et", "eu",
  "fa", "fi", "fil", "fo", "ga", "gd", "gl", "gu", "ha", "he", "hr", "hu", "hy", "id", "ig", "is", "it", "ja", "ka", "kk",
  "km", "kn", "ko", "ku", "ky", "lb", "ln", "lo", "lt", "lv", "mg", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb",
  "ne", "nl", "nn", "om", "or", "pa", "pl", "ps", "qu", "rm", "ro", "rw", "sd", "si", "sk", "sl", "sn", "so", "sq", "sr",
  "sv", "ta", "te", "tg", "th", "ti", "tk", "to", "tr", "tt", "ug", "uk", "ur", "uz", "vi", "wo", "xh", "yo", "zu"];
const VARIANTS = ["es-419", "pt-BR", "pt-PT", "fr-CA", "zh-Hans", "zh-Hant", "sr-Latn"];
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(process.cwd(), "x.js"));
// CLDR keeps the forms of Brazil under "pt".
const FOLDERS = { "pt-BR": "pt", "zh-Hans": "zh" };

const own = (tag) => {
  const folder = FOLDERS[tag] ?? tag;
  const file = (name) => require(`cldr-localenames-full/main/${folder}/${name}.json`).main[folder].localeDisplayNames;
  const { languages } = file("languages");
  const [language, part] = tag.split("-");
  const about = () => file(part.length === 4 ? "scripts" : "territories")[part.length === 4 ? "scripts" : "territories"];
  const name = languages[tag] ?? (part ? `${languages[language]} (${about()[part]})` : undefined);
  if (!name || name === tag) throw new Error(`${tag} has no name for itself`);
  // Georgian has capitals for whole headings only.
  return language === "ka" ? name : name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
};
const rest = [...OTHERS, ...VARIANTS].sort();
writeFileSync(join(here, "names.tsv"), "# BCP 47 tag and what the language calls itself\n"
  + `# From Unicode CLDR ${VERSION}, https://cldr.unicode.org; © 1991-2026 Unicode, Inc.; licence: Unicode-3.0, `
  + "https://www.unicode.org/license.txt\n# Written by generate.mjs: change that, not this.\n"
  + [...OFTEN, ...rest].map((tag) => `${tag}\t${own(tag)}\n`).join(""));
