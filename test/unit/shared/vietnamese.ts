import fc from "fast-check";

const onsets = "- b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split(" ");
/** Rimes, with an asterisk for the tone after the vowel that carries it (new style: oà, uý). */
const open =
  "a* a*i a*o a*u a*y â*u â*y e* e*o ê* ê*u i* i*a i*u iê*u o* oa* oa*i oe* o*i ô* ô*i ơ* ơ*i u* u*a uâ*y uê* u*i uô*i uy* ư* ư*a ư*i ươ*i ươ*u y* yê*u";
const nasal =
  "a*m a*n a*ng a*nh ă*m ă*n ă*ng â*m â*n e*n ê*n ê*nh i*m i*n i*nh iê*n iê*m oa*n oa*ng o*n o*ng ô*n ô*ng ơ*n u*ng uâ*n uô*ng uyê*n ư*ng ươ*ng yê*n yê*m";
const stopped =
  "a*c a*ch a*p a*t ă*c ă*t â*p â*t e*t ê*ch i*ch iê*t iê*p oa*t o*c ô*c ô*t ơ*p u*c u*t uâ*t uyê*t ư*c ươ*c";
const tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];

/** Only some onsets are spelt before a front vowel, and "gi" and "qu" absorb the vowel they end with. */
const fits = (onset: string, rime: string): boolean => {
  const front = /^[eêiy]/.test(rime);
  if (["c", "g", "ng"].includes(onset)) return !front;
  if (["k", "gh", "ngh"].includes(onset)) return front;
  if (onset === "gi") return !/^[iy]/.test(rime);
  if (onset === "qu") return !/^[uưoôơi]/.test(rime);
  return onset === "-" || !rime.startsWith("yê");
};

const syllablesWith = (rimes: string, tonesAllowed: string[]): string[] =>
  onsets.flatMap((onset) =>
    rimes
      .split(" ")
      .filter((rime) => fits(onset, rime))
      .flatMap((rime) => tonesAllowed.map((tone) => onset.replace("-", "") + rime.replace("*", tone)))
      .map((syllable) => syllable.normalize("NFC")),
  );

/** Every syllable that these onsets, rimes and tones spell; stopped syllables have sắc or nặng only. */
export const syllables = [...syllablesWith(`${open} ${nasal}`, tones), ...syllablesWith(stopped, tones.slice(4))];

const syllable = fc.constantFrom(...syllables);
const capitalised = syllable.map((word) => word.charAt(0).toUpperCase() + word.slice(1));

/** One to four syllables or numbers, some with a capital, some differing only in tones. */
export const phrase = fc
  .array(fc.oneof(syllable, capitalised, fc.nat({ max: 120 }).map(String)), { minLength: 1, maxLength: 4 })
  .map((words) => words.join(" "));

/** A fictitious full name of two to four words. */
export const fullName = fc.array(capitalised, { minLength: 2, maxLength: 4 }).map((words) => words.join(" "));
