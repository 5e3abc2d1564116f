/** An element: its name and its text or children. */
export type XmlNode = readonly [name: string, content: string | readonly XmlNode[]];

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeText(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (sign) => NAMED[sign] ?? `&#x${sign.charCodeAt(0).toString(16)};`);
}

function renderNode([name, content]: XmlNode): string {
  return `<${name}>${typeof content === "string" ? escapeText(content) : content.map(renderNode).join("")}</${name}>`;
}

/** A whole document; results carry S3's namespace, errors do not. */
export function renderXml(name: string, children: readonly XmlNode[], namespace = true): string {
  const attribute = namespace ? ` xmlns="${NAMESPACE}"` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${children.map(renderNode).join("")}</${name}>`;
}
