import { isUtf8 } from "node:buffer";
import { MAX_KEY_BYTES, MAX_KEYS } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** What a DeleteObjects document asks for. */
export type DeleteDocument = {
  readonly quiet: boolean;
  readonly objects: readonly { readonly key: string; readonly versionId: string | undefined }[];
};

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const OBJECT = /<Object>(?:\s*<Key>[^<]*<\/Key>|\s*<VersionId>[^<]*<\/VersionId>)+\s*<\/Object>/g;

function malformed(): Refusal {
  return new Refusal(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}

function unescapeText(text: string): string {
  if (text.includes("<")) throw malformed();
  return text.replace(/&([^;]*);?/g, (_, name: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const sign = NAMED[name] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : "");
    if (sign === "" || !sign.isWellFormed()) throw malformed();
    return sign;
  });
}

/** The text of the one element `name` in `xml`; undefined where there is none. */
function element(xml: string, name: string): string | undefined {
  const found = [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))];
  if (found.length > 1) throw malformed();
  return found[0] === undefined ? undefined : unescapeText(found[0][1] ?? "");
}

/**
 * Reads the document by its published form: Delete holds Object elements with Key and VersionId, and Quiet. Anything
 * else (comments, other elements, entities of its own) is MalformedXML.
 */
export function parseDeleteDocument(body: Buffer): DeleteDocument {
  if (!isUtf8(body)) throw malformed();
  const [, content] =
    /^\s*(?:<\?xml[^<>]*\?>\s*)?<Delete(?:\s+xmlns="[^"<>]*")?>(.*)<\/Delete>\s*$/s.exec(body.toString()) ?? [];
  if (content === undefined) throw malformed();
  const items = content.match(OBJECT) ?? [];
  const rest = content.replace(OBJECT, "");
  if (!/^\s*(<Quiet>(true|false)<\/Quiet>)?\s*$/.test(rest)) throw malformed();
  const objects = items.map((item) => {
    const key = element(item, "Key");
    if (key === undefined || key === "" || Buffer.byteLength(key) > MAX_KEY_BYTES) throw malformed();
    return { key, versionId: element(item, "VersionId") };
  });
  if (objects.length === 0 || objects.length > MAX_KEYS) throw malformed();
  return { quiet: rest.includes("true"), objects };
}
