/** A record as responses show it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Kinds of records as the change feed names them, each with the field that contains its mark. */
const markedFields = {
  organisation: "name",
  member: "fullName",
  "history-entry": "reason",
  meeting: "title",
  agenda: undefined,
  attendee: "reason",
  document: "title",
  vote: "subject",
  guidance: "text",
  award: "title",
  photo: "fileName",
  article: "headline",
  client: "name",
} as const satisfies Record<string, string | undefined>;
export type Kind = keyof typeof markedFields;
export const kinds = Object.keys(markedFields) as Kind[];

/** A record in a response, with its kind and address. */
export type Shown = { kind: Kind; href: string; record: Fields };

/** A mark: the worker's name and a number of its own. */
const markForm = /\bw\d+\.\d+\b/;

/** The mark of a record; undefined for one that no worker created. */
export const markOf = ({ kind, record }: Pick<Shown, "kind" | "record">): string | undefined =>
  markForm.exec(String(record[markedFields[kind] ?? ""] ?? ""))?.[0];

/** Fields of a photo that the service changes while it processes the bytes. */
const changingOfPhotos = ["status", "updatedAt", "width", "height", "rejection"];
/** Fields that are computed when a record is read: presigned URLs, and what follows from other records. */
const computedFields: Partial<Record<Kind, readonly string[]>> = {
  photo: ["renditions", "original"],
  award: ["warnings"],
  "history-entry": ["effective", "voidedBy"],
};
export const isComputed = (kind: Kind, name: string): boolean => computedFields[kind]?.includes(name) ?? false;
/** Fields that only the first response shows. */
const shownOnce = ["clientSecret"];

/** The fields of a record that stay as acknowledged until its owner changes it. A meeting includes only items of its agenda. */
const lastingFields = (kind: Kind, record: Fields): Fields => {
  if (kind === "agenda") return { items: record.items };
  const excluded = new Set(kind === "photo" ? [...changingOfPhotos, ...shownOnce] : shownOnce);
  return Object.fromEntries(
    Object.entries(record).filter(
      ([name, value]) => !excluded.has(name) && !isComputed(kind, name) && value !== undefined,
    ),
  );
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
  canonical(lastingFields(kind, one)) === canonical(lastingFields(kind, other));

/** Whether a record has all values of a patch or a body. */
export const has = (record: Fields, values: Fields): boolean =>
  Object.entries(values).every(([name, value]) =>
    value === null ? record[name] === undefined : canonical(record[name]) === canonical(value),
  );
