/** Languages of messages. */
export type Language = "en" | "vi";

/** A text in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;
