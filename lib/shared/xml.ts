/** All but the characters of XML 1.0 (§2.2): C0 controls, surrogates, U+FFFE and U+FFFF. */
const invalid = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text without characters that an XML document, such as a feed, cannot contain, also not as references. */
export const xmlText = (text: string): string => text.replace(invalid, "");
