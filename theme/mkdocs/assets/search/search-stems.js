/* Words as the index has them. generator/publish/search_pages.py stems by the same algorithm (Snowball, Russian). */

import { RussianStemmer } from "./vendor/snowball-russian.js";

const stemmer = new RussianStemmer();

/** The stem of a word in small letters; what has no Russian letter stays as it is. */
export const stemOf = (word) => (/[а-я]/.test(word) ? stemmer.stemWord(word) : word);

/** The stems of a text. */
export const stemsOf = (text) => (text.normalize("NFC").toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}]+/gu) ?? []).map(stemOf);
