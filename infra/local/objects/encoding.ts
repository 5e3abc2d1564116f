import { S3Error } from "./s3-error.ts";

/** Encodes all but the unreserved characters of RFC 3986, as SigV4's UriEncode does. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Percent-encodes a path; its slashes stay. */
export const encodePath = (path: string): string => path.split("/").map(percentEncode).join("/");

/** The form encoding of keys in events: slashes stay, spaces are `+`. */
export const formEncode = (key: string): string => encodePath(key).replaceAll("%20", "+");

/** Undoes percent-encoding; throws InvalidURI where the bytes are not UTF-8. */
export const percentDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw new S3Error("InvalidURI", "Couldn't parse the specified URI.");
    throw error;
  }
};

/** Whether `text` is the canonical base64 form of `length` bytes. */
export const isBase64 = (text: string, length: number): boolean => {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === length && bytes.toString("base64") === text;
};

/** An XML element: its name and its text or children. */
export type XmlNode = readonly [name: string, content: string | readonly XmlNode[]];

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escapeText = (text: string): string =>
  text.replace(/[&<>"\p{Cc}]/gu, (sign) => entities[sign] ?? `&#x${sign.charCodeAt(0).toString(16)};`);

const renderNode = ([name, content]: XmlNode): string =>
  `<${name}>${typeof content === "string" ? escapeText(content) : content.map(renderNode).join("")}</${name}>`;

/** Renders a document; results have S3's namespace, errors have none. */
export const renderXml = (name: string, children: readonly XmlNode[], hasNamespace = true): string => {
  const attribute = hasNamespace ? ` xmlns="${namespace}"` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${children.map(renderNode).join("")}</${name}>`;
};
