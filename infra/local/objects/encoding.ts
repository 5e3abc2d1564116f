import { Refusal } from "./refusal.ts";

/** Encodes all but the unreserved characters of RFC 3986, as SigV4's UriEncode does. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The same for a path: its slashes stay. */
export function encodePath(path: string): string {
  return path.split("/").map(percentEncode).join("/");
}

/** The form encoding that S3 gives keys in events and in lists with `encoding-type=url`: slashes stay, blanks are `+`. */
export function formEncode(key: string): string {
  return encodePath(key).replaceAll("%20", "+");
}

/** Undoes percent-encoding; refuses with InvalidURI what is not UTF-8. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw new Refusal("InvalidURI", "Couldn't parse the specified URI.");
    throw error;
  }
}

/** Bytes of `text` in base64, or undefined where it is not the one base64 form of `length` bytes. */
export function base64Bytes(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === length && bytes.toString("base64") === text ? bytes : undefined;
}
