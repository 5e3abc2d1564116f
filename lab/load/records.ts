/** A record as answers give it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Kinds of records as the change feed names them, with the field that carries the mark of their making. */
const markedFields = {
  organisation: ["name"],
  member: ["fullName"],
  "history-entry": ["reason"],
  meeting: ["title"],
  agenda: [],
  attendee: ["reason"],
  document: ["title"],
  vote: ["subject"],
  guidance: ["text"],
  award: ["title"],
  photo: ["fileName"],
  article: ["headline"],
  client: ["name"],
} as const satisfies Record<string, readonly string[]>;
export type Kind = keyof typeof markedFields;
export const kinds = Object.keys(markedFields) as Kind[];

/** A record that was seen, with what it is and where. */
export type Seen = { kind: Kind; href: string; record: Fields };

/** What tells one making from every other: who made it, and the how manieth that was. */
const markForm = /\bw\d+\.\d+\b/g;

/** The mark that a record was made with; a record without one was made by no load. */
export const markOf = ({ kind, record }: Pick<Seen, "kind" | "record">): string | undefined =>
  markedFields[kind].flatMap((field) => String(record[field] ?? "").match(markForm) ?? [])[0];

/** What of a photo the service itself moves on while it looks at the bytes, and URLs of the moment. */
const movingOfPhotos = ["status", "updatedAt", "width", "height", "rejection", "renditions", "original"];
/** Parts of a meeting that an answer may hold beside it. */
const shownOnce = ["clientSecret"];

/** What of a record has to stay as it was acknowledged until its client changes it. */
export const lasting = (kind: Kind, record: Fields): Fields => {
  const left = new Set(kind === "photo" ? [...movingOfPhotos, ...shownOnce] : shownOnce);
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => !left.has(name) && value !== undefined));
};

/** JSON with the names of objects in order. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
};

export const isSame = (kind: Kind, one: Fields, other: Fields): boolean =>
  canonical(lasting(kind, one)) === canonical(lasting(kind, other));

/** Whether a record has all that a patch or a body says. */
export const has = (record: Fields, said: Fields): boolean =>
  Object.entries(said).every(([name, value]) =>
    value === null ? record[name] === undefined : canonical(record[name]) === canonical(value),
  );
