/** The value of a parameter of a media type (RFC 9110 §8.3.1), by its lower-case name; without its quotes. */
export const parameterOf = (mediaType: string, name: string): string | undefined => {
  const parameters = mediaType.matchAll(/;\s*([^\s=;]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g);
  for (const [, key, quoted, token] of parameters)
    if (key?.toLowerCase() === name) return quoted?.replaceAll(/\\(.)/g, "$1") ?? token;
  return undefined;
};
